"""Plates to print, and the place behind a scanned plate."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query

from fengsui.kernel.api import ActorRequest, download
from fengsui.kernel.api.jobs import JobOut, show_job
from fengsui.kernel.errors import not_found
from fengsui.places import plate_jobs, plates, queries
from fengsui.places.api.routing import router
from fengsui.places.api.schemas import PlaceDetail
from fengsui.places.filters import PlaceFilters
from fengsui.places.plate_codes import tidy


@router.get("/places/plates.pdf", operation_id="print_plates")
def print_plates(request: ActorRequest, filters: Query[PlaceFilters], size: str = "a4_sheet") -> HttpResponse:
    """The plates of every place that matches, to print and cut; audited."""
    content, count = plates.plates_pdf(actor=request.actor, filters=filters, size=size, base_url=request.build_absolute_uri("/"))
    return download(content, f"场所二维码牌-{count}块.pdf")


@router.post("/places/plates", response=JobOut, operation_id="queue_plates")
def queue_plates(request: ActorRequest, filters: Query[PlaceFilters], size: str = "a4_by_grid") -> dict[str, Any]:
    """Make the plates of every place that matches in the background: a PDF for each community, in one ZIP."""
    row = plate_jobs.queue_plates(
        actor=request.actor,
        operation_id=request.operation_id,
        filters=filters,
        size=size,
        base_url=request.build_absolute_uri("/"),
    )
    return show_job(row, request.actor)


@router.get("/places/plates/{uuid:job_id}.zip", operation_id="download_plates")
def download_plates(request: ActorRequest, job_id: UUID) -> HttpResponse:
    """The ZIP of one's own finished job."""
    return download(*plate_jobs.bundle_of(actor=request.actor, job_id=job_id))


@router.get("/places/{uuid:place_id}/plate.pdf", operation_id="print_plate")
def print_plate(request: ActorRequest, place_id: UUID, size: str = "plate") -> HttpResponse:
    """The plate of one place; audited."""
    place = queries.find(actor=request.actor, place_id=place_id, permission="places.plates")
    content = plates.plate_pdf(actor=request.actor, place=place, size=size, base_url=request.build_absolute_uri("/"))
    return download(content, f"二维码牌-{place.number}.pdf")


@router.get("/places/by-plate/{code}", response=PlaceDetail, operation_id="get_place_by_plate")
def get_place_by_plate(request: ActorRequest, code: str) -> dict[str, Any]:
    """The record behind a scanned plate, when it lies in scope."""
    row = queries.in_scope(request.actor).filter(plate_code=tidy(code)).only("pk").first()
    if row is None:
        raise not_found("场所", "place")
    return queries.detail(actor=request.actor, place_id=row.pk)
