"""The board of the five steps over HTTP: shares, and the rows behind each, also as a spreadsheet."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from fengsui.figures.steps import queries
from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery, download

router = Router(tags=["figures"])


class StepWords(Schema):
    """A step and what it means."""

    code: str
    label: str
    label_en: str
    definition: str


class Share(Schema):
    """How many of how many; no percent of none."""

    done: int
    of: int
    percent: float | None


class BoardPart(Schema):
    """A part of the board: an area or a class, with its five shares."""

    key: str
    name: str
    stock: int
    shares: dict[str, Share]


class StepBoard(Schema):
    """The board of an area."""

    from_date: date
    to_date: date
    area_path: str
    area_name: str
    by: str
    steps: list[StepWords]
    whole: BoardPart
    parts: list[BoardPart]


class StepRow(Schema):
    """A place behind a share."""

    id: UUID
    number: str
    name: str
    address: str
    class_label: str
    state_label: str
    area_path: str
    area_name: str
    lacking: str


class BoardQuery(Schema):
    """What the board is asked for: period, area, class, and by what it is taken apart."""

    start: date | None = None
    end: date | None = None
    area: str = Field(default="", max_length=60)
    class_code: str = Field(default="", max_length=40)


@router.get("/steps", response=StepBoard)
def get_step_board(request: ActorRequest, asked: Query[BoardQuery], by: Literal["area", "class"] = "area") -> dict[str, Any]:
    """The five shares of an area and of its parts."""
    return queries.board(actor=request.actor, by=by, **asked.model_dump())


@router.get("/steps/{step}/rows.xlsx")
def export_step_rows(request: ActorRequest, step: str, asked: Query[BoardQuery], done: bool = False) -> HttpResponse:
    """The places behind a share as a spreadsheet; the export is audited."""
    content = queries.workbook(actor=request.actor, step=step, done=done, **asked.model_dump())
    return download(content, f"五步法明细-{clock.local_date():%Y%m%d}.xlsx")


@router.get("/steps/{step}/rows", response=Page[StepRow])
def list_step_rows(
    request: ActorRequest, step: str, asked: Query[BoardQuery], page: Query[PageQuery], done: bool = False
) -> Paged[dict[str, Any]]:
    """The places behind a share: done, or not done."""
    return queries.step_rows(
        actor=request.actor, step=step, done=done, page=page.page, page_size=page.page_size, **asked.model_dump()
    )
