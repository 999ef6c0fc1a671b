"""What the bulletins' endpoints take and answer."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from fengsui.figures.freeze.api import FlagOut, FrozenRow

KindCode = Literal["daily", "weekly", "monthly"]


class BulletinRow(Schema):
    """One bulletin in the list."""

    id: UUID
    kind: str
    kind_label: str
    state: str
    state_label: str
    area_path: str
    area_name: str
    from_date: date
    to_date: date
    period: str
    number: str
    issue: str
    drafted_at: datetime
    drafted_by: str
    checked_by: str
    issued_at: datetime | None
    issued_by: str
    void_reason: str
    files: list[str]
    row_version: int


class BulletinStep(Schema):
    """A step open to the asker, its consequence, and what stands in its way."""

    verb: str
    label: str
    label_en: str
    consequence: str
    needs_reason: bool
    hindered: str


class TableColumn(Schema):
    """One column of a table in a bulletin."""

    key: str
    title: str
    kind: str


class TableOut(Schema):
    """A table of a bulletin."""

    caption: str
    columns: list[TableColumn]
    rows: list[dict[str, Any]]
    note: str


class ChartSpec(Schema):
    """How a chart is drawn."""

    kind: str
    label: str
    values: list[str]
    names: list[str]
    unit: str


class ChartBlock(Schema):
    """A chart of a bulletin."""

    caption: str
    spec: ChartSpec
    rows: list[dict[str, Any]]


class BlockOut(Schema):
    """One part of a bulletin in order."""

    type: Literal["heading", "paragraph", "table", "chart", "annex"]
    level: int
    number: int
    text: str
    table: TableOut | None = None
    chart: ChartBlock | None = None


class BulletinContent(Schema):
    """What a bulletin says."""

    title: str
    organ: str
    issue: str
    period: str
    date_words: str
    provisional: bool
    simulated: bool
    blocks: list[BlockOut]
    text: str


class LockOut(FrozenRow):
    """The frozen report that locks a bulletin's numbers, and the flags about it."""

    flags: list[FlagOut]


class BulletinDetail(BulletinRow):
    """A bulletin with its words, its content, and the steps open to the asker."""

    title: str
    body: str
    short: str
    template_version: int
    return_reason: str
    facts_sha256: str
    lock_number: str
    lock: LockOut | None
    counted: bool
    content: BulletinContent | None
    steps: list[BulletinStep]


class NewBulletin(Schema):
    """What to draft: a kind for an area, and a day of the period (default: the one that is due)."""

    kind: KindCode
    area_path: str = Field(max_length=60)
    day: date | None = None


class SaveBulletin(Schema):
    """The words of a draft, and the row version they were edited from."""

    title: str = Field(min_length=2, max_length=200)
    body: str = Field(min_length=2, max_length=20_000)
    short: str = Field(max_length=2_000)
    row_version: int


class StepBulletin(Schema):
    """A step, from which row version, and why."""

    row_version: int
    reason: str = Field(default="", max_length=500)


class NamedWords(Schema):
    """A name that a wording may use, and what it says."""

    name: str
    words: str


class TemplateVersion(Schema):
    """One version of a wording."""

    version: int
    by_name: str
    made_at: datetime
    is_default: bool


class TemplateOut(Schema):
    """The wording of a kind in force for an area."""

    kind: str
    area_path: str
    from_area: str
    version: int
    is_default: bool
    title: str
    body: str
    short: str
    versions: list[TemplateVersion]
    fields: list[NamedWords]
    tables: list[NamedWords]
    charts: list[NamedWords]


class TemplateWords(Schema):
    """A wording to try."""

    area_path: str = Field(max_length=60)
    title: str = Field(min_length=2, max_length=200)
    body: str = Field(min_length=2, max_length=20_000)
    short: str = Field(max_length=2_000)


class SaveTemplate(TemplateWords):
    """A wording to keep, the version it was edited from; or back to the shipped one."""

    from_version: int
    to_default: bool = False


class PreviewOut(Schema):
    """What a wording would say of the last whole period."""

    period: str
    title: str
    blocks: list[BlockOut]
    text: str
    simulated: bool


class KindSchedule(Schema):
    """Whether a kind is drafted by itself, and at what hour."""

    active: bool
    hour: int = Field(ge=0, le=23)


class BulletinSettings(Schema):
    """An area's settings."""

    organ: str = Field(default="", max_length=60)
    daily: KindSchedule
    weekly: KindSchedule
    monthly: KindSchedule


class SaveSettings(BulletinSettings):
    """An area's settings to keep."""

    area_path: str = Field(max_length=60)
