"""Lists of places: one page, counts for the filter bar, every row for the export."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Window

from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged
from fengsui.kernel.errors import TooLarge
from fengsui.kernel.scope import require_anywhere, visible
from fengsui.places import annotations
from fengsui.places import filters as place_filters
from fengsui.places.classing import labels_for
from fengsui.places.filters import DatedFilters, PlaceFilters
from fengsui.places.models import Place
from fengsui.places.queries.shown import STANDING_CONTACTS, brief
from fengsui.places.queries.then import apply_then, full_then, order_then, stood, turned_back
from fengsui.places.states import IN_STOCK

EXPORT_LIMIT = 120_000


def in_scope(actor: Actor, permission: str = "places.view") -> QuerySet[Place]:
    """Return the places an actor may reach with a permission."""
    return visible(Place.objects.all(), actor, permission)


def matching_rows(*, actor: Actor, filters: PlaceFilters, permission: str = "places.view") -> QuerySet[Place]:
    """Return the places in scope that match. Raises Forbidden without the permission anywhere."""
    require_anywhere(actor, permission)
    if (on := day_of(filters)) is not None:
        assert isinstance(filters, DatedFilters)
        return apply_then(in_scope(actor, permission), filters, on)
    return place_filters.apply(in_scope(actor, permission), filters, clock.local_date(), actor)


def day_of(filters: PlaceFilters) -> date | None:
    """Return the past day the filters look at, None for the present."""
    return filters.as_of if isinstance(filters, DatedFilters) else None


def full(rows: QuerySet[Place]) -> QuerySet[Place]:
    """Return rows with what every row of a list shows: area, contacts, registered counts."""
    rows = rows.select_related("area").prefetch_related(STANDING_CONTACTS).defer("search_text", "class_reasons", "note")
    for one in annotations.every():
        rows = place_filters.annotated(rows, one.key)
    return rows


def list_places(
    *, actor: Actor, filters: PlaceFilters, sort: str = "number", page: int = 1, page_size: int = 50
) -> Paged[dict[str, Any]]:
    """Return one page of the ledger in at most five queries: count, keys, rows, contacts, the words of the rules.

    The keys are cut out first, so that only they are sorted and not whole rows. For a past day two more read the
    versions of that day and the areas the places then lay in.
    """
    rows, on = matching_rows(actor=actor, filters=filters), day_of(filters)
    keys, total = _keys(rows, sort, page, page_size, at_once=bool(filters.search), on=on)
    wanted = in_scope(actor).filter(pk__in=keys)
    found = {row.pk: row for row in (full(wanted) if on is None else turned_back(full_then(stood(wanted, on), on)))}
    items = [found[key] for key in keys]
    labels = labels_for(items[0].area_path if items else "")
    return Paged([brief(row, labels) for row in items], total, page, page_size)


def _keys(
    rows: QuerySet[Place], sort: str, page: int, page_size: int, *, at_once: bool, on: date | None
) -> tuple[list[UUID], int]:
    """Return the keys of a page and the total; `at_once` counts in the same pass, for filters that read every row."""
    start = (page - 1) * page_size
    ordered = place_filters.order(rows, sort) if on is None else order_then(rows, sort, on)
    if at_once:
        counted = ordered.annotate(matches=Window(Count("*"))).values_list("pk", "matches")[start : start + page_size]
        found = list(counted)
        if found or page == 1:
            return [pk for pk, _ in found], found[0][1] if found else 0
    return list(ordered.values_list("pk", flat=True)[start : start + page_size]), rows.count()


def summary(*, actor: Actor, filters: PlaceFilters) -> dict[str, Any]:
    """Return the counts beside the filters for the same rows: by state and class, and what is lacking; one query."""
    rows = matching_rows(actor=actor, filters=filters).order_by()
    by_state: Counter[str] = Counter()
    by_class: Counter[str] = Counter()
    conflict = no_point = 0
    groups = rows.annotate(no_point=Q(lon__isnull=True)).values_list("state", "class_code", "class_conflict", "no_point")
    for state, class_code, in_conflict, without_point, n in groups.annotate(n=Count("*")):
        by_state[state] += n
        by_class[class_code] += n
        conflict += n * bool(in_conflict)
        no_point += n * bool(without_point)
    return {
        "total": by_state.total(),
        "in_stock": sum(by_state[code] for code in IN_STOCK),
        "class_conflict": conflict,
        "no_point": no_point,
        "no_class": by_class[""],
        "by_state": dict(by_state),
        "by_class": dict(by_class),
    }


def export_rows(*, actor: Actor, filters: PlaceFilters, sort: str) -> tuple[QuerySet[Place], int]:
    """Return every row of the list for its export, unread, and how many.

    Read it with iterator(), so that a whole ledger never stands in memory. Raises Forbidden, or TooLarge above
    EXPORT_LIMIT rows.
    """
    rows = matching_rows(actor=actor, filters=filters, permission="places.export")
    total = rows.count()
    if total > EXPORT_LIMIT:
        raise TooLarge(
            "export_too_large",
            zh=f"共 {total} 家，超过一次导出的上限 {EXPORT_LIMIT} 家。请按街道分次导出。",
            en=f"{total} rows exceed the limit of {EXPORT_LIMIT} for one export; narrow the filters.",
        )
    if (on := day_of(filters)) is not None:
        return order_then(full_then(rows, on), sort, on), total
    return place_filters.order(full(rows), sort), total
