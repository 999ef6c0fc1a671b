"""Ugly ledgers, one maker each: the file's bytes, built on the spot."""

import io
import zipfile
from datetime import date
from typing import Any

import xlsxwriter
from openpyxl import Workbook

HEADER = ["序号", "店名", "地址", "负责人", "联系电话", "经营面积（㎡）", "经营项目", "所属街道", "所属社区"]
ROWS: list[list[Any]] = [
    [1, "好再来饭店", "站前路12号", "张一", 13800000001, 85, "餐饮", "站前街道", "铁南社区"],
    [2, "惠民超市", "站前路14号", "李二", "138 0000 0002", "约120平", "零售", "站前街道", "铁南社区居委会"],
    [3, "康康诊所", "站前路16号", "王三", "1.3800000003E10", "１０*６", "诊所", "站前街道办事处", "铁南社区"],
]
Merges = tuple[tuple[str, str], ...]


def book(sheets: dict[str, list[list[Any]]], merges: Merges = (), hidden: tuple[str, ...] = ()) -> bytes:
    """Return an xlsx of {sheet: rows}; merges as (sheet, range); hidden as 'sheet!column'."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    for name, cells in merges:
        made[name].merge_cells(cells)
    for place in hidden:
        name, column = place.split("!")
        made[name].column_dimensions[column].hidden = True
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def plain() -> bytes:
    """The header in the first row, nothing else."""
    return book({"台账": [HEADER, *ROWS]})


def title_rows() -> bytes:
    """A title and who filled it in above, totals and notes below."""
    top = [["站前街道九小场所排查台账"], ["填报单位：站前街道办事处", None, None, None, "填报日期：2026年3月1日"], []]
    tail = [["合计", None, None, None, None, 265], ["注：面积为经营面积"], ["填表人：张三", None, None, "审核人：李四"]]
    return book({"台账": [*top, HEADER, *ROWS, *tail]}, (("台账", "A1:I1"),))


def two_row_header() -> bytes:
    """负责人 over 姓名 and 电话, cells of the first row merged down."""
    rows = [
        ["序号", "场所名称", "详细地址", "负责人", None, "面积", "类型", "街道", "社区"],
        [None, None, None, "姓名", "电话", None, None, None, None],
        *[[*row[:3], row[3], row[4], row[5], row[6], row[7], row[8]] for row in ROWS],
    ]
    merges = tuple(("表", f"{c}1:{c}2") for c in "ABCFGHI")
    return book({"表": rows}, (("表", "D1:E1"), *merges))


def two_row_unmerged() -> bytes:
    """A header of two rows whose merged cells were lost in copying."""
    rows = [
        ["序号", "单位名称", "单位地址", "消防安全责任人", None, "消防安全管理人", None, "面积", "所属镇街"],
        [None, None, None, "姓名", "电话", "姓名", "联系电话", None, None],
        [1, "红山宾馆", "钢铁街1号", "赵一", 13800000011, "钱二", 13800000012, 1500, "站前"],
    ]
    return book({"Sheet1": rows})


def merged_areas() -> bytes:
    """Street and community written once and merged down over their rows."""
    rows = [
        ["街道", "社区", "商户名称", "门牌号", "经营者", "手机号"],
        ["站前街道", "铁南社区", "甲店铺", "铁南路1号", "孙一", 13800000021],
        [None, None, "乙店铺", "铁南路2号", "孙二", 13800000022],
        [None, None, "丙店铺", "铁南路3号", "孙三", 13800000023],
    ]
    return book({"商户": rows}, (("商户", "A2:A4"), ("商户", "B2:B4")))


def repeated_header() -> bytes:
    """The header once more on every printed page."""
    return book({"台账": [HEADER, ROWS[0], HEADER, ROWS[1], [], HEADER, ROWS[2]]})


def many_sheets() -> bytes:
    """A cover, a summary, the ledger, and an empty sheet."""
    cover = [["关于报送台账的说明"], ["请各社区于3月底前报送。"]]
    summary = [["街道", "数量"], ["站前", 3]]
    return book({"封面": cover, "汇总": summary, "明细": [HEADER, *ROWS], "Sheet3": []})


def hidden_column() -> bytes:
    """The phone column is hidden."""
    return book({"台账": [HEADER, *ROWS]}, hidden=("台账!E",))


def full_width() -> bytes:
    """Digits and letters in full width, spaces inside names."""
    row = [1, "好 再 来　饭店", "站前路１２号", "张　一", "１３８０００００００１", "８５㎡", "餐饮", "站前街道", "铁南社区"]
    return book({"台账": [HEADER, row]})


def two_phones() -> bytes:
    """Two numbers in one cell, name and number in one cell."""
    rows = [
        [1, "甲店", "站前路1号", "张一", "13800000001/13800000002", 20, "零售", "站前街道", ""],
        [2, "乙店", "站前路2号", "李二13800000003", "", 20, "零售", "站前街道", ""],
        [3, "丙店", "站前路3号", "王三", "0476-8220001", 20, "零售", "站前街道", ""],
    ]
    return book({"台账": [HEADER, *rows]})


def dates_everywhere() -> bytes:
    """Expiry of extinguishers as text, month, serial number and real date."""
    header = ["单位名称", "街道", "灭火器数量", "灭火器有效期至"]
    rows = [
        ["甲厂", "站前", 4, "2027.3.5"],
        ["乙厂", "站前", "6具", "2027年3月"],
        ["丙厂", "站前", "有", 46500],
        ["丁厂", "站前", 2, date(2027, 1, 2)],
    ]
    return book({"设施": [header, *rows]})


def wrong_areas() -> bytes:
    """A community of another street, a street nobody knows, an unknown community, another street's row."""
    rows = [
        [1, "甲店", "路1号", "", "", 10, "零售", "站前街道", "六西街社区"],
        [2, "乙店", "路2号", "", "", 10, "零售", "月亮街道", ""],
        [3, "丙店", "路3号", "", "", 10, "零售", "站前街道", "铁难社区"],
        [4, "丁店", "路4号", "", "", 10, "零售", "西屯街道", "六西街社区"],
    ]
    return book({"台账": [HEADER, *rows]})


def wrong_values() -> bytes:
    """Values that cannot be read: phone, area, state, name missing, formula errors."""
    header = [*HEADER, "经营状态", "层数"]
    rows = [
        [1, "甲店", "路1号", "张一", "12345", "很大", "零售", "站前街道", "", "说不清", "许多"],
        [2, "", "路2号", "", "", 10, "零售", "站前街道", "", "营业", 2],
        [3, "丙店", "路3号", "", "#N/A", "#REF!", "零售", "站前街道", "", "停业", "三层"],
        [4, "2024", "路4号", "", "", -5, "零售", "站前街道", "", "营业", ""],
    ]
    return book({"台账": [header, *rows]})


def seen_headers() -> bytes:
    """A header row as a real street keeps it, inspection columns and all."""
    header = [
        "序号",
        "档案编号",
        "街道",
        "社区",
        "所属网格",
        "场所名称",
        "联系人",
        "联系电话",
        "地址",
        "楼层数",
        "网格照片",
        "经营状态",
        "整体照片",
        "检测人员",
        "检测日期",
        "整改二维码",
        "总得分",
        "扣分标准",
        "扣分标准",
        "隐患",
        "备注",
        "整改情况",
        "整改照片1",
    ]
    row = [
        1,
        "HS001",
        "站前街道",
        "铁南社区",
        "第七网格",
        "好再来饭店",
        "张一",
        13800000001,
        "站前路12号",
        3,
        "",
        "正常营业",
        "",
        "王检",
        "2024.3.5",
        "",
        90,
        "",
        "",
        "无",
        "临街",
        "",
        "",
    ]
    return book({"台账": [header, row]})


def points(lon_lat: list[tuple[float, float]], *, headers: tuple[str, str] = ("经度", "纬度"), street: str = "站前街道") -> bytes:
    """Places with coordinates as given."""
    rows = [[f"店{n}号铺", f"站前路{n}号", street, lon, lat] for n, (lon, lat) in enumerate(lon_lat, 1)]
    return book({"台账": [["店名", "地址", "街道", *headers], *rows]})


def one_cell_points() -> bytes:
    """Coordinates in one cell, one of them in degrees and minutes, one pair the wrong way round."""
    header = ["店名", "街道", "坐标"]
    return book(
        {"台账": [header, ["甲店", "站前", "118.95,42.26"], ["乙店", "站前", "42.26，118.95"], ["丙店", "站前", "不知道"]]}
    )


def text_file(encoding: str, mark: str = ",") -> bytes:
    """The plain ledger as text."""
    lines = [mark.join("" if cell is None else str(cell) for cell in row) for row in [HEADER, *ROWS]]
    return "\r\n".join(lines).encode(encoding)


def html_as_xls() -> bytes:
    """A web page under a spreadsheet's name, with spanned cells and a script."""
    head = "<tr><td colspan='9'>台账<script>alert(1)</script></td></tr>"
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [HEADER, *ROWS])
    return f"<html><meta charset=utf-8><body><table border=1>{head}{rows}</table></body></html>".encode()


def ods() -> bytes:
    """The plain ledger as an OpenDocument sheet."""

    def cell(value: Any) -> str:
        if isinstance(value, int):
            return (
                f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
            )
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    rows = "".join("<table:table-row>" + "".join(map(cell, row)) + "</table:table-row>" for row in [HEADER, *ROWS])
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        f'office:version="1.2"><office:body><office:spreadsheet><table:table table:name="台账">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    return archive(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, "META-INF/manifest.xml": manifest}
    )


def archive(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


# Files that are no ledger, or no longer one.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def truncated() -> bytes:
    """A workbook whose transfer broke off."""
    return plain()[:2500]


def encrypted() -> bytes:
    """A workbook with a password: an OLE container that holds the encrypted package."""
    return OLE + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000


def bomb() -> bytes:
    """A small file that unpacks to 300 MB."""
    return archive(
        {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": b"0" * (300 << 20)}
    )


def far_cells() -> bytes:
    """Two cells only, one in the first and one in the last corner of the sheet: as a rectangle, 17 thousand million cells."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    page = made.add_worksheet("台账")
    page.write(0, 0, "店名")
    page.write(1_048_575, 16_383, "x")
    made.close()
    return out.getvalue()


def with_macros() -> bytes:
    """An xlsm: the plain ledger with a macro part inside."""
    out = io.BytesIO(plain())
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0macro")
    return out.getvalue()


def word_document() -> bytes:
    """A letter somebody uploaded by mistake."""
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})


def archive_of_ledgers() -> bytes:
    """A zip of several ledgers."""
    return archive({"站前.xlsx": plain(), "西屯.xlsx": plain()})


def xml_2003() -> bytes:
    """The old XML Spreadsheet."""
    return b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'


def encrypted_ods() -> bytes:
    """An OpenDocument sheet with a password."""
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": "x",
            "META-INF/manifest.xml": "<manifest:encryption-data/>",
        }
    )
