"""Reading cells: any window, any area, any scope of the asker, as a sum or a union of few rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Q
from pyroaring import BitMap

from fengsui.kernel import transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.cells import spans
from fengsui.kernel.cells.keeping import settle
from fengsui.kernel.cells.members import opened
from fengsui.kernel.models import Cell, CellMark
from fengsui.kernel.scope import under

Part = TypeVar("Part")
AT_ONCE = 400


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


def sums(
    series: Sequence[int], window: Iterable[int], scope: Sequence[Piece] | None, part: Callable[[int, str], Part], width: int = 0
) -> dict[tuple[int, Part], int]:
    """Return (series, part) → sum of its numbers. `part(span, area path)` says where a cell belongs in the answer.

    `width` is how much of the area path `part` needs, in characters (0: none of it).
    """
    found: dict[tuple[int, Part], int] = defaultdict(int)
    for one, span, path, n in _cells(series, window, scope, width, "n"):
        found[one, part(span, path)] += n
    return found


def unions(
    series: Sequence[int], window: Iterable[int], scope: Sequence[Piece] | None, part: Callable[[int, str], Part], width: int = 0
) -> dict[tuple[int, Part], BitMap]:
    """Return (series, part) → all members, each once; the rest as for sums."""
    found: dict[tuple[int, Part], BitMap] = defaultdict(BitMap)
    for one, span, path, members in _cells(series, window, scope, width, "members"):
        if members:
            found[one, part(span, path)] |= opened(members)
    return found


def _cells(
    series: Sequence[int], window: Iterable[int], scope: Sequence[Piece] | None, width: int, column: str
) -> Iterable[tuple[int, int, str, Any]]:
    spans_asked = list(window)
    for piece in [Piece("")] if scope is None else scope:
        deep = max(len(piece.area_path), width, spans.OWN if piece.covers else 0)
        level = next((level for level in sorted(spans.LEVELS) if level >= deep), spans.OWN)
        cells = Cell.objects.filter(series__in=list(series), level=level)
        if piece.area_path:
            cells = cells.filter(Q(area_path=piece.area_path) if len(piece.area_path) == level else under(piece.area_path))
        if piece.lines:
            cells = cells.filter(line__in=piece.lines)
        for start in range(0, len(spans_asked), AT_ONCE):
            rows = cells.filter(span__in=spans_asked[start : start + AT_ONCE])
            for one, span, path, line, value in rows.values_list("series", "span", "area_path", "line", column):
                if piece.covers is None or piece.covers(path, line):
                    yield one, span, path, value
