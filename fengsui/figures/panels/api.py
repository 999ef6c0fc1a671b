"""Panels over HTTP: which there are, one with its rows, and the same rows as spreadsheet, picture or paper."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Query, Router, Schema

from fengsui.figures.panels import queries
from fengsui.figures.panels.files import Ending, panel_file
from fengsui.figures.schemas import ColumnOut, FigureQuery
from fengsui.kernel.api import ActorRequest, download
from fengsui.kernel.scope import require_anywhere

router = Router(tags=["figures"])


class ChartOut(Schema):
    """How a panel's rows are drawn."""

    kind: str
    label: str
    values: list[str]
    unit: str


class FigurePanelWords(Schema):
    """What a panel is, without its rows."""

    id: str
    title: str
    title_en: str
    definition: str
    definition_en: str
    note: str
    span: Literal["day", "month", "year"]
    columns: list[ColumnOut]
    chart: ChartOut | None


class FigurePanel(FigurePanelWords):
    """A panel with its rows; a row may hold more than the columns, such as the path its name opens."""

    from_date: date
    to_date: date
    area_path: str
    area_name: str
    simulated: bool
    made_at: datetime
    made_by: str
    rows: list[dict[str, Any]]


@router.get("/panels", response=list[FigurePanelWords])
def list_panels(request: ActorRequest) -> Any:
    """List the panels the asker may see."""
    require_anywhere(request.actor, "figures.view")
    return [queries.words_of(panel) for panel in queries.panels_for(request.actor)]


def _file(request: ActorRequest, panel_id: str, ending: Ending, query: FigureQuery) -> HttpResponse:
    content, name = panel_file(
        panel_id, ending, actor=request.actor, start=query.from_date, end=query.to_date, area_path=query.area
    )
    return download(content, name)


@router.get("/panels/{panel_id}.xlsx", response={200: bytes})
def export_panel_xlsx(request: ActorRequest, panel_id: str, query: Query[FigureQuery]) -> HttpResponse:
    """Download a panel's rows as a spreadsheet."""
    return _file(request, panel_id, "xlsx", query)


@router.get("/panels/{panel_id}.png", response={200: bytes})
def export_panel_png(request: ActorRequest, panel_id: str, query: Query[FigureQuery]) -> HttpResponse:
    """Download a panel as a picture."""
    return _file(request, panel_id, "png", query)


@router.get("/panels/{panel_id}.pdf", response={200: bytes})
def export_panel_pdf(request: ActorRequest, panel_id: str, query: Query[FigureQuery]) -> HttpResponse:
    """Download a panel as a paper."""
    return _file(request, panel_id, "pdf", query)


@router.get("/panels/{panel_id}", response=FigurePanel)
def get_panel(request: ActorRequest, panel_id: str, query: Query[FigureQuery]) -> Any:
    """Show a panel for an area and a period; its files hold exactly these rows."""
    return queries.show_panel(
        queries.panel_of(panel_id), actor=request.actor, start=query.from_date, end=query.to_date, area_path=query.area
    )
