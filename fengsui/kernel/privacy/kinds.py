"""The table of personal data: each package declares what it keeps, of whom, why, for how many days, and what happens then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from fengsui.kernel import clock

Action = Literal["erase", "anonymise", "keep"]
ACTIONS: dict[Action, tuple[str, str]] = {
    "erase": ("删除", "erased"),
    "anonymise": ("匿名化", "made anonymous"),
    "keep": ("不自动处理", "kept"),
}
# What stands in place of a name that was taken off a row which has to stay.
NOBODY = "已匿名"


@dataclass(frozen=True)
class DataKind:
    """One kind of personal data.

    `days` counts from `since`; None for what has no fixed end, which `since` then says in words. `basis` is the clause
    the time rests on; `is_verified` tells whether a clause that gives this time has been read, else screens say 未核实.
    `count(before)` returns how many rows had their time up before a moment, `carry_out(before)` deals with them and
    returns how many; both leave alone what a case or a paper rests on, and may be run again.
    """

    code: str
    zh: str
    en: str
    whose: str
    why: str
    since: str
    basis: str
    is_verified: bool
    action: Action
    days: Callable[[], int] | None = None
    count: Callable[[datetime], int] | None = None
    carry_out: Callable[[datetime], int] | None = None

    def before(self) -> datetime | None:
        """Return the moment before which rows have had their time; None for kinds without one."""
        return clock.now() - timedelta(days=self.days()) if self.days else None


_declared: dict[str, DataKind] = {}


def declare(kind: DataKind) -> None:
    """Declare a kind; declaring it twice the same way is harmless, differently a ValueError."""
    if kind.action != "keep" and not (kind.days and kind.count and kind.carry_out):
        raise ValueError(f"data kind {kind.code} says {kind.action} without days, count and carry_out")
    if kind.code in _declared and _declared[kind.code].zh != kind.zh:
        raise ValueError(f"data kind {kind.code} is declared twice with different content")
    _declared[kind.code] = kind


def every() -> list[DataKind]:
    """Return the table, in the order of its codes, which begin with the package's name."""
    return [_declared[code] for code in sorted(_declared)]
