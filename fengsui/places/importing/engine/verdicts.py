"""Which rows are new, which change a record, which need a person to say: rows against the ledger and each other. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fengsui.kernel.geo import neighbour_cells
from fengsui.places import matching
from fengsui.places.matching import Known, Match

ROW = "row:"
MOST_COMPARED = 40
# A door shared by more records than this (a mall, a market) says nothing about who is behind it.
WIDEST_DOOR = 25


@dataclass(frozen=True)
class Verdict:
    """What became of a row: verdict, the place it is (surely) about, and the candidates with reasons when in doubt."""

    verdict: str
    place_id: str = ""
    matches: tuple[Match, ...] = ()
    reason_zh: str = ""
    reason_en: str = ""


@dataclass
class _Blocks:
    by_external: dict[str, list[str]] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=dict)
    by_phone: dict[str, list[str]] = field(default_factory=dict)
    by_credit: dict[str, list[str]] = field(default_factory=dict)
    by_door: dict[str, list[str]] = field(default_factory=dict)
    by_cell: dict[str, list[str]] = field(default_factory=dict)


class Comparer:
    """Records and rows seen so far, found by what duplicates share. Ids of rows start with 'row:'."""

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}
        self._external: dict[str, str] = {}
        self._paths: dict[str, str] = {}
        self._blocks = _Blocks()
        self._rings: dict[str, list[str]] = {}
        self._taken: dict[str, str] = {}

    def add(self, row: Known, external_id: str = "", path: str = "") -> None:
        """Put a record or a row in, with its record number and area path."""
        self._known[row.id] = row
        self._paths[row.id] = path
        blocks = self._blocks
        if external_id:
            self._external[row.id] = external_id
            blocks.by_external.setdefault(external_id, []).append(row.id)
        if row.name_key:
            blocks.by_name.setdefault(row.name_key, []).append(row.id)
        for phone in row.phones:
            blocks.by_phone.setdefault(phone, []).append(row.id)
        if row.credit_code:
            blocks.by_credit.setdefault(row.credit_code, []).append(row.id)
        if row.address_key:
            blocks.by_door.setdefault(row.address_key, []).append(row.id)
        if row.cell:
            blocks.by_cell.setdefault(row.cell, []).append(row.id)

    def extend(self, rows: Iterable[tuple[Known, str, str]]) -> None:
        """Put many (record, record number, area path) in."""
        for row, external_id, path in rows:
            self.add(row, external_id, path)

    def judge(self, row: Known, external_id: str, street: str) -> Verdict:
        """Return the verdict on a row that can be imported; `street` is the path of its street.

        Two rows about one record would overwrite each other, so the second waits for a person.
        """
        made = self._judge(row, external_id, street)
        if made.verdict != "changed":
            return made
        first = self._taken.setdefault(made.place_id, row.id)
        if first == row.id:
            return made
        number = first.removeprefix(ROW)
        return Verdict(
            "doubtful", matches=(matching.compare(row, self._known[made.place_id]),),
            reason_zh=f"第 {number} 行已对应这份档案", reason_en=f"row {number} is about this record already",
        )  # fmt: skip

    def _judge(self, row: Known, external_id: str, street: str) -> Verdict:
        if external_id and (same := self._by_number(row, external_id)):
            return same
        exact = self._exact(row, street)
        if exact and len(exact) == 1 and not exact[0].startswith(ROW) and not self._other_number(exact[0], external_id):
            return Verdict("changed", exact[0])
        found = self._alike(row)
        if external_id:
            # Different record numbers of one ledger are different places, unless the rest is all but the same.
            found = [
                match for match in found if match.score >= matching.CERTAIN_FROM or not self._other_number(match.id, external_id)
            ]
        if found:
            return Verdict("doubtful", matches=tuple(found[:5]))
        return Verdict("new")

    def _other_number(self, other: str, external_id: str) -> bool:
        theirs = self._external.get(other, "")
        return bool(external_id and theirs and theirs != external_id)

    def _by_number(self, row: Known, external_id: str) -> Verdict | None:
        holders = self._blocks.by_external.get(external_id)
        if not holders:
            return None
        places = [one for one in holders if not one.startswith(ROW)]
        rows = [one for one in holders if one.startswith(ROW)]
        if rows:
            number = rows[0].removeprefix(ROW)
            match = matching.compare(row, self._known[rows[0]])
            return Verdict(
                "doubtful",
                matches=(match,),
                reason_zh=f"档案编号与第 {number} 行相同",
                reason_en=f"same record number as row {number}",
            )
        if len(places) > 1:
            made = tuple(matching.compare(row, self._known[one]) for one in places[:5])
            return Verdict(
                "doubtful", matches=made, reason_zh="这个档案编号在台账里不止一家", reason_en="several records carry this number"
            )
        known = self._known[places[0]]
        if _unlike(row, known):
            return Verdict(
                "doubtful", matches=(matching.compare(row, known),),
                reason_zh="档案编号相同，但名称和地址都不同", reason_en="same record number, but other name and address",
            )  # fmt: skip
        return Verdict("changed", places[0])

    def _exact(self, row: Known, street: str) -> list[str]:
        if not row.name_key or not row.address_key:
            return []
        same = []
        for one in self._blocks.by_name.get(row.name_key, ()):
            other = self._known[one]
            if other.address_key == row.address_key and self._paths[one].startswith(street):
                same.append(one)
        return same

    def _alike(self, row: Known) -> list[Match]:
        blocks, seen = self._blocks, dict[str, None]()
        same: list[Sequence[str]] = [
            blocks.by_name.get(row.name_key, ()),
            *(blocks.by_phone.get(phone, ()) for phone in row.phones),
        ]
        if row.credit_code:
            same.append(blocks.by_credit.get(row.credit_code, ()))
        for members in same:
            seen.update(dict.fromkeys(members[-MOST_COMPARED:]))
        mine = matching.bigrams(row.name_key)
        nearby: list[Sequence[str]] = [blocks.by_cell.get(cell, ()) for cell in self._ring(row.cell)] if row.cell else []
        behind: Sequence[str] = blocks.by_door.get(row.address_key, ()) if row.address_key else ()
        if len(behind) <= WIDEST_DOOR:
            nearby.append(behind)
        for members in nearby:
            for one in members:
                # Being near or behind one door is enough only for names that have something in common.
                if one not in seen and _share(mine, row.name_key, self._known[one].name_key):
                    seen[one] = None
        made = [matching.compare(row, self._known[one]) for one in seen if one != row.id]
        kept = [match for match in made if match.score >= matching.PROPOSE_FROM]
        return sorted(kept, key=lambda match: (-match.score, match.id))

    def _ring(self, cell: str) -> list[str]:
        if cell not in self._rings:
            if len(self._rings) > 20_000:
                self._rings.clear()
            self._rings[cell] = neighbour_cells(cell)
        return self._rings[cell]


def _share(mine: frozenset[str], left: str, right: str) -> bool:
    common = sum(1 for pair in mine if pair in right)
    return common * 2 >= max(1, min(len(left), len(right)) - 1)


def _unlike(row: Known, known: Known) -> bool:
    if not row.name_key or not known.name_key:
        return False
    names = matching.alike(row.name_key, known.name_key)
    short, long = sorted((row.name_key, known.name_key), key=len)
    if names >= 0.4 or (len(short) >= 2 and short in long) or row.phones & known.phones:
        return False
    return not (row.address_key and row.address_key == known.address_key)


def differences(given: Mapping[str, Any], stands: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return field → [old, new] for what a row says differently. A blank in the row erases nothing.

    `inputs` and `facilities` compare key by key; `people` holds those the record lacks.
    """
    changed: dict[str, list[Any]] = {}
    for key in (
        "name",
        "address",
        "credit_code",
        "activity",
        "class_declared",
        "shared_manager",
        "external_id",
        "state",
        "area_path",
    ):
        new, old = given.get(key), stands.get(key, "")
        if new and new != old and not (key == "area_path" and str(old).startswith(f"{new}/")):
            changed[key] = [old, new]
    for key, value in given.get("inputs", {}).items():
        if (old := stands.get("inputs", {}).get(key)) != value:
            changed[f"inputs.{key}"] = [old, value]
    if "lon" in given and not _near(given, stands):
        changed["point"] = [[stands.get("lon"), stands.get("lat")], [given["lon"], given["lat"]]]
    if (note := given.get("note")) and note not in str(stands.get("note", "")):
        changed["note"] = [stands.get("note", ""), note]
    for kind, facility in given.get("facilities", {}).items():
        has = stands.get("facilities", {}).get(kind)
        if has is None or any(has.get(key) != value for key, value in facility.items()):
            changed[f"facility.{kind}"] = [has, facility]
    return changed


def _near(given: Mapping[str, Any], stands: Mapping[str, Any]) -> bool:
    if stands.get("lon") is None or stands.get("lat") is None:
        return False
    return bool(abs(given["lon"] - stands["lon"]) < 2e-6 and abs(given["lat"] - stands["lat"]) < 2e-6)
