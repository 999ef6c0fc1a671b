"""What is read from one row of a ledger, and what reading it needs to know besides. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fengsui.kernel import phones
from fengsui.places.importing.engine import points
from fengsui.places.importing.engine.area_names import AreaBook
from fengsui.places.importing.engine.texts import Change, Problem

Owner = Callable[[float, float], str]


@dataclass(frozen=True)
class Person:
    """A contact read from a row: name, role, phone as plain digits ('' = none)."""

    name: str
    role: str
    phone: str = ""


@dataclass
class ReadRow:
    """What a row says: fields by code (only those given), people, what was corrected, what is wrong."""

    number: int
    cells: list[str]
    fields: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, Any] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    facilities: dict[str, dict[str, Any]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether something in the row forbids to import it."""
        return any(problem.refuses for problem in self.problems)

    def text(self, code: str) -> str:
        """Return a text field, '' when the row does not give it."""
        return str(self.fields.get(code, ""))


@dataclass(frozen=True)
class Surroundings:
    """What reading needs to know besides the row: areas, words of the rule pack, coordinate system, area of the import."""

    areas: AreaBook
    area_path: str
    activities: Mapping[str, str]
    classes: Mapping[str, str]
    system: str = "wgs84"
    owner: Owner | None = None
    inside: points.Inside | None = None


def phone_hashes(row: ReadRow) -> frozenset[str]:
    """Return the keyed hashes of a row's numbers, by which duplicates are found."""
    return frozenset(phones.keyed_hash(person.phone) for person in row.people if person.phone)
