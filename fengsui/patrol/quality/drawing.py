"""Drawing visits for re-inspection: by lot from a published seed, so that anyone can draw again and get the same. Pure.

Every visit gets a number u in (0, 1] from SHA-256(seed, its number). Undoubted visits are drawn by the largest u; doubted
ones by the largest u^(1/score), a weighted draw without replacement (Efraimidis and Spirakis, 2006). A share is always
left to the undoubted, so that being drawn accuses nobody.
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DOUBT_SHARE = 0.6


@dataclass(frozen=True)
class Doubted:
    """A visit with a doubt on the supervisor's list: its number and score (1–100)."""

    number: str
    score: int


@dataclass(frozen=True)
class Lot:
    """One drawn visit, and from which part of the draw."""

    number: str
    why: str


def chance(seed: str, number: str) -> float:
    """Return the number in (0, 1] that a seed gives to a visit."""
    digest = hashlib.sha256(f"{seed}\n{number}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") + 1) / 2**64


def draw(*, seed: str, doubted: Sequence[Doubted], others: Iterable[str], count: int) -> list[Lot]:
    """Return at most `count` drawn visits, sorted by number.

    Doubted ones fill at most 60 % of the places (rounded down, at least one when there are two places); what one part
    cannot fill the other does, but while undoubted visits are left, doubted ones never take their share.
    """
    if count < 1:
        return []
    rest = sorted(set(others) - {one.number for one in doubted})
    share = max(math.floor(count * DOUBT_SHARE), 1 if count > 1 else 0)
    from_doubted = min(len(doubted), max(share, count - len(rest)))
    keys = {one.number: math.log(chance(seed, one.number)) / max(one.score, 1) for one in doubted}
    by_weight = sorted(doubted, key=lambda one: (keys[one.number], one.number), reverse=True)
    by_lot = sorted(rest, key=lambda number: (chance(seed, number), number), reverse=True)
    drawn = [Lot(one.number, "doubt") for one in by_weight[:from_doubted]]
    drawn += [Lot(number, "random") for number in by_lot[: count - from_doubted]]
    return sorted(drawn, key=lambda lot: lot.number)
