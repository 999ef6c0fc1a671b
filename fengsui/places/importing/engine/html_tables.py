"""Tables of a web page saved under a spreadsheet's name, rows and columns spanned as the page shows them. Pure."""

from html.parser import HTMLParser

from fengsui.places.importing.engine.guards import MOST_COLUMNS, MOST_ROWS, check_size


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._depth = 0
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._spans: tuple[int, int] = (1, 1)
        self._down: dict[int, tuple[int, str]] = {}
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
                self._down = {}
        elif tag == "tr" and self._depth == 1:
            self._end_row()
            self._row = []
        elif tag in ("td", "th") and self._depth == 1:
            if self._row is None:
                self._row = []
            self._end_cell()
            given = dict(attrs)
            self._spans = (_span(given.get("colspan")), _span(given.get("rowspan")))
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)
        elif tag == "table":
            if self._depth == 1:
                self._end_row()
            self._depth = max(0, self._depth - 1)
        elif tag == "tr" and self._depth == 1:
            self._end_row()
        elif tag in ("td", "th") and self._depth == 1:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._cell.append(data)

    def _fill_down(self) -> None:
        assert self._row is not None
        while (column := len(self._row)) in self._down:
            left, text = self._down[column]
            self._row.append(text)
            if left > 1:
                self._down[column] = (left - 1, text)
            else:
                del self._down[column]

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        text = "".join(self._cell).replace("\xa0", " ").strip()
        self._cell = None
        columns, rows = self._spans
        self._fill_down()
        for _ in range(columns):
            if len(self._row) >= MOST_COLUMNS:
                return
            if rows > 1:
                self._down[len(self._row)] = (rows - 1, text)
            self._row.append(text)

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        self._fill_down()
        self.tables[-1].append(self._row)
        if len(self.tables[-1]) > MOST_ROWS:
            check_size(len(self.tables[-1]), len(self._row))
        self._row = None


def _span(text: str | None) -> int:
    return min(max(int(text), 1), 200) if text and text.isdigit() else 1


def read_tables(page: str) -> list[list[list[str]]]:
    """Return the outermost tables of a page that have at least two rows and two columns, largest first."""
    parser = _Tables()
    parser.feed(page)
    parser.close()
    kept = [table for table in parser.tables if len(table) >= 2 and max(map(len, table), default=0) >= 2]
    return sorted(kept, key=lambda table: -len(table) * max(map(len, table)))
