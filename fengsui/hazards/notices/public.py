"""What whoever holds a notice's code may learn: the notice as issued and the state of its hazards, nothing about persons."""

from dataclasses import dataclass
from typing import Any

from fengsui.hazards.notices import codes, queries
from fengsui.hazards.notices.models import Notice
from fengsui.hazards.notices.wording import Wording


@dataclass(frozen=True)
class NoticeCard:
    """The public face of a notice: no names of persons, no phones."""

    row: Notice
    spaced: str
    words: Wording
    lines: list[dict[str, Any]]
    standing: list[dict[str, Any]]
    left: int
    is_simulated: bool


def find_by_code(code: str) -> Notice | None:
    """Return the notice of a tidied code; None for one that is malformed or has not arrived."""
    return Notice.objects.select_related("place").filter(short_code=code).first() if codes.is_valid(code) else None


def card_of(row: Notice) -> NoticeCard:
    """Return the public face of a notice, with what has become of each hazard."""
    lines = queries.lines_now(row)
    return NoticeCard(
        row=row,
        spaced=codes.spaced(row.short_code),
        words=queries.words_of(row),
        lines=lines,
        standing=queries.standing_now(row),
        left=sum(line["look"] == "todo" for line in lines),
        is_simulated=row.place.is_simulated,
    )
