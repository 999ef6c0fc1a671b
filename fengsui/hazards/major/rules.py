"""The rule sets of 重大火灾隐患 as data: elements over checklist items, with the days they hold and their clause state. Pure."""

import itertools
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

DATA = Path(__file__).parent / "data"
UNVERIFIED = "待核"


class Part(BaseModel):
    """Base of every part: unknown fields are refused, so that a slip of the pen is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PlaceKind(Part):
    """A named set of places: whoever falls under one of the groups, classes or activities of the rule pack."""

    zh: str
    groups: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()


class Condition(Part):
    """When an open hazard stands for an element: on one of the items, at places of every kind named.

    `percent_above` asks that more than so many per cent of the things counted were bad; without it the hazard suffices.
    """

    items: tuple[str, ...] = Field(min_length=1)
    percent_above: int | None = Field(None, ge=0, lt=100)
    where: tuple[str, ...] = ()


class Element(Part):
    """One element: our own short name, direct or one of several, the conditions (none = only people can tell)."""

    code: str
    zh: str = Field(min_length=4, max_length=60)
    en: str
    kind: Literal["direct", "comprehensive"]
    group: str
    where: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    clause: str = ""
    verified: bool = False

    @property
    def people_only(self) -> bool:
        """Whether no checklist item tells of it, so that only people can name it."""
        return not self.when

    @property
    def clause_words(self) -> str:
        """The clause with its state of verification."""
        if self.verified:
            return self.clause
        return f"{self.clause}（{UNVERIFIED}）" if self.clause else f"条文号{UNVERIFIED}"


class Combination(Part):
    """How many elements together make a place suspect: at least so many of those named (none named = of all)."""

    zh: str
    en: str
    where: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    at_least: int = Field(ge=1)
    verified: bool = False


class RuleSet(Part):
    """The elements in force from a day to a day, both included; an empty day is open."""

    code: str
    standard: str
    title: str
    title_en: str
    valid_from: date | None = None
    valid_to: date | None = None
    note: str
    place_kinds: Mapping[str, PlaceKind]
    groups: Mapping[str, str]
    elements: tuple[Element, ...]
    combinations: tuple[Combination, ...]

    def holds_on(self, day: date) -> bool:
        """Tell whether the set was in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def element(self, code: str) -> Element | None:
        """Return an element by its code, or None."""
        return next((one for one in self.elements if one.code == code), None)

    @model_validator(mode="after")
    def _refers_to_what_is_there(self) -> Self:
        codes = [one.code for one in self.elements]
        if len(set(codes)) != len(codes):
            raise ValueError("an element is there twice")
        kinds = [*(name for one in self.elements for name in one.where), *(n for c in self.combinations for n in c.where)]
        kinds += [name for one in self.elements for condition in one.when for name in condition.where]
        unknown = {*kinds} - self.place_kinds.keys() | {one.group for one in self.elements} - self.groups.keys()
        unknown |= {code for combination in self.combinations for code in combination.of} - set(codes)
        if unknown:
            raise ValueError(f"unknown names: {sorted(unknown)}")
        return self


@lru_cache(maxsize=1)
def rule_sets() -> tuple[RuleSet, ...]:
    """Return the shipped rule sets in the order of their days. Raises ValueError for one that is wrong, or two on one day."""
    made = [RuleSet.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(DATA.glob("*.yaml"))]
    made.sort(key=lambda one: one.valid_from or date.min)
    for earlier, later in itertools.pairwise(made):
        if earlier.valid_to is None or later.valid_from is None or earlier.valid_to >= later.valid_from:
            raise ValueError(f"rule sets {earlier.code} and {later.code} hold on the same day")
    return tuple(made)


def by_code(code: str) -> RuleSet | None:
    """Return a rule set by its code, or None."""
    return next((one for one in rule_sets() if one.code == code), None)


def in_force(day: date) -> RuleSet:
    """Return the rule set of a day: that of the hazard's own date, never today's."""
    return next(one for one in rule_sets() if one.holds_on(day))
