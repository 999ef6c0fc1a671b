"""Rows of a ledger that was exported here: each is its record by number, merged with what others changed meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Prefetch

from fengsui.kernel.actor import Actor
from fengsui.places.classing import Labels, labels_for
from fengsui.places.export import cells_of
from fengsui.places.importing.engine.read_row import ReadRow
from fengsui.places.importing.engine.returned import NUMBER, STAMP, VERSION, Merged, merge
from fengsui.places.importing.engine.texts import Problem, text_of
from fengsui.places.importing.models import ImportRow
from fengsui.places.models import Place, PlaceContact, PlacePast
from fengsui.places.queries.lists import in_scope
from fengsui.places.queries.shown import STANDING_CONTACTS
from fengsui.places.queries.then import overlay
from fengsui.places.services.editing import changes_since


def read_version(text: str) -> tuple[int, datetime] | None:
    """Return the version and moment of such a cell, None for anything else."""
    number, _, stamp = text.strip().partition("/")
    try:
        return int(number), datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


@dataclass
class Returned:
    """One row with its record: what the merging came to, or why it cannot be merged."""

    place: Place | None = None
    version: int = 0
    merged: Sequence[Merged] = ()
    problem: Problem | None = None


class Returning:
    """Merges the rows of one sheet; records and versions are read once a chunk."""

    def __init__(self, actor: Actor, mapping: dict[int, str]) -> None:
        self.actor, self.mapping = actor, mapping
        self._column_of = {code: column for column, code in mapping.items()}
        self._seen: dict[str, int] = {}
        self._labels: dict[str, Labels] = {}

    def read(self, chunk: Sequence[tuple[int, list[Any]]]) -> dict[int, Returned]:
        """Return row number → its record and what the merging came to."""
        texts = {number: self._texts(cells) for number, cells in chunk}
        wanted = {one[NUMBER].strip() for one in texts.values()}
        rows = in_scope(self.actor).filter(number__in=wanted).select_related("area").prefetch_related(STANDING_CONTACTS)
        everything = ("state_changes", Prefetch("contacts", to_attr="every_contact"))
        places = {row.number: row for row in rows.prefetch_related(*everything)}
        past: dict[Any, list[PlacePast]] = {}
        for one in PlacePast.objects.filter(place__in=[row.pk for row in places.values()]).order_by("row_version", "until"):
            past.setdefault(one.place_id, []).append(one)
        return {number: self._returned(number, mine, places.get(mine[NUMBER].strip()), past) for number, mine in texts.items()}

    def _texts(self, cells: list[Any]) -> dict[str, str]:
        width = len(cells)
        return {code: text_of(cells[column]) if column < width else "" for column, code in self.mapping.items()}

    def _returned(self, number: int, mine: dict[str, str], place: Place | None, past: dict[Any, list[PlacePast]]) -> Returned:
        code, version = mine[NUMBER].strip(), read_version(mine[VERSION])
        if place is None or place.state in ("rejected", "merged"):
            words = f"编号 {code or '（空）'} 不在您能看到的台账里，或已并入别的档案。另建新档请用没有“编号”“档案版本”两列的表"
            return Returned(problem=self._problem(NUMBER, "number_unknown", words, "no such record in your scope"))
        if version is None or version[0] > place.row_version:
            words = "“档案版本”被改动过，无法比对；请不要修改这一列，重新导出后再编辑"
            return Returned(problem=self._problem(VERSION, "version_unreadable", words, "the version cell was changed"))
        if first := self._seen.get(code):
            words = f"第 {first} 行已经是这份档案"
            return Returned(problem=self._problem(NUMBER, "number_twice", words, f"row {first} is this record already"))
        self._seen[code] = number
        return Returned(place, version[0], merge(mine, self._base(place, past.get(place.pk, []), *version), self._cells(place)))

    def _problem(self, code: str, key: str, zh: str, en: str) -> Problem:
        return Problem(self._column_of[code], code, key, zh, en, refuses=True)

    def _base(self, place: Place, past: Sequence[PlacePast], version: int, moment: datetime) -> dict[str, str]:
        """Return the cells as exported: the record at that version, its people at that moment."""
        former = next((one for one in past if one.row_version >= version), None)
        base = Place(pk=place.pk, number=place.number, plate_code=place.plate_code)
        for field in Place._meta.concrete_fields:
            setattr(base, field.attname, getattr(place, field.attname))
        base.area = place.area
        if former is not None:
            overlay(base, former)
        base.state = self._state_at(place, moment)
        everyone: list[PlaceContact] = place.every_contact  # type: ignore[attr-defined]
        stood = [
            one for one in everyone
            if (one.stands_since or one.created_at) <= moment and (one.removed_at is None or one.removed_at > moment)
        ]  # fmt: skip
        base.standing_contacts = sorted(  # type: ignore[attr-defined]
            stood, key=lambda one: (not one.is_primary, one.created_at, str(one.pk))
        )
        return self._cells(base)

    def _state_at(self, place: Place, moment: datetime) -> str:
        # Latest first, as the table is ordered.
        return next((step.to_state for step in place.state_changes.all() if step.at <= moment), place.state)

    def _cells(self, row: Place) -> dict[str, str]:
        district = row.area_path.split("/", 1)[0]
        if district not in self._labels:
            self._labels[district] = labels_for(row.area_path)
        return cells_of(row, self._labels[district])


def keep_only(row: ReadRow, merged: Sequence[Merged], mapping: dict[int, str]) -> None:
    """Take out of a row as read everything that is not to be written or chosen: cells left as exported or settled."""
    wanted = {one.field for one in merged if one.verdict != "kept"}
    row.fields = {
        key: value for key, value in row.fields.items()
        if key in wanted or (key in ("lon", "lat") and "point" in wanted)
    }  # fmt: skip
    row.inputs = {key: value for key, value in row.inputs.items() if f"inputs.{key}" in wanted}
    row.people = row.people if "people" in wanted else []
    row.facilities = {}
    edited = {code for one in merged if one.verdict != "kept" for code in one.edited}
    columns = {column for column, code in mapping.items() if code in edited}
    row.problems = [one for one in row.problems if one.column in columns and not one.refuses]
    row.changes = [one for one in row.changes if one.column in columns]


def conflicts_of(place: Place, merged: Sequence[Merged], version: int) -> dict[str, dict[str, Any]]:
    """Return field → the three texts, who changed it last and when, and the choice still to be made."""
    wanted = [one for one in merged if one.verdict == "conflict"]
    since = changes_since(place, version) if wanted else []
    made = {}
    for one in wanted:
        field = {"point": "lon"}.get(one.field, one.field.partition(".")[0])
        last = next((change for change in since if field in change["fields"]), None)
        made[one.field] = {
            "base": one.base, "theirs": one.theirs, "mine": one.mine, "take": "",
            "by": last["by"] if last else "", "at": last["at"] if last else "",
        }  # fmt: skip
    return made


def chosen(row: ImportRow) -> dict[str, Any]:
    """Return what a row gives once the choices are made: what is left as it stands is taken out."""
    given = dict(row.given)
    for field, conflict in row.conflicts.items():
        if conflict["take"] == "mine":
            continue
        if field == "point":
            given.pop("lon", None)
            given.pop("lat", None)
        elif field.startswith("inputs."):
            given["inputs"] = {key: value for key, value in given.get("inputs", {}).items() if f"inputs.{key}" != field}
        else:
            given.pop(field, None)
    return given
