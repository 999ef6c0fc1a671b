"""A ledger that was exported here, edited and comes back: which columns it has, and how each cell merges three ways. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fengsui.places.importing.engine.fields import FIELDS
from fengsui.places.importing.engine.texts import tidy

NUMBER, VERSION = "place_number", "row_version"
# How the moment of the last touch is written beside the version.
STAMP = "%Y%m%d%H%M%S%f"
INPUTS = (
    "area_m2", "floors", "floor", "seats", "beds", "rooms", "persons", "staff", "pupils", "households",
)  # fmt: skip
# Header of the export → field its cells are read as; columns not named here are for reading only.
HEADERS: dict[str, str] = {
    "编号": NUMBER,
    "档案版本": VERSION,
    "场所名称": "name",
    "地址": "address",
    "经营活动": "activity",
    "状态": "state",
    "责任人": "owner_name",
    "电话": "owner_phone",
    "经度": "lon",
    "纬度": "lat",
    "统一社会信用代码": "credit_code",
    "原档案编号": "external_id",
    **{FIELDS[code].zh: code for code in INPUTS},
}
# Cells that only mean something together are merged as one.
GROUPS: dict[str, str] = {
    "owner_name": "people", "owner_phone": "people", "lon": "point", "lat": "point",
    **{code: f"inputs.{code}" for code in INPUTS},
}  # fmt: skip


@dataclass(frozen=True)
class Merged:
    """What became of one cell or group: 'mine' to be written, 'kept' as it stands, 'conflict' for a person to choose.

    `edited` names the fields whose cells read otherwise than exported and than the record now.
    """

    field: str
    verdict: str
    base: str
    theirs: str
    mine: str
    edited: tuple[str, ...] = ()


def own_mapping(labels: Sequence[str]) -> dict[str, str]:
    """Return column (from 0, as text) → field of a ledger exported here; empty for any other sheet."""
    found = {str(column): HEADERS[label.strip()] for column, label in enumerate(labels) if label.strip() in HEADERS}
    return found if {NUMBER, VERSION} <= set(found.values()) else {}


def is_returned(mapping: Mapping[int, str] | Mapping[str, str]) -> bool:
    """Tell whether a mapping names both the record's number and its version."""
    return {NUMBER, VERSION} <= set(mapping.values())


def merge(mine: Mapping[str, str], base: Mapping[str, str], theirs: Mapping[str, str]) -> list[Merged]:
    """Merge the cells of a row three ways, by field code → text as exported.

    Blank erases nothing. A cell as it was exported says nothing; one that reads as the record now reads is settled;
    one the record still had as exported is written; the rest are conflicts.
    """
    groups: dict[str, list[str]] = {}
    for code in mine:
        if code not in (NUMBER, VERSION):
            groups.setdefault(GROUPS.get(code, code), []).append(code)
    return [_merged(field, codes, mine, base, theirs) for field, codes in groups.items()]


def _merged(
    field: str, codes: Sequence[str], mine: Mapping[str, str], base: Mapping[str, str], theirs: Mapping[str, str]
) -> Merged:
    given = [code for code in codes if tidy(mine[code])]
    edited = [code for code in given if tidy(mine[code]) != tidy(base.get(code, ""))]
    unlike = [code for code in edited if tidy(mine[code]) != tidy(theirs.get(code, ""))]
    moved = any(tidy(theirs.get(code, "")) != tidy(base.get(code, "")) for code in codes)
    verdict = "kept" if not unlike else "conflict" if moved else "mine"

    def shown(side: Mapping[str, str]) -> str:
        return " ".join(tidy(side.get(code, "")) for code in codes).strip()

    return Merged(field, verdict, shown(base), shown(theirs), shown(mine), tuple(unlike))
