"""What the lists of hazards answer: rows, board, map, the codes with their words."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema


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
    """One column of the board; `count_is_least` where there are more than `count`."""

    code: str
    label: str
    label_en: str
    count: int
    count_is_least: bool
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
