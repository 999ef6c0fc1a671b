"""What the hazard endpoints take and answer."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from fengsui.hazards.escalation.schemas import CaseLadder
from fengsui.hazards.notices.schemas import NoticeRow
from fengsui.kernel.evidence import EvidencePhoto


class HazardRow(Schema):
    """One hazard in a list."""

    id: UUID
    number: str
    place_id: UUID
    place_name: str
    place_address: str
    area_path: str
    area_name: str
    item_code: str
    title: str
    description: str
    legal_category: int
    legal_category_label: str
    grade: str
    grade_label: str
    state: str
    state_label: str
    in_stock: bool
    found_on: date
    found_by_name: str
    due_on: date | None
    due_provisional: bool
    overdue: bool
    due_soon: bool
    limit_words: str
    assigned_to: str
    round: int
    closed_on: date | None
    closed_how: str
    closed_how_label: str
    source_kind: str
    source_label: str
    priority: int
    priority_label: str
    witness_count: int
    repeat_count: int
    paused: bool
    resume_by: date | None
    review_due_on: date | None
    review_overdue: bool
    check_due_at: datetime | None
    row_version: int
    missing_photos: int
    notice_number: str
    notice_code: str


class BoardState(Schema):
    """One column of the board."""

    code: str
    label: str
    label_en: str
    count: int
    in_stock: bool


class Board(Schema):
    """Counts of the board for the filters given."""

    states: list[BoardState]
    stock: int
    overdue: int
    due_soon: int
    due_provisional: int
    review_overdue: int
    repeated: int
    several_witnesses: int
    as_of: date


class MapPoint(Schema):
    """Where a feature of the map stands: longitude and latitude."""

    type: Literal["Point"]
    coordinates: tuple[float, float]


class MapMarks(Schema):
    """What a cell or a place of the map holds; a place has an id and a name."""

    n: int
    overdue: int
    due_soon: int
    open: int
    id: UUID | None = None
    name: str = ""


class MapFeature(Schema):
    """A cell of cases, or near by a place with its cases."""

    type: Literal["Feature"]
    geometry: MapPoint
    properties: MapMarks


class HazardMap(Schema):
    """GeoJSON of the cases in view, with every case that matches and those no map can show."""

    type: Literal["FeatureCollection"]
    shown: Literal["points", "clusters"]
    total: int
    in_view: int
    no_position: int
    features: list[MapFeature]


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


class PhotoIn(Schema):
    """A photo as it is announced: hash of the bytes, role, when and where taken. The bytes follow separately."""

    sha256: str = Field(pattern=r"^[0-9a-fA-F]{64}$")
    role: Literal["before", "after", "scene", "review"] = "before"
    id: UUID | None = None
    captured_at: AwareDatetime | None = None
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)
    accuracy_m: float | None = Field(default=None, ge=0)
    from_gallery: bool = False
    note: str = Field(default="", max_length=200)
    annotates: str = Field(default="", pattern=r"^([0-9a-fA-F]{64})?$")

    def as_photo(self) -> EvidencePhoto:
        """Return the photo as the evidence package takes it."""
        return EvidencePhoto(**self.model_dump())


class OpenHazardIn(Schema):
    """A hazard entered at the desk."""

    id: UUID | None = None
    place_id: UUID
    item_code: str = Field(min_length=1, max_length=40)
    description: str = Field(default="", max_length=2000)
    checked_count: int | None = Field(default=None, ge=0, le=1_000_000)
    bad_count: int | None = Field(default=None, ge=0, le=1_000_000)
    limit_working_days: int | None = Field(default=None, ge=0, le=250)
    photos: list[PhotoIn] = Field(default_factory=list, max_length=30)
    fixed_on_site: bool = False
    fix_note: str = Field(default="", max_length=500)
    source_kind: Literal["desk", "report", "letter", "campaign"] = "desk"
    separate: bool = False
    at: AwareDatetime | None = None


class VersionedIn(Schema):
    """What every verb on a case carries: the version the person was looking at."""

    expected_version: int | None = Field(default=None, ge=1)


class AssignIn(VersionedIn):
    """Hand a case to somebody; `due_on` may bring the limit forward."""

    assignee_kind: Literal["member", "organization", "contact"]
    assignee_id: UUID
    due_on: date | None = None
    note: str = Field(default="", max_length=500)


class FixOnSiteIn(VersionedIn):
    """Put right on the spot, with after-photos."""

    photos: list[PhotoIn] = Field(default_factory=list, max_length=30)
    note: str = Field(default="", max_length=500)


class ReportFixedIn(VersionedIn):
    """The place's word that it is fixed."""

    rectifier: str = Field(default="", max_length=150)
    photos: list[PhotoIn] = Field(default_factory=list, max_length=30)
    note: str = Field(default="", max_length=500)
    at: AwareDatetime | None = None


class ReviewIn(VersionedIn):
    """The verdict of a review; a fail needs a reason."""

    passed: bool
    reason: str = Field(default="", max_length=500)
    limit_working_days: int | None = Field(default=None, ge=0, le=250)
    photos: list[PhotoIn] = Field(default_factory=list, max_length=30)
    at: AwareDatetime | None = None


class ReasonIn(VersionedIn):
    """A verb that needs a reason in words."""

    reason: str = Field(default="", max_length=500)


class AddPhotosIn(VersionedIn):
    """Photos added to a case."""

    photos: list[PhotoIn] = Field(min_length=1, max_length=30)
    note: str = Field(default="", max_length=500)


class RecomputeIn(Schema):
    """Where to compute the running limits again."""

    area_path: str = Field(min_length=1, max_length=60)
    reason: str = Field(default="工作日历有变化", max_length=200)


class Recomputed(Schema):
    """How many limits changed."""

    changed: int


class StateOut(Schema):
    """A state of the table."""

    code: str
    label: str
    label_en: str
    in_stock: bool
    limit_runs: bool


class VerbOut(Schema):
    """A verb of the table."""

    code: str
    label: str
    label_en: str
    from_states: list[str]
    to_state: str
    permission: str
    consequence: str
    consequence_en: str
    guards: list[str]


class CodeLabel(Schema):
    """A code with its words."""

    code: str
    label: str
    label_en: str


class HazardCodes(Schema):
    """The state table and the enumerations of hazards, for screens and phones."""

    states: list[StateOut]
    verbs: list[VerbOut]
    grades: list[CodeLabel]
    legal_categories: list[CodeLabel]
    sources: list[CodeLabel]
    assignee_kinds: list[CodeLabel]
