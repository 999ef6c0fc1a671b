"""Reading trainings: the list, one with the places that came, and the spreadsheet."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from fengsui.kernel import audit, documents, evidence, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged
from fengsui.kernel.documents import Column, Sheet
from fengsui.kernel.errors import not_found
from fengsui.kernel.scope import require_anywhere, under, visible
from fengsui.org.models import Area
from fengsui.outreach.models import SUBJECTS, TrainingPlace, TrainingSession
from fengsui.places.models import Place


def in_scope(actor: Actor) -> QuerySet[TrainingSession]:
    """Return the trainings an actor may see, each with how many places came."""
    return visible(TrainingSession.objects.annotate(place_count=Count("attendances")), actor, "outreach.view")


def _matching(
    actor: Actor, area: str, search: str, subject: str, held_from: date | None, held_to: date | None
) -> QuerySet[TrainingSession]:
    require_anywhere(actor, "outreach.view")
    rows = in_scope(actor)
    if area:
        rows = rows.filter(under(area))
    if search:
        rows = rows.filter(title__icontains=search) | rows.filter(number__icontains=search)
    if subject:
        rows = rows.filter(subject=subject)
    if held_from:
        rows = rows.filter(held_on__gte=held_from)
    if held_to:
        rows = rows.filter(held_on__lte=held_to)
    return rows.order_by("-held_on", "-number")


def list_trainings(
    *, actor: Actor, area: str = "", search: str = "", subject: str = "", held_from: date | None = None,
    held_to: date | None = None, page: int = 1, page_size: int = 50,
) -> Paged[dict[str, Any]]:  # fmt: skip
    """Return one page of trainings, the latest first; three queries."""
    rows = _matching(actor, area, search, subject, held_from, held_to)
    start = (page - 1) * page_size
    return Paged(_shown(list(rows[start : start + page_size])), rows.count(), page, page_size)


def _shown(rows: list[TrainingSession]) -> list[dict[str, Any]]:
    # scope: names of the areas of trainings already in scope
    names = dict(Area.objects.filter(path__in={row.area_path for row in rows}).values_list("path", "name"))
    return [
        {
            "id": row.pk, "number": row.number, "title": row.title, "subject": row.subject,
            "subject_label": SUBJECTS[row.subject][0], "held_on": row.held_on, "held_at": row.held_at, "teacher": row.teacher,
            "attended_count": row.attended_count, "place_count": getattr(row, "place_count", 0), "note": row.note,
            "by_name": row.by_name, "area_path": row.area_path, "area_name": names.get(row.area_path, row.area_path),
            "voided_on": row.voided_on, "void_reason": row.void_reason, "row_version": row.row_version,
        }
        for row in rows
    ]  # fmt: skip


def training(*, actor: Actor, session_id: UUID) -> dict[str, Any]:
    """Return one training with the places in scope that came, and its photos. Raises NotFound."""
    row = in_scope(actor).filter(pk=session_id).first()
    if row is None:
        raise not_found("培训", "training")
    came = visible(Place.objects.all(), actor, "outreach.view").filter(
        pk__in=TrainingPlace.objects.filter(session=row).values("place_id")  # scope: narrowed by the places in scope
    )
    return {
        **_shown([row])[0],
        "places": [
            {"id": place.pk, "number": place.number, "name": place.name, "address": place.address}
            for place in came.order_by("area_path", "number")[:2000]
        ],
        "photos": [
            {
                "id": link.pk, "arrived": link.arrived_at is not None, "by_name": link.by_name, "captured_at": link.captured_at,
                "url": f"/api/v1/evidence/{link.pk}", "thumb_url": f"/api/v1/evidence/{link.pk}/thumb",
            }
            for link in evidence.links_of(row)
        ],
    }  # fmt: skip


COLUMNS = [
    Column("number", "编号", "text", 20),
    Column("held_on", "日期", "date", 12),
    Column("area_name", "区域", "text", 16),
    Column("title", "培训", "text", 30),
    Column("subject_label", "内容", "text", 14),
    Column("attended_count", "到场（人次）", "integer", 12),
    Column("place_count", "参加场所（家）", "integer", 14),
    Column("held_at", "地点", "text", 24),
    Column("teacher", "讲师", "text", 16),
    Column("by_name", "登记人", "text", 14),
    Column("void_reason", "作废原因", "text", 20),
]


def workbook(
    *, actor: Actor, area: str = "", search: str = "", subject: str = "", held_from: date | None = None,
    held_to: date | None = None,
) -> bytes:  # fmt: skip
    """Return the XLSX of every training that matches; the export is audited."""
    rows = _shown(list(_matching(actor, area, search, subject, held_from, held_to)[:20_000]))
    with transaction.write():
        audit.record(actor=actor, verb="training.export", area_path=area, changes={"rows": [None, len(rows)]})
    return documents.table_xlsx(sheets=[Sheet("培训", COLUMNS, rows)], watermark=documents.mark_of(actor, area))
