"""What the figures' endpoints take and answer."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field


class FigureOut(Schema):
    """One computed figure with its words."""

    id: str
    name: str
    name_en: str
    value: int
    unit: str
    unit_en: str
    definition: str
    version: int
    of: str


class ComparedFigure(FigureOut):
    """A figure beside what it was in the period of the same length just before."""

    before: int


class LoopStep(FigureOut):
    """One step of the day's loop."""

    step: str


class ColumnOut(Schema):
    """One column of the rows behind a figure."""

    key: str
    title: str
    title_en: str
    kind: str


class DefinitionOut(Schema):
    """A figure's whole definition."""

    id: str
    name: str
    name_en: str
    unit: str
    unit_en: str
    definition: str
    definition_en: str
    period_rule: str
    period_rule_label: str
    counted_on: str
    deduplication: str
    exclusions: str
    scope_rule: str
    version: int
    of: str
    subject: str
    by_day: bool
    columns: list[ColumnOut]


class FigureQuery(Schema):
    """Which figures, for which period (both days included; default today) and area (default: all in scope)."""

    model_config = ConfigDict(populate_by_name=True)

    from_date: date | None = Field(None, alias="from")
    to_date: date | None = Field(None, alias="to")
    area: str = Field("", max_length=60)


class FiguresOut(Schema):
    """The values of a period."""

    model_config = ConfigDict(populate_by_name=True)

    from_date: date = Field(serialization_alias="from")
    to_date: date = Field(serialization_alias="to")
    area_path: str
    area_name: str
    simulated: bool
    figures: list[FigureOut]


class FigureRows(Schema):
    """One page of the rows behind a figure; `total` is how many there are: its value, but for sums."""

    figure: FigureOut
    subject: str
    columns: list[ColumnOut]
    items: list[dict[str, Any]]
    total: int
    page: int
    page_size: int


class AreaValue(Schema):
    """A figure's value in one area."""

    area_path: str
    area_name: str
    value: int


class DayValue(Schema):
    """A figure's value on one day."""

    date: date
    value: int


class HazardLine(Schema):
    """A hazard in the day ledger."""

    id: UUID
    number: str
    place_id: UUID
    place_name: str
    place_address: str
    title: str
    grade: str
    grade_label: str
    found_on: date
    due_on: date | None
    due_provisional: bool
    state: str
    state_label: str
    closed_on: date | None
    closed_how: str
    assigned_to: str
    area_path: str


class VisitLine(Schema):
    """A visit in the day ledger."""

    id: UUID
    number: str
    local_date: date
    place_id: UUID
    place_name: str
    outcome: str
    outcome_label: str
    by_name: str
    started_at: datetime
    ended_at: datetime
    received_at: datetime
    hazard_count: int
    area_path: str


class HazardSection(Schema):
    """Hazards of the day: how many, and the rows."""

    total: int
    rows: list[HazardLine]


class VisitSection(Schema):
    """Visits of the day: how many, and the rows."""

    total: int
    rows: list[VisitLine]


class PersonLine(Schema):
    """One person's day."""

    by_account_id: str
    by_name: str
    visits: int
    inspected: int
    hazards: int | None
    first_at: datetime
    last_at: datetime


class DutyLine(Schema):
    """How many hold a kind of post that day."""

    kind: str
    label: str
    count: int


class SealOut(Schema):
    """The last audit seal of the day."""

    number: int
    sha256: str
    sealed_at: datetime


class DayLedgerOut(Schema):
    """The day ledger of an area."""

    title: str
    date: date
    date_words: str
    area_path: str
    area_name: str
    simulated: bool
    provisional: bool
    notes: list[str]
    made_at: datetime
    made_by: str
    figures: list[FigureOut]
    areas: list[dict[str, Any]]
    visits: VisitSection
    found: HazardSection
    closed: HazardSection
    overdue: HazardSection
    people: list[PersonLine]
    on_duty: list[DutyLine]
    seal: SealOut | None


class StreetRow(Schema):
    """One area of the overview: figure id → value, and overdue per 100 places of its ledger."""

    area_path: str
    area_name: str
    values: dict[str, int]
    overdue_per_100: float | None
    shares: dict[str, float | None]


class MeasureOut(Schema):
    """By what the map may be coloured; `worse` is the bad end of it (high or low)."""

    id: str
    name: str
    name_en: str
    unit: str
    worse: str
    formula: str


class CauseOut(Schema):
    """A figure of one day that explains a rise, in words."""

    figure_id: str
    value: int
    date: date
    words: str


class WorseRow(Schema):
    """A figure that rose since yesterday in one area."""

    figure_id: str
    name: str
    area_path: str
    area_name: str
    value: int
    yesterday: int
    change: int
    reason: str
    because: list[CauseOut]
    advice: str


class TrendDay(Schema):
    """One day of the trend: figure id → value."""

    date: date
    values: dict[str, int]


class OverviewOut(Schema):
    """The desk's first page."""

    from_date: date
    before_from: date
    before_to: date
    date: date
    area_path: str
    area_name: str
    level: str
    simulated: bool
    made_at: datetime
    figures: list[ComparedFigure]
    loop: list[LoopStep]
    streets: list[StreetRow]
    rate_formula: str
    measures: list[MeasureOut]
    worse: list[WorseRow]
    trend: list[TrendDay]
