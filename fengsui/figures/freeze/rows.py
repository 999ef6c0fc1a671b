"""The rows behind a number as lines that are hashed: which row, in what area, on what day, for how much."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from fengsui.figures import facts
from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Figure, Period

# Beyond this a report keeps the hash of the rows but not the rows.
MOST_KEPT = 200_000


@dataclass(frozen=True)
class Rows:
    """How many rows, their hash, and key → what of it was counted."""

    count: int
    sha256: str
    kept: dict[str, str] | None


def rows_of(figure: Figure, *, actor: Actor, period: Period, area_path: str) -> Rows:
    """Return the rows behind a figure now, in the order of their keys."""
    lines = sorted(_lines(figure, actor, period, area_path))
    digest = hashlib.sha256()
    for key, told in lines:
        digest.update(f"{key}|{told}\n".encode())
    return Rows(len(lines), digest.hexdigest(), dict(lines) if len(lines) <= MOST_KEPT else None)


def _lines(figure: Figure, actor: Actor, period: Period, area_path: str) -> Iterator[tuple[str, str]]:
    if figure.distinct:
        for row in facts.units(figure, actor=actor, period=period, area_path=area_path).order_by():
            yield str(row[figure.distinct]), f"{row['times']}|{row['last_on']}"
        return
    found = facts.facts(figure, actor=actor, period=period, area_path=area_path).order_by()
    columns = {"area_": F("area_path")}
    if figure.day_field:
        columns["day_"] = F(figure.day_field)
    if figure.amount:
        columns["amount_"] = F(figure.amount)
    for pk, *told in found.annotate(**columns).values_list("pk", *columns).iterator(chunk_size=5000):
        yield str(pk), "|".join(str(value) for value in told)


def packed(kept: dict[str, str] | None) -> bytes | None:
    """Return rows as bytes for the table."""
    return None if kept is None else zlib.compress(json.dumps(kept, separators=(",", ":")).encode())


def unpacked(stored: Any) -> dict[str, str] | None:
    """Return rows from the table; None where only their hash was kept."""
    if stored is None:
        return None
    read: dict[str, str] = json.loads(zlib.decompress(bytes(stored)))
    return read


def digest_of(head: Iterable[Any], figures: Iterable[Iterable[Any]]) -> str:
    """Return the hash of a whole report: its head and, for each figure, the columns that make it."""
    text = json.dumps([list(head), [list(one) for one in figures]], ensure_ascii=False, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
