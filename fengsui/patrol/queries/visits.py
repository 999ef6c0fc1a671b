"""Lists and details of visits."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fengsui.hazards import queries as hazard_queries
from fengsui.hazards.filters import HazardFilters
from fengsui.hazards.notices import queries as notices
from fengsui.kernel import audit, clock, evidence, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged, keys_of
from fengsui.kernel.errors import TooLarge, not_found
from fengsui.kernel.models import EvidenceLink
from fengsui.kernel.scope import explain, require_anywhere, visible
from fengsui.patrol import filters as patrol_filters
from fengsui.patrol import rules
from fengsui.patrol.filters import VisitFilters
from fengsui.patrol.models import CLOCK_FLAGS, VISIT_SOURCES, Visit

EXPORT_LIMIT = 100_000
# What a search by a shop's name looks through first.
RECENT_DAYS = (3, 30, 365)
FILE_ROLES = {"before": "整改前", "after": "整改后", "scene": "现场", "signature": "签字", "facility": "设施", "place": "门面",
              "document": "材料", "review": "复查", "clip": "执法记录仪片段"}  # fmt: skip


def in_scope(actor: Actor, permission: str = "patrol.view") -> QuerySet[Visit]:
    """Return the visits an actor may reach with a permission, with what every row shows."""
    return visible(Visit.objects.select_related("place", "place__area"), actor, permission)


def list_visits(
    *, actor: Actor, filters: VisitFilters, sort: str = "-local_date", page: int = 1, page_size: int = 50
) -> Paged[dict[str, Any]]:
    """Return one page of visits in four queries: count, keys of the page, its rows, photos not arrived.

    Raises InvalidInput `narrow_the_list` where more than 10,000 match and the page or the order would read them all.
    """
    require_anywhere(actor, "patrol.view")
    part = keys_of(
        patrol_filters.visits(actor, "patrol.view", filters),
        lambda: patrol_filters.visits(actor, "patrol.view", filters, walked=True),
        patrol_filters.visit_order(sort),
        page,
        page_size,
        has_index=sort.removeprefix("-") in patrol_filters.WALKED_SORTS,
        recent=[clock.local_date() - timedelta(days=days) for days in RECENT_DAYS] if patrol_filters.by_names(filters) else (),
    )
    rows = in_scope(actor).in_bulk(part.keys)
    return Paged(shown(rows[key] for key in part.keys if key in rows), part.total, page, page_size, part.total_is_least)


def shown(rows: Iterable[Visit]) -> list[dict[str, Any]]:
    """Return visits as the list shows them, with the count of photos not arrived (one query for all)."""
    kept = list(rows)
    missing = evidence.missing_many("patrol.visit", [row.pk for row in kept])
    return [{**brief(row), "missing_photos": missing.get(str(row.pk), 0)} for row in kept]


def brief(row: Visit) -> dict[str, Any]:
    """Return one visit as a row of a list."""
    return {
        "id": row.pk,
        "number": row.number,
        "place_id": row.place_id,
        "place_name": row.place.name,
        "place_address": row.place.address,
        "area_path": row.area_path,
        "area_name": row.place.area.name if row.place.area else "",
        "outcome": row.outcome,
        "outcome_label": row.outcome_label,
        "inspected": row.inspected,
        "local_date": row.local_date,
        "started_at": row.started_at,
        "ended_at": row.ended_at,
        "minutes": round((row.ended_at - row.started_at).total_seconds() / 60, 1),
        "received_at": row.received_at,
        "by_name": row.by_name,
        "by_account": row.by_account_id,
        "item_count": row.item_count,
        "bad_item_count": row.bad_item_count,
        "hazard_count": row.hazard_count,
        "source": row.source,
        "source_label": VISIT_SOURCES[row.source][0],
        "valid": row.valid,
        "clock_flag": row.clock_flag,
        "clock_flag_label": CLOCK_FLAGS[row.clock_flag][0],
        "missing_photos": 0,
    }


def visit_detail(*, actor: Actor, visit_id: UUID) -> dict[str, Any]:
    """Return a visit with answers in words, hazards, photos and times both ways. Raises NotFound."""
    row = in_scope(actor).filter(pk=visit_id).first()
    if row is None:
        raise not_found("巡查记录", "visit")
    with transaction.write():
        audit.record(actor=actor, verb="visit.read", subject=row)
    titles = rules.item_titles(row.rulepack_version)
    photos = evidence.links_of(row)
    hazards = []
    if actor.has("hazards.view"):
        found = hazard_queries.list_hazards(actor=actor, filters=HazardFilters(source_id=row.pk), sort="number", page_size=200)
        hazards = list(found.items)
    return {
        **brief(row),
        "missing_photos": sum(link.arrived_at is None for link in photos),
        "recorded_at": row.recorded_at,
        "clock_offset_ms": row.clock_offset_ms,
        "lon": row.lon,
        "lat": row.lat,
        "accuracy_m": row.accuracy_m,
        "rulepack_version": row.rulepack_version,
        "checklist_codes": row.checklist_codes,
        "answers": [{**answer, "title": titles.get(answer["item"], answer["item"])} for answer in row.answers],
        "signer_name": row.signer_name,
        "signature_id": row.signature_id,
        "note": row.note,
        "photos": [_file_shown(link) for link in photos],
        "hazards": hazards,
        "notice": notices.of_source(actor=actor, source_id=row.pk),
        "why_visible": explain(actor, "patrol.view", area_path=row.area_path, line=row.line),
    }


def _file_shown(link: EvidenceLink) -> dict[str, Any]:
    return {
        "id": link.pk,
        "role": link.role,
        "role_label": FILE_ROLES.get(link.role, link.role),
        "arrived": link.arrived_at is not None,
        "media_type": link.file.media_type if link.file else "",
        "size": link.file.size if link.file else None,
        "captured_at": link.captured_at,
        "starts_at": link.starts_at,
        "ends_at": link.ends_at,
        "marked": bool(link.annotates),
        "by_name": link.by_name,
        "url": f"/api/v1/evidence/{link.pk}",
        "thumb_url": f"/api/v1/evidence/{link.pk}/thumb",
    }


def visits_of_place(*, actor: Actor, place_id: UUID, limit: int = 20) -> list[dict[str, Any]]:
    """Return the latest visits of a place in scope."""
    return shown(in_scope(actor).filter(place_id=place_id).order_by("-local_date", "-number")[:limit])


def export_visits(*, actor: Actor, filters: VisitFilters, sort: str) -> list[dict[str, Any]]:
    """Return every row of the list for its export. Raises Forbidden, or TooLarge above 100,000 rows."""
    require_anywhere(actor, "patrol.export")
    # scope: narrowed by visible in the filter that takes these rows
    shown_with = Visit.objects.select_related("place", "place__area")
    rows = patrol_filters.visits(actor, "patrol.export", filters, rows=shown_with).order_by(*patrol_filters.visit_order(sort))
    total = rows.count()
    if total > EXPORT_LIMIT:
        raise TooLarge(
            "export_too_large",
            zh=f"共 {total} 条，超过一次导出的上限 {EXPORT_LIMIT} 条。请缩小日期或区域后分次导出。",
            en=f"{total} rows exceed the limit of {EXPORT_LIMIT} for one export; narrow the filters.",
        )
    return shown(rows)
