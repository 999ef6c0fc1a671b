"""Ledgers opened as they come: header found, columns guessed, rows told from titles and totals; bad files refused in words."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fengsui.kernel.errors import DomainError
from fengsui.places.importing.engine import guards
from fengsui.places.importing.engine.layout import best_sheet, data_rows, lay_out, sheet_scores
from fengsui.places.importing.engine.mapping import Words
from fengsui.places.importing.engine.reading import open_book
from fengsui.places.importing.engine.texts import text_of
from tests.files.ledgers import many, ugly

WORDS = Words(lambda text: text.startswith(("站前", "西屯")), lambda text: text.endswith(("社区", "居委会")))


def laid_out(tmp_path, content, name="台账.xlsx", sheet=""):
    file = tmp_path / name
    file.write_bytes(content)
    source = guards.inspect(file)
    book = open_book(source)
    layout = lay_out(book.sheet(sheet or best_sheet(sheet_scores(book))), WORDS)
    assert layout is not None
    return source, layout, list(data_rows(layout.sheet, layout.header))


def read_whole(file):
    book = open_book(guards.inspect(file))
    for name, _ in book.sheets():
        sheet = book.sheet(name)
        list(sheet.rows())
        lay_out(sheet, WORDS)


def fields_of(layout):
    return {guess.label: guess.field for guess in layout.guesses if guess.field}


FIRST_LEDGER = {
    "店名": "name", "地址": "address", "负责人": "owner_name", "联系电话": "phone", "经营面积（㎡）": "area_m2",
    "经营项目": "activity", "所属街道": "street", "所属社区": "community",
}  # fmt: skip


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (ugly.plain, "台账.xlsx"),
        (ugly.title_rows, "台账.xlsx"),
        (ugly.repeated_header, "台账.xlsx"),
        (ugly.many_sheets, "台账.xlsx"),
        (ugly.hidden_column, "台账.xlsx"),
        (ugly.ods, "台账.ods"),
        (ugly.html_as_xls, "台账.xls"),
        (ugly.with_macros, "台账.xlsm"),
        (lambda: ugly.text_file("gb18030"), "台账.csv"),
        (lambda: ugly.text_file("utf-8"), "台账.csv"),
        (lambda: ugly.text_file("utf-8-sig"), "台账.csv"),
        (lambda: ugly.text_file("utf-16"), "台账.txt"),
        (lambda: ugly.text_file("utf-16-le"), "台账.txt"),
        (lambda: ugly.text_file("gb18030", "\t"), "台账.tsv"),
        (lambda: ugly.text_file("utf-8", ";"), "台账.csv"),
        (ugly.plain, "改错了后缀.csv"),
    ],
)
def test_the_same_ledger_is_read_the_same_in_whatever_it_comes(tmp_path, make, name):
    _, layout, rows = laid_out(tmp_path, make(), name)
    assert fields_of(layout) == FIRST_LEDGER
    assert [text_of(cells[1]) for _, cells in rows] == ["好再来饭店", "惠民超市", "康康诊所"]


def test_row_numbers_are_those_the_spreadsheet_shows(tmp_path):
    _, _, rows = laid_out(tmp_path, ugly.title_rows())
    assert [number for number, _ in rows] == [5, 6, 7]


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (ugly.two_row_header, {"负责人/姓名": "owner_name", "负责人/电话": "owner_phone", "场所名称": "name", "详细地址": "address"}),
        (
            ugly.two_row_unmerged,
            {
                "消防安全责任人/姓名": "owner_name", "消防安全责任人/电话": "owner_phone",
                "消防安全管理人/姓名": "safety_manager_name", "消防安全管理人/联系电话": "safety_manager_phone", "所属镇街": "street",
            },
        ),
    ],
)  # fmt: skip
def test_a_header_of_two_rows_is_read_as_one(tmp_path, make, expected):
    _, layout, rows = laid_out(tmp_path, make())
    assert layout.header.height == 2
    assert fields_of(layout).items() >= expected.items()
    assert rows


def test_cells_merged_downwards_hold_for_every_row_they_span(tmp_path):
    _, layout, rows = laid_out(tmp_path, ugly.merged_areas())
    assert [cells[:2] for _, cells in rows] == [["站前街道", "铁南社区"]] * 3
    assert fields_of(layout)["商户名称"] == "name"


def test_a_real_header_keeps_inspection_columns_out(tmp_path):
    _, layout, _ = laid_out(tmp_path, ugly.seen_headers())
    found = fields_of(layout)
    expected = {"档案编号": "external_id", "所属网格": "grid", "联系人": "contact_name", "经营状态": "state", "楼层数": "floors"}
    assert found.items() >= expected.items()
    assert not {"检测日期", "检测人员", "总得分", "整改情况", "整改照片1", "序号"} & found.keys()


def test_hidden_columns_and_macros_are_told(tmp_path):
    source, _, _ = laid_out(tmp_path, ugly.with_macros())
    assert [remark.code for remark in source.remarks] == ["macros_ignored"]
    _, layout, _ = laid_out(tmp_path, ugly.hidden_column())
    assert layout.sheet.hidden_columns == {4}


def test_a_ledger_of_thousands_finds_its_way_past_title_total_and_note(tmp_path):
    file = tmp_path / "many.xlsx"
    many.write(file, 300)
    _, layout, rows = laid_out(tmp_path, file.read_bytes())
    assert len(rows) == 300
    assert fields_of(layout)["负责人/电话"] == "owner_phone"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (lambda: b"", "sheet_empty"),
        (ugly.truncated, "sheet_broken"),
        (lambda: ugly.OLE + b"\0" * 3000, "sheet_broken"),
        (ugly.encrypted, "sheet_encrypted"),
        (ugly.encrypted_ods, "sheet_encrypted"),
        (ugly.bomb, "sheet_too_large"),
        (ugly.far_cells, "sheet_too_large"),
        (ugly.word_document, "sheet_kind"),
        (ugly.archive_of_ledgers, "sheet_kind"),
        (ugly.xml_2003, "sheet_kind"),
        (lambda: b"%PDF-1.7 ...", "sheet_kind"),
        (lambda: b"\x89PNG\r\n\x1a\n....", "sheet_kind"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "sheet_kind"),
        (lambda: b"MZ\x90\x00program", "sheet_kind"),
        (lambda: b"<html><p>no table here</p></html>", "sheet_no_table"),
        (lambda: ugly.archive({"xl/workbook.xml": "<broken", "[Content_Types].xml": "x"}), "sheet_broken"),
    ],
)
def test_a_bad_file_is_refused_in_words_that_say_what_to_do(tmp_path, content, code):
    file = tmp_path / "台账.xlsx"
    file.write_bytes(content())
    with pytest.raises(DomainError) as refused:
        read_whole(file)
    assert refused.value.code == code
    assert any(word in refused.value.zh for word in ("请", "另存"))
    assert refused.value.en


def test_a_file_over_the_limit_is_refused_before_it_is_opened(tmp_path):
    file = tmp_path / "big.xlsx"
    file.write_bytes(b"PK\x03\x04" + b"0" * 2000)
    with pytest.raises(DomainError) as refused:
        guards.inspect(file, most_bytes=1000)
    assert refused.value.code == "sheet_too_large"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_whatever_bring_the_reader_down(tmp_path_factory, content):
    file = tmp_path_factory.mktemp("any") / "x.xlsx"
    file.write_bytes(content)
    with contextlib.suppress(DomainError):
        read_whole(file)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 4000), st.integers(0, 255))
def test_a_workbook_with_one_wrong_byte_is_read_or_refused(tmp_path_factory, at, value):
    content = bytearray(ugly.plain())
    content[at % len(content)] = value
    file = tmp_path_factory.mktemp("flip") / "x.xlsx"
    file.write_bytes(bytes(content))
    with contextlib.suppress(DomainError):
        read_whole(file)
