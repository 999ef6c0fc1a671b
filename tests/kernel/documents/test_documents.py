"""Papers and spreadsheets measured: page size, Chinese text, fonts inside, types of cells, nothing that computes."""

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from fengsui.kernel import documents
from fengsui.kernel.actor import system
from fengsui.kernel.documents import Column, Sheet
from fengsui.kernel.documents import fonts as paper_fonts
from fengsui.kernel.documents.pdf import template_path
from fengsui.kernel.errors import Unavailable

PROBE = "fengsui/kernel/documents/probe.typ"


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def fonts_of(pdf: PdfReader) -> dict[str, bool]:
    found = {}
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            found[str(inner["/BaseFont"])] = any(key in descriptor for key in ("/FontFile2", "/FontFile3"))
    return found


def test_a_paper_is_a4_reads_as_chinese_and_brings_its_fonts():
    pdf = read(
        documents.render_pdf(
            PROBE, {"text": "站前街道消防安全日报，隐患 12 处", "title": "日报"}, watermark="制表 王主任", simulated=False
        )
    )
    width, height = (float(side) for side in pdf.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)
    text = pdf.pages[0].extract_text()
    assert "站前街道消防安全日报，隐患 12 处" in text
    assert "制表 王主任" in text
    assert "第 1 页 共 1 页" in text
    assert "模拟数据" not in text
    embedded = fonts_of(pdf)
    assert embedded
    assert all(embedded.values())
    assert pdf.metadata is not None
    assert pdf.metadata.title == "日报"


def test_simulated_data_are_marked_on_every_page():
    long = "\n\n".join(f"第{n}段" for n in range(200))
    pdf = read(documents.render_pdf(PROBE, {"text": long}, simulated=True))
    assert len(pdf.pages) > 1
    assert all("模拟数据" in page.extract_text() for page in pdf.pages)


def test_text_that_looks_like_markup_is_only_text():
    sly = '#read("/server/settings.py") = *粗* $x$ <标签> @引用 https://例子'
    assert "#read(" in read(documents.render_pdf(PROBE, {"text": sly}, simulated=False)).pages[0].extract_text()


def test_a_template_outside_the_package_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="of the package"):
        template_path("../../etc/passwd.typ")
    with pytest.raises(ValueError, match="of the package"):
        template_path("fengsui/kernel/clock.py")
    with pytest.raises(FileNotFoundError):
        template_path("fengsui/figures/no_such.typ")


def test_without_a_chinese_font_the_reason_is_clear(settings: Any):
    settings.FORCE_CJK_FONT = "没有这种字体"
    with pytest.raises(Unavailable) as caught:
        documents.render_pdf(PROBE, {"text": "烽燧"}, simulated=False)
    assert caught.value.code == "no_cjk_font"
    assert "FENGSUI_FONT_DIR" in caught.value.zh


def test_an_office_font_comes_before_the_bundled_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    class Face:
        def __init__(self, family: str, path: str, weight: int = 400) -> None:
            self.family, self.path, self.weight = family, path, weight

    class Fonts:
        def __init__(self, **kwargs: Any) -> None:
            assert str(tmp_path) == kwargs["font_paths"][0]

        def fonts(self) -> list[Face]:
            return [
                Face("FangSong", f"{tmp_path}/fs.ttf"),
                Face("Noto Sans CJK SC", "/x"),
                Face("方正小标宋简体", f"{tmp_path}/b.ttf"),
            ]

    monkeypatch.setattr(paper_fonts.typst, "Fonts", Fonts)
    chosen = paper_fonts.font_set.__wrapped__(str(tmp_path), "")
    assert chosen.body[0] == "FangSong"
    assert chosen.title[0] == "方正小标宋简体"
    assert chosen.heading[0] == "Noto Sans CJK SC"


def test_a_qr_code_is_an_svg_of_its_own():
    svg = documents.qr_svg("https://fengsui.example/q/ABCDEFGH23")
    assert svg.startswith("<svg")
    assert "http://www.w3.org/2000/svg" in svg


COLUMNS = [
    Column("name", "场所", "text", 24),
    Column("count", "数量", "integer", 8),
    Column("rate", "比例", "percent", 8),
    Column("on", "日期", "date", 12),
    Column("at", "时间", "datetime", 18),
    Column("ok", "合格", "yesno", 6),
]
ROW = {
    "name": "好再来饭店",
    "count": 3,
    "rate": 0.25,
    "on": date(2026, 3, 10),
    "at": datetime(2026, 3, 10, 1, 5, tzinfo=UTC),
    "ok": True,
}


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_a_table_has_real_types_a_frozen_header_filters_and_widths():
    book = opened(documents.table_xlsx(sheets=[Sheet("台账", COLUMNS, [ROW])], watermark="制表 王主任", simulated=False))
    page = book["台账"]
    assert [cell.value for cell in page[1]] == ["场所", "数量", "比例", "日期", "时间", "合格"]
    assert [cell.value for cell in page[2]] == ["好再来饭店", 3, 0.25, datetime(2026, 3, 10), datetime(2026, 3, 10, 9, 5), "是"]
    assert page["D2"].number_format == "yyyy-mm-dd"
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:F2"
    assert page.column_dimensions["A"].width == pytest.approx(24, abs=1)
    assert "制表 王主任" in book["说明"]["A1"].value
    assert "制表 王主任" in page.oddFooter.left.text


@pytest.mark.parametrize("text", ["=1+1", "+86 199", "-3", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "{=1}", "https://例子"])
def test_no_value_becomes_a_formula_or_a_link(text: str):
    content = documents.table_xlsx(sheets=[Sheet("台账", COLUMNS[:1], [{"name": text}])], simulated=False)
    cell = opened(content)["台账"]["A2"]
    assert (cell.data_type, cell.value) == ("s", text)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_a_heading_stands_above_the_header_and_marked_cells_say_why():
    sheet = Sheet("结果", COLUMNS[:2], [{"name": "甲", "count": "三"}], heading="导入结果", marked={(0, "count"): "数量要写数字"})
    page = opened(documents.table_xlsx(sheets=[sheet], simulated=False))["结果"]
    assert page["A1"].value == "导入结果"
    assert page.freeze_panes == "A3"
    assert page["B3"].value == "三"
    assert "数量要写数字" in page["B3"].comment.text


def test_simulated_tables_say_so_and_odd_names_of_sheets_are_taken():
    book = opened(documents.table_xlsx(sheets=[Sheet("站前/街道:台账[1]" + "长" * 40, COLUMNS, [])], simulated=True))
    assert len(book.sheetnames[0]) <= 31
    assert "模拟" in book["说明"]["A1"].value
    assert "均为模拟" in book["说明"]["A2"].value


def test_a_wall_of_text_is_cut_at_what_a_cell_holds():
    value = opened(documents.table_xlsx(sheets=[Sheet("台账", COLUMNS[:1], [{"name": "长" * 40_000}])], simulated=False))["台账"][
        "A2"
    ].value
    assert len(value) == 32_767
    assert value.endswith("…")


@pytest.mark.django_db
def test_the_mark_says_who_when_and_over_what(fixed_clock: datetime):
    assert documents.mark_of(system("日报任务"), "站前街道") == "制表 日报任务 · 2026-03-10 09:00 · 范围 站前街道"
    assert "模拟数据" not in read(documents.render_pdf(PROBE, {"text": "烽燧"})).pages[0].extract_text()
