"""Reads of notices: the list, one of them, the marks that visits, hazards and phones show beside their rows."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import In
from ninja import Schema
from pydantic import Field

from fengsui.hazards.models import Hazard
from fengsui.hazards.notices import codes, rules, wording
from fengsui.hazards.notices.models import SERVED_HOW, Notice, Serving
from fengsui.hazards.notices.serving_rules import STATES, WAYS
from fengsui.kernel import clock, evidence
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged, counted_up_to, keys_of
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.errors import TooLarge
from fengsui.kernel.numbering import is_number, starts_with
from fengsui.kernel.scope import find as find_in_scope
from fengsui.kernel.scope import require_anywhere, visible
from fengsui.kernel.search_text import fold
from fengsui.kernel.working_days import Calendar
from fengsui.places.naming import places_named

WHAT = ("告知书", "notice")
EXPORT_LIMIT = 50_000
SORTS = {
    "local_date": ("local_date", "number"),
    "number": ("number",),
    "opened": ("first_opened_at", "number"),
    "served": ("served_at", "number"),
}
# The orders of the list that an index answers over hundreds of thousands of rows.
WALKED_SORTS = ("local_date", "number")
Sort = Literal["local_date", "-local_date", "number", "-number", "opened", "-opened", "served", "-served"]


class NoticeFilters(Schema):
    """What narrows the list of notices; days are district days, both included."""

    search: str = Field(default="", max_length=100)
    area: str = Field(default="", max_length=60)
    place_id: UUID | None = None
    source_id: UUID | None = None
    opened: bool | None = None
    orders: bool | None = None
    service: Literal["unserved", "refused", "served", "signed"] | None = None
    void: bool | None = None
    date_from: date | None = None
    date_to: date | None = None


def in_scope(actor: Actor, permission: str = "hazards.view") -> QuerySet[Notice]:
    """Return the notices an actor may reach with a permission."""
    return visible(Notice.objects.select_related("place__area"), actor, permission)


def matching(
    actor: Actor, permission: str, filters: NoticeFilters, *, walked: bool = False, rows: QuerySet[Notice] | None = None
) -> QuerySet[Notice]:
    """Return the notices an actor may reach with a permission that match every filter set.

    `walked` when they are read in the order of an index (kernel.api.paging). A number from its beginning (GZ-…) and a whole
    code are found anywhere. Of up to 10,000 notices any part of number and names is read; of more, the place is found by
    its names now and before.
    """
    # scope: narrowed by visible in the filter that takes these rows
    rows = Notice.objects.all() if rows is None else rows

    def within(passed: bool) -> QuerySet[Notice]:
        return _narrowed(visible(rows, actor, permission, within=filters.area, passed=passed), filters)

    said = filters.search.strip()
    if not said:
        return within(walked)
    if is_number(said):
        return within(True).filter(starts_with("number", said.upper()))
    code = codes.tidy(said)
    by_code = Q(short_code=code) if codes.is_valid(code) else Q()
    if not walked:
        others = within(False)
        if not counted_up_to(others)[1]:
            wanted = Q(number__icontains=said) | Q(place_name__icontains=said) | Q(place__search_text__contains=fold(said))
            return others.filter(wanted | by_code)
    places = places_named(said)
    by_place = Q(In(Coalesce(F("place_id"), F("place_id")), places)) if walked else Q(place_id__in=places)
    return within(True).filter(by_place | by_code)


def _narrowed(rows: QuerySet[Notice], filters: NoticeFilters) -> QuerySet[Notice]:
    exact = {
        "place_id": filters.place_id,
        "source_id": filters.source_id,
        "service_state": filters.service,
        "orders": filters.orders,
        "local_date__gte": filters.date_from,
        "local_date__lte": filters.date_to,
        "first_opened_at__isnull": None if filters.opened is None else not filters.opened,
        "voided_at__isnull": None if filters.void is None else not filters.void,
    }
    return rows.filter(**{key: value for key, value in exact.items() if value is not None})


def order_of(sort: str) -> tuple[str, ...]:
    """Return the fields of the wanted order, the number last so that pages never overlap."""
    sign = "-" if sort.startswith("-") else ""
    return tuple(f"{sign}{name}" for name in SORTS[sort.removeprefix("-")])


def list_notices(
    *, actor: Actor, filters: NoticeFilters, sort: str = "-local_date", page: int = 1, page_size: int = 50
) -> Paged[dict[str, Any]]:
    """Return one page of the notices in scope, in three queries.

    Raises Forbidden without hazards.view, InvalidInput `narrow_the_list` where more than 10,000 match and the page or the
    order would read them all.
    """
    require_anywhere(actor, "hazards.view")
    part = keys_of(
        matching(actor, "hazards.view", filters),
        matching(actor, "hazards.view", filters, walked=True),
        order_of(sort),
        page,
        page_size,
        has_index=sort.removeprefix("-") in WALKED_SORTS,
    )
    rows = in_scope(actor).in_bulk(part.keys)
    calendars: dict[str, Calendar] = {}
    found = [brief(rows[key], calendars) for key in part.keys if key in rows]
    return Paged(found, part.total, page, page_size, part.total_is_least)


def export_rows(*, actor: Actor, filters: NoticeFilters, sort: str) -> list[dict[str, Any]]:
    """Return every row of the list for its export. Raises Forbidden, or TooLarge above 50,000 rows."""
    require_anywhere(actor, "hazards.export")
    # scope: narrowed by visible in the filter that takes these rows
    shown_with = Notice.objects.select_related("place__area")
    rows = matching(actor, "hazards.export", filters, rows=shown_with).order_by(*order_of(sort))
    total = rows.count()
    if total > EXPORT_LIMIT:
        raise TooLarge(
            "export_too_large",
            zh=f"共 {total} 份，超过一次导出的上限 {EXPORT_LIMIT} 份。请缩小日期或区域后分次导出。",
            en=f"{total} rows exceed the limit of {EXPORT_LIMIT} for one export; narrow the filters.",
        )
    calendars: dict[str, Calendar] = {}
    return [brief(row, calendars) for row in rows]


def find(*, actor: Actor, notice_id: UUID, permission: str = "hazards.view") -> Notice:
    """Return a notice in scope. Raises Forbidden, NotFound."""
    return find_in_scope(in_scope(actor, permission), actor, permission, notice_id, what=WHAT)


def notice(*, actor: Actor, notice_id: UUID) -> dict[str, Any]:
    """Return one notice with its lines as issued and what has become of each. Raises Forbidden, NotFound."""
    row = find(actor=actor, notice_id=notice_id)
    return {**brief(row), "lines": lines_now(row), "standing": list(row.standing), "rulepack_version": row.rulepack_version}


def servings(*, actor: Actor, notice_id: UUID) -> dict[str, Any]:
    """Return the service of a notice: its state and every entry with its photos, first one first. Raises Forbidden, NotFound."""
    row = find(actor=actor, notice_id=notice_id)
    entries = list(row.servings.order_by("sequence"))
    cancelled = {entry.cancels_id: entry for entry in entries if entry.cancels_id}
    photos = evidence.links_of_many(Serving._meta.label_lower, [entry.pk for entry in entries])
    return {
        "notice": brief(row),
        "servings": [
            {
                "id": entry.pk,
                "way": entry.way,
                "way_label": WAYS[entry.way].zh,
                "way_label_en": WAYS[entry.way].en,
                "at": entry.at,
                "receiver_name": entry.receiver_name,
                "receiver_role": entry.receiver_role,
                "signed": entry.signed,
                "witness_name": entry.witness_name,
                "witness_role": entry.witness_role,
                "note": entry.note,
                "by_name": entry.by_name,
                "received_at": entry.received_at,
                "taken_back": entry.pk in cancelled,
                "photos": [
                    {"id": link.pk, "role": link.role, "arrived": link.arrived_at is not None} for link in photos[str(entry.pk)]
                ],
            }
            for entry in entries
        ],
    }


def of_source(*, actor: Actor, source_id: UUID | None) -> dict[str, Any] | None:
    """Return the notice of a visit as a row, or None; None too for somebody who may not see hazards."""
    if source_id is None:
        return None
    row = in_scope(actor).filter(source_id=source_id).first()
    return brief(row) if row else None


def marks(source_ids: Iterable[UUID | None]) -> dict[UUID, tuple[str, str]]:
    """Return source → (number, short code) of the notices that stand, for rows already in scope; one query for all."""
    wanted = {source_id for source_id in source_ids if source_id is not None}
    if not wanted:
        return {}
    # scope: of visits and hazards the asker already reaches
    rows = Notice.objects.filter(source_id__in=wanted, voided_at__isnull=True)
    return {source: (number, code) for source, number, code in rows.values_list("source_id", "number", "short_code")}


def brief(row: Notice, calendars: dict[str, Calendar] | None = None) -> dict[str, Any]:
    """Return one notice as a row of a list; `calendars` keeps those of areas already asked for."""
    return {
        "id": row.pk,
        "number": row.number,
        "short_code": codes.spaced(row.short_code),
        "place_id": row.place_id,
        "place_name": row.place_name,
        "place_address": row.place_address,
        "area_path": row.area_path,
        "area_name": row.place.area.name if row.place.area else "",
        "source_kind": row.source_kind,
        "source_id": row.source_id,
        "line_count": row.line_count,
        "orders": row.orders,
        "heading": words_of(row).heading,
        "words_label": "责令" if row.orders else "建议",
        "issued_at": row.issued_at,
        "local_date": row.local_date,
        "issuer": row.issuer,
        "by_name": row.by_name,
        "by_role": row.by_role,
        "signed": row.service_state == "signed",
        "service_state": row.service_state,
        "service_label": STATES[row.service_state][0],
        "service_label_en": STATES[row.service_state][1],
        "service_way_label": WAYS[row.service_way].zh if row.service_way else "",
        "served_at": row.served_at,
        **_service_clock(row, {} if calendars is None else calendars),
        "served_how": row.served_how,
        "served_how_label": SERVED_HOW[row.served_how][0],
        "first_opened_at": row.first_opened_at,
        "voided_at": row.voided_at,
        "void_reason": row.void_reason,
    }


def _service_clock(row: Notice, calendars: dict[str, Calendar]) -> dict[str, Any]:
    """Return by when a notice that orders must be served, and whether it was or is late (one query an area where it orders)."""
    if not row.orders or row.voided_at:
        return {"serve_by": None, "served_late": False}
    if row.area_path not in calendars:
        calendars[row.area_path] = calendar_for(row.area_path)
    due = wording.serve_by(row.lines, row.local_date, calendars[row.area_path])
    served = clock.local_date(row.served_at) if row.served_at else clock.local_date()
    return {"serve_by": due, "served_late": due is not None and served > due}


def lines_now(row: Notice) -> list[dict[str, Any]]:
    """Return the lines as issued, each with what has become of its hazard (one query)."""
    states = _states(line["hazard_id"] for line in row.lines)
    return [{**line, "limit": limit_of(row, line), **_now(states, line)} for line in row.lines]


def words_of(row: Notice) -> wording.Wording:
    """Return the words a notice uses, by its frozen power."""
    return wording.wording(row.power, row.lines)


def limit_of(row: Notice, line: dict[str, Any]) -> str:
    """Return the limit of a line as its notice says it."""
    return wording.line_limit(line, rules.limit_words(line), in_order=row.orders)


def standing_now(row: Notice) -> list[dict[str, Any]]:
    """Return the older hazards named on the notice, each with what has become of it (one query)."""
    states = _states(line["hazard_id"] for line in row.standing)
    return [{**line, **_now(states, line)} for line in row.standing]


def _states(ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    wanted: Sequence[str] = list(ids)
    # scope: of the hazards named on a notice already in scope
    rows = Hazard.objects.filter(pk__in=wanted)
    return {str(pk): (state, how) for pk, state, how in rows.values_list("pk", "state", "closed_how")}


def _now(states: dict[str, tuple[str, str]], line: dict[str, Any]) -> dict[str, str]:
    words, english, look = rules.owner_state(*states.get(line["hazard_id"], ("void", "")))
    return {"state_words": words, "state_en": english, "look": look}
