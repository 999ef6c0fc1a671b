"""Many visits and hazards for benchmarks: copies of rows that the services wrote, moved to other places and days.

Every column but the ones a copy must differ in (ids, number, place, area, days and times) is the one a service wrote;
`check_copy` compares a copy with its model again through the ORM, so that a column added later cannot be forgotten.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model

from fengsui.hazards.models import Hazard, HazardStep
from fengsui.kernel.ids import new_id
from fengsui.patrol.models import Visit
from fengsui.places.models import Place

CHUNK = 20_000
ZIPF = 1.1
MOVED = {
    Visit: {
        "id",
        "number",
        "place",
        "area_path",
        "local_date",
        "started_at",
        "ended_at",
        "recorded_at",
        "received_at",
        "signature",
    },
    Hazard: {"id", "number", "place", "area_path", "source_id", "round_from", "limit_from"},
    HazardStep: {"id", "hazard", "at", "on"},
}


@dataclass(frozen=True)
class Where:
    """A place that rows are copied to."""

    id: UUID
    area_path: str


def places_by_weight(seed: int = 7) -> tuple[list[Where], list[float]]:
    """Return every place in a shuffled order with Zipf weights: few places are visited often, most seldom."""
    rows = [Where(pk, path) for pk, path in Place.objects.order_by("number").values_list("pk", "area_path")]
    random.Random(seed).shuffle(rows)
    return rows, [1 / (rank + 1) ** ZIPF for rank in range(len(rows))]


def _column_values(row: Model) -> dict[str, Any]:
    return {field.column: field.get_db_prep_save(getattr(row, field.attname), connection) for field in _fields(type(row))}


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def _prepared(model: type[Model], name: str, value: Any) -> Any:
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field.get_db_prep_save(value, connection)


def _write(model: type[Model], rows: Iterator[dict[str, Any]]) -> int:
    """Write rows of column values; return how many."""
    columns = [field.column for field in _fields(model)]
    table, names = connection.ops.quote_name(model._meta.db_table), ", ".join(connection.ops.quote_name(name) for name in columns)
    written = 0
    while True:
        chunk = [[row[name] for name in columns] for row in islice(rows, CHUNK)]
        if not chunk:
            return written
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for values in chunk:
                        copy.write_row(values)
            else:
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", chunk)
        written += len(chunk)


def _shift(model: type[Model], source: Model, values: dict[str, Any], by: timedelta, names: tuple[str, ...]) -> None:
    for name in names:
        value = getattr(source, name)
        if value is not None:
            values[model._meta.get_field(name).column] = _prepared(model, name, value + by)  # type: ignore[union-attr]


def copy_visits(count: int, days: int, now: datetime, seed: int = 11) -> int:
    """Copy the visits there are until `count` more stand on Zipf-chosen places, evenly over the `days` before now."""
    chance = random.Random(seed)
    sources = list(Visit.objects.order_by("number")[:200])
    kept = [(row, _column_values(row)) for row in sources]
    places, weights = places_by_weight()
    picked = chance.choices(places, weights, k=count)
    first = now - timedelta(days=days)

    def rows() -> Iterator[dict[str, Any]]:
        for n, place in enumerate(picked):
            source, values = kept[n % len(kept)]
            made = dict(values)
            by = timedelta(days=(first + timedelta(days=days) * (n / count) - source.started_at).days)
            _shift(Visit, source, made, by, ("local_date", "started_at", "ended_at", "recorded_at", "received_at"))
            made |= {"id": _prepared(Visit, "id", new_id()), "number": f"XC-BENCH-{n:09d}", "area_path": place.area_path}
            made |= {"place_id": _prepared(Visit, "place", place.id), "signature_id": None}
            yield made

    return _write(Visit, rows())


def copy_hazards(count: int, days: int, now: datetime, seed: int = 13, open_share: float = 0.01) -> int:
    """Copy closed hazards with their steps (and a share of open ones) onto Zipf-chosen places over the days before now."""
    chance = random.Random(seed)
    closed = list(Hazard.objects.filter(state="closed").order_by("number")[:60])
    standing = list(Hazard.objects.exclude(state__in=("closed", "void")).order_by("number")[:60])
    kept = {row.pk: _column_values(row) for row in [*closed, *standing]}
    steps = {row.pk: [(step, _column_values(step)) for step in row.steps.order_by("sequence")] for row in [*closed, *standing]}
    places, weights = places_by_weight()
    picked = chance.choices(places, weights, k=count)
    first = now - timedelta(days=days)
    times = tuple(
        field.name
        for field in _fields(Hazard)
        if field.name.endswith(("_at", "_on")) or field.name in ("round_from", "limit_from")
    )
    timeline: list[dict[str, Any]] = []

    def rows() -> Iterator[dict[str, Any]]:
        for n, place in enumerate(picked):
            source = chance.choice(standing if standing and chance.random() < open_share else closed)
            made = dict(kept[source.pk])
            by = timedelta(days=min(0, (first + timedelta(days=days) * (n / count) - source.found_at).days))
            _shift(Hazard, source, made, by, times)
            key = _prepared(Hazard, "id", new_id())
            made |= {"id": key, "number": f"YH-BENCH-{n:09d}", "area_path": place.area_path}
            made |= {"place_id": _prepared(Hazard, "place", place.id), "source_id": _prepared(Hazard, "source_id", new_id())}
            for step, values in steps[source.pk]:
                line = dict(values)
                _shift(HazardStep, step, line, by, ("at", "on", "due_on", "recorded_at", "received_at"))
                timeline.append(line | {"id": _prepared(HazardStep, "id", new_id()), "hazard_id": key})
            yield made

    written = _write(Hazard, rows())
    _write(HazardStep, iter(timeline))
    return written


def check_copy(model: type[Model], copied: Model, sources: list[Model]) -> None:
    """Assert that a copy equals one of its models in every column that a copy need not differ in."""
    moved = MOVED[model]
    same = [f.attname for f in _fields(model) if f.name not in moved and not f.name.endswith(("_at", "_on"))]
    wanted = [getattr(copied, name) for name in same]
    assert any(wanted == [getattr(row, name) for name in same] for row in sources), copied
