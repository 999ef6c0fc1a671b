"""Computing figures for someone: value, by area and by day are read from the cells, rows come from the facts themselves."""

import heapq
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from fengsui.figures import kept
from fengsui.figures.facts import parts, units
from fengsui.figures.kept import Later, Sheet
from fengsui.kernel.actor import Actor
from fengsui.kernel.api.paging import counted_up_to
from fengsui.kernel.errors import InvalidInput, not_found
from fengsui.kernel.figure import Figure, FigureValue, Period, every, known
from fengsui.kernel.scope import forbidden, require, require_anywhere
from fengsui.org.models import Area

# Width of an area path by level: national statistical codes of 6, 3 and 3 digits, then the grid's 2.
PATH_WIDTH = {"district": 6, "street": 10, "community": 14, "grid": 17}
LEVEL_BELOW = {6: "street", 10: "community"}
SHELVES = ("places", "patrol", "hazards")
LONGEST_PERIOD_DAYS = 3660
# So many whole records are sorted as they are.
MANY = 500
# So many rows are counted one by one where cells know the number as well.
COUNTED_UP_TO = 1_000


def level_below(area_path: str) -> str:
    """Return the level of the parts of an area; those of a community and of a grid are grids."""
    return LEVEL_BELOW.get(len(area_path), "grid")


def period_of(start: date, end: date) -> Period:
    """Return a period as people ask for it. Raises InvalidInput for dates the wrong way round or more than ten years."""
    if end < start:
        raise InvalidInput("dates_reversed", zh="截止日期早于开始日期，请改正。", en="The end date is before the start date.")
    if (end - start).days >= LONGEST_PERIOD_DAYS:
        raise InvalidInput("period_too_long", zh="期间最长十年，请缩短后再查。", en="A period has at most ten years.")
    return Period(start, end)


def figure_of(figure_id: str) -> Figure:
    """Return a declared figure. Raises NotFound for an unknown id."""
    figure = known(figure_id)
    if figure is None:
        raise not_found(f"指标“{figure_id}”", "figure")
    return figure


def require_area(actor: Actor, area_path: str, permission: str = "figures.view") -> None:
    """Let a question about an area pass: the whole area must lie in the asker's scope; '' asks for all they have."""
    if area_path:
        require(actor, permission, area_path=area_path)
    else:
        require_anywhere(actor, permission)


def _shelf(figure: Figure) -> int:
    package = figure.id.split(".", 1)[0]
    return SHELVES.index(package) if package in SHELVES else len(SHELVES)


def figures_for(actor: Actor, ids: Iterable[str] = ()) -> list[Figure]:
    """Return the figures someone may see, ledger first, then patrol, then hazards; with ids only those, in that order.

    Raises NotFound for an unknown id.
    """
    wanted = [figure_of(figure_id) for figure_id in ids] or sorted(every(), key=_shelf)
    return [figure for figure in wanted if actor.has(figure.permission)]


def value(figure: Figure, *, actor: Actor, period: Period, area_path: str = "") -> FigureValue:
    """Return the value of one figure."""
    count = kept.values([figure], actor=actor, period=period, area_path=area_path)[figure.id]
    return FigureValue(figure, period, area_path, count)


def values(*, actor: Actor, period: Period, area_path: str = "", ids: Sequence[str] = ()) -> dict[str, FigureValue]:
    """Return figure id → value for all figures someone may see, read together."""
    return ask_values(Sheet(actor), period=period, area_path=area_path, ids=ids)()


def ask_values(sheet: Sheet, *, period: Period, area_path: str = "", ids: Sequence[str] = ()) -> Later[dict[str, FigureValue]]:
    """Ask on a sheet for figure id → value for all figures its asker may see."""
    require_area(sheet.actor, area_path)
    wanted = figures_for(sheet.actor, ids)
    asked = sheet.values(wanted, period=period, area_path=area_path)

    def answer() -> dict[str, FigureValue]:
        found = asked()
        return {figure.id: FigureValue(figure, period, area_path, found[figure.id]) for figure in wanted}

    return answer


def rows(
    figure: Figure, *, actor: Actor, period: Period, area_path: str = "", start: int = 0, stop: int | None = None
) -> tuple[int, list[dict[str, Any]]]:
    """Return (how many rows, those from `start` up to `stop`) of a figure; but for sums the number of rows is its value.

    Raises Forbidden when the asker may not see the kind of rows at all.
    """
    require_area(actor, area_path)
    if not actor.has(figure.permission):
        raise forbidden(figure.permission)
    found = units(figure, actor=actor, period=period, area_path=area_path)
    total = _count(figure, found, actor=actor, period=period, area_path=area_path)
    if stop == 0:
        return total, []
    if total <= MANY or figure.distinct:
        return total, figure.show(list(_narrow(figure, found)[start:stop]))
    # Only the keys are sorted: whole records are wide.
    keys = _keys(figure, parts(figure, actor=actor, period=period, area_path=area_path), start, stop)
    wide = {row.pk: row for row in _narrow(figure, _whole(found, keys))}
    return total, figure.show([wide[key] for key in keys if key in wide])


def _narrow(figure: Figure, found: QuerySet[Any]) -> QuerySet[Any]:
    """Return the records with the fields that are shown: turning the rest into dates and texts takes longer than finding them."""
    return found.only(*figure.shown) if figure.shown else found


def _whole(found: QuerySet[Any], keys: Sequence[Any]) -> QuerySet[Any]:
    """Return the records with these keys, which lie within `found`, as that would give them.

    Looked up by their keys alone: beside the figure's days SQLite would take those, and read years for fifty rows.
    """
    joined = found.query.select_related
    if found.query.annotations or not isinstance(joined, dict) or any(joined.values()):
        return found.order_by().filter(pk__in=keys)
    # scope: the keys were found within the asker's scope
    rows: QuerySet[Any] = found.model._default_manager.filter(pk__in=keys).select_related(*joined)
    return rows


def _count(figure: Figure, found: QuerySet[Any], *, actor: Actor, period: Period, area_path: str) -> int:
    """Return how many rows there are: counted, but where they are very many and cells know the number, as cells tell it."""
    if figure.cells is None or figure.distinct or figure.amount:
        return found.order_by().count()
    counted, more = counted_up_to(found, COUNTED_UP_TO, by_key=figure.parts is not None)
    return kept.values([figure], actor=actor, period=period, area_path=area_path)[figure.id] if more else counted


def _keys(figure: Figure, pieces: Sequence[QuerySet[Any]], start: int, stop: int | None) -> list[Any]:
    """Return the keys of the rows from `start` up to `stop` of pieces that are each in the figure's order."""
    if len(pieces) == 1:
        return list(pieces[0].values_list("pk", flat=True)[start:stop])
    columns = [*figure.order, "pk"]
    # Each piece comes in the database's order, and the first rows of all lie within the first rows of each.
    read = [list(piece.values_list(*columns)[:stop]) for piece in pieces]
    return [row[-1] for row in list(heapq.merge(*read, key=lambda row: row[:-1]))[start:stop]]


def by_area(figure: Figure, *, actor: Actor, period: Period, area_path: str = "", level: str = "street") -> dict[str, int]:
    """Return area path → value at a level; a record not placed so deep counts under the path it has.

    A unit that is counted once (a place) and has facts in two areas counts in both, so the parts of such a figure
    may add up to more than the whole.
    """
    return by_area_all([figure], actor=actor, period=period, area_path=area_path, level=level)[figure.id]


def by_area_all(
    figures: Sequence[Figure], *, actor: Actor, period: Period, area_path: str = "", level: str = "street"
) -> dict[str, dict[str, int]]:
    """Return figure id → area path → value at a level, as by_area, read together."""
    return ask_by_area(Sheet(actor), figures, period=period, area_path=area_path, level=level)()


def ask_by_area(
    sheet: Sheet, figures: Sequence[Figure], *, period: Period, area_path: str = "", level: str = "street"
) -> Later[dict[str, dict[str, int]]]:
    """Ask on a sheet for figure id → area path → value at a level. Raises InvalidInput for a level that does not exist."""
    if level not in PATH_WIDTH:
        raise InvalidInput("level_unknown", zh="级别只能是区、镇街、社区、网格。", en="Unknown level of area.")
    return sheet.by_area(figures, period=period, area_path=area_path, width=PATH_WIDTH[level])


def by_day(figure: Figure, *, actor: Actor, period: Period, area_path: str = "") -> dict[date, int]:
    """Return local date → value of a flow; days without a record are left out.

    Raises InvalidInput for a stock, which has no day of its own.
    """
    return ask_by_day(Sheet(actor), figure, period=period, area_path=area_path)()


def ask_by_day(sheet: Sheet, figure: Figure, *, period: Period, area_path: str = "") -> Later[dict[date, int]]:
    """Ask on a sheet for local date → value of a flow, as by_day."""
    if not figure.day_field:
        raise InvalidInput("no_day", zh=f"“{figure.zh}”不能按日展开。", en=f"{figure.en} cannot be shown by day.")
    return sheet.by_day(figure, period=period, area_path=area_path)


def area_names(paths: Iterable[str]) -> dict[str, str]:
    """Return area path → name in one query; a path nobody knows is its own name."""
    wanted = set(paths)
    names = dict(Area.objects.filter(path__in=wanted).values_list("path", "name"))
    return {path: names.get(path, path) for path in wanted}


def default_area(actor: Actor) -> str:
    """Return the area someone means when they name none: their widest one, or the district for the system.

    Raises Forbidden without any grant for figures, NotFound in an installation without areas.
    """
    require_anywhere(actor, "figures.view")
    mine = actor.areas_for("figures.view")
    if mine:
        return mine[0]
    district = Area.objects.filter(level="district").order_by("path").first()
    if district is None:
        raise not_found("区域，请先运行 fengsui import areas", "area; run fengsui import areas first")
    path: str = district.path
    return path
