"""The figures' endpoints: values, the rows behind them, by area, by day; overview; day ledger on screen and as files."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from fengsui.figures import queries
from fengsui.figures.bulletins.api import router as bulletins_router
from fengsui.figures.catalogue.api import router as catalogue_router
from fengsui.figures.compare.api import router as compare_router
from fengsui.figures.day_ledger import day_ledger, day_ledger_pdf, day_ledger_xlsx
from fengsui.figures.day_ledger.build import figure_row
from fengsui.figures.export import figure_xlsx
from fengsui.figures.freeze.api import router as freeze_router
from fengsui.figures.overview import overview
from fengsui.figures.panels.api import router as panels_router
from fengsui.figures.people.api import router as people_router
from fengsui.figures.schemas import (
    AreaValue,
    DayLedgerOut,
    DayValue,
    DefinitionOut,
    FigureQuery,
    FigureRows,
    FiguresOut,
    OverviewOut,
)
from fengsui.figures.steps.api import router as steps_router
from fengsui.kernel import clock, settings_store
from fengsui.kernel.api import ActorRequest, PageQuery, download
from fengsui.kernel.figure import PERIOD_RULES, Figure, FigureValue, Period, unit_label
from fengsui.kernel.scope import require_anywhere

router = Router(tags=["figures"])
router.add_router("", bulletins_router)
router.add_router("", catalogue_router)
router.add_router("", compare_router)
router.add_router("", freeze_router)
router.add_router("", panels_router)
router.add_router("", people_router)
router.add_router("", steps_router)
ROWS_ON_SCREEN = 100


def _period(query: FigureQuery) -> Period:
    today = clock.local_date()
    end = query.to_date or today
    return queries.period_of(query.from_date or end, end)


def _columns(figure: Figure) -> list[dict[str, str]]:
    return [{"key": c.key, "title": c.zh, "title_en": c.en, "kind": c.kind} for c in figure.columns]


def _area_name(path: str) -> str:
    return queries.area_names([path])[path] if path else "全部数据范围"


@router.get("/figures", response=FiguresOut, by_alias=True)
def list_figures(request: ActorRequest, query: Query[FigureQuery]) -> Any:
    """Compute every figure the asker may see for a period and an area."""
    period = _period(query)
    computed = queries.values(actor=request.actor, period=period, area_path=query.area)
    return {
        "from_date": period.start,
        "to_date": period.end,
        "area_path": query.area,
        "area_name": _area_name(query.area),
        "simulated": settings_store.is_demo(),
        "figures": [figure_row(item) for item in computed.values()],
    }


@router.get("/figures/definitions", response=list[DefinitionOut])
def list_figure_definitions(request: ActorRequest) -> Any:
    """List the definitions (口径) of all figures the asker may see."""
    require_anywhere(request.actor, "figures.view")
    return [
        {
            "id": figure.id,
            "name": figure.zh,
            "name_en": figure.en,
            "unit": unit_label(figure.unit),
            "unit_en": unit_label(figure.unit, "en"),
            "definition": figure.definition,
            "definition_en": figure.definition_en,
            "period_rule": figure.period_rule,
            "period_rule_label": PERIOD_RULES[figure.period_rule][0],
            "counted_on": figure.counted_on,
            "deduplication": figure.deduplication,
            "exclusions": figure.exclusions,
            "scope_rule": figure.scope_rule,
            "version": figure.version,
            "of": figure.of,
            "subject": figure.subject,
            "by_day": bool(figure.day_field) and figure.period_rule == "flow",
            "columns": _columns(figure),
        }
        for figure in queries.figures_for(request.actor)
    ]


@router.get("/figures/{figure_id}/rows", response=FigureRows)
def list_figure_rows(request: ActorRequest, figure_id: str, query: Query[FigureQuery], page: Query[PageQuery]) -> Any:
    """Open a figure to the rows it counts; their total is its value."""
    figure, period = queries.figure_of(figure_id), _period(query)
    start = (page.page - 1) * page.page_size
    total, items = queries.rows(
        figure, actor=request.actor, period=period, area_path=query.area, start=start, stop=start + page.page_size
    )
    amount = queries.value(figure, actor=request.actor, period=period, area_path=query.area).value if figure.amount else total
    return {
        "figure": figure_row(FigureValue(figure, period, query.area, amount)),
        "subject": figure.subject,
        "columns": _columns(figure),
        "items": items,
        "total": total,
        "page": page.page,
        "page_size": page.page_size,
    }


@router.get("/figures/{figure_id}/rows.xlsx", response={200: bytes})
def export_figure_rows(request: ActorRequest, figure_id: str, query: Query[FigureQuery]) -> HttpResponse:
    """Download all rows behind a figure."""
    figure, period = queries.figure_of(figure_id), _period(query)
    content = figure_xlsx(figure, actor=request.actor, period=period, area_path=query.area)
    return download(content, f"{figure.zh}_{period.start}_{period.end}.xlsx")


@router.get("/figures/{figure_id}/by-area", response=list[AreaValue])
def list_figure_by_area(request: ActorRequest, figure_id: str, query: Query[FigureQuery], level: str = "street") -> Any:
    """Split a figure by area at a level (district, street, community, grid)."""
    queries.require_area(request.actor, query.area)
    figure = queries.figure_of(figure_id)
    found = queries.by_area(figure, actor=request.actor, period=_period(query), area_path=query.area, level=level)
    names = queries.area_names(found)
    return [{"area_path": path, "area_name": names[path], "value": found[path]} for path in sorted(found)]


@router.get("/figures/{figure_id}/by-day", response=list[DayValue])
def list_figure_by_day(request: ActorRequest, figure_id: str, query: Query[FigureQuery]) -> Any:
    """Split a flow by day; days without a record are left out."""
    queries.require_area(request.actor, query.area)
    found = queries.by_day(queries.figure_of(figure_id), actor=request.actor, period=_period(query), area_path=query.area)
    return [{"date": day, "value": found[day]} for day in sorted(found)]


@router.get("/overview", response=OverviewOut)
def get_overview(request: ActorRequest, date: date | None = None, area: str = "", days: int = 1) -> Any:
    """Show the desk's first page for some days up to one (default today alone) and an area (default the asker's widest)."""
    return overview(actor=request.actor, day=date, area_path=area, days=days)


@router.get("/reports/daily", response=DayLedgerOut)
def get_daily_report(request: ActorRequest, date: date | None = None, area: str = "") -> Any:
    """Show the day ledger; lists hold at most 200 rows here, their totals are whole."""
    day = date or clock.local_date()
    return day_ledger(actor=request.actor, day=day, area_path=area, limit=ROWS_ON_SCREEN)


@router.get("/reports/daily.xlsx", response={200: bytes})
def export_daily_report_xlsx(request: ActorRequest, date: date | None = None, area: str = "") -> HttpResponse:
    """Download the day ledger as a workbook, every list whole."""
    day, path = date or clock.local_date(), area or queries.default_area(request.actor)
    content = day_ledger_xlsx(actor=request.actor, day=day, area_path=path)
    return download(content, f"{_area_name(path)}日台账_{day}.xlsx")


@router.get("/reports/daily.pdf", response={200: bytes})
def export_daily_report_pdf(request: ActorRequest, date: date | None = None, area: str = "") -> HttpResponse:
    """Download the day ledger as a paper."""
    day, path = date or clock.local_date(), area or queries.default_area(request.actor)
    content = day_ledger_pdf(actor=request.actor, day=day, area_path=path)
    return download(content, f"{_area_name(path)}日台账_{day}.pdf")
