"""Human numbers from gap-free registers: taken inside the transaction of the record, so a roll-back gives them back."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from fengsui.kernel.models import Register


@dataclass(frozen=True)
class NumberKind:
    """One kind of register: its letters, how many digits a number is padded to, whether every area has its own."""

    kind: str
    prefix: str
    width: int
    yearly: bool
    per_area: bool = False


_TAKE = (
    f"INSERT INTO {Register._meta.db_table} (kind, area_path, year, last) VALUES (%s, %s, %s, %s) "
    f"ON CONFLICT (kind, area_path, year) DO UPDATE SET last = {Register._meta.db_table}.last + excluded.last RETURNING last"
)
_kinds: dict[str, NumberKind] = {}


def declare(kind: str, *, prefix: str, width: int = 5, yearly: bool = True, per_area: bool = False) -> None:
    """Declare a register kind; `yearly` ones start again at 1 each year and carry the year.

    A register is the district's, or with `per_area` that of the very area a number is taken for.
    """
    made = NumberKind(kind, prefix, width, yearly, per_area)
    if _kinds.setdefault(kind, made) != made:
        raise ValueError(f"register {kind} is declared twice with different content")


def next_numbers(*, kind: str, area_path: str, year: int, count: int) -> list[str]:
    """Take `count` consecutive numbers of the district's register, inside the caller's transaction.

    The register is the district's (first segment of the area path) unless the kind counts per area. Raises KeyError for
    an undeclared kind.
    """
    if count < 1:
        return []
    declared = _kinds[kind]
    owner = area_path if declared.per_area else area_path.split("/", 1)[0]
    with connection.cursor() as cursor:
        # One statement: whoever comes second waits here for the first to commit, and goes on from its number.
        cursor.execute(_TAKE, [kind, owner, year if declared.yearly else 0, count])
        last = int(cursor.fetchone()[0])
    first = last - count + 1
    letters = owner.replace("/", "")
    middle = f"{letters}-{year}" if declared.yearly else letters
    return [f"{declared.prefix}-{middle}-{n:0{declared.width}d}" for n in range(first, first + count)]


def next_number(*, kind: str, area_path: str, year: int) -> str:
    """Take the next number of the district's register, such as YH-150402-2026-00001."""
    return next_numbers(kind=kind, area_path=area_path, year=year, count=1)[0]


def is_number(text: str) -> bool:
    """Tell whether a text begins as a number of a declared register does: XC-…, YH-…, GZ-…."""
    prefix, dash, _ = text.strip().upper().partition("-")
    return bool(dash) and any(kind.prefix == prefix for kind in _kinds.values())


def starts_with(field: str, prefix: str) -> Q:
    """Return the filter of texts that begin with a prefix, so that the index of the column serves it on either database."""
    # SQLite reads an index for a range only; PostgreSQL, whose order of texts is the language's, for LIKE 'prefix%' only.
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": prefix, f"{field}__lt": f"{prefix}\U0010ffff"})
    return Q(**{f"{field}__startswith": prefix})
