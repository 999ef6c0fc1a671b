"""Lists of hazards: page, board counts, export, the hazards of a place, and what changed for the phones."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from fengsui.hazards import filters as hazard_filters
from fengsui.hazards import priority
from fengsui.hazards.filters import HazardFilters
from fengsui.hazards.models import CLOSED_HOW, SOURCE_KINDS, Hazard
from fengsui.hazards.notices import queries as notices
from fengsui.hazards.sightings.queries import joined_since
from fengsui.hazards.states import GRADES, LEGAL_CATEGORIES, LIMIT_STATES, OPEN_STATES, STATES, state_label
from fengsui.kernel import clock, evidence
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Keys, Paged, counted_up_to, keys_of, up_to
from fengsui.kernel.errors import TooLarge
from fengsui.kernel.scope import require_anywhere, visible

EXPORT_LIMIT = 50_000


def in_scope(actor: Actor, permission: str = "hazards.view") -> QuerySet[Hazard]:
    """Return the hazards an actor may reach with a permission, with what every row shows."""
    return visible(Hazard.objects.select_related("place", "place__area"), actor, permission)


def list_hazards(
    *, actor: Actor, filters: HazardFilters, sort: str = "-found_on", page: int = 1, page_size: int = 50
) -> Paged[dict[str, Any]]:
    """Return one page of the list in four queries: count, keys of the page, its rows, photos not arrived; a search more.

    Raises InvalidInput `narrow_the_list` where more than 10,000 match and the page or the order would read them all.
    """
    require_anywhere(actor, "hazards.view")
    today = clock.local_date()
    words = hazard_filters.Words(filters.search)
    matching = hazard_filters.matching(actor, "hazards.view", filters, today, words=words)

    def walked() -> QuerySet[Hazard]:
        return hazard_filters.matching(actor, "hazards.view", filters, today, walked=True, words=words)

    searched = words.found
    counted = None if searched is None else up_to(len(searched), hazard_filters.SEARCHED_UP_TO)
    if sort == "pressing":
        part = _pressing(matching, walked, page, page_size, counted)
    elif searched is not None and len(searched) <= hazard_filters.SEARCHED_UP_TO and sort.removeprefix("-") == "found_on":
        found_in_order = sorted(searched, reverse=sort.startswith("-"))
        keys = [one.key for one in found_in_order[(page - 1) * page_size : page * page_size]]
        part = Keys(keys, len(searched), total_is_least=False)
    else:
        part = keys_of(
            matching,
            walked,
            hazard_filters.order_of(sort),
            page,
            page_size,
            has_index=sort.removeprefix("-") in hazard_filters.WALKED_SORTS,
            most=hazard_filters.SEARCHED_UP_TO if filters.search else None,
            counted=counted,
        )
    rows = in_scope(actor).in_bulk(part.keys)
    found = shown((rows[key] for key in part.keys if key in rows), today)
    return Paged(found, part.total, page, page_size, part.total_is_least)


def _pressing(
    matching: QuerySet[Hazard],
    walked: Callable[[], QuerySet[Hazard]],
    page: int,
    page_size: int,
    counted: tuple[int, bool] | None,
) -> Keys:
    """Return the keys of a page with what is open first, by priority and limit; then the rest, found last first."""
    start, end = (page - 1) * page_size, page * page_size
    keys = list(hazard_filters.pressing(matching.filter(hazard_filters.OPEN)).values_list("pk", flat=True)[start:end])
    total, more = counted_up_to(matching) if counted is None else counted
    if len(keys) < page_size:
        standing = matching.filter(hazard_filters.OPEN).count()
        start, end = max(0, start - standing), max(0, end - standing)
        ended = keys_of(
            matching.exclude(state__in=OPEN_STATES), lambda: walked().exclude(state__in=OPEN_STATES), ("-found_on", "-number"),
            1, end, has_index=True,
        )  # fmt: skip
        keys += ended.keys[start:]
    return Keys(keys, total, more)


def shown(rows: Iterable[Hazard], today: date) -> list[dict[str, Any]]:
    """Return rows as the list shows them, with photos not arrived and the notice that told of each (one query for all)."""
    kept = list(rows)
    missing = evidence.missing_many("hazards.hazard", [row.pk for row in kept])
    told = notices.marks(row.source_id for row in kept)
    made = []
    for row in kept:
        number, code = told.get(row.source_id, ("", "")) if row.source_id else ("", "")
        late = {"missing_photos": missing.get(str(row.pk), 0), "notice_number": number, "notice_code": code}
        made.append({**brief(row, today), **late})
    return made


def brief(row: Hazard, today: date) -> dict[str, Any]:
    """Return one hazard as a row of a list."""
    source = SOURCE_KINDS.get(row.source_kind)
    return {
        "id": row.pk,
        "number": row.number,
        "place_id": row.place_id,
        "place_name": row.place.name,
        "place_address": row.place.address,
        "area_path": row.area_path,
        "area_name": row.place.area.name if row.place.area else "",
        "item_code": row.item_code,
        "title": row.title,
        "description": row.description,
        "legal_category": row.legal_category,
        "legal_category_label": LEGAL_CATEGORIES[row.legal_category][0],
        "grade": row.grade,
        "grade_label": GRADES[row.grade][0],
        "state": row.state,
        "state_label": state_label(row.state),
        "in_stock": row.state in OPEN_STATES,
        "found_on": row.found_on,
        "found_by_name": row.found_by_name,
        "due_on": row.due_on,
        "due_provisional": row.due_provisional,
        "overdue": is_overdue(row, today),
        "due_soon": row.state in LIMIT_STATES and row.due_on is not None and 0 <= (row.due_on - today).days <= 3,
        "limit_words": row.limit_words,
        "assigned_to": row.assigned_to,
        "round": row.round,
        "closed_on": row.closed_on,
        "closed_how": row.closed_how,
        "closed_how_label": CLOSED_HOW[row.closed_how][0] if row.closed_how else "",
        "source_kind": row.source_kind,
        "source_label": source[0] if source else row.source_kind,
        "priority": row.priority,
        "priority_label": priority.level(row.priority),
        "witness_count": row.witness_count,
        "repeat_count": row.repeat_count,
        "paused": row.paused_on is not None,
        "resume_by": row.resume_by,
        "review_due_on": row.review_due_on if row.state == "reported_fixed" else None,
        "review_overdue": row.state == "reported_fixed"
        and row.reviewer_id is None
        and row.review_due_on is not None
        and row.review_due_on < today,
        "check_due_at": row.check_due_at if row.checked_at is None else None,
        "row_version": row.row_version,
        "missing_photos": 0,
        "notice_number": "",
        "notice_code": "",
    }


def is_overdue(row: Hazard, today: date) -> bool:
    """Tell whether the limit of a hazard runs and is over."""
    return row.state in LIMIT_STATES and row.due_on is not None and row.due_on < today


def board(*, actor: Actor, filters: HazardFilters) -> dict[str, Any]:
    """Return the counts of the board: per state, overdue, due soon, provisional and so on.

    What is open is counted to the last one; of an ended state up to 10,000, where `count_is_least` says that there are more.
    """
    require_anywhere(actor, "hazards.view")
    today = clock.local_date()
    rows = hazard_filters.matching(actor, "hazards.view", filters, today)
    # A column that every case has: with the others it lies in one index of what is open, which is read alone.
    asked = {
        "overdue": hazard_filters.overdue(today),
        "due_soon": hazard_filters.due_soon(today),
        "provisional": Q(due_provisional=True, state__in=LIMIT_STATES),
        "review_overdue": hazard_filters.review_overdue(today),
        "repeated": Q(repeat_count__gt=0),
        "several_witnesses": Q(witness_count__gt=1),
    }
    told = {name: Count("area_path", filter=one) for name, one in asked.items()}
    by_state: Any = rows.filter(hazard_filters.OPEN).order_by().values("state").annotate(n=Count("area_path"), **told)
    counts: Counter[str] = Counter()
    for row in by_state:
        counts.update({row["state"]: row["n"], **{name: row[name] for name in asked}})
    counted = {code: (counts[code], False) if code in OPEN_STATES else counted_up_to(rows.filter(state=code)) for code in STATES}
    states = [
        {
            "code": code, "label": state.zh, "label_en": state.en, "count": counted[code][0],
            "count_is_least": counted[code][1], "in_stock": state.in_stock,
        }
        for code, state in STATES.items()
    ]  # fmt: skip
    return {
        "states": states,
        "stock": sum(counts[code] for code in OPEN_STATES),
        "overdue": counts["overdue"],
        "due_soon": counts["due_soon"],
        "due_provisional": counts["provisional"],
        "review_overdue": counts["review_overdue"],
        "repeated": counts["repeated"],
        "several_witnesses": counts["several_witnesses"],
        "as_of": today,
    }


def export_rows(*, actor: Actor, filters: HazardFilters, sort: str) -> list[dict[str, Any]]:
    """Return every row of the list for its export. Raises Forbidden, or TooLarge above 50,000 rows."""
    require_anywhere(actor, "hazards.export")
    today = clock.local_date()
    # scope: narrowed by visible in the filter that takes these rows
    shown_with = Hazard.objects.select_related("place", "place__area")
    rows = hazard_filters.order(hazard_filters.matching(actor, "hazards.export", filters, today, rows=shown_with), sort)
    total = rows.count()
    if total > EXPORT_LIMIT:
        raise TooLarge(
            "export_too_large",
            zh=f"共 {total} 条，超过一次导出的上限 {EXPORT_LIMIT} 条。请缩小日期或区域后分次导出。",
            en=f"{total} rows exceed the limit of {EXPORT_LIMIT} for one export; narrow the filters.",
        )
    return shown(rows, today)


def hazards_of_place(*, actor: Actor, place_id: UUID, limit: int = 50) -> list[dict[str, Any]]:
    """Return the hazards of a place in scope: those in stock first, then the rest, changed last first."""
    # The place narrows more than the area does, which is looked at on the way.
    # scope: narrowed by visible in the next line
    shown_with = Hazard.objects.select_related("place", "place__area")
    rows = visible(shown_with, actor, "hazards.view", passed=True).filter(place_id=place_id)
    today = clock.local_date()
    stock = list(rows.filter(state__in=OPEN_STATES).order_by("due_on", "number")[:limit])
    rest = list(rows.exclude(state__in=OPEN_STATES).order_by("-updated_at", "-number")[: max(0, limit - len(stock))])
    return shown([*stock, *rest], today)


def open_since(*, actor: Actor, since: datetime | None) -> tuple[list[dict[str, Any]], list[UUID]]:
    """Return for the phones the hazards in stock (changed since, if given) and the ids that left the stock since."""
    rows = in_scope(actor)
    gone: list[UUID] = []
    if since is not None:
        rows = rows.filter(updated_at__gte=since)
        gone = [*rows.exclude(state__in=OPEN_STATES).values_list("pk", flat=True), *joined_since(actor, since)]
    today = clock.local_date()
    return shown(rows.filter(state__in=OPEN_STATES).order_by("number"), today), gone
