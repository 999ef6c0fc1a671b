"""The panels of a person's page as files: the rows that the screen shows, as spreadsheet, picture or paper."""

from typing import Any
from uuid import UUID

from fengsui.figures import queries
from fengsui.figures.panels.files import Ending, shown_file
from fengsui.figures.people.work import work
from fengsui.kernel import clock, settings_store
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import not_found
from fengsui.kernel.figure import Period
from fengsui.org.models import Member

COUNTS = {
    "visits": "巡查（家次）", "places": "巡查场所（家）", "days": "出勤天数", "not_entered": "到场未查（家次）",
    "tasks_due": "到期任务", "tasks_done": "已完成任务", "tasks_missed": "漏查任务", "found": "发现隐患（处）",
    "closed": "其中已销案（处）", "reviews": "复查（次）", "reviews_failed": "其中不通过（次）", "doubts": "质量提醒",
    "doubts_answered": "其中已说明",
}  # fmt: skip
PARTS = {
    "counts": "工作情况", "by_day": "每天的巡查", "visits": "巡查", "tasks": "漏查的任务", "hazards": "发现的隐患",
    "reviews": "做的复查", "doubts": "质量提醒",
}  # fmt: skip
ROW_COLUMNS = (("date", "日期", "date"), ("place", "场所", "text"), ("words", "内容", "text"))
DEFINITION = "该人员在期间内的记录，限于查看人的数据范围；各列表最多列最近 50 条。不含位置和轨迹。"


def work_file(*, actor: Actor, member_id: UUID, period: Period, part: str, ending: Ending) -> tuple[bytes, str]:
    """Return (content, file name) of one panel of a person's page.

    Raises NotFound for an unknown part, else as work does; Forbidden without figures.export on the person's area.
    """
    if part not in PARTS:
        raise not_found(f"面板“{part}”", "panel")
    told = work(actor=actor, member_id=member_id, period=period)
    columns, rows = _table(part, told)
    is_days = part == "by_day"
    shown = {
        "id": f"person.{part}",
        "title": f"{told['name']} · {PARTS[part]}",
        "definition": DEFINITION,
        "note": "",
        "columns": [{"key": key, "title": title, "title_en": key, "kind": kind} for key, title, kind in columns],
        "chart": {"kind": "line", "label": "date", "values": ["visits"], "unit": "家次"} if is_days else None,
        "from_date": period.start,
        "to_date": period.end,
        "area_path": told["area_path"],
        "area_name": queries.area_names([told["area_path"]])[told["area_path"]],
        "simulated": settings_store.is_demo(),
        "made_at": clock.now(),
        "made_by": actor.name,
        "rows": rows,
    }
    # scope: work() has found the person in the asker's scope already
    return shown_file(shown, ending, actor=actor, subject=Member.objects.get(pk=member_id))


def _table(part: str, told: dict[str, Any]) -> tuple[tuple[tuple[str, str, str], ...], list[dict[str, Any]]]:
    if part == "counts":
        rows = [{"name": words, "value": told["counts"][key]} for key, words in COUNTS.items()]
        return (("name", "项目", "text"), ("value", "数", "integer")), rows
    if part == "by_day":
        return (("date", "日期", "date"), ("visits", "巡查（家次）", "integer")), told["by_day"]
    return ROW_COLUMNS, told[part]
