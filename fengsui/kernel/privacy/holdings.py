"""What is held of one person, gathered from every package, and which of it may go when they ask for its deletion."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Subject:
    """Whose data: by the keyed hash of a phone, by an account, or both; within an area and all below it."""

    area_path: str
    phone_hmac: str = ""
    account_id: UUID | None = None


@dataclass(frozen=True)
class Held:
    """One kind of what is held: how many, the rows in words (at most MOST_ROWS), how many of them may go, why the rest stays."""

    what: str
    count: int
    rows: list[dict[str, Any]] = field(default_factory=list)
    goes: int = 0
    stays_why: str = ""


@dataclass(frozen=True)
class Holder:
    """How a package answers for what it holds. `let_go` erases or anonymises what may go and returns how many."""

    code: str
    gather: Callable[[Subject], list[Held]]
    let_go: Callable[[Subject], int] | None = None


MOST_ROWS = 500
_holders: dict[str, Holder] = {}


def hold(holder: Holder) -> None:
    """Declare a holder; the last declaration of a code stands."""
    _holders[holder.code] = holder


def holders() -> list[Holder]:
    """Return every holder, by code."""
    return [_holders[code] for code in sorted(_holders)]


def gather(subject: Subject) -> list[Held]:
    """Return everything held of a person; kinds of which nothing is held are left out."""
    return [held for holder in holders() for held in holder.gather(subject) if held.count]


def let_go(subject: Subject) -> dict[str, int]:
    """Erase or anonymise what may go, inside the caller's transaction; return holder → how many.

    The last holder first: an account, by whose phone the others find their rows, loses it at the end.
    """
    return {holder.code: n for holder in reversed(holders()) if holder.let_go and (n := holder.let_go(subject))}
