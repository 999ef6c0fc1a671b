"""Keeping cells: what a transaction changed is counted anew from the facts before the transaction commits."""

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from pyroaring import BitMap

from fengsui.kernel.cells import spans
from fengsui.kernel.cells.counting import Counted, Key, of_facts
from fengsui.kernel.cells.declared import Daily, DailySource, SpanSource, kept, of_source, series_of, sources
from fengsui.kernel.cells.members import numbers_of, opened, union
from fengsui.kernel.models import Cell, CellSpan

# series, level, span, area path, line
Where = tuple[int, int, int, str, str]
DAYS_AT_ONCE, AREAS_AT_ONCE = 300, 400
ADD = (
    "INSERT INTO kernel_cell (series, level, span, area_path, line, n) VALUES (%s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (series, level, span, area_path, line) DO UPDATE SET n = kernel_cell.n + excluded.n"
)
PUT = (
    "INSERT INTO kernel_cell (series, level, span, area_path, line, n, members) VALUES (%s, %s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (series, level, span, area_path, line) DO UPDATE SET n = excluded.n, members = excluded.members"
)


def settle() -> int:
    """Count anew every cell that the open transaction touched; return how many marks were taken off.

    Runs at the end of each write transaction (kernel.transaction.write). Writers of one district pass one after the
    other from here to their commit, so that each counts what the one before has written.
    """
    marks = _take_marks()
    if not marks:
        return 0
    known = sources()
    days: dict[str, set[tuple[date, str]]] = defaultdict(set)
    subjects: dict[str, set[UUID]] = defaultdict(set)
    for source, day, area_path, subject in marks:
        if subject is not None:
            subjects[source].add(subject)
        elif day is not None:
            days[source].add((day, area_path))
    _wait_for_turn({area[: spans.DISTRICT] for pairs in days.values() for _, area in pairs} | ({""} if subjects else set()))
    for name, pairs in sorted(days.items()):
        found = known.get(name)
        if isinstance(found, DailySource):
            _count_days(found, pairs)
    for name, ids in sorted(subjects.items()):
        found = known.get(name)
        if isinstance(found, SpanSource):
            _count_spells(found, ids)
    return len(marks)


def _take_marks() -> list[tuple[str, date | None, str, UUID | None]]:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_cellmark RETURNING source, day, area_path, subject")
        rows = cursor.fetchall()
    # SQLite keeps an id as 32 digits; days come as dates from both.
    return [(source, day, area, UUID(subject) if isinstance(subject, str) else subject) for source, day, area, subject in rows]


def _wait_for_turn(districts: Iterable[str]) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for district in sorted(set(districts)):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [0x63656C6C, zlib.crc32(district.encode()) & 0x7FFFFFFF])


def _chunks(values: Collection[Any], size: int) -> Iterable[list[Any]]:
    ordered = sorted(values)
    return (ordered[start : start + size] for start in range(0, len(ordered), size))


def _count_days(source: DailySource, pairs: set[tuple[date, str]]) -> None:
    for days in _chunks({day for day, _ in pairs}, DAYS_AT_ONCE):
        wanted = {(day, area) for day, area in pairs if day in set(days)}
        for areas in _chunks({area for _, area in wanted}, AREAS_AT_ONCE):
            _recount(source, days, areas, wanted)


def _recount(source: DailySource, days: list[date], areas: list[str], wanted: set[tuple[date, str]]) -> None:
    counted = of_facts(source, days, areas)
    series = [number for number, _ in of_source(source.name)]
    before = Cell.objects.filter(
        series__in=series, level=spans.OWN, span__in=[spans.of_day(day) for day in days], area_path__in=areas
    ).values_list("series", "span", "area_path", "line", "n", "members")
    numbers: dict[Key, int] = {}
    members: dict[Key, BitMap] = {}
    once = {number for number, cells in of_source(source.name) if isinstance(cells, Daily) and cells.distinct}
    for number, span, area, line, n, held in before:
        key = Key(number, spans.day_of(span), area, line)
        if (key.day, area) in wanted:
            if number in once:
                members[key] = opened(held)
            else:
                numbers[key] = n
    change = {
        key: counted.numbers.get(key, 0) - numbers.get(key, 0)
        for key in counted.numbers.keys() | numbers.keys()
        if (key.day, key.area_path) in wanted
    }
    add_numbers(change)
    _set_members({key: members.get(key, BitMap()) for key in members.keys() | counted.members.keys()}, counted, wanted)


def places_of(key: Key) -> Iterable[Where]:
    """Return the cells that a fact counts in: as deep as it lies, its street, its district; its day, month and year."""
    for level in spans.LEVELS:
        path = spans.path_at(key.area_path, level)
        for span in spans.all_of(key.day):
            yield key.series, level, span, path, key.line


def add_numbers(change: dict[Key, int]) -> None:
    """Add what changed to the cells of every level and span."""
    sums: dict[Where, int] = defaultdict(int)
    for key, by in change.items():
        if by:
            for place in places_of(key):
                sums[place] += by
    rows = [(*place, by) for place, by in sorted(sums.items()) if by]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(ADD, rows)


def _set_members(before: dict[Key, BitMap], counted: Counted, wanted: set[tuple[date, str]]) -> None:
    kinds = {
        series_of(figure_id): cells.kind for figure_id, cells in kept().items() if isinstance(cells, Daily) and cells.distinct
    }
    ids: dict[str, set[Any]] = defaultdict(set)
    for key, values in counted.members.items():
        ids[kinds[key.series]] |= values
    numbers = {kind: numbers_of(kind, values) for kind, values in ids.items()}
    added: dict[Where, BitMap] = {}
    shrunk: set[Key] = set()
    exact: dict[Where, BitMap] = {}
    for key, old in before.items():
        if (key.day, key.area_path) not in wanted:
            continue
        known = numbers.get(kinds[key.series], {})
        new = BitMap(known[str(value)] for value in counted.members.get(key, ()))
        if new == old:
            continue
        exact[(key.series, spans.OWN, spans.of_day(key.day), key.area_path, key.line)] = new
        if old - new:
            shrunk.add(key)
        for place in places_of(key):
            added[place] = added.get(place, BitMap()) | new
    _write_members(exact)
    _grow({place: more for place, more in added.items() if place not in exact})
    _rebuild_above(shrunk)


def _write_members(cells: dict[Where, BitMap]) -> None:
    rows = [(*place, len(bitmap), bitmap.serialize()) for place, bitmap in sorted(cells.items())]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(PUT, rows)


def _held(places: Collection[Where]) -> dict[Where, BitMap]:
    rows = Cell.objects.filter(
        series__in={place[0] for place in places}, level__in={place[1] for place in places},
        span__in={place[2] for place in places}, area_path__in={place[3] for place in places},
    ).values_list("series", "level", "span", "area_path", "line", "members")  # fmt: skip
    return {(s, level, span, path, line): opened(members) for s, level, span, path, line, members in rows}


def _grow(more: dict[Where, BitMap]) -> None:
    held: dict[Where, BitMap] = {}
    for places in _chunks(more.keys(), AREAS_AT_ONCE):
        held |= _held(places)
    changed = {}
    for place, bitmap in more.items():
        grown = held.get(place, BitMap()) | bitmap
        if place not in held or len(grown) != len(held[place]):
            changed[place] = grown
    _write_members(changed)


def _rebuild_above(keys: set[Key]) -> None:
    """Make the sums above cells that lost a member anew: each from the cells it is made of, lower ones first."""
    for level in spans.LEVELS:
        for length in (8, 6, 4):
            places = {place for key in keys for place in places_of(key) if place[1] == level and len(str(place[2])) == length}
            if (level, length) == (spans.OWN, 8):
                continue
            _write_members({place: union(_parts(place)) for place in places})


def _parts(place: Where) -> Iterable[Any]:
    series, level, span, path, line = place
    cells = Cell.objects.filter(series=series, line=line)
    if span < 1_000_000:
        # Of a year its months, of a month its days.
        cells = cells.filter(level=level, area_path=path, span__gte=span * 100, span__lt=(span + 1) * 100)
    else:
        below = spans.OWN if level == spans.STREET else spans.STREET
        # A path as short as its own sum lies under both levels; the range takes in the path itself and all below it.
        cells = cells.filter(level=below, span=span, area_path__gte=path, area_path__lt=f"{path}0")
    return cells.values_list("members", flat=True)


def _count_spells(source: SpanSource, subjects: set[UUID]) -> None:
    for series, _ in of_source(source.name):
        for piece in _chunks(subjects, AREAS_AT_ONCE):
            new = list(source.tell(piece))
            old = list(CellSpan.objects.filter(series=series, subject__in=piece))
            before = {(row.subject, row.area_path, row.line, row.enter_on, row.leave_on) for row in old}
            if before == {tuple(spell) for spell in new}:
                continue
            change: dict[Key, int] = defaultdict(int)
            for sign, spells in ((-1, before), (1, new)):
                for _, area, line, enter_on, leave_on in spells:
                    change[Key(series, enter_on, area, line)] += sign
                    if leave_on is not None:
                        change[Key(series, leave_on, area, line)] -= sign
            CellSpan.objects.filter(pk__in=[row.pk for row in old]).delete()
            CellSpan.objects.bulk_create(CellSpan(series=series, **spell._asdict()) for spell in new)
            add_numbers(change)
