"""Taking a file in: guarded, kept, its sheets looked over, its columns guessed or remembered."""

import hashlib
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from fengsui.kernel import audit
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import InvalidInput
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.org.models import Area
from fengsui.places.importing.engine import guards, headers
from fengsui.places.importing.engine.fields import FIELDS
from fengsui.places.importing.engine.layout import Layout, best_sheet, head_of, lay_out, sheet_scores
from fengsui.places.importing.engine.mapping import Words
from fengsui.places.importing.engine.reading import Book, open_book
from fengsui.places.importing.engine.returned import own_mapping
from fengsui.places.importing.files import keep_sheet
from fengsui.places.importing.models import ImportBatch, ImportMapping
from fengsui.places.importing.surroundings import area_book, words_of


def upload(
    *, actor: Actor, operation_id: UUID | None = None, path: Path, file_name: str, area_path: str, sheet: str = ""
) -> ImportBatch:
    """Take a ledger in for an area and guess how to read it. The file is read and kept before the transaction opens.

    Raises NotFound or Forbidden (area out of scope), InvalidInput, TooLarge, Unsupported with words that say what to do.
    """
    require(actor, "places.import", area_path=area_path)
    if not Area.objects.filter(path=area_path).exists():
        raise InvalidInput("area_unknown", zh="没有这个区域，请从列表中选择。", en="No such area; choose one from the list.")
    source = guards.inspect(path, most_bytes=settings.UPLOAD_MAX_BYTES)
    book = open_book(source)
    scores = sheet_scores(book)
    chosen = sheet or best_sheet(scores)
    if not chosen:
        raise no_table()
    found = laid_out(book, chosen, words_of(area_book(area_path.split("/", 1)[0])))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    keep_sheet(actor=actor, path=path, sha256=digest)
    shown = [{"code": one.code, "zh": one.zh, "en": one.en} for one in source.remarks]
    return _register(
        actor=actor, operation_id=operation_id, area_path=area_path, file_name=file_name[-200:], sha256=digest,
        kind=source.kind, remarks=shown, sheets=scores, layout=layout_values(found, area_path),
    )  # fmt: skip


def no_table() -> InvalidInput:
    """Return the error for a file in which no header of a ledger was found."""
    return InvalidInput(
        "sheet_no_table",
        zh="没有找到台账的表头。表头中至少要有“场所名称”或“店名”一类的列，请检查后重新上传。",
        en="No ledger header was found. There must be at least a column such as 场所名称 or 店名.",
    )


def laid_out(book: Book, name: str, words: Words, *, header_row: int | None = None, header_height: int = 1) -> Layout:
    """Return the layout of a sheet, its header found or pointed at (row from 1). Raises InvalidInput when there is none."""
    sheet = book.sheet(name)
    header = None
    if header_row is not None:
        rows = head_of(sheet, header_row + header_height + 40)
        if not 1 <= header_row <= len(rows) or header_height not in (1, 2):
            raise no_table()
        header = headers.header_at(rows, sheet.merges, header_row - 1, min(header_height, len(rows) - header_row + 1))
    found = lay_out(sheet, words, header)
    if found is None:
        raise no_table()
    return found


def layout_values(found: Layout, area_path: str) -> dict[str, Any]:
    """Return a layout as the batch keeps it; a mapping confirmed earlier for this header stands before the guess."""
    own = own_mapping([guess.label for guess in found.guesses])
    kept = None if own else ImportMapping.objects.filter(area_path=area_path, fingerprint=found.header.fingerprint).first()
    mapping = own or {str(column): code for column, code in found.mapping.items()}
    if kept:
        mapping = {column: code for column, code in kept.mapping.items() if code in FIELDS and int(column) < len(found.guesses)}
    columns = [
        {
            "column": guess.column, "label": guess.label, "guess": guess.field, "confidence": guess.confidence,
            "why": "本系统导出的列" if own else "沿用上次确认的对应关系" if kept else guess.why_zh,
            "why_en": "a column exported here" if own else "as confirmed last time" if kept else guess.why_en,
            "samples": list(found.samples[guess.column]), "hidden": guess.column in found.sheet.hidden_columns,
        }
        for guess in found.guesses
    ]  # fmt: skip
    return {
        "sheet": found.sheet.name[:120],
        "header_row": found.header.row + 1,
        "header_height": found.header.height,
        "fingerprint": found.header.fingerprint,
        "columns": columns,
        "mapping": mapping,
        "mapping_remembered": kept is not None,
        "system_choice": kept.system_choice if kept else "",
    }


@service("import.upload")
def _register(
    *, actor: Actor, operation_id: UUID | None, area_path: str, file_name: str, sha256: str, kind: str,
    remarks: list[dict[str, str]], sheets: list[dict[str, Any]], layout: dict[str, Any],
) -> ImportBatch:  # fmt: skip
    batch = ImportBatch(
        area_path=area_path, file_name=file_name, sha256=sha256, kind=kind, remarks=remarks, sheets=sheets,
        by_account_id=actor.account_id, by_name=actor.name[:150], **layout,
    )  # fmt: skip
    batch.save(force_insert=True)
    shown = {"file_name": [None, file_name], "sha256": [None, sha256], "sheet": [None, batch.sheet]}
    audit.record(actor=actor, verb="import.upload", subject=batch, changes=shown)
    return batch
