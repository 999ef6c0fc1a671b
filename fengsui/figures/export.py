"""All rows behind a figure as a spreadsheet, with its definition beside them."""

from fengsui.figures import queries
from fengsui.kernel import audit, documents, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.documents import Column, Sheet
from fengsui.kernel.errors import TooLarge
from fengsui.kernel.figure import PERIOD_RULES, Figure, Period, unit_label
from fengsui.kernel.scope import require, require_anywhere

MOST_ROWS = 100_000


def figure_xlsx(figure: Figure, *, actor: Actor, period: Period, area_path: str = "") -> bytes:
    """Return a workbook of the rows behind a figure. Raises Forbidden without figures.export, TooLarge over 100,000 rows."""
    if area_path:
        require(actor, "figures.export", area_path=area_path)
    else:
        require_anywhere(actor, "figures.export")
    total, _ = queries.rows(figure, actor=actor, period=period, area_path=area_path, stop=0)
    if total > MOST_ROWS:
        raise TooLarge(
            "export_too_large",
            zh=f"共 {total} 行，超过一次导出的 {MOST_ROWS} 行，请缩小期间或区域。",
            en=f"{total} rows exceed the {MOST_ROWS} of one export; narrow the period or the area.",
        )
    _, rows = queries.rows(figure, actor=actor, period=period, area_path=area_path)
    with transaction.write():
        audit.record(
            actor=actor, verb="figure.export", area_path=area_path,
            changes={"figure": [None, figure.id], "period": [None, f"{period.start}~{period.end}"], "rows": [None, len(rows)]},
        )  # fmt: skip
    columns = [Column(c.key, c.zh, c.kind, c.width) for c in figure.columns]
    value = queries.value(figure, actor=actor, period=period, area_path=area_path).value if figure.amount else total
    words = [
        ("指标", figure.zh),
        ("数值", f"{value} {unit_label(figure.unit)}"),
        ("期间", f"{period.start} 至 {period.end}（{PERIOD_RULES[figure.period_rule][0]}）"),
        ("口径", figure.definition),
        ("计数日期", figure.counted_on),
        ("去重", figure.deduplication),
        ("不计入", figure.exclusions),
        ("口径版本", str(figure.version)),
    ]
    definition = Sheet("口径", [Column("key", "项目", "text", 12), Column("words", "内容", "text", 80)], [
        {"key": key, "words": text} for key, text in words
    ])  # fmt: skip
    scope = queries.area_names([area_path])[area_path] if area_path else "全部数据范围"
    return documents.table_xlsx(sheets=[Sheet(figure.zh, columns, rows), definition], watermark=documents.mark_of(actor, scope))
