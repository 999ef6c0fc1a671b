"""What a template may name: fields with their values, tables and charts with their rows, all from gathered facts."""

from datetime import date
from typing import Any

from fengsui.figures.bulletins.gathering import FIGURES, GOOD_RULE, LATE_RULE, change_words, period_of
from fengsui.figures.bulletins.kinds import period_words
from fengsui.kernel.figure import known

WEEKDAYS = "一二三四五六日"
NONE = "无"
PLAIN_FIELDS: dict[str, str] = {
    "区域": "通报的区域名称，如 红山区",
    "期间": "通报的期间，如 2026年3月",
    "年": "期末的年份，如 2026",
    "月": "期末的月份，如 3",
    "星期": "期末是星期几，如 星期二",
    "期号": "第几期，印发时取得；草稿里写作 ×",
    "日期": "印发日期；草稿里是今天",
    "印发人": "印发人姓名；草稿里空着",
    "区域数": "下一级区域有几个",
    "做得好的区域": GOOD_RULE,
    "逾期较多的区域": LATE_RULE,
    "逾期隐患数": "期末逾期未改的处数，只有数",
}
PARTS = {
    "": "本期数和单位",
    ".数": "只有数",
    ".上期": "上一期间的数和单位",
    ".环比": "与上一期间相比",
    ".同比": "与上年同月相比（月度通报）",
}
TABLES: dict[str, str] = {
    "主要数据": "每个指标的本期、上期和环比",
    "各区域情况": "下一级各区域的主要数字和逾期率",
    "突出隐患": "期末逾期未改的隐患，最多二十处",
    "指标口径": "每个指标算的是什么",
}
CHARTS: dict[str, str] = {"每日走势": "巡查、发现、销案逐日的线", "各区域逾期率": "各区域每百家场所的逾期处数"}
Table = dict[str, Any]


def figure_names() -> dict[str, str]:
    """Return figure id → its name in templates."""
    return {figure_id: figure.zh for figure_id in FIGURES if (figure := known(figure_id))}


def field_table() -> dict[str, str]:
    """Return every field a template may name → what it says."""
    made = dict(PLAIN_FIELDS)
    for name in figure_names().values():
        made |= {f"{name}{part}": f"{name}：{words}" for part, words in PARTS.items()}
    return made


def day_words(day: date) -> str:
    """Return a day as papers write it: 2026年3月10日."""
    return f"{day.year}年{day.month}月{day.day}日"


def values_of(facts: dict[str, Any], *, issue: int | None, on: date, issuer: str = "") -> dict[str, str]:
    """Return field → text for gathered facts."""
    period = period_of(facts)
    overdue = next((row["value"] for row in facts["figures"] if row["id"] == "hazards.overdue"), 0)
    made = {
        "区域": facts["area_name"],
        "期间": period_words(period),
        "年": str(period.end.year),
        "月": str(period.end.month),
        "星期": f"星期{WEEKDAYS[period.end.weekday()]}",
        "期号": str(issue) if issue else "×",
        "日期": day_words(on),
        "印发人": issuer,
        "区域数": str(len(facts["areas"])),
        "做得好的区域": "、".join(facts["good"]) or NONE,
        "逾期较多的区域": "、".join(facts["late"]) or NONE,
        "逾期隐患数": str(overdue),
    }
    for row in facts["figures"]:
        name, unit = row["name"], row["unit"]
        made[name] = f"{row['value']}{unit}"
        made[f"{name}.数"] = str(row["value"])
        made[f"{name}.上期"] = f"{row['before']}{unit}"
        made[f"{name}.环比"] = change_words(row["value"], row["before"])
        earlier = row.get("year_before")
        made[f"{name}.同比"] = "未比" if earlier is None else change_words(row["value"], earlier).replace("上期", "上年同月")
    return {name: made.get(name, NONE) for name in field_table()}


def _columns(*columns: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"key": key, "title": title, "kind": kind} for key, title, kind in columns]


def table_of(name: str, facts: dict[str, Any]) -> Table:
    """Return a table of gathered facts: caption, columns, rows as shown, a note below."""
    return {"主要数据": _main, "各区域情况": _areas, "突出隐患": _outstanding, "指标口径": _definitions}[name](facts)


def _main(facts: dict[str, Any]) -> Table:
    rows = [
        {
            "name": row["name"],
            "value": row["value"],
            "unit": row["unit"],
            "before": row["before"],
            "change": change_words(row["value"], row["before"]),
        }
        for row in facts["figures"]
    ]
    columns = _columns(
        ("name", "指标", "text"), ("value", "本期", "integer"), ("before", "上期", "integer"), ("unit", "单位", "text"),
        ("change", "环比", "text"),
    )  # fmt: skip
    note = f"上期为{period_words(_before(facts))}；存量类指标按期末比期末。"
    return {"caption": "主要数据", "columns": columns, "rows": rows, "note": note}


def _before(facts: dict[str, Any]) -> Any:
    return period_of({"from_date": facts["before_from"], "to_date": facts["before_to"]})


AREA_COLUMNS = (
    ("area_name", "区域", "text"), ("places.stock", "台账场所", "integer"), ("patrol.visits", "巡查家次", "integer"),
    ("hazards.found", "发现隐患", "integer"), ("hazards.closed", "销案", "integer"),
    ("hazards.stock_closing", "期末存量", "integer"), ("hazards.overdue", "逾期未改", "integer"),
    ("overdue_per_100", "逾期率", "number"),
)  # fmt: skip


def _areas(facts: dict[str, Any]) -> Table:
    keys = [key for key, _, _ in AREA_COLUMNS]
    rows = [{key: row.get(key) for key in keys} for row in facts["areas"]]
    for row in rows:
        rate = row["overdue_per_100"]
        row["overdue_per_100"] = None if rate is None else f"{rate:.1f}"
    total: dict[str, Any] = {"area_name": "合计", "overdue_per_100": None}
    by_id = {row["id"]: row["value"] for row in facts["figures"]}
    total |= {key: by_id.get(key) for key in keys if key in by_id}
    note = "逾期率为期末逾期未改除以台账场所再乘一百（处/百家），从高到低排列；跨区域的场所在各区域都算，合计只算一次。"
    return {"caption": "各区域情况", "columns": _columns(*AREA_COLUMNS), "rows": [*rows, total], "note": note}


def _outstanding(facts: dict[str, Any]) -> Table:
    columns = _columns(
        ("number", "编号", "text"), ("area_name", "区域", "text"), ("place_name", "场所", "text"), ("title", "隐患", "text"),
        ("due_on", "期限", "text"), ("late_days", "逾期天数", "integer"),
    )  # fmt: skip
    found = facts["outstanding"]
    more = found["total"] - len(found["rows"])
    note = f"共 {found['total']} 处，另有 {more} 处见系统。" if more > 0 else f"共 {found['total']} 处。"
    return {"caption": "期末逾期未改的隐患", "columns": columns, "rows": found["rows"], "note": note}


def _definitions(facts: dict[str, Any]) -> Table:
    rows = [{"name": row["name"], "definition": row["definition"], "version": row["version"]} for row in facts["figures"]]
    columns = _columns(("name", "指标", "text"), ("definition", "口径", "text"), ("version", "版本", "integer"))
    note = f"做得好的区域：{GOOD_RULE}。逾期较多的区域：{LATE_RULE}。"
    return {"caption": "指标口径", "columns": columns, "rows": rows, "note": note}


def chart_of(name: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Return a chart of gathered facts as charts.typ draws it, with its rows and caption."""
    if name == "每日走势":
        keys = {"patrol.visits": "巡查家次", "hazards.found": "发现隐患", "hazards.closed": "销案"}
        spec = {"kind": "line", "label": "date", "values": list(keys), "names": list(keys.values()), "unit": ""}
        return {"caption": name, "spec": spec, "rows": facts["trend"]}
    spec = {"kind": "bar", "label": "area_name", "values": ["overdue_per_100"], "names": ["逾期率"], "unit": "处/百家"}
    return {"caption": f"{name}（处/百家）", "spec": spec, "rows": facts["areas"]}
