"""The bulletin as DOCX that an office can go on editing: real styles, a contents field, numbered captions, charts as shapes."""

import io
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips
from docx.text.paragraph import Paragraph

from fengsui.figures.bulletins.content import content_of
from fengsui.figures.bulletins.models import Bulletin
from fengsui.figures.bulletins.paper import chart_png, chart_svg, mark_of

BODY, TITLE, HEADING, KAI = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"
RED = RGBColor(0xC8, 0x10, 0x2E)
# The extension by which Word and WPS show the shapes, and older programs the picture they stand beside (MS-ODRAWXML 2.3).
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
SVG_SPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
WIDE_MM = 156


def bulletin_docx(row: Bulletin) -> bytes:
    """Return the paper as DOCX, in the measures of GB/T 9704-2012 (margins, 3号 on 29 pt lines)."""
    content = content_of(row)
    paper = Document()
    _page(paper, content)
    _styles(paper)
    _head(paper, content)
    headings = [block for block in content["blocks"] if block["type"] == "heading"]
    if len(headings) > 1:
        paper.add_paragraph("目　录", style="Contents Title")
        _field(paper.add_paragraph(style="Contents"), r'TOC \o "1-2" \h \z \u', "打开后在此处按右键“更新域”即显示目录")
    charts = 0
    for block in [b for b in content["blocks"] if b["type"] != "annex"]:
        charts += block["type"] == "chart"
        _put(paper, block, charts)
    _signature(paper, content)
    for block in [b for b in content["blocks"] if b["type"] == "annex"]:
        first = paper.add_paragraph(f"附表{block['number']}", style="Annex")
        first.paragraph_format.page_break_before = True
        _put(paper, block, charts)
    paper.add_paragraph(mark_of(row), style="Note")
    paper.core_properties.title, paper.core_properties.author = content["title"], content["organ"]
    paper.core_properties.comments = "模拟数据，不作依据" if content["simulated"] else ""
    _update_on_opening(paper)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _page(paper: Paper, content: dict[str, Any]) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Twips(2098), Twips(1984)
    section.left_margin, section.right_margin = Twips(1588), Twips(1474)
    section.footer_distance = Mm(24)
    number = section.footer.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in ("— ", "PAGE", " —"):
        if part == "PAGE":
            _field(number, "PAGE", "1")
        else:
            number.add_run(part)
    for run in number.runs:
        run.font.size = Pt(14)
    if content["simulated"] or content["provisional"]:
        words = "；".join(
            said for on, said in ((content["simulated"], "模拟数据 · 不作依据"), (content["provisional"], "草稿")) if on
        )
        head = section.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        head.add_run(words).font.color.rgb = RED


def _styles(paper: Paper) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    styles = paper.styles
    wanted: list[tuple[str, str, float, str]] = [
        ("Normal", BODY, 16, ""), ("Title", TITLE, 22, "Normal"), ("Heading 1", HEADING, 16, "Normal"),
        ("Heading 2", KAI, 16, "Normal"), ("Caption", HEADING, 12, "Normal"), ("Organ", TITLE, 36, "Normal"),
        ("Issue", BODY, 16, "Normal"), ("Contents", BODY, 14, "Normal"), ("Contents Title", HEADING, 14, "Normal"),
        ("Cell", BODY, 11, "Normal"), ("Note", BODY, 9, "Normal"), ("Signature Line", BODY, 16, "Normal"),
        ("Annex", HEADING, 16, "Normal"), ("Address", BODY, 16, "Normal"),
    ]  # fmt: skip
    for name, face, size, base in wanted:
        known = name in [style.name for style in styles]
        style: Any = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if base:
            style.base_style = styles[base]
        style.font.name, style.font.size, style.font.bold, style.font.italic = face, Pt(size), False, False
        style.font.color.rgb = RED if name == "Organ" else RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for slot in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(slot), None)
        fonts.set(qn("w:eastAsia"), face)
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(29)
        form.first_line_indent = Pt(32) if name in ("Normal", "Heading 1", "Heading 2") else Pt(0)
        if name in ("Cell", "Note", "Caption", "Contents"):
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.SINGLE, 1.0
        if name in ("Title", "Organ", "Issue", "Caption", "Contents Title"):
            form.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if name in ("Title", "Organ"):
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.SINGLE, 1.0
            form.space_after = Pt(16)
        if name == "Signature Line":
            form.alignment, form.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, Pt(32)
        if name == "Caption":
            form.keep_with_next = True


def _head(paper: Paper, content: dict[str, Any]) -> None:
    if content["kind"] != "daily":
        paper.add_paragraph(content["organ"], style="Organ")
        issue = paper.add_paragraph(content["issue"] or "（草稿）", style="Issue")
        _red_line(issue)
        paper.add_paragraph(style="Issue")
    paper.add_paragraph(content["title"], style="Title")


def _red_line(paragraph: Paragraph) -> None:
    border = parse_xml(
        f'<w:pBdr xmlns:w="{_w()}"><w:bottom w:val="single" w:sz="12" w:space="11" w:color="C8102E"/></w:pBdr>'
    )  # fmt: skip
    paragraph._p.get_or_add_pPr().append(border)


def _w() -> str:
    return "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _put(paper: Paper, block: dict[str, Any], charts: int) -> None:
    kind = block["type"]
    if kind == "heading":
        paper.add_paragraph(block["text"], style=f"Heading {block['level']}")
    elif kind == "paragraph":
        addressed = block["text"].endswith("：") and len(block["text"]) < 40
        paper.add_paragraph(block["text"], style="Address" if addressed else "Normal")
    elif kind == "chart":
        _chart(paper, block["chart"], charts)
        _caption(paper, "图", block["number"], block["chart"]["caption"])
    else:
        _caption(paper, "附表" if kind == "annex" else "表", block["number"], block["table"]["caption"])
        _table(paper, block["table"])
        paper.add_paragraph(f"注：{block['table']['note']}", style="Note")


def _caption(paper: Paper, letters: str, number: int, words: str) -> None:
    line = paper.add_paragraph(letters, style="Caption")
    _field(line, f"SEQ {letters} \\* ARABIC", str(number))
    line.add_run(f"　{words}")


def _table(paper: Paper, table: dict[str, Any]) -> None:
    columns = table["columns"]
    made = paper.add_table(rows=1, cols=len(columns), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, column in zip(made.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].style = "Cell"
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        cell.paragraphs[0].add_run(column["title"]).bold = True
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in table["rows"]:
        for cell, column in zip(made.add_row().cells, columns, strict=True):
            value = row.get(column["key"])
            cell.paragraphs[0].style = "Cell"
            cell.paragraphs[0].add_run("—" if value is None else str(value))
            if column["kind"] in ("integer", "number"):
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if not table["rows"]:
        made.add_row().cells[0].text = "无"


def _chart(paper: Paper, chart: dict[str, Any], number: int) -> None:
    """Put a chart in as a picture with its vector shapes beside it; programs that know the shapes show those."""
    line = paper.add_paragraph(style="Issue")
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    line.add_run().add_picture(io.BytesIO(chart_png(chart)), width=Mm(WIDE_MM - 1))
    name = PackURI(f"/word/media/chart{number}.svg")
    part = Part(name, "image/svg+xml", chart_svg(chart), paper.part.package)
    relation = paper.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    blip = line._p.find(f".//{{{'http://schemas.openxmlformats.org/drawingml/2006/main'}}}blip")
    blip.append(
        parse_xml(
            '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            f'<a:ext uri="{SVG_EXTENSION}"><asvg:svgBlip xmlns:asvg="{SVG_SPACE}" r:embed="{relation}"/></a:ext></a:extLst>'
        )
    )
    words = line._p.find(f".//{{{'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'}}}docPr")
    words.set("descr", chart["caption"])


def _signature(paper: Paper, content: dict[str, Any]) -> None:
    paper.add_paragraph(style="Signature Line")
    paper.add_paragraph(content["organ"], style="Signature Line")
    paper.add_paragraph(content["date_words"], style="Signature Line")


def _field(paragraph: Paragraph, code: str, shown: str) -> None:
    """Append a field that the program fills in, with what stands there until it does."""
    for kind in ("begin", "code", "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "code":
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {code} "
            run._r.append(text)
        elif kind == "shown":
            run.text = shown
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _update_on_opening(paper: Paper) -> None:
    wish = OxmlElement("w:updateFields")
    wish.set(qn("w:val"), "true")
    paper.settings.element.append(wish)
