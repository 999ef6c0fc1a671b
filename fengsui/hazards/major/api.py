"""重大火灾隐患 over HTTP: list, export, rules, one case, its verbs; each verb answers with the case as it then stands."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Status

from fengsui.hazards.api.routing import router
from fengsui.hazards.major import queries, services
from fengsui.hazards.major.export import major_workbook
from fengsui.hazards.major.queries import MajorFilters, Sort
from fengsui.hazards.major.schemas import (
    AddHazardsIn,
    DecideIn,
    ListIn,
    MajorCodes,
    MajorCounts,
    MajorDetail,
    MajorRow,
    MeetingIn,
    ServeIn,
    SuspectIn,
)
from fengsui.hazards.major.states import VIEW
from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery, download
from fengsui.kernel.scope import require_anywhere


@router.get("/major-cases", response=Page[MajorRow], operation_id="list_major_cases")
def list_major_cases(
    request: ActorRequest, filters: Query[MajorFilters], page: Query[PageQuery], sort: Sort = "-opened_on"
) -> Paged[dict[str, Any]]:
    """One page of the cases in scope."""
    return queries.list_cases(actor=request.actor, filters=filters, sort=sort, page=page.page, page_size=page.page_size)


@router.get("/major-cases/export.xlsx", operation_id="export_major_cases")
def export_major_cases(request: ActorRequest, filters: Query[MajorFilters], sort: Sort = "-opened_on") -> HttpResponse:
    """Every row of the list as a spreadsheet; the export is audited."""
    content = major_workbook(actor=request.actor, filters=filters, sort=sort)
    return download(content, f"重大火灾隐患-{clock.local_date():%Y%m%d}.xlsx")


@router.get("/major-cases/counts", response=MajorCounts, operation_id="count_major_cases")
def count_major_cases(request: ActorRequest, filters: Query[MajorFilters]) -> dict[str, Any]:
    """How many cases stand in each state, for the same filters as the list."""
    return queries.counts(actor=request.actor, filters=filters)


@router.get("/major-cases/codes", response=MajorCodes, operation_id="major_case_codes")
def major_case_codes(request: ActorRequest) -> dict[str, Any]:
    """States and rules in words, with the state of every clause."""
    require_anywhere(request.actor, VIEW)
    return queries.codes()


@router.get("/major-cases/{uuid:major_id}", response=MajorDetail, operation_id="get_major_case")
def get_major_case(request: ActorRequest, major_id: UUID) -> dict[str, Any]:
    """The whole case; reading it is audited."""
    return queries.case(actor=request.actor, major_id=major_id)


@router.get("/places/{uuid:place_id}/major-cases", response=list[MajorRow], operation_id="list_place_major_cases")
def list_place_major_cases(request: ActorRequest, place_id: UUID) -> list[dict[str, Any]]:
    """The cases of one place, the open one first."""
    require_anywhere(request.actor, VIEW)
    return queries.of_place(actor=request.actor, place_id=place_id)


def _answer(request: ActorRequest, major_id: UUID) -> dict[str, Any]:
    return queries.case(actor=request.actor, major_id=major_id, opened=False)


@router.post("/major-cases", response={201: MajorDetail}, operation_id="suspect_major_case")
def suspect_major_case(request: ActorRequest, payload: SuspectIn) -> Status[dict[str, Any]]:
    """Raise a suspicion as a person."""
    row = services.suspect(actor=request.actor, operation_id=request.operation_id, **payload.model_dump())
    return Status(201, _answer(request, row.pk))


@router.post("/major-cases/{uuid:major_id}/hazards", response=MajorDetail, operation_id="add_major_case_hazards")
def add_major_case_hazards(request: ActorRequest, major_id: UUID, payload: AddHazardsIn) -> dict[str, Any]:
    """Put further hazards of the place into the case."""
    row = services.add_hazards(actor=request.actor, operation_id=request.operation_id, major_id=major_id, **payload.model_dump())
    return _answer(request, row.pk)


@router.post("/major-cases/{uuid:major_id}/decide", response=MajorDetail, operation_id="decide_major_case")
def decide_major_case(request: ActorRequest, major_id: UUID, payload: DecideIn) -> dict[str, Any]:
    """Record the collective decision that it is a major hazard."""
    row = services.decide(
        actor=request.actor, operation_id=request.operation_id, major_id=major_id, meeting=payload.as_meeting(),
        limit_on=payload.limit_on, expected_version=payload.expected_version,
    )  # fmt: skip
    return _answer(request, row.pk)


@router.post("/major-cases/{uuid:major_id}/dismiss", response=MajorDetail, operation_id="dismiss_major_case")
def dismiss_major_case(request: ActorRequest, major_id: UUID, payload: MeetingIn) -> dict[str, Any]:
    """Record the collective decision that it is none."""
    row = services.dismiss(
        actor=request.actor, operation_id=request.operation_id, major_id=major_id, meeting=payload.as_meeting(),
        expected_version=payload.expected_version,
    )  # fmt: skip
    return _answer(request, row.pk)


@router.post("/major-cases/{uuid:major_id}/serve", response=MajorDetail, operation_id="serve_major_case")
def serve_major_case(request: ActorRequest, major_id: UUID, payload: ServeIn) -> dict[str, Any]:
    """Record that the notice was served."""
    row = services.serve(actor=request.actor, operation_id=request.operation_id, major_id=major_id, **payload.model_dump())
    return _answer(request, row.pk)


@router.post("/major-cases/{uuid:major_id}/list", response=MajorDetail, operation_id="enlist_major_case")
def enlist_major_case(request: ActorRequest, major_id: UUID, payload: ListIn) -> dict[str, Any]:
    """Record that a government put it on its list."""
    row = services.enlist(actor=request.actor, operation_id=request.operation_id, major_id=major_id, **payload.model_dump())
    return _answer(request, row.pk)


@router.post("/major-cases/{uuid:major_id}/release", response=MajorDetail, operation_id="release_major_case")
def release_major_case(request: ActorRequest, major_id: UUID, payload: MeetingIn) -> dict[str, Any]:
    """Record the collective decision that it is put right."""
    row = services.release(
        actor=request.actor, operation_id=request.operation_id, major_id=major_id, meeting=payload.as_meeting(),
        expected_version=payload.expected_version,
    )  # fmt: skip
    return _answer(request, row.pk)
