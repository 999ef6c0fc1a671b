"""The small numbers that bitmaps hold in place of ids."""

from collections.abc import Collection, Iterable
from typing import Any

from pyroaring import BitMap

from fengsui.kernel.models import CellMember

AT_ONCE = 5000


def numbers_of(kind: str, keys: Collection[Any]) -> dict[str, int]:
    """Return key → its number, giving one to those that have none, inside the caller's transaction."""
    wanted = sorted({str(key) for key in keys})
    found: dict[str, int] = {}
    for start in range(0, len(wanted), AT_ONCE):
        piece = wanted[start : start + AT_ONCE]
        known = dict(CellMember.objects.filter(kind=kind, key__in=piece).values_list("key", "pk"))
        new = [CellMember(kind=kind, key=key) for key in piece if key not in known]
        if new:
            CellMember.objects.bulk_create(new, ignore_conflicts=True)
            known |= dict(CellMember.objects.filter(kind=kind, key__in=[row.key for row in new]).values_list("key", "pk"))
        found |= known
    return found


def all_numbers(kind: str) -> dict[str, int]:
    """Return key → number of everything of a kind."""
    return dict(CellMember.objects.filter(kind=kind).values_list("key", "pk"))


def keys_of(bitmap: BitMap) -> list[str]:
    """Return the keys that a bitmap's numbers stand for."""
    wanted = list(bitmap)
    found: list[str] = []
    for start in range(0, len(wanted), AT_ONCE):
        found += CellMember.objects.filter(pk__in=wanted[start : start + AT_ONCE]).values_list("key", flat=True)
    return found


def opened(stored: Any) -> BitMap:
    """Return the bitmap that a cell holds; an empty one for none."""
    return BitMap.deserialize(bytes(stored)) if stored else BitMap()


def union(stored: Iterable[Any]) -> BitMap:
    """Return all that several cells hold."""
    bitmaps = [opened(one) for one in stored if one]
    return BitMap.union(*bitmaps) if bitmaps else BitMap()
