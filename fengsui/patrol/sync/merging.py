"""Merging what several people report about one place: the same end whatever the order of arrival. Pure.

Each field has a class that says what two reports of it come to (FIELD_CLASSES; docs/decisions/sync.md). A report
*saw* another when the record its phone held already carried it; reports that did not see each other are side by side.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

FieldClass = Literal["single", "state", "measured", "facts", "tally"]
SINGLE, FACTS = ("name", "address", "activity"), ("aliases", "tags", "facilities_seen")
FIELD_CLASSES: dict[str, FieldClass] = {
    **dict.fromkeys(SINGLE, "single"),
    "state": "state",
    "position": "measured",
    "measured": "measured",
    **dict.fromkeys(FACTS, "facts"),
    "tallies": "tally",
}
ENDED = frozenset({"moved", "closed", "demolished", "merged", "rejected"})
# Decided at the desk alone: what a person at the door says beside it is put to a person, never written over it.
DECIDED = frozenset({"candidate", "sealed", "closed", "demolished", "merged", "rejected"})


@dataclass(frozen=True)
class Report:
    """What one person said of a place. `at` corrected time; `seen` the record's version the phone held, `version` the
    version the record got when the report was taken in; `withdrawn` fields a person has settled otherwise."""

    id: str
    at: datetime
    author: str
    by: str
    seen: int
    version: int
    values: Mapping[str, Any]
    withdrawn: frozenset[str] = field(default_factory=frozenset)

    @property
    def when(self) -> tuple[datetime, str]:
        """The order of reports: by corrected time, ties by id."""
        return (self.at, self.id)


@dataclass(frozen=True)
class Standing:
    """What a field comes to: the report that stands, and those beside it that say something else."""

    field: str
    value: Any
    report: Report
    beside: tuple[Report, ...]


def supersedes(one: Report, other: Report) -> bool:
    """Tell whether a report replaces another for good: it saw it, or the same person said it later."""
    if one.seen >= other.version:
        return True
    if other.seen >= one.version:
        return False
    return one.author == other.author and one.when > other.when


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a report with each measured count as a field of its own (inputs.beds)."""
    made = {key: value for key, value in values.items() if key != "measured"}
    made.update({f"inputs.{key}": value for key, value in values.get("measured", {}).items()})
    return made


def class_of(name: str) -> FieldClass:
    """Return the class of a field; a measured count is named inputs.<key>."""
    return "measured" if name.startswith("inputs.") else FIELD_CLASSES[name]


def standing(reports: Iterable[Report], name: str) -> Standing | None:
    """Return what a single-valued, state or measured field comes to; None when nobody said anything that counts.

    Of the reports nobody superseded the newest stands; of states one that ends the place stands before one that does
    not, because a person who did not know of the end cannot undo it. Measured values never leave anything beside.
    """
    told = [(flat(report.values), report) for report in reports if name not in report.withdrawn]
    told = [(values, report) for values, report in told if name in values]
    if not told:
        return None
    open_ = [pair for pair in told if not any(supersedes(other, pair[1]) for _, other in told if other is not pair[1])]
    kind = class_of(name)

    def rank(pair: tuple[dict[str, Any], Report]) -> tuple[bool, tuple[datetime, str]]:
        return (kind == "state" and pair[0][name] in ENDED | DECIDED, pair[1].when)

    # Clocks that jumped between two sendings can make a ring of reports; the newest of them stands then.
    values, report = max(open_ or told, key=rank)
    others = () if kind == "measured" else tuple(other for said, other in open_ if said[name] != values[name])
    return Standing(name, values[name], report, tuple(sorted(others, key=lambda other: other.when)))


def settled(reports: Sequence[Report]) -> dict[str, Standing]:
    """Return what every single-valued, state and measured field that somebody reported comes to."""
    names = {name for report in reports for name in flat(report.values)}
    wanted = [name for name in sorted(names) if class_of(name) in ("single", "state", "measured")]
    found = {name: standing(reports, name) for name in wanted}
    return {name: one for name, one in found.items() if one is not None}


def facts(reports: Iterable[Report], name: str) -> list[str]:
    """Return the union of what was seen (facts are never taken away by another report), sorted."""
    return sorted({value for report in reports if name not in report.withdrawn for value in report.values.get(name, ())})


def tallies(reports: Iterable[Report]) -> dict[str, int]:
    """Return the sums of what people did (leaflets handed out, persons taught): each report counts once, by its id."""
    sums: dict[str, int] = {}
    for report in {report.id: report for report in reports}.values():
        for key, count in report.values.get("tallies", {}).items():
            sums[key] = sums.get(key, 0) + int(count)
    return dict(sorted(sums.items()))
