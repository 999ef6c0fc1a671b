"""Comparing figures over HTTP: now and before, by area, class or month; why two days differ; the trend by month."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from fengsui.figures import kept, queries
from fengsui.figures.compare.explain import explain
from fengsui.figures.compare.queries import compare, require_figure
from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest

router = Router(tags=["figures"])


class WindowOut(Schema):
    """A window of whole days."""

    from_date: date
    to_date: date
    days: int


class NoteOut(Schema):
    """What to mind about a comparison."""

    code: str
    words: str


class ComparedLine(Schema):
    """A value now and before; no percent of nothing, words say why."""

    key: str
    name: str
    now: int
    before: int
    change: int
    percent: float | None
    words: str


class ComparisonOut(Schema):
    """A figure in a period and in the one it is compared with."""

    figure_id: str
    against: str
    now: WindowOut
    before: WindowOut
    notes: list[NoteOut]
    whole: ComparedLine
    by: str
    parts: list[ComparedLine]


class CompareQuery(Schema):
    """The period (default this month), area, what it is compared with and how it is taken apart."""

    model_config = ConfigDict(populate_by_name=True)

    from_date: date | None = Field(None, alias="from")
    to_date: date | None = Field(None, alias="to")
    area: str = Field("", max_length=60)
    against: Literal["previous", "year"] = "previous"
    by: Literal["", "area", "class", "month"] = ""


class Deed(Schema):
    """Who did what to a row, when and why."""

    at: datetime
    verb: str
    label: str
    by_name: str
    why: str


class ChangedRow(Schema):
    """A row that makes a difference."""

    id: str
    label: str
    area_path: str
    reason: Deed | None


class ExplainedOut(Schema):
    """Why a figure differs between two days."""

    figure_id: str
    first: date
    last: date
    before: int
    after: int
    came_total: int
    went_total: int
    came: list[ChangedRow]
    went: list[ChangedRow]
    corrected: list[ChangedRow]


class ExplainQuery(Schema):
    """Two days and an area."""

    first: date
    last: date
    area: str = Field("", max_length=60)


class MonthValue(Schema):
    """A figure's value in a month, or standing at its end."""

    month: date
    value: int


def _window(asked: CompareQuery) -> tuple[date, date]:
    today = clock.local_date()
    end = asked.to_date or today
    return asked.from_date or end.replace(day=1), end


@router.get("/figures/{figure_id}/compare", response=ComparisonOut)
def compare_figure(request: ActorRequest, figure_id: str, asked: Query[CompareQuery]) -> dict[str, Any]:
    """A figure now and before: 环比 (previous) or 同比 (year); which window that is follows from the period alone."""
    start, end = _window(asked)
    return compare(
        queries.figure_of(figure_id), actor=request.actor, start=start, end=end, area_path=asked.area, against=asked.against,
        by=asked.by,
    )  # fmt: skip


@router.get("/figures/{figure_id}/explain", response=ExplainedOut)
def explain_figure(request: ActorRequest, figure_id: str, asked: Query[ExplainQuery]) -> dict[str, Any]:
    """Why a figure differs between two days: rows that came, went and were put right, each with who and why."""
    return explain(queries.figure_of(figure_id), actor=request.actor, first=asked.first, last=asked.last, area_path=asked.area)


@router.get("/figures/{figure_id}/by-month", response=list[MonthValue])
def list_figure_by_month(request: ActorRequest, figure_id: str, asked: Query[CompareQuery]) -> list[dict[str, Any]]:
    """A figure month by month; of a stock what stood at the end of each."""
    figure = queries.figure_of(figure_id)
    require_figure(request.actor, figure, asked.area)
    start, end = _window(asked)
    found = kept.by_month(figure, actor=request.actor, period=queries.period_of(start, end), area_path=asked.area)
    return [{"month": month, "value": value} for month, value in sorted(found.items())]
