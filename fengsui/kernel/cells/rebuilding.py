"""Making all cells from the facts: after a migration, after rows were brought in past the services, or on command."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max, Min
from pyroaring import BitMap

from fengsui.kernel import clock, transaction
from fengsui.kernel.cells import spans
from fengsui.kernel.cells.counting import Counted, Key, of_facts
from fengsui.kernel.cells.declared import Daily, DailySource, SpanSource, kept, of_source, sources
from fengsui.kernel.cells.keeping import Where, places_of
from fengsui.kernel.cells.members import all_numbers, numbers_of
from fengsui.kernel.models import Cell, CellMark, CellSpan, Setting

SPELLS_AT_ONCE = 5000
COUNTED = "cells.counted"


def rebuild(tell: Callable[[str], None] = lambda line: None, *, only: Collection[str] | None = None) -> int:
    """Count the cells of all figures, or of those of some sources, anew from the facts, in one transaction.

    Returns how many cells there are now. `tell` is called with a line for each source. Every source is walked month by month,
    so that memory does not grow with its history.
    """
    wanted = sources() if only is None else {name: source for name, source in sources().items() if name in only}
    with transaction.write():
        _remove(None if only is None else wanted)
        for name, source in sorted(wanted.items()):
            tell(name)
            if isinstance(source, DailySource):
                _rebuild_days(source)
            else:
                _rebuild_spells(source)
        marks = CellMark.objects.all()
        (marks if only is None else marks.filter(source__in=wanted)).delete()
        _counted_by(wanted)
    return Cell.objects.count()


def _remove(names: Collection[str] | None) -> None:
    cells, spells = Cell.objects.all(), CellSpan.objects.all()
    if names is not None:
        series = [number for name in names for number, _ in of_source(name)]
        cells, spells = cells.filter(series__in=series), spells.filter(series__in=series)
    cells.delete()
    spells.delete()


def outdated() -> set[str] | None:
    """Return the sources of figures whose cells were counted by another rule than today's; None where all must be counted.

    Cells of a figure that is gone are read by nobody and go with the next full count.
    """
    row = Setting.objects.filter(pk=COUNTED).first()
    if row is None:
        return None
    return {cells.source.name for figure_id, cells in kept().items() if row.value.get(figure_id) != _words(cells)}


def _counted_by(names: Collection[str]) -> None:
    """Note by what rules the cells of some sources are counted now."""
    row = Setting.objects.filter(pk=COUNTED).first()
    others = {figure_id: words for figure_id, words in (row.value if row else {}).items() if figure_id in kept()}
    now = {figure_id: _words(cells) for figure_id, cells in kept().items() if cells.source.name in names}
    Setting(key=COUNTED, value=dict(sorted({**others, **now}.items())), changed_at=clock.now()).save()


def _words(cells: Any) -> str:
    return cells.rule() if isinstance(cells, Daily) else str(cells.source.name)


def _months(source: DailySource) -> Iterable[tuple[date, date]]:
    ends = source.rows().order_by().aggregate(first=Min(source.day), last=Max(source.day))
    if ends["first"] is None:
        return
    day = ends["first"].replace(day=1)
    while day <= ends["last"]:
        after = spans.next_month(day)
        yield day, after - timedelta(days=1)
        day = after


def _rebuild_days(source: DailySource) -> None:
    kinds = {number: cells.kind for number, cells in of_source(source.name) if isinstance(cells, Daily) and cells.distinct}
    numbers = {kind: all_numbers(kind) for kind in set(kinds.values())}
    year = _Sums()
    current = 0
    for first, last in _months(source):
        if first.year != current:
            year.write()
            year, current = _Sums(), first.year
        counted = of_facts(source, (first, last))
        month = _Sums()
        for key, n in counted.numbers.items():
            for place in places_of(key):
                (year if place[2] < 10_000 else month).numbers[place] += n
        for key, bitmap in _bitmaps(counted, kinds, numbers):
            for place in places_of(key):
                (year if place[2] < 10_000 else month).members[place] |= bitmap
        month.write()
    year.write()


def _bitmaps(counted: Counted, kinds: dict[int, str], numbers: dict[str, dict[str, int]]) -> Iterable[tuple[Key, BitMap]]:
    missing: dict[str, set[str]] = defaultdict(set)
    for key, values in counted.members.items():
        known = numbers[kinds[key.series]]
        # Asked value by value: taking all that is known off a few values would walk all that is known.
        missing[kinds[key.series]] |= {name for value in values if (name := str(value)) not in known}
    for kind, keys in missing.items():
        numbers[kind] |= numbers_of(kind, keys)
    for key, values in counted.members.items():
        known = numbers[kinds[key.series]]
        yield key, BitMap(known[str(value)] for value in values)


class _Sums:
    """The cells of a month or a year while they are summed up."""

    def __init__(self) -> None:
        self.numbers: dict[Where, int] = defaultdict(int)
        self.members: dict[Where, BitMap] = defaultdict(BitMap)

    def write(self) -> None:
        """Write them."""
        rows: list[tuple[Any, ...]] = [(*place, n, None) for place, n in sorted(self.numbers.items())]
        rows += [(*place, len(held), held.serialize()) for place, held in sorted(self.members.items())]
        _insert(rows)


def _insert(rows: Sequence[tuple[Any, ...]]) -> None:
    """Write cells of which none is there yet."""
    if not rows:
        return
    columns = "series, level, span, area_path, line, n, members"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY kernel_cell ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO kernel_cell ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s)", rows)


def _rebuild_spells(source: SpanSource) -> None:
    for series, _ in of_source(source.name):
        sums = _Sums()
        piece: list[CellSpan] = []
        for spell in source.tell(None):
            for day, by in ((spell.enter_on, 1), (spell.leave_on, -1)):
                if day is not None:
                    for place in places_of(Key(series, day, spell.area_path, spell.line)):
                        sums.numbers[place] += by
            piece.append(CellSpan(series=series, **spell._asdict()))
            if len(piece) == SPELLS_AT_ONCE:
                CellSpan.objects.bulk_create(piece)
                piece = []
        CellSpan.objects.bulk_create(piece)
        sums.write()
