"""The sheet sent back: the same columns, with what became of each row in front and the errors marked beside their cells."""

import io
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.documents import mark_of
from fengsui.kernel.documents.spreadsheet import LONGEST_CELL
from fengsui.places.importing.engine.fields import FIELDS
from fengsui.places.importing.models import DECISIONS, OUTCOMES, VERDICTS, ImportBatch, ImportRow

FRONT = ("行号", "结果", "说明")
_COLOURS = {
    "new": "#E7F4EA",
    "changed": "#E3EEFB",
    "same": "#F2F3F5",
    "doubtful": "#FFF4D6",
    "conflict": "#FFF4D6",
    "rejected": "#FFE3E3",
}


def status_words(row: ImportRow) -> str:
    """Return what became of a row in words: its outcome when there is one, else its verdict."""
    if row.outcome:
        return OUTCOMES[row.outcome][0]
    if row.verdict == "doubtful" and row.decision:
        return f"{VERDICTS['doubtful'][0]}：{DECISIONS[row.decision][0]}"
    return VERDICTS[row.verdict][0]


def reasons_of(row: ImportRow) -> list[str]:
    """Return everything a person should know about a row: problems, candidates, changes, corrections."""
    said = [problem["zh"] for problem in row.problems]
    if row.outcome_words:
        said.insert(0, row.outcome_words["zh"])
    if row.verdict == "doubtful":
        for match in row.matches[:3]:
            who = f"第 {match['row']} 行" if match["row"] else f"{match['number']} {match['name']}"
            said.append(f"可能与{who}是同一家：{'、'.join(reason['zh'] for reason in match['reasons'])}")
    for field, told in row.conflicts.items():
        took = {"mine": "已选表格的", "theirs": "已选系统的"}.get(told["take"], "待选择")
        who = f"（{told['by']}改）" if told["by"] else ""
        said.append(
            f"{FIELDS[field.removeprefix('inputs.')].zh if field.removeprefix('inputs.') in FIELDS else field}："
            f"导出时“{told['base']}”，系统现为“{told['theirs']}”{who}，表格为“{told['mine']}”，{took}"
        )
    said += [f"{note['before']} → {note['after']}，{note['zh']}" for note in row.notes]
    return said


def result_workbook(batch: ImportBatch, actor: Actor) -> bytes:
    """Return the workbook of a batch. Phones are masked as in the preview; text never becomes a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    base = {"font_name": "等线", "font_size": 10.5, "valign": "top", "border": 1, "border_color": "#C9CED6", "num_format": "@"}
    head = book.add_format({**base, "bold": True, "bg_color": "#EEF1F4", "text_wrap": True})
    plain = book.add_format({**base, "text_wrap": True, "quote_prefix": True})
    wrong = book.add_format({**base, "bg_color": "#FFE3E3", "font_color": "#9B0A22", "text_wrap": True, "quote_prefix": True})
    status = {code: book.add_format({**base, "bg_color": colour, "bold": True}) for code, colour in _COLOURS.items()}
    page = book.add_worksheet("导入结果")
    page.set_column(0, 0, 7)
    page.set_column(1, 1, 12)
    page.set_column(2, 2, 48)
    page.set_column(3, 3 + max(1, len(batch.columns)), 16)
    moment = f"{clock.local(clock.now()):%Y-%m-%d %H:%M}"
    page.write_string(0, 0, f"{batch.file_name} · {batch.sheet} · {moment}")
    for column, title in enumerate((*FRONT, *(column["label"] or f"第 {column['column'] + 1} 列" for column in batch.columns))):
        page.write_string(1, column, title, head)
    page.freeze_panes(2, 3)
    last = 1
    for last, row in enumerate(ImportRow.objects.filter(batch=batch).order_by("number").iterator(chunk_size=1000), start=2):
        _write_row(page, last, row, plain, wrong, status[row.verdict])
    page.autofilter(1, 0, max(2, last), 2 + len(batch.columns))
    notes = book.add_worksheet("说明")
    notes.set_column(0, 0, 100)
    lines = [
        mark_of(actor),
        "“结果”一列是每一行的处理结果；红色单元格有问题，旁边的批注写明原因。改正后可直接重新导入本表的原件。",
    ]
    lines += [remark["zh"] for remark in batch.remarks]
    lines += [batch.system_words["zh"]] if batch.system_words else []
    for number, text in enumerate(line for line in lines if line):
        notes.write_string(number, 0, text)
    book.close()
    return out.getvalue()


def _write_row(page: Worksheet, line: int, row: ImportRow, plain: Format, wrong: Format, status: Format) -> None:
    page.write_number(line, 0, row.number, plain)
    page.write_string(line, 1, status_words(row), status)
    _write(page, line, 2, "\n".join(reasons_of(row)), plain)
    faults: dict[int, list[str]] = {}
    for problem in row.problems:
        if problem["column"] >= 0:
            faults.setdefault(problem["column"], []).append(problem["zh"])
    for column, text in enumerate(row.values):
        said = faults.pop(column, None)
        _write(page, line, 3 + column, text, wrong if said else plain)
        if said:
            page.write_comment(line, 3 + column, "\n".join(said))
    for column, said in faults.items():
        page.write_string(line, 3 + column, "", wrong)
        page.write_comment(line, 3 + column, "\n".join(said))


def _write(page: Worksheet, line: int, column: int, text: Any, style: Format) -> None:
    # write_string and the quote prefix of the format keep a cell that reads like a formula a text.
    page.write_string(line, column, str(text)[:LONGEST_CELL], style)
