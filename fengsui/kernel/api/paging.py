"""Lists in pages: page number and size in, rows with the total out; long ledgers count only so far as anyone pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, OrderBy, QuerySet
from django.db.models.functions import Coalesce
from ninja import Schema
from pydantic import Field

from fengsui.kernel.errors import InvalidInput

# Nobody turns two hundred pages: beyond this many matches a list says "more than", and asks for a narrower filter.
COUNTED_UP_TO = 10_000
# So many matches are sorted as they are; of more, the days are looked at first.
MANY = 500

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)


class PageQuery(Schema):
    """Which page of a list: number from 1, size up to 200."""

    page: int = Field(1, ge=1, le=100_000)
    page_size: int = Field(50, ge=1, le=200)


class Page(Schema, Generic[Item]):
    """One page of a list and how many rows match in all; `total_is_least` says that there are more than `total`."""

    items: list[Item]
    total: int
    page: int
    page_size: int
    total_is_least: bool = False


@dataclass(frozen=True)
class Paged(Generic[Item]):
    """What a query returns for a list: the rows of the page, and the total."""

    items: Sequence[Item]
    total: int
    page: int
    page_size: int
    total_is_least: bool = False


def page_of(rows: QuerySet[Row], page: int, page_size: int, show: Callable[[Row], Any] | None = None) -> Paged[Any]:
    """Cut one page out of an ordered queryset in two queries; `show` turns each row into what the API answers."""
    total = rows.count()
    start = (page - 1) * page_size
    items = list(rows[start : start + page_size])
    return Paged([show(row) for row in items] if show else items, total, page, page_size)


@dataclass(frozen=True)
class Keys:
    """The keys of one page of a long ledger, and how many rows match, at least."""

    keys: list[Any]
    total: int
    total_is_least: bool


def counted_up_to(rows: QuerySet[Row], most: int | None = None, *, by_key: bool = False) -> tuple[int, bool]:
    """Return how many rows match, up to 10,000 or as many as told, and whether there are more.

    `by_key` where an index without the area is to be read.
    """
    most = COUNTED_UP_TO if most is None else min(most, COUNTED_UP_TO)
    # The area is asked for, which the scope has read already: an index that holds it is read alone.
    scoped = not by_key and any(field.name == "area_path" for field in rows.model._meta.concrete_fields)
    found = rows.order_by().values("area_path" if scoped else "pk")[: most + 1].count()
    return up_to(found, most)


def up_to(found: int, most: int) -> tuple[int, bool]:
    """Return how many are told of so many found, and whether there are more."""
    return min(found, most), found > most


def keys_of(
    found: QuerySet[Row],
    walked: QuerySet[Row] | Callable[[], QuerySet[Row]],
    order: Sequence[str],
    page: int,
    page_size: int,
    *,
    has_index: bool,
    most: int | None = None,
    by_key: bool = False,
    recent: Sequence[date] = (),
    counted: tuple[int, bool] | None = None,
) -> Keys:
    """Return the keys of one page of a long ledger in two queries.

    `found` are the matches as their filters find them best; up to 10,000 of them are sorted as they are. Of more, the list
    tells "more than 10,000" and reads its first pages by walking the index of their order over `walked`, the same matches
    filtered on the way (`has_index`: that order has one; what makes it is called only then). `most` is a lower mark than the
    10,000, `by_key` as for counted_up_to. `recent` are days, later ones first: where the matches since one of them fill
    the page, only those are sorted; it suits filters whose index goes on by the day. `counted` where the number is known already
    (up_to). Raises InvalidInput for a page beyond the mark, and for an order without an index over so many.
    """
    start = (page - 1) * page_size
    total, more = counted_up_to(found, most, by_key=by_key) if counted is None else counted
    if more and (start + page_size > total or not has_index):
        why = "不能翻到这么后面" if has_index else "不能按这一列排序"
        raise InvalidInput(
            "narrow_the_list",
            zh=f"符合条件的超过 {total} 条，{why}。请先按日期、区域或场所缩小范围。",
            en=f"More than {total} rows match; narrow by day, area or place first.",
        )
    end = total if by_key or most else start + page_size
    latest = _latest(found, order, start + page_size, recent) if more else None
    if latest is not None:
        rows = latest
    elif more:
        rows = (walked() if callable(walked) else walked).order_by(*order)
    else:
        rows = _page_alone(found, order, end, total)
    return Keys(list(rows.values_list("pk", flat=True)[start : start + page_size]), total, more)


def _latest(found: QuerySet[Row], order: Sequence[str], end: int, recent: Sequence[date]) -> QuerySet[Row] | None:
    """Return the matches since the first of these days that has enough, in order; None where walking finds them sooner."""
    if not order[0].startswith("-"):
        return None
    for day in recent:
        part = found.filter(**{f"{order[0][1:]}__gte": day})
        count = part.order_by().values("pk")[: MANY + 1].count()
        if count > MANY:
            return None
        if count >= end:
            return part.order_by(*(sorted_by(name) for name in order))
    return None


def _page_alone(found: QuerySet[Row], order: Sequence[str], end: int, total: int) -> QuerySet[Row]:
    """Return the matches in order, those beyond the page left out where an index tells the day that the page ends with."""
    name = order[0].removeprefix("-")
    rows = found.order_by(*(sorted_by(name) for name in order))
    if total <= max(end, MANY) or "__" in name:
        return rows
    field = rows.model._meta.get_field(name)
    if field.null or getattr(field, "unique", False):
        return rows
    edge = found.order_by(sorted_by(order[0])).values_list(name, flat=True)[end - 1]
    return rows.filter(**{f"{name}__{'gte' if order[0].startswith('-') else 'lte'}": edge})


def sorted_by(name: str) -> OrderBy:
    """Return an order (field, or -field) that no index answers: the few matches are found by their filters and sorted then."""
    field = F(name.removeprefix("-"))
    return OrderBy(Coalesce(field, field), descending=name.startswith("-"))
