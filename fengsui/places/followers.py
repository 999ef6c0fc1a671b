"""What follows a record that is merged into another, and what comes back: packages further right say what is theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fengsui.kernel.actor import Actor
from fengsui.places.models import Place

Moved = dict[str, Any]


@dataclass(frozen=True)
class Follower:
    """How rows of one table follow: `follow` returns what it did in plain JSON, `come_back` undoes exactly that."""

    follow: Callable[[Actor, Place, Place], Moved]
    come_back: Callable[[Actor, Place, Place, Moved], None]


_followers: dict[str, Follower] = {}
_staying: set[str] = set()


def register(table: str, follower: Follower) -> None:
    """Say how the rows of a table such as patrol.task follow, where pointing them to the other record is not enough."""
    _followers[table] = follower


def stay(*tables: str) -> None:
    """Say that rows of these tables tell of the record itself and stay with it."""
    _staying.update(tables)


def of_table(table: str) -> Follower | None:
    """Return the follower registered for a table."""
    return _followers.get(table)


def stays(table: str) -> bool:
    """Tell whether rows of a table stay with their record."""
    return table in _staying


stay(
    "places.keyunitstep", "places.placeclasschange", "places.placemerge", "places.placepast", "places.placestatechange",
    "places.placetenancy",
)  # fmt: skip
