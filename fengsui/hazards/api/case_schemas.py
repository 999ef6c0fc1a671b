"""What a case answers: the row of the list with its steps, limits, photos, witnesses and readers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from fengsui.hazards.api.schemas import HazardRow
from fengsui.hazards.escalation.schemas import CaseLadder
from fengsui.hazards.notices.schemas import NoticeRow


class VerbOffer(Schema):
    """A button of the case: what it does, in words, and why it is grey."""

    verb: str
    label: str
    label_en: str
    consequence: str
    consequence_en: str
    to_state: str
    to_state_label: str
    needs: list[str]
    blocked: bool
    blocked_code: str
    blocked_why: str
    blocked_why_en: str


class Deadline(Schema):
    """The limit of a case and how it was computed."""

    due_on: date | None
    running: bool
    paused_on: date | None
    resume_by: date | None
    provisional: bool
    provisional_label: str
    limit_words: str
    limit_from: date | None
    left_words: str
    computed: str
    overdue: bool


class CaseClock(Schema):
    """One clock of a case: the fix, the review or the check of a complaint; `due_at` where it ends at a moment."""

    code: str
    label: str
    due_on: date | None
    due_at: datetime | None
    computed: str
    overdue: bool


class Witness(Schema):
    """One witness of a case: from where, who, when."""

    id: UUID
    source_kind: str
    source_label: str
    source_id: UUID | None
    at: datetime
    by_name: str
    description: str
    first: bool


class RelatedCase(Schema):
    """A case that belongs to this one, and how."""

    relation: str
    id: UUID
    number: str
    title: str
    state: str
    state_label: str
    found_on: date
    closed_on: date | None


class ExtensionRow(Schema):
    """A request for more time; undecided while `granted` is null."""

    id: UUID
    working_days: int
    reason: str
    safeguards: str
    asked_by_name: str
    asked_at: datetime
    granted: bool | None
    decided_by_name: str
    decided_at: datetime | None
    words: str
    due_before: date | None
    due_after: date | None


class CosignRow(Schema):
    """A countersignature; `mine` says that the reader may give it."""

    id: UUID
    name: str
    asked_by_name: str
    asked_at: datetime
    question: str
    agrees: bool | None
    opinion: str
    given_by_name: str
    given_at: datetime | None
    mine: bool


class CaseContact(Schema):
    """A contact of the place, without the phone."""

    id: UUID
    name: str
    role: str
    role_label: str


class CasePlace(Schema):
    """The place as a case shows it."""

    id: UUID
    number: str
    name: str
    address: str
    class_code: str
    state: str
    state_label: str
    lon: float | None
    lat: float | None
    area_name: str
    contacts: list[CaseContact]


class Step(Schema):
    """One step of the timeline."""

    id: UUID
    sequence: int
    verb: str
    verb_label: str
    from_state: str
    from_state_label: str
    to_state: str
    to_state_label: str
    round: int
    actor_name: str
    at: datetime
    recorded_at: datetime
    received_at: datetime
    late: bool
    note: str
    data: dict[str, Any]


class MarkedCopy(Schema):
    """A copy of a photo with marks drawn on it."""

    id: UUID
    arrived: bool
    url: str
    thumb_url: str


class CasePhoto(Schema):
    """A photo of the case."""

    id: UUID
    role: str
    role_label: str
    arrived: bool
    captured_at: datetime | None
    received_at: datetime
    by_name: str
    sha256: str
    from_gallery: bool
    url: str
    thumb_url: str
    marked: list[MarkedCopy]


class PhotoPair(Schema):
    """A before-photo and the after-photo beside it."""

    before: CasePhoto | None
    after: CasePhoto | None


class Reader(Schema):
    """Who saw the case, and when last."""

    name: str
    at: datetime


class Clause(Schema):
    """A clause the item rests on; `mark` says 待核 while its text has not been verified."""

    text: str
    verified: bool
    mark: str


class HazardCase(HazardRow):
    """The whole case page."""

    rulepack_version: str
    item_title: str
    item_help: str
    item_counted: str
    basis: list[Clause]
    checked_count: int | None
    bad_count: int | None
    found_at: datetime
    source_id: UUID | None
    assignee_kind: str
    assignee_kind_label: str
    assigned_at: datetime | None
    rectifier: str
    fix_reported_by_name: str
    reported_fixed_at: datetime | None
    reviewer_name: str
    review_passed_at: datetime | None
    closed_at: datetime | None
    voided_on: date | None
    void_reason: str
    legal_category_label_en: str
    deadline: Deadline
    clocks: list[CaseClock]
    priority_reasons: list[str]
    witnesses: list[Witness]
    related: list[RelatedCase]
    extensions: list[ExtensionRow]
    ladder: CaseLadder
    cosigns: list[CosignRow]
    place: CasePlace
    timeline: list[Step]
    photos: list[CasePhoto]
    photo_pairs: list[PhotoPair]
    verbs: list[VerbOffer]
    seen_by: list[Reader]
    notice: NoticeRow | None
    why_visible: str
