"""Reading the board: shares by area or class in one query a step pair, and the rows behind every share."""

from datetime import date
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Left

from fengsui.figures import queries as figure_queries
from fengsui.figures.steps.definitions import BY_CODE, STEPS, Step
from fengsui.kernel import audit, clock, documents, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged
from fengsui.kernel.documents import Column, Sheet
from fengsui.kernel.errors import InvalidInput, not_found
from fengsui.kernel.figure import Period
from fengsui.kernel.scope import require, require_anywhere, under, visible
from fengsui.places.classing import labels_for
from fengsui.places.models import Place
from fengsui.places.states import IN_STOCK, state_label

# Length of an area's path → length of the paths one level below it: district, street, community, grid.
BELOW = {0: 6, 6: 10, 10: 14, 14: 17}
MOST_ROWS = 100_000


def period_of(start: date | None, end: date | None) -> Period:
    """Return the period of the board: this year up to today unless said otherwise. Raises InvalidInput for a wrong one."""
    today = clock.local_date()
    last = end or today
    return figure_queries.period_of(start or date(last.year, 1, 1), last)


def _places(actor: Actor, area: str, class_code: str, permission: str = "places.view") -> QuerySet[Place]:
    rows = visible(Place.objects.filter(state__in=IN_STOCK), actor, permission)
    if area:
        rows = rows.filter(under(area))
    return rows.filter(class_code=class_code) if class_code else rows


def board(
    *, actor: Actor, start: date | None = None, end: date | None = None, area: str = "", class_code: str = "", by: str = "area"
) -> dict[str, Any]:
    """Return the five shares of an area as a whole and of each part (by area below it, or by class).

    Places in stock in the asker's scope; one grouped count for all steps. Raises NotFound for an area out of scope.
    """
    require_anywhere(actor, "figures.view")
    figure_queries.require_area(actor, area)
    if by not in ("area", "class"):
        raise InvalidInput("by_unknown", zh="只能按区域或类别展开。", en="Show it by area or by class.")
    period, today = period_of(start, end), clock.local_date()
    path = area or figure_queries.default_area(actor)
    rows = _places(actor, area, class_code)
    key = Left("area_path", BELOW.get(len(path), len(path))) if by == "area" else F("class_code")
    marked = rows.annotate(
        **{f"{step.code}_asked": _as_flag(step.asked(period, today)) for step in STEPS},
        **{f"{step.code}_done": _as_flag(step.done(period, today)) for step in STEPS},
    )
    grouped = marked.annotate(part=key).values("part").annotate(**_counts()).order_by("part")
    counts: list[dict[str, Any]] = [dict(row) for row in grouped]
    names = _names(path, [row["part"] for row in counts], by)
    parts = [{"key": row["part"], "name": names.get(row["part"]) or "未分类", **_shares(row)} for row in counts]
    whole = {name: sum(row[name] for row in counts) for name in _counts()}
    return {
        "from_date": period.start,
        "to_date": period.end,
        "area_path": path,
        "area_name": figure_queries.area_names([path])[path],
        "by": by,
        "steps": [{"code": s.code, "label": s.zh, "label_en": s.en, "definition": s.definition} for s in STEPS],
        "whole": {"key": path, "name": "合计", **_shares(whole)},
        "parts": parts,
    }


def _as_flag(condition: Q) -> Any:
    return ExpressionWrapper(condition, output_field=BooleanField()) if condition else Value(True)


def _counts() -> dict[str, Count]:
    made: dict[str, Count] = {"stock": Count("pk")}
    for step in STEPS:
        made[f"{step.code}_of"] = Count("pk", filter=Q(**{f"{step.code}_asked": True}))
        made[f"{step.code}_n"] = Count("pk", filter=Q(**{f"{step.code}_asked": True, f"{step.code}_done": True}))
    return made


def _shares(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "stock": row["stock"],
        "shares": {
            step.code: {"done": row[f"{step.code}_n"], "of": row[f"{step.code}_of"], "percent": _percent(row, step)}
            for step in STEPS
        },
    }


def _percent(row: dict[str, Any], step: Step) -> float | None:
    of = row[f"{step.code}_of"]
    return round(row[f"{step.code}_n"] * 100 / of, 1) if of else None


def _names(path: str, keys: list[str], by: str) -> dict[str, str]:
    if by == "area":
        return figure_queries.area_names(keys)
    labels = labels_for(path)
    return {key: labels.place_class(key) for key in keys}


def _step_rows(
    actor: Actor, step: str, done: bool, period: Period, area: str, class_code: str, permission: str = "places.view"
) -> QuerySet[Place]:
    found = BY_CODE.get(step)
    if found is None:
        raise not_found("步骤", "step")
    today = clock.local_date()
    rows = _places(actor, area, class_code, permission).filter(found.asked(period, today))
    rows = rows.filter(found.done(period, today)) if done else rows.exclude(found.done(period, today))
    return rows.select_related("area").defer("search_text", "class_reasons", "note").order_by("area_path", "number")


def step_rows(
    *, actor: Actor, step: str, done: bool, start: date | None = None, end: date | None = None, area: str = "",
    class_code: str = "", page: int = 1, page_size: int = 50,
) -> Paged[dict[str, Any]]:  # fmt: skip
    """Return one page of the places behind a share: those where the step is done, or those where it is not."""
    require_anywhere(actor, "figures.view")
    figure_queries.require_area(actor, area)
    rows = _step_rows(actor, step, done, period_of(start, end), area, class_code)
    first = (page - 1) * page_size
    return Paged(_shown(step, list(rows[first : first + page_size])), rows.count(), page, page_size)


def _shown(step: str, rows: list[Place]) -> list[dict[str, Any]]:
    labels = labels_for(rows[0].area_path if rows else "")
    return [
        {
            "id": row.pk, "number": row.number, "name": row.name, "address": row.address,
            "class_label": labels.place_class(row.class_code), "state_label": state_label(row.state),
            "area_path": row.area_path, "area_name": row.area.name if row.area else "",
            "lacking": _lacking(row) if step == "archived" else "",
        }
        for row in rows
    ]  # fmt: skip


def _lacking(row: Place) -> str:
    gaps = [("类别", row.class_code), ("地址", row.address), ("位置", row.lon is not None)]
    missing = [words for words, there in gaps if not there]
    return "缺" + "、".join(missing) if missing else ""


COLUMNS = [
    Column("number", "编号", "text", 20),
    Column("name", "场所", "text", 30),
    Column("address", "地址", "text", 34),
    Column("class_label", "类别", "text", 16),
    Column("area_name", "区域", "text", 18),
    Column("state_label", "状态", "text", 12),
    Column("lacking", "档案缺项", "text", 20),
]


def workbook(
    *, actor: Actor, step: str, done: bool = False, start: date | None = None, end: date | None = None, area: str = "",
    class_code: str = "",
) -> bytes:  # fmt: skip
    """Return the rows behind one share as a spreadsheet; the export is audited. Raises NotFound for an unknown step."""
    if area:
        require(actor, "figures.export", area_path=area)
    else:
        require_anywhere(actor, "figures.export")
    rows = _step_rows(actor, step, done, period_of(start, end), area, class_code)[:MOST_ROWS]
    sheets = [
        Sheet(f"{BY_CODE[step].zh}{'已完成' if done else '未完成'}", COLUMNS, _shown(step, list(rows))),
        Sheet(
            "口径",
            [Column("step", "步骤", "text", 12), Column("words", "口径", "text", 90)],
            [{"step": BY_CODE[step].zh, "words": BY_CODE[step].definition}],
        ),
    ]
    with transaction.write():
        audit.record(actor=actor, verb="steps.export", area_path=area, changes={"step": [None, step], "done": [None, done]})
    return documents.table_xlsx(sheets=sheets, watermark=documents.mark_of(actor, area))


def board_rows(shown: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a shown board as flat rows, the whole last: done, of, and percent of each step."""
    rows = []
    for part in [*shown["parts"], shown["whole"]]:
        row: dict[str, Any] = {"name": part["name"], "stock": part["stock"]}
        for code, share in part["shares"].items():
            row |= {f"{code}_done": share["done"], f"{code}_of": share["of"], f"{code}_percent": share["percent"]}
        rows.append(row)
    return rows
