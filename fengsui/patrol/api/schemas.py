"""What the patrol endpoints take and answer."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from fengsui.hazards.api.schemas import CodeLabel, HazardRow
from fengsui.hazards.notices.schemas import NoticeRow
from fengsui.patrol.visit_input import VisitHazardIn, VisitIn, VisitPhotoIn


class VisitRow(Schema):
    """One visit in a list."""

    id: UUID
    number: str
    place_id: UUID
    place_name: str
    place_address: str
    area_path: str
    area_name: str
    outcome: str
    outcome_label: str
    inspected: bool
    local_date: date
    started_at: datetime
    ended_at: datetime
    minutes: float
    received_at: datetime
    by_name: str
    by_account: UUID | None
    item_count: int
    bad_item_count: int
    hazard_count: int
    source: str
    source_label: str
    valid: bool
    clock_flag: str
    clock_flag_label: str
    missing_photos: int


class AnswerOut(Schema):
    """One answer with the item's words of that rule pack."""

    item: str
    title: str
    result: str
    checked: int | None
    bad: int | None
    note: str


class VisitPhoto(Schema):
    """A photo or a clip of a visit; `marked` says that it is a copy with marks drawn on it."""

    id: UUID
    role: str
    role_label: str
    arrived: bool
    media_type: str
    size: int | None
    captured_at: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    marked: bool
    by_name: str
    url: str
    thumb_url: str


class VisitDetail(VisitRow):
    """The whole visit."""

    recorded_at: datetime
    clock_offset_ms: int
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    rulepack_version: str
    checklist_codes: list[str]
    answers: list[AnswerOut]
    signer_name: str
    signature_id: UUID | None
    note: str
    photos: list[VisitPhoto]
    hazards: list[HazardRow]
    notice: NoticeRow | None
    why_visible: str


class SubmitVisitIn(Schema):
    """A visit with the hazards found on it and its photos."""

    visit: VisitIn
    hazards: list[VisitHazardIn] = Field(default_factory=list, max_length=100)
    photos: list[VisitPhotoIn] = Field(default_factory=list, max_length=100)


class VisitReasonIn(Schema):
    """A reason in words."""

    reason: str = Field(default="", max_length=500)


class TaskRow(Schema):
    """One task in a list."""

    id: UUID
    kind: str
    kind_label: str
    state: str
    state_label: str
    place_id: UUID
    place_name: str
    place_address: str
    area_path: str
    area_name: str
    lon: float | None
    lat: float | None
    class_code: str
    hazard_id: UUID | None
    due_on: date
    due_provisional: bool
    overdue: bool
    reason_code: str
    reason: str
    assignee_id: UUID | None
    assignee_name: str
    deferred_to: date | None
    defer_reason: str
    visit_id: UUID | None
    row_version: int


class TodayRow(TaskRow):
    """A door of the day, with its place in the walking order."""

    position: int


class DeferIn(Schema):
    """Put a task off to a day, with a reason."""

    deferred_to: date
    reason: str = Field(default="", max_length=200)


class PlanIn(Schema):
    """Which area and day to plan."""

    area_path: str = Field(min_length=1, max_length=60)
    day: date | None = None


class Planned(Schema):
    """How many tasks a plan opened, by kind, how many periods it found missed, how many tasks went to other people."""

    routine: int
    review: int
    facility: int
    missed: int
    given_on: int


class PatrolCodes(Schema):
    """Enumerations of patrol with their words."""

    task_kinds: list[CodeLabel]
    task_states: list[CodeLabel]
    reasons: list[CodeLabel]
    visit_sources: list[CodeLabel]
    clock_flags: list[CodeLabel]


class Acknowledged(Schema):
    """Said and kept."""

    ok: bool
