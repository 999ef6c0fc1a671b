"""What the phone's endpoints take and answer: operations, the work pack, what is left on a phone."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from fengsui.hazards.api.schemas import HazardRow
from fengsui.hazards.notices.schemas import NoticeMark
from fengsui.patrol.api.schemas import TaskRow


class OperationIn(Schema):
    """One operation of a phone. Loose on purpose: each is checked by itself and gets its own result."""

    id: str = Field(max_length=64)
    kind: str = Field(default="", max_length=100)
    recorded_at: str = Field(default="", max_length=64)
    device_now: str = Field(default="", max_length=64)
    payload: dict[str, Any] = Field(default_factory=dict)


class SyncIn(Schema):
    """A batch of operations, at most 200, in the order they were made."""

    # Far more than a batch may hold is refused while it is read; what is a little too much is told the limit in words.
    operations: list[OperationIn] = Field(max_length=1_000)


class SyncSubject(Schema):
    """What an operation made or changed; `notice` where a visit found hazards."""

    type: str
    id: str
    number: str
    notice: NoticeMark | None = None


class KeptVersion(Schema):
    """One person's word on a field: the value, its words, who wrote it when (empty: as it stood in the ledger)."""

    value: Any
    words: str
    by: str
    at: str


class KeptVersions(Schema):
    """A field on which two people differ: this record's word and the one that stands. kind: different, both (kept)."""

    field: str
    label: str
    kind: Literal["different", "both"]
    this: KeptVersion
    other: KeptVersion


class SyncSettled(Schema):
    """How a person settled an operation."""

    choice: str
    note: str
    at: datetime | None


class SyncResult(Schema):
    """The result of one operation. `waiting`: kept until what it refers to arrives. `retry`: send it again later."""

    id: str
    status: Literal["accepted", "merged", "duplicate", "conflict", "rejected"]
    waiting: bool
    retry: bool
    problem: dict[str, Any] | None
    subject: SyncSubject | None
    versions: list[KeptVersions] = Field(default_factory=list)
    settled: SyncSettled | None = None


class SyncOut(Schema):
    """One result an operation, in the order sent, and the server's time."""

    results: list[SyncResult]
    server_now: datetime


class PackPlace(Schema):
    """The least a door needs."""

    id: UUID
    number: str
    name: str
    address: str
    search_text: str
    area_path: str
    class_code: str
    state: str
    lon: float | None
    lat: float | None
    plate_code: str
    row_version: int


class PackArea(Schema):
    """An area of the phone's scope."""

    id: UUID
    path: str
    code: str
    name: str
    level: str
    centre_lon: float | None
    centre_lat: float | None


class PackGone(Schema):
    """What the phone may drop."""

    places: list[UUID]
    hazards: list[UUID]
    tasks: list[UUID]


class PackKept(Schema):
    """How a person settled one of the phone's own records."""

    id: UUID
    state: str
    choice: str
    words: str
    at: datetime | None


class PackMe(Schema):
    """Who the pack is for."""

    account_id: UUID | None
    name: str
    roles: list[dict[str, str]]
    areas: list[str]


class RescueKey(Schema):
    """The public half of the installation's rescue key: base64 of the SPKI DER, and 16 hex of its SHA-256."""

    id: str
    spki: str


class EscrowIn(Schema):
    """A phone's data key locked to the installation; epk, iv and ct in base64."""

    key_id: str = Field(max_length=64)
    epk: str = Field(max_length=200)
    iv: str = Field(max_length=64)
    ct: str = Field(max_length=200)


class PhoneKey(Schema):
    """The data key: base64 of 32 bytes."""

    key: str


class PackBuilding(Schema):
    """A residential building on the phone; `last` holds door → [outcome, day]."""

    id: UUID
    name: str
    area_path: str
    units: int
    floors: int
    first_floor: int
    doors_per_floor: int
    skipped: list[str]
    last: dict[str, tuple[str, date]]


class CodeWords(Schema):
    """A code with its words."""

    code: str
    label: str
    label_en: str


class HouseholdCodes(Schema):
    """What a phone offers at a door."""

    outcomes: list[CodeWords]
    topics: list[CodeWords]
    hazards: list[CodeWords]


class Pack(Schema):
    """The work pack of a phone."""

    generated_at: datetime
    cursor: str
    full: bool
    areas: list[PackArea]
    places: list[PackPlace]
    hazards: list[HazardRow]
    tasks: list[TaskRow]
    gone: PackGone
    buildings: list[PackBuilding]
    household_codes: HouseholdCodes
    kept: list[PackKept]
    rules: dict[str, Any]
    rescue_key: RescueKey
    me: PackMe


class UnsentIn(Schema):
    """What a phone still holds."""

    unsent_operations: int = Field(ge=0, le=1_000_000)
    unsent_photos: int = Field(ge=0, le=1_000_000)
    oldest_unsent_at: AwareDatetime | None = None
    app_version: str = Field(default="", max_length=40)
    storage_persisted: bool | None = None


class PhoneReportOut(Schema):
    """A phone and what it still holds."""

    id: UUID
    account_id: UUID
    name: str
    area_path: str
    unsent_operations: int
    unsent_photos: int
    oldest_unsent_at: datetime | None
    over_a_day: bool
    app_version: str
    storage_persisted: bool | None
    reported_at: datetime


class KeptOperation(Schema):
    """An operation kept on the server because it could not be accepted, or waits."""

    id: UUID
    kind: str
    kind_label: str
    state: str
    state_label: str
    by_name: str
    recorded_at: datetime
    received_at: datetime
    happened_at: datetime
    tries: int
    problem: dict[str, Any] | None
    why: str
    versions: list[KeptVersions]
    subject: SyncSubject | None
    payload: dict[str, Any]
    settled_words: str
    settled_note: str
    settled_at: datetime | None
    may_settle: bool


class SettleIn(Schema):
    """How a kept operation was dealt with."""

    note: str = Field(default="", max_length=300)
    choice: Literal["take", "former", "both", "hand"] = "hand"
    values: dict[str, str] = Field(default_factory=dict, max_length=20)
