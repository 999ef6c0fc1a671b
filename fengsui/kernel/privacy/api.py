"""The privacy notice for anybody, the reading of it, the table of retention with what is due, requests of persons."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from fengsui.kernel.api.auth import establish
from fengsui.kernel.api.paging import Page, PageQuery, page_of
from fengsui.kernel.api.requests import ActorRequest
from fengsui.kernel.api.responses import download
from fengsui.kernel.privacy import notice, requests, retention

router = Router(tags=["privacy"])


class KindRow(Schema):
    """One kind of personal data; `days` is None for what has no fixed end."""

    code: str
    what: str
    what_en: str
    whose: str
    why: str
    days: int | None
    since: str
    action: str
    action_label: str
    basis: str
    is_verified: bool


class DueRow(KindRow):
    """One kind, and how many rows of it have had their time."""

    due: int


class NoticeSection(Schema):
    """A part of the notice."""

    title: str
    paragraphs: list[str]


class NoticeOut(Schema):
    """The notice in force."""

    version: str
    title: str
    sections: list[NoticeSection]
    table: list[KindRow]


class NoticeRead(Schema):
    """Which version was read."""

    version: str = Field(min_length=1, max_length=30)


class RetentionRunOut(Schema):
    """One run: how many rows of each kind, and what went wrong."""

    ended_at: datetime
    by_name: str
    total: int
    counts: dict[str, int]
    faults: dict[str, str]


class RetentionOut(Schema):
    """The table with what is due now, and the latest run."""

    kinds: list[DueRow]
    last_run: RetentionRunOut | None


@router.get("/privacy/notice", auth=None, response=NoticeOut)
def get_privacy_notice(request: HttpRequest) -> Any:
    """Return what is kept of whom, why and how long; open to everybody."""
    return notice.notice()


@router.post("/privacy/notice/read", auth=establish, response=NoticeRead)
def read_privacy_notice(request: ActorRequest, data: NoticeRead) -> Any:
    """Keep that one has read a version of the notice."""
    return {"version": notice.read_notice(actor=request.actor, operation_id=request.operation_id, seen=data.version)}


@router.get("/privacy/retention", response=RetentionOut)
def get_retention(request: ActorRequest) -> Any:
    """Return the table of what is kept how long, with how many rows are due; nothing is changed."""
    return {"kinds": retention.preview(actor=request.actor), "last_run": retention.last_run()}


class NewRequest(Schema):
    """A request as it came in; the person is looked up by phone, a member of staff also by the sign-in name."""

    id: UUID
    area_path: str = Field(min_length=6, max_length=60)
    kind: Literal["access", "deletion"]
    subject_kind: Literal["contact", "staff", "other"]
    asked_by: Literal["self", "agent", "family"]
    identity_words: str = Field(min_length=2, max_length=200)
    phone: str = Field("", max_length=40)
    username: str = Field("", max_length=60)
    wish: str = Field("", max_length=500)
    received_on: date | None = None


class CountOut(Schema):
    """How much of which kind."""

    what: str
    count: int


class StaysOut(CountOut):
    """How much of which kind stays, and why."""

    why: str


class ResultOut(Schema):
    """What was found, what went, what stays and why."""

    found: list[CountOut] = []
    went: list[CountOut] = []
    stays: list[StaysOut] = []
    note: str = ""


class RequestOut(Schema):
    """One request with its clock and its answer."""

    id: UUID
    number: str
    area_path: str
    kind: str
    kind_label: str
    subject_kind: str
    subject_kind_label: str
    asked_by: str
    asked_by_label: str
    identity_words: str
    wish: str
    phone: str
    username: str
    received_on: date
    due_on: date
    due_words: str
    due_is_verified: bool
    is_overdue: bool
    taken_by_name: str
    decision: str
    decision_label: str
    reason: str
    result: ResultOut
    decided_at: datetime | None
    decided_by_name: str


class HeldOut(Schema):
    """One kind of what is held: how many, the first rows in words, how many may go, why the rest stays."""

    what: str
    count: int
    rows: list[dict[str, Any]]
    goes: int
    stays_why: str


class DecisionIn(Schema):
    """The answer, with the reason."""

    answer: Literal["granted", "partly", "refused"]
    reason: str = Field(min_length=2, max_length=500)


@router.get("/privacy/requests", response=Page[RequestOut])
def list_privacy_requests(request: ActorRequest, page: Query[PageQuery], is_open: bool | None = None) -> Any:
    """List requests: open ones by their limit, then those answered."""
    rows = requests.requests_of(request.actor)
    if is_open is not None:
        rows = rows.filter(decided_at__isnull=is_open)
    return page_of(rows, page.page, page.page_size, requests.show)


@router.post("/privacy/requests", response=RequestOut)
def receive_privacy_request(request: ActorRequest, data: NewRequest) -> Any:
    """Take a request in; its clock starts on the day it was received."""
    return requests.show(requests.receive(actor=request.actor, operation_id=request.operation_id, **data.model_dump()))


@router.get("/privacy/requests/{privacy_request_id}", response=RequestOut)
def get_privacy_request(request: ActorRequest, privacy_request_id: UUID) -> Any:
    """Return one request."""
    return requests.show(requests.request_of(request.actor, privacy_request_id))


@router.get("/privacy/requests/{privacy_request_id}/held", response=list[HeldOut])
def get_privacy_held(request: ActorRequest, privacy_request_id: UUID) -> Any:
    """Gather what is held of the person; that one looked is audited."""
    return requests.held(actor=request.actor, request_id=privacy_request_id)


@router.get("/privacy/requests/{privacy_request_id}/export.xlsx", response={200: bytes})
def export_privacy_held_xlsx(request: ActorRequest, privacy_request_id: UUID) -> HttpResponse:
    """Take what is held away as a workbook, to be handed to the person; audited."""
    row, found = requests.export(actor=request.actor, request_id=privacy_request_id)
    return download(requests.as_xlsx(actor=request.actor, row=row, found=found), f"个人信息-{row.number}.xlsx")


@router.get("/privacy/requests/{privacy_request_id}/export.json", response=dict[str, Any])
def export_privacy_held_json(request: ActorRequest, privacy_request_id: UUID) -> Any:
    """Take what is held away as JSON; audited."""
    row, found = requests.export(actor=request.actor, request_id=privacy_request_id)
    return requests.as_json(row, found)


@router.post("/privacy/requests/{privacy_request_id}/decide", response=RequestOut)
def decide_privacy_request(request: ActorRequest, privacy_request_id: UUID, data: DecisionIn) -> Any:
    """Answer a request with a reason; a deletion granted lets go at once what may go."""
    row = requests.decide(
        actor=request.actor, operation_id=request.operation_id, request_id=privacy_request_id, decision=data.answer,
        reason=data.reason,
    )  # fmt: skip
    return requests.show(row)
