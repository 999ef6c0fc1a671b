"""What stays open at a shop when its tenant changes: packages further right list it and take down who answers for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fengsui.kernel.actor import Actor
from fengsui.places.models import Place, PlaceTenancy

# Who answers for what is open, decided one by one.
DECISIONS: dict[str, tuple[str, str]] = {
    "new": ("由新租户接手", "taken over by the new tenant"),
    "former": ("仍由原租户负责", "left with the former tenant"),
}


@dataclass(frozen=True)
class Handover:
    """`open_of` lists what is open at a place ({id, number, title}); `settle` writes a decision onto it with its words."""

    open_of: Callable[[Place], list[dict[str, str]]]
    settle: Callable[[Actor, UUID, str, str], None]


@dataclass(frozen=True)
class Kept:
    """What a period holds: words, and the count of a place's rows from a day (None = the beginning) until before another."""

    key: str
    title_zh: str
    title_en: str
    count: Callable[[Actor, Place, date | None, date | None], int]


_handovers: dict[str, Handover] = {}
_kept: dict[str, Kept] = {}


def register(key: str, handover: Handover) -> None:
    """Register what is handed over, such as open hazards; the same key replaces itself."""
    _handovers[key] = handover


def register_kept(kept: Kept) -> None:
    """Register what stays with the period it happened in, such as visits."""
    _kept[kept.key] = kept


def every() -> dict[str, Handover]:
    """Return what has been registered to be handed over."""
    return dict(_handovers)


def kept_of(actor: Actor, place: Place, period: PlaceTenancy) -> list[dict[str, Any]]:
    """Return the counts of a period, one a registered kind."""
    return [
        {
            "key": one.key,
            "title": one.title_zh,
            "title_en": one.title_en,
            "count": one.count(actor, place, period.since_on, period.until_on),
        }
        for one in _kept.values()
    ]
