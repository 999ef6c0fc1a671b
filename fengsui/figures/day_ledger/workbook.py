"""The day ledger as a spreadsheet: every list whole, each on its own sheet."""

from datetime import date
from typing import Any

from fengsui.figures.day_ledger.build import AREA_FIGURES, day_ledger
from fengsui.figures.queries import figure_of
from fengsui.hazards.figures import COLUMNS as HAZARD_COLUMNS
from fengsui.kernel import audit, clock, documents, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.documents import Column, Sheet
from fengsui.kernel.figure import RowColumn
from fengsui.kernel.scope import require
from fengsui.patrol.figures import VISIT_COLUMNS

FIGURE_COLUMNS = [
    Column("name", "指标", "text", 18),
    Column("value", "数值", "integer", 10),
    Column("unit", "单位", "text", 8),
    Column("definition", "口径", "text", 70),
]
PEOPLE_COLUMNS = [
    Column("by_name", "人员", "text", 20),
    Column("visits", "到场次数", "integer", 10),
    Column("inspected", "进门检查", "integer", 10),
    Column("hazards", "发现隐患", "integer", 10),
    Column("first_at", "首次开始", "datetime", 18),
    Column("last_at", "末次结束", "datetime", 18),
]
DUTY_COLUMNS = [Column("label", "岗位", "text", 20), Column("count", "人数", "integer", 8)]


def sheet_columns(columns: tuple[RowColumn, ...]) -> list[Column]:
    """Return the columns of a figure's rows as a sheet's."""
    return [Column(column.key, column.zh, column.kind, column.width) for column in columns]


def record_export(*, actor: Actor, day: date, area_path: str, ending: str) -> None:
    """Keep in the audit log who took which day ledger away."""
    with transaction.write():
        audit.record(
            actor=actor, verb="report.daily_export", area_path=area_path, changes={"date": [None, str(day)], "as": [None, ending]}
        )


def day_ledger_xlsx(*, actor: Actor, day: date, area_path: str = "") -> bytes:
    """Return the day ledger as a workbook. Raises as day_ledger does, Forbidden without figures.export."""
    ledger = day_ledger(actor=actor, day=day, area_path=area_path)
    require(actor, "figures.export", area_path=ledger["area_path"])
    record_export(actor=actor, day=day, area_path=ledger["area_path"], ending="xlsx")
    return documents.table_xlsx(sheets=sheets_of(ledger), watermark=documents.mark_of(actor, ledger["area_name"]))


def sheets_of(ledger: dict[str, Any]) -> list[Sheet]:
    """Return the sheets of a gathered day."""
    heading = f"{ledger['title']}（{ledger['date_words']}）"
    notes = [{"name": "说明", "definition": note} for note in ledger["notes"]]
    if seal := ledger["seal"]:
        sealed = f"第 {seal['number']} 号，{seal['sha256']}，封存于 {clock.local(seal['sealed_at']):%Y-%m-%d %H:%M}"
        notes.append({"name": "审计封条", "definition": sealed})
    hazards = sheet_columns(HAZARD_COLUMNS)
    made = [Sheet("指标", FIGURE_COLUMNS, [*ledger["figures"], *notes], heading=heading)]
    if ledger["areas"]:
        columns = [Column("area_name", "区域", "text", 22)]
        columns += [Column(key, figure_of(key).zh, "integer", 12) for key in AREA_FIGURES]
        made.append(Sheet("分区域", columns, ledger["areas"], heading=heading))
    made += [
        Sheet("巡查", sheet_columns(VISIT_COLUMNS), ledger["visits"]["rows"], heading=heading),
        Sheet("发现隐患", hazards, ledger["found"]["rows"], heading=heading),
        Sheet("销案", hazards, ledger["closed"]["rows"], heading=heading),
        Sheet("逾期未改", hazards, ledger["overdue"]["rows"], heading=heading),
        Sheet("出动人员", PEOPLE_COLUMNS, ledger["people"], heading=heading),
        Sheet("在岗人员", DUTY_COLUMNS, ledger["on_duty"], heading=heading),
    ]
    return made
