"""Reading cells: any windows, any areas, any scope of the asker, as sums or unions of few rows, all of them in one read."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from pyroaring import BitMap

from fengsui.kernel import transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.cells import spans
from fengsui.kernel.cells.keeping import settle
from fengsui.kernel.cells.members import opened
from fengsui.kernel.models import CellMark

# Span and area path of a part of an answer: 0 and "" where it is not taken apart by them.
Part = tuple[int, str]
# A cell's path whole, for parts of a scope that are told cell by cell.
WHOLE_PATH = 60


@dataclass(frozen=True)
class Piece:
    """A part of someone's scope that no other part overlaps.

    `lines` empty: every line. `covers`, where grants of different lines lie inside each other, tells for each cell.
    """

    area_path: str
    lines: tuple[str, ...] = ()
    covers: Callable[[str, str], bool] | None = None


def pieces(actor: Actor, permission: str, area_path: str = "") -> tuple[Piece, ...] | None:
    """Return an actor's scope for a permission within an area as parts without overlap; None means everything."""
    if actor.is_system:
        return (Piece(area_path),) if area_path else None
    held: dict[str, set[str]] = defaultdict(set)
    for grant in actor.grants_for(permission):
        narrowed = _narrower(grant.area_path, area_path)
        if narrowed is not None:
            held[narrowed].add(grant.line)
    made: list[Piece] = []
    for top in [path for path in sorted(held) if not any(_inside(path, wide) for wide in held if wide != path)]:
        lower = {path: lines for path, lines in held.items() if path != top and _inside(path, top)}
        if "" in held[top]:
            made.append(Piece(top))
        elif all(lines <= held[top] for lines in lower.values()):
            made.append(Piece(top, tuple(sorted(held[top]))))
        else:
            made.append(Piece(top, covers=_covering({top: held[top], **lower})))
    return tuple(made)


def _narrower(granted: str, asked: str) -> str | None:
    if not asked or _inside(granted, asked):
        return granted
    return asked if _inside(asked, granted) else None


def _inside(path: str, wide: str) -> bool:
    return path == wide or path.startswith(f"{wide}/")


def _covering(held: dict[str, set[str]]) -> Callable[[str, str], bool]:
    def covers(area_path: str, line: str) -> bool:
        return any(_inside(area_path, path) and ("" in lines or line in lines) for path, lines in held.items())

    return covers


def settled() -> None:
    """Count what is marked: the open transaction's own changes, or those of a statement outside the services."""
    if CellMark.objects.exists():
        with transaction.write():
            settle()


@dataclass(frozen=True)
class Ask:
    """One series over some spans of days, within a scope (None: everything).

    `once`: its members, each counted once, and not its numbers. `width`: told apart by the area path cut to so many
    characters. `by_span`: told apart by span.
    """

    series: int
    spans: tuple[spans.Run, ...]
    scope: tuple[Piece, ...] | None
    once: bool = False
    width: int = 0
    by_span: bool = False


def read(asks: Iterable[Ask]) -> dict[Ask, dict[Part, int]]:
    """Return what was asked, part by part: one query for all sums and one for all unions, however many the asks."""
    wanted = list(dict.fromkeys(asks))
    found: dict[Ask, dict[Part, int]] = {ask: defaultdict(int) for ask in wanted}
    held: dict[tuple[Ask, Part], BitMap] = defaultdict(BitMap)
    for ask, part, n in _cells([ask for ask in wanted if not ask.once], "SUM(c.n)"):
        found[ask][part] += int(n)
    for ask, part, members in _cells([ask for ask in wanted if ask.once], "c.members"):
        if members:
            held[ask, part] |= opened(members)
    for (ask, part), bitmap in held.items():
        found[ask][part] = len(bitmap)
    return found


def _cells(asks: list[Ask], column: str) -> Iterator[tuple[Ask, Part, Any]]:
    branches: dict[tuple[int, Piece, bool], list[str]] = defaultdict(list)
    for number, ask in enumerate(asks):
        for piece in (Piece(""),) if ask.scope is None else ask.scope:
            level = _level(piece, ask.width)
            width = WHOLE_PATH if piece.covers else ask.width
            for first, last in ask.spans:
                # As deep as facts lie a span has hundreds of areas: there single spans are looked up together with the area.
                single = level == spans.OWN and bool(piece.area_path) and first >= spans.FIRST_MONTH
                runs = ((one, one) for one in range(first, last + 1)) if single else ((first, last),)
                branches[level, piece, single] += [
                    f"({number},{ask.series},{one},{end},{width},{int(ask.by_span)})" for one, end in runs
                ]
    if not branches:
        return
    texts, parameters, pieces_of = [], [], list(dict.fromkeys(piece for _, piece, _ in branches))
    for (level, piece, single), values in branches.items():
        text, given = _branch(level, piece, single, values, column, pieces_of.index(piece))
        texts.append(text)
        parameters += given
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(texts), parameters)
        for number, which, span, path, line, value in cursor.fetchall():
            ask, piece = asks[number], pieces_of[which]
            if piece.covers is None or piece.covers(path, line):
                yield ask, (span, path[: ask.width]), value


def _level(piece: Piece, width: int) -> int:
    deep = max(len(piece.area_path), width, spans.OWN if piece.covers else 0)
    return next((level for level in sorted(spans.LEVELS) if level >= deep), spans.OWN)


def _branch(level: int, piece: Piece, single: bool, values: list[str], column: str, which: int) -> tuple[str, list[Any]]:
    """Return the SQL of all that is read at one level of one part of a scope. Columns of VALUES are named by the databases."""
    when = "c.span = v.column3" if single else "c.span BETWEEN v.column3 AND v.column4"
    line = "c.line" if piece.covers else "''"
    where, given = f"c.series = v.column2 AND c.level = {level} AND {when}", []
    if len(piece.area_path) == level:
        where, given = f"{where} AND c.area_path = %s", [piece.area_path]
    elif piece.area_path:
        # As kernel.scope.under: one range for the index, then the path itself or what lies below it.
        where += " AND c.area_path >= %s AND c.area_path < %s AND (c.area_path = %s OR c.area_path >= %s)"
        path = piece.area_path
        given = [path, f"{path}0", path, f"{path}/"]
    if piece.lines:
        where += f" AND c.line IN ({', '.join(['%s'] * len(piece.lines))})"
        given += piece.lines
    # Cells are looked up by what is asked, and never the other way round: CROSS JOIN says so to SQLite, OFFSET to PostgreSQL.
    cells = f"kernel_cell c WHERE {where}"
    if connection.vendor == "postgresql":
        cells = f"LATERAL (SELECT c.span, c.area_path, c.line, c.n, c.members FROM {cells} OFFSET 0) c"
    text = (
        f"SELECT v.column1, {which}, CASE WHEN v.column6 = 1 THEN c.span ELSE 0 END, substr(c.area_path, 1, v.column5), {line}, "
        f"{column} FROM (VALUES {', '.join(values)}) v CROSS JOIN {cells}"
    )
    return (f"{text} GROUP BY 1, 3, 4, 5" if column.startswith("SUM") else text), given
