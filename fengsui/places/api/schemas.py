"""What the ledger's endpoints answer."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema


class Code(Schema):
    """One value of an enumeration with its words."""

    code: str
    label: str
    label_en: str


class StateCode(Code):
    """A state, whether it counts in the stock, whether routine visits go there."""

    in_stock: bool
    patrolled: bool


class InputCode(Code):
    """An input of the class: its unit and what kind of value it is."""

    unit: str
    kind: str


class VerbCode(Code):
    """A row of the state table."""

    from_states: list[str]
    to_state: str
    permission: str
    consequence: str
    consequence_en: str
    needs: list[str]


class PlaceCodes(Schema):
    """Every enumeration the ledger's screens need."""

    states: list[StateCode]
    verbs: list[VerbCode]
    kinds: list[Code]
    contact_roles: list[Code]
    facility_kinds: list[Code]
    facility_states: list[Code]
    sources: list[Code]
    key_unit_statuses: list[Code]
    missing: list[Code]
    inputs: list[InputCode]
    activities: list[Code]
    classes: list[Code]
    plate_sizes: list[Code]
    counts: list[Code]
    rulepack_version: str


class PlaceRow(Schema):
    """A place as a row of the list; the phone is masked, `counts` holds what other packages count of it."""

    id: UUID
    number: str
    kind: str
    kind_label: str
    name: str
    address: str
    area_path: str
    area_name: str
    line: str
    activity: str
    activity_label: str
    class_code: str
    class_label: str
    class_conflict: bool
    class_overridden: bool
    key_unit_status: str
    key_unit_label: str
    key_unit_suggested: bool
    state: str
    state_label: str
    in_stock: bool
    contact_name: str
    contact_phone: str
    lon: float | None
    lat: float | None
    plate_code: str
    source: str
    source_label: str
    is_simulated: bool
    row_version: int
    updated_at: datetime
    counts: dict[str, int]


class PlaceSummary(Schema):
    """Counts of the rows that match the filters."""

    total: int
    in_stock: int
    class_conflict: int
    no_point: int
    no_class: int
    by_state: dict[str, int]
    by_class: dict[str, int]


class OtherPlace(Schema):
    """Another record this one points to."""

    id: UUID
    number: str
    name: str


class MergedPlace(OtherPlace):
    """A record merged into this one: when, by whom, why."""

    at: datetime
    by_name: str
    reason: str


class KindCount(Schema):
    """How many records of a kind lie inside."""

    kind: str
    count: int


class ContactOut(Schema):
    """A contact with its phone masked."""

    id: UUID
    name: str
    role: str
    role_label: str
    phone: str
    has_phone: bool
    is_primary: bool
    note: str


class FacilityOut(Schema):
    """A facility of a place."""

    id: UUID
    kind: str
    kind_label: str
    label: str
    quantity: int
    position: str
    installed_on: date | None
    expires_on: date | None
    standard_edition: str
    state: str
    state_label: str
    note: str


class FacilityRow(FacilityOut):
    """A facility in the list across places."""

    place_id: UUID
    place_number: str
    place_name: str
    place_address: str
    area_path: str
    area_name: str
    expired: bool
    days_left: int | None


class PhotoOut(Schema):
    """A photo of a place; its bytes are at /evidence/{id}."""

    id: UUID
    role: str
    arrived: bool
    captured_at: datetime | None
    received_at: datetime
    by_name: str
    note: str


class ClassChangeOut(Schema):
    """One change of class."""

    at: datetime
    kind: str
    kind_label: str
    from_class: str
    from_label: str
    to_class: str
    to_label: str
    inputs: dict[str, Any]
    reasons: list[str]
    reason: str
    rulepack_version: str
    by_name: str


class StateChangeOut(Schema):
    """One step of the place's life."""

    at: datetime
    on: date
    verb: str
    verb_label: str
    from_state: str
    from_label: str
    to_state: str
    to_label: str
    reason: str
    by_name: str


class PlaceVerbOffer(Schema):
    """A step that may be taken now."""

    verb: str
    label: str
    label_en: str
    to_state: str
    to_state_label: str
    consequence: str
    consequence_en: str
    needs: list[str]


class PanelOut(Schema):
    """A part of the page that another package fills."""

    key: str
    title: str
    title_en: str
    rows: list[dict[str, Any]]


class PlaceDetail(PlaceRow):
    """The whole record."""

    credit_code: str
    note: str
    external_id: str
    created_at: datetime
    coordinate_source: str
    coordinate_source_label: str
    inputs: dict[str, Any]
    inputs_words: list[str]
    class_declared: str
    class_declared_label: str
    class_computed: str
    class_computed_label: str
    class_reason: str
    class_reasons: list[str]
    class_missing: list[Code]
    rulepack_version: str
    state_since: date | None
    compound: OtherPlace | None
    building: OtherPlace | None
    merged_into: OtherPlace | None
    merged_here: list[MergedPlace]
    shared_manager: str
    shared_manager_organization_id: UUID | None
    shared_manager_organization_name: str
    contains: list[KindCount]
    contacts: list[ContactOut]
    facilities: list[FacilityOut]
    photos: list[PhotoOut]
    class_changes: list[ClassChangeOut]
    state_changes: list[StateChangeOut]
    verbs: list[PlaceVerbOffer]
    may: list[str]
    explain: str
    panels: list[PanelOut]


class ThenDifference(Schema):
    """One field that reads otherwise today."""

    field: str
    label: str
    then: str
    now: str


class PlaceThen(Schema):
    """A record as it stood at the end of a day; `existed` is false before it was made, and then the rest is empty."""

    on: date
    existed: bool
    row: PlaceRow | None = None
    inputs_words: list[str] = []
    credit_code: str = ""
    note: str = ""
    contacts: list[ContactOut] = []
    facilities: list[FacilityOut] = []
    panels: list[PanelOut] = []
    differences: list[ThenDifference] = []


class Phone(Schema):
    """A whole number."""

    phone: str


class SimilarReason(Schema):
    """One reason for or against."""

    code: str
    label: str
    label_en: str
    weight: float


class SimilarPlace(Schema):
    """A record that may be the same place."""

    id: UUID
    number: str
    name: str
    address: str
    area_name: str
    state: str
    state_label: str
    score: float
    certain: bool
    reasons: list[SimilarReason]


class KeyUnitOffer(Schema):
    """A step of the key-unit table that may be taken now."""

    verb: str
    label: str
    label_en: str
    to_status: str
    to_status_label: str
    consequence: str
    consequence_en: str
    needs: list[str]


class KeyUnitStepOut(Schema):
    """A step taken; `paper_id` is the photo of its paper, at /evidence/{id}."""

    verb: str
    verb_label: str
    to_status: str
    to_status_label: str
    on: date
    document: str
    reason: str
    paper_id: UUID | None
    by_name: str
    at: datetime


class KeyUnitOut(Schema):
    """A place's way as a key unit."""

    status: str
    status_label: str
    listed: bool
    suggested: bool
    verbs: list[KeyUnitOffer]
    steps: list[KeyUnitStepOut]
