"""What a file really is and whether it is safe to open: size, bytes, zip bombs, encryption, macros. Pure."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fengsui.kernel.errors import DomainError, InvalidInput, TooLarge, Unsupported

MOST_BYTES = 30 * 1024 * 1024
MOST_UNPACKED_BYTES = 600 * 1024 * 1024
# Sheets of repeated text pack 60 to 1; what packs much better than that and is large besides is no ledger.
MOST_RATIO, RATIO_FROM_BYTES = 200, 20 * 1024 * 1024
MOST_PARTS = 5000
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 100_000, 400, 12_000_000
CHUNK = 1 << 20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TABLES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "PDF 文件", "a PDF"),
    (b"\x89PNG", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"GIF8", "图片", "a picture"),
    (b"Rar!", "压缩包", "an archive"),
    (b"7z\xbc\xaf", "压缩包", "an archive"),
    (b"\x1f\x8b", "压缩包", "an archive"),
    (b"MZ", "程序", "a program"),
    (b"\x7fELF", "程序", "a program"),
)
_CELL_COLUMN = re.compile(rb"<c [^>]*?r=[\"']([A-Z]{1,3})\d")
_ROW_NUMBER = re.compile(rb"<row [^>]*?r=[\"'](\d+)")
_LAST_CELL_ROW = re.compile(rb"<c [^>]*?r=[\"'][A-Z]{1,3}(\d{6,})[\"'](?:[^>]*[^/])?>")
_ODS_REPEAT = re.compile(rb"number-(?:rows|columns)-repeated=[\"'](\d+)[\"'](?:[^>]*office:value)")


@dataclass(frozen=True)
class Remark:
    """Something about the file that the person should know: a stable code and the words."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Source:
    """A file that may be opened: path, kind (xlsx, xlsb, xls, ods, csv, html) and remarks."""

    path: Path
    kind: str
    remarks: tuple[Remark, ...] = ()


def broken(detail: str = "") -> InvalidInput:
    """Return the error for a file that cannot be read to its end."""
    return InvalidInput(
        "sheet_broken",
        zh="文件已损坏或不完整，打不开。请在原电脑上用 Excel 或 WPS 打开后另存为 .xlsx，再重新上传。",
        en="The file is damaged or incomplete. Open it in Excel or WPS, save it as .xlsx and upload that.",
        extra={"reason": detail[:200]} if detail else {},
    )


def encrypted() -> InvalidInput:
    """Return the error for a workbook that needs a password."""
    return InvalidInput(
        "sheet_encrypted",
        zh="文件设了打开密码，系统读不到内容。请在 Excel 或 WPS 中取消密码后另存，再上传。",
        en="The workbook is protected by a password. Remove the password, save and upload it again.",
    )


def too_big(zh: str, en: str) -> TooLarge:
    """Return the error for a file over one of the limits."""
    return TooLarge("sheet_too_large", zh=zh, en=en)


def _bomb() -> TooLarge:
    return too_big(
        "文件解压后异常巨大，已拒绝打开。请只保留台账所在的工作表，另存为新的 .xlsx 后上传。",
        "The file unpacks to an abnormal size and was not opened. Keep only the ledger's sheet, save as a new .xlsx.",
    )


def _wrong_kind(zh: str, en: str) -> Unsupported:
    return Unsupported(
        "sheet_kind",
        zh=f"这是{zh}，不是表格。请上传 .xlsx、.xls、.xlsb、.ods 或 .csv 台账。",
        en=f"This is {en}, not a spreadsheet. Upload .xlsx, .xls, .xlsb, .ods or .csv.",
    )


def inspect(path: Path, *, most_bytes: int = MOST_BYTES) -> Source:
    """Return what a file is, told by its content and never by its name.

    Raises InvalidInput (`sheet_empty`, `sheet_broken`, `sheet_encrypted`), TooLarge `sheet_too_large`,
    Unsupported `sheet_kind`; each says what to do.
    """
    size = path.stat().st_size
    if size == 0:
        raise InvalidInput(
            "sheet_empty",
            zh="文件是空的（0 字节）。请检查是否传输中断，重新保存后再上传。",
            en="The file is empty (0 bytes). Save it again and upload it once more.",
        )
    if size > most_bytes:
        megabytes = most_bytes // (1024 * 1024)
        raise too_big(
            f"文件超过 {megabytes} MB。请删去照片和多余的工作表，或按街道拆成几份后分别上传。",
            f"The file exceeds {megabytes} MB. Remove pictures and other sheets, or split it by street.",
        )
    with path.open("rb") as handle:
        head = handle.read(4096)
    if head.startswith(b"PK\x03\x04"):
        return _zip(path)
    if head.startswith(b"PK"):
        raise broken("zip")
    if head.startswith(_OLE):
        return _ole(path)
    for magic, zh, en in _NOT_TABLES:
        if head.startswith(magic):
            raise _wrong_kind(zh, en)
    return _text(path, head)


def _zip(path: Path) -> Source:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            _measure(path, parts)
            if any(part.flag_bits & 1 for part in parts):
                raise encrypted()
            if "content.xml" in names and "mimetype" in names:
                return _ods(path, archive)
            if any(name.startswith("word/") for name in names):
                raise _wrong_kind("Word 文档", "a Word document")
            if any(name.startswith("ppt/") for name in names):
                raise _wrong_kind("演示文稿", "a presentation")
            if not any(name.startswith("xl/") for name in names):
                raise _wrong_kind("压缩包（请先解压）", "an archive (unpack it first)")
            remarks = (_macro_remark(),) if any(name.endswith("vbaProject.bin") for name in names) else ()
            kind = "xlsb" if "xl/workbook.bin" in names else "xlsx"
            if kind == "xlsx":
                for part in parts:
                    if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                        _measure_sheet(archive, part)
            return Source(path, kind, remarks)
    except DomainError:
        raise
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise broken(str(error)) from error
    except Exception as error:  # zlib.error has no common base with the others
        raise broken(type(error).__name__) from error


def _measure(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    total = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or total > MOST_UNPACKED_BYTES:
        raise _bomb()
    if total > RATIO_FROM_BYTES and total > MOST_RATIO * path.stat().st_size:
        raise _bomb()


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part in chunks that overlap by one tag, stopping where its declared size is exceeded."""
    tail, seen = b"", 0
    with archive.open(part) as handle:
        while piece := handle.read(CHUNK):
            seen += len(piece)
            if seen > part.file_size:
                raise _bomb()
            yield tail + piece
            tail = piece[-200:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _measure_sheet(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a sheet whose used rectangle would not fit memory: readers hold it as a full rectangle."""
    columns: set[bytes] = set()
    last_row = 0
    for piece in _pieces(archive, part):
        columns.update(_CELL_COLUMN.findall(piece))
        rows = _ROW_NUMBER.findall(piece)
        if rows and (found := int(rows[-1])) <= MOST_ROWS:
            last_row = max(last_row, found)
        far = _LAST_CELL_ROW.findall(piece)
        if far:
            last_row = max(last_row, *(int(number) for number in far))
    width = max((_column_number(letters) for letters in columns), default=0)
    check_size(last_row, width)


def check_size(rows: int, columns: int) -> None:
    """Raise TooLarge when a sheet's used rectangle exceeds what an import takes (rows, columns, cells)."""
    if rows > MOST_ROWS or columns > 16_384 or rows * columns > MOST_CELLS:
        raise too_big(
            f"工作表用到了 {rows} 行 × {columns} 列，超过一次可导入的范围（{MOST_ROWS} 行）。"
            "请删去表格下方和右侧的多余内容，或分成几份上传。",
            f"The sheet uses {rows} rows × {columns} columns, more than one import takes. "
            "Delete what lies below and beside the table, or split it.",
        )


def _ods(path: Path, archive: zipfile.ZipFile) -> Source:
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise encrypted()
    if b"spreadsheet" not in archive.read("mimetype"):
        raise _wrong_kind("文档", "a document")
    for piece in _pieces(archive, archive.getinfo("content.xml")):
        if any(int(count) > MOST_COLUMNS for count in _ODS_REPEAT.findall(piece)):
            raise _bomb()
    return Source(path, "ods")


def _ole(path: Path) -> Source:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise encrypted()
    if "WordDocument".encode("utf-16-le") in content:
        raise _wrong_kind("Word 文档", "a Word document")
    macros = "_VBA_PROJECT".encode("utf-16-le") in content
    return Source(path, "xls", (_macro_remark(),) if macros else ())


def _macro_remark() -> Remark:
    return Remark(
        "macros_ignored",
        "文件带有宏。系统只读取单元格的值，宏不会运行也不会保留。",
        "The file carries macros. Only cell values are read; no macro is run or kept.",
    )


def utf16_without_mark(head: bytes) -> str:
    """Return utf-16-le or utf-16-be when bytes without a mark read as Chinese or plain text in it; '' otherwise."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) // 2 * 2].decode(encoding, "ignore")
        known = sum(
            1
            for c in text
            if c in "\r\n\t" or " " <= c <= "~" or "\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" or c in "㎡²°×·"
        )
        if text and known >= 0.95 * len(text) and any(mark in text for mark in ",\t;|，\n"):
            return encoding
    return ""


def _text(path: Path, head: bytes) -> Source:
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and start.startswith(b"<?xml"):
        raise Unsupported(
            "sheet_kind",
            zh="这是旧的“XML 表格 2003”格式。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。",
            en="This is the old XML Spreadsheet 2003 format. Save it as .xlsx and upload that.",
        )
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")) or b"<table" in start:
        return Source(
            path,
            "html",
            (
                Remark(
                    "html_table",
                    "文件其实是网页（多由网站“导出 Excel”产生），已按其中的表格读取，请核对列是否对齐。",
                    "The file is really a web page; its table was read. Check that the columns line up.",
                ),
            ),
        )
    if start.startswith((b"<svg", b"<?xml", b"{\\rtf")):
        raise _wrong_kind("网页或文档", "a web page or document")
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and not utf16_without_mark(head):
        raise _wrong_kind("无法识别的文件", "an unknown kind of file")
    return Source(path, "csv")
