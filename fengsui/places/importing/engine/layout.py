"""How a sheet is laid out: its header, what each column holds, its data rows with merged cells filled. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fengsui.places.importing.engine import headers, mapping
from fengsui.places.importing.engine.headers import Header
from fengsui.places.importing.engine.reading import Book, Cell, Sheet
from fengsui.places.importing.engine.texts import masked, text_of, tidy

SAMPLED_ROWS = 400
SHOWN_SAMPLES = 5
MOST_SHEETS = 40


@dataclass(frozen=True)
class Layout:
    """One sheet as it will be read: its header and the guess for each column."""

    sheet: Sheet
    header: Header
    guesses: tuple[mapping.Guess, ...]
    samples: tuple[tuple[str, ...], ...]

    @property
    def mapping(self) -> dict[int, str]:
        """The guessed mapping: column (from 0) → field."""
        return {guess.column: guess.field for guess in self.guesses if guess.field}


def head_of(sheet: Sheet, count: int) -> list[list[Cell]]:
    """Return the first rows of a sheet."""
    rows = []
    for row in sheet.rows():
        rows.append(row)
        if len(rows) >= count:
            break
    return rows


def data_rows(sheet: Sheet, header: Header) -> Iterator[tuple[int, list[Cell]]]:
    """Yield (row number from 1, cells) of the rows that are data, cells merged downwards filled in."""
    downwards: dict[int, list[tuple[int, int, int]]] = {}
    for (top, left), (bottom, right) in sheet.merges:
        if bottom > top and bottom >= header.first_data_row:
            downwards.setdefault(top, []).append((bottom, left, right))
    held: dict[int, tuple[int, Cell]] = {}
    width = len(header.labels)
    for number, row in enumerate(sheet.rows()):
        for bottom, left, _ in downwards.get(number, ()):
            if left < len(row):
                held[left] = (bottom, row[left])
        if number < header.first_data_row:
            continue
        cells = row
        if held:
            cells = [*row, *[""] * (width - len(row))] if len(row) < width else list(row)
            for column, (bottom, value) in list(held.items()):
                if number > bottom:
                    del held[column]
                elif column < len(cells) and cells[column] == "":
                    cells[column] = value
        if headers.kind_of_row([text_of(cell).strip() for cell in cells[:width]], header) == "data":
            yield number + 1, cells


def sheet_scores(book: Book) -> list[dict[str, Any]]:
    """Return what each sheet looks like: name, rows, hidden, how much its header looks like a ledger's (0 to 1)."""
    shown = []
    for name, hidden in book.sheets()[:MOST_SHEETS]:
        sheet = book.sheet(name)
        rows = head_of(sheet, headers.LOOK_AT_ROWS)
        header = headers.find_header(rows, sheet.merges)
        shown.append(
            {
                "name": name, "rows": sheet.height, "columns": sheet.width, "hidden": hidden,
                "score": round(header.score, 2) if header else 0.0,
            }
        )  # fmt: skip
    return shown


def best_sheet(scores: Sequence[dict[str, Any]]) -> str:
    """Return the sheet that is most likely the ledger: best header, visible, then most rows; '' when there is none."""
    ranked = sorted(scores, key=lambda one: (one["score"] >= 0.3, not one["hidden"], round(one["score"], 1), one["rows"]))
    return str(ranked[-1]["name"]) if ranked and ranked[-1]["score"] >= 0.3 else ""


def lay_out(sheet: Sheet, words: mapping.Words, header: Header | None = None) -> Layout | None:
    """Return a sheet's layout, with the header found or given; None when no header is found."""
    if header is None:
        header = headers.find_header(head_of(sheet, headers.LOOK_AT_ROWS), sheet.merges)
    if header is None:
        return None
    width = len(header.labels)
    columns: list[list[Cell]] = [[] for _ in range(width)]
    for count, (_, cells) in enumerate(data_rows(sheet, header)):
        if count >= SAMPLED_ROWS:
            break
        for column in range(min(width, len(cells))):
            columns[column].append(cells[column])
    guesses = mapping.guess(header.labels, columns, words)
    samples = tuple(tuple(_distinct(column)) for column in columns)
    return Layout(sheet, header, tuple(guesses), samples)


def _distinct(cells: Sequence[Cell]) -> list[str]:
    seen: dict[str, None] = {}
    for cell in cells:
        text = masked(tidy(text_of(cell)))[:60]
        if text:
            seen[text] = None
        if len(seen) >= SHOWN_SAMPLES:
            break
    return list(seen)
