"""A person's page over HTTP."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from fengsui.figures import queries
from fengsui.figures.panels.files import Ending
from fengsui.figures.people.files import work_file
from fengsui.figures.people.work import work
from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest, download
from fengsui.kernel.figure import Period

router = Router(tags=["figures"])
USUAL_DAYS = 30


class WorkRow(Schema):
    """One piece of work: when, where, what, and the page that opens it."""

    id: UUID
    date: date
    place: str
    words: str
    link: str


class WorkDay(Schema):
    """Inspections of one day."""

    date: date
    visits: int


class WorkOut(Schema):
    """A person's work over a period; `own` when it is the reader's."""

    id: UUID
    name: str
    area_path: str
    posts: list[str]
    own: bool
    from_date: date
    to_date: date
    counts: dict[str, int]
    by_day: list[WorkDay]
    visits: list[WorkRow]
    tasks: list[WorkRow]
    hazards: list[WorkRow]
    reviews: list[WorkRow]
    doubts: list[WorkRow]


@router.get("/members/{member_id}/work", response=WorkOut)
def get_member_work(request: ActorRequest, member_id: UUID, start: date | None = None, end: date | None = None) -> Any:
    """Show what one person did, by default in the last 30 days: to those in scope, and to the person."""
    return work(actor=request.actor, member_id=member_id, period=_period(start, end))


def _period(start: date | None, end: date | None) -> Period:
    last = end or clock.local_date()
    return queries.period_of(start or last - timedelta(days=USUAL_DAYS - 1), last)


def _file(
    request: ActorRequest, member_id: UUID, part: str, ending: Ending, span: tuple[date | None, date | None]
) -> HttpResponse:
    content, name = work_file(actor=request.actor, member_id=member_id, period=_period(*span), part=part, ending=ending)
    return download(content, name)


@router.get("/members/{member_id}/panels/{part}.xlsx", response={200: bytes})
def export_work_xlsx(
    request: ActorRequest, member_id: UUID, part: str, start: date | None = None, end: date | None = None
) -> HttpResponse:
    """Download a panel of a person's page as a spreadsheet."""
    return _file(request, member_id, part, "xlsx", (start, end))


@router.get("/members/{member_id}/panels/{part}.png", response={200: bytes})
def export_work_png(
    request: ActorRequest, member_id: UUID, part: str, start: date | None = None, end: date | None = None
) -> HttpResponse:
    """Download a panel of a person's page as a picture."""
    return _file(request, member_id, part, "png", (start, end))


@router.get("/members/{member_id}/panels/{part}.pdf", response={200: bytes})
def export_work_pdf(
    request: ActorRequest, member_id: UUID, part: str, start: date | None = None, end: date | None = None
) -> HttpResponse:
    """Download a panel of a person's page as a paper."""
    return _file(request, member_id, part, "pdf", (start, end))
