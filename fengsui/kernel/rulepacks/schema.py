"""What a rule pack holds, as typed data: the whole of it in one document, every clause with its state of verification."""

from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Grade = Literal["A", "B", "C", "D"]


class Part(BaseModel):
    """Base of every part: unknown fields are refused, so that a slip of the pen is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Part):
    """A law or standard the pack rests on, and how far its text has been read."""

    key: str
    title: str
    state: Literal["verified", "secondary", "partly_read", "needs_text", "inferred"]


class Basis(Part):
    """One clause a rule rests on; `verified` false shows as 待核."""

    text: str
    verified: bool = False


class LegalCategory(Part):
    """One of the twelve legal categories of a hazard."""

    number: int = Field(ge=1, le=12)
    zh: str
    en: str = ""


class GradeRule(Part):
    """A grade with its internal working limit in working days (0 = the same day)."""

    code: Grade
    zh: str
    en: str = ""
    limit_working_days: int = Field(ge=0, le=365)
    help: str = ""


class OutcomeRule(Part):
    """What a visit can come to: inspected or not, when to return (working days), what it hints about the place."""

    code: str
    zh: str
    en: str = ""
    inspected: bool
    return_working_days: int | None = Field(None, ge=0, le=400)
    place_state: str = ""
    needs_photo: bool = False
    needs_note: bool = False
    help: str = ""


class Activity(Part):
    """A kind of business (经营业态)."""

    code: str
    zh: str
    en: str = ""
    group: str = ""


Unit = Literal["hour", "day", "month", "quarter", "half_year", "year"]
ClassGroup = Literal["key", "general", "small", "residential"]
ClockTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
# The longest interval of each unit: five years, and a day for hours.
LONGEST: dict[str, int] = {"hour": 24, "day": 1830, "month": 60, "quarter": 20, "half_year": 10, "year": 5}


class Frequency(Part):
    """How often something is looked at: `times` in every `every` units, perhaps only between two times of day.

    `by` says whose work it is: the street's people get tasks, a place's own duty (`place`) is shown and never a task of
    the street. `on_rest_day` moves a due day that falls on a rest day of the calendar: not at all, or to the working
    day before or after. `between` may run over midnight.
    """

    every: int = Field(default=1, ge=1)
    unit: Unit
    times: int = Field(default=1, ge=1, le=48)
    between: tuple[ClockTime, ClockTime] | None = None
    by: Literal["street", "place"] = "street"
    on_rest_day: Literal["do", "before", "after"] = "do"
    basis: tuple[Basis, ...] = ()

    @model_validator(mode="after")
    def _not_too_long(self) -> Self:
        if self.every > LONGEST[self.unit]:
            raise ValueError(f"周期太长：每 {self.every} {self.unit}，最多 {LONGEST[self.unit]}（五年；按小时的最多一天）")
        return self

    @property
    def verified(self) -> bool:
        """Whether every clause it rests on was read in its primary text; one that rests on nothing is not."""
        return bool(self.basis) and all(clause.verified for clause in self.basis)


class ForClasses(Frequency):
    """A frequency for some classes: those named, and all of the groups of classes named."""

    classes: tuple[str, ...] = ()
    class_groups: tuple[ClassGroup, ...] = ()

    def fits(self, row: "PlaceClass") -> bool:
        """Tell whether it is meant for a class."""
        return row.code in self.classes or row.group in self.class_groups


class Duty(ForClasses):
    """A standing duty of its own, by its name: the two-hourly patrol of a public place in business, the night patrol."""

    code: str
    zh: str
    en: str = ""


class Season(Part):
    """Days of the year (both ends in it, perhaps over the year's end) on which classes are visited at another frequency.

    Where seasons overlap, the more frequent one stands. What a season asks of the places themselves is `by: place`.
    """

    code: str
    zh: str
    en: str = ""
    begins: MonthDay
    ends: MonthDay
    visits: tuple[ForClasses, ...] = Field(min_length=1)
    help: str = ""


class Checklist(Part):
    """A group of items."""

    code: str
    zh: str
    en: str = ""


class Item(Part):
    """One thing to check, its grade and legal category, and what evidence a failure needs.

    `title` says how it is when all is well, `fault` in short what is wrong when it is not: the name of the case made of it.
    `counted` names what is counted (灯, 外窗) when the share of bad ones matters; `applies_to` narrows an item of a
    shared checklist to some classes (empty = every class that uses the checklist).
    """

    code: str = Field(pattern=r"^[A-Z]{2,3}-\d{2}$")
    title: str = Field(min_length=4, max_length=120)
    title_en: str = ""
    fault: str = Field("", max_length=60)
    grade: Grade
    legal_category: int = Field(ge=1, le=12)
    fix: Literal["on_site", "limited"]
    basis: tuple[Basis, ...] = Field(min_length=1)
    counted: str = ""
    applies_to: tuple[str, ...] = ()
    photo_when_bad: bool = True
    limit_working_days: int = Field(0, ge=0, le=365)
    help: str = ""

    @property
    def checklist(self) -> str:
        """The checklist an item belongs to: the letters of its code."""
        return self.code.split("-", 1)[0]

    @property
    def as_case(self) -> str:
        """The name of a case made of it; a pack that gives none has its title turned round."""
        return self.fault or f"不符合：{self.title}"

    @property
    def fixable_on_site(self) -> bool:
        """Whether it may be put right on the spot."""
        return self.fix == "on_site"

    @property
    def verified(self) -> bool:
        """Whether every clause it rests on was read in its primary text."""
        return all(clause.verified for clause in self.basis)

    def fits_class(self, class_code: str) -> bool:
        """Tell whether the item is asked at places of a class."""
        return not self.applies_to or class_code in self.applies_to


class When(Part):
    """A condition on a place; every part given must hold.

    Bounds on numbers: at_least (≥), above (＞), below (＜), at_most (≤); any_at_least holds when one of its bounds does.
    is_true names yes/no inputs that must be yes. `otherwise` is the last resort and holds always.
    """

    kind: str = ""
    activity: tuple[str, ...] = ()
    at_least: dict[str, float] = {}
    above: dict[str, float] = {}
    any_at_least: dict[str, float] = {}
    below: dict[str, float] = {}
    at_most: dict[str, float] = {}
    is_true: tuple[str, ...] = ()
    otherwise: bool = False

    @property
    def numbers(self) -> set[str]:
        """The inputs whose numbers the condition looks at."""
        return {*self.at_least, *self.above, *self.any_at_least, *self.below, *self.at_most}


class Group(Part):
    """A word of the law or of the work that a place falls under besides its class (人员密集场所, 高层民用建筑).

    A place belongs when any of the conditions holds; `checklists` are asked there besides those of its class.
    """

    code: str
    zh: str
    en: str = ""
    when: tuple[When, ...] = Field(min_length=1)
    checklists: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = ()


class PlaceClass(Part):
    """A class of places, what makes a place one, which checklists apply, how often the street visits it.

    `visits` says how often; without it `visit_every_days` does (0: not visited as a routine).
    """

    code: str
    zh: str
    en: str = ""
    group: ClassGroup
    checklists: tuple[str, ...]
    visit_every_days: int = Field(ge=0, le=800)
    visits: Frequency | None = None
    key_unit: bool = False
    when: When
    basis: tuple[Basis, ...] = ()

    @property
    def routine(self) -> Frequency | None:
        """How often the street visits such a place outside of seasons; None: not as a routine."""
        if self.visits is not None:
            return self.visits
        return Frequency(every=self.visit_every_days, unit="day") if self.visit_every_days else None


class Paper(Part):
    """A kind of paper and who may issue it; those with legal force need a power, own or delegated."""

    code: str
    zh: str
    en: str = ""
    issuers: tuple[Literal["street", "police", "brigade", "department", "committee"], ...]
    legal_force: bool
    delegable: bool = False


class Delegation(Part):
    """The document by which a region hands powers to streets (行政处罚法第24条): number, date, which papers."""

    document: str
    issued_on: date
    papers: tuple[str, ...]


class PackTest(Part):
    """An example the pack must satisfy before it may be called tested."""

    inputs: dict[str, Any]
    class_code: str


class PackContent(Part):
    """A whole pack."""

    code: str
    version: str
    title: str
    title_en: str = ""
    region: str = Field("", pattern=r"^\d{0,12}$")
    effective_from: date
    effective_to: date | None = None
    sources: tuple[Source, ...] = ()
    legal_categories: tuple[LegalCategory, ...]
    grades: tuple[GradeRule, ...]
    limits_note: str = ""
    outcomes: tuple[OutcomeRule, ...]
    activities: tuple[Activity, ...]
    checklists: tuple[Checklist, ...]
    items: tuple[Item, ...]
    classes: tuple[PlaceClass, ...]
    groups: tuple[Group, ...] = ()
    seasons: tuple[Season, ...] = ()
    duties: tuple[Duty, ...] = ()
    papers: tuple[Paper, ...]
    delegation: Delegation | None = None
    tests: tuple[PackTest, ...] = ()

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError("停用日期早于生效日期")
        return self

    @cached_property
    def _items(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    @cached_property
    def _classes(self) -> dict[str, PlaceClass]:
        return {row.code: row for row in self.classes}

    @cached_property
    def _activities(self) -> dict[str, Activity]:
        return {row.code: row for row in self.activities}

    @cached_property
    def _by_activity(self) -> dict[str, tuple[tuple[PlaceClass, ...], tuple[tuple[Group, When], ...]]]:
        # A ledger of 50,000 rows is classified by this: most conditions fail on the activity alone.
        made = {}
        for code in ["", *self._activities]:
            classes = tuple(row for row in self.classes if not row.when.activity or code in row.when.activity)
            groups = tuple(
                (group, when) for group in self.groups for when in group.when if not when.activity or code in when.activity
            )
            made[code] = (classes, groups)
        return made

    def candidates(self, activity: str) -> tuple[tuple[PlaceClass, ...], tuple[tuple[Group, When], ...]]:
        """Return the classes and the conditions of groups that a place of an activity can meet, in their order."""
        return self._by_activity.get(activity) or self._by_activity[""]

    def item(self, code: str) -> Item | None:
        """Return an item by its code, its limit filled in from its grade, or None."""
        return self._items.get(code)

    def place_class(self, code: str) -> PlaceClass | None:
        """Return a class by its code, or None."""
        return self._classes.get(code)

    def outcome(self, code: str) -> OutcomeRule | None:
        """Return an outcome by its code, or None."""
        return next((row for row in self.outcomes if row.code == code), None)

    def activity(self, code: str) -> Activity | None:
        """Return an activity by its code, or None."""
        return self._activities.get(code)

    def items_for_class(self, code: str) -> list[Item]:
        """Return the items asked at places of a class, in the order of its checklists."""
        row = self.place_class(code)
        wanted = row.checklists if row else ("COM",)
        return [item for name in wanted for item in self.items if item.checklist == name and item.fits_class(code)]

    def may_issue(self, paper_code: str, issuer: str) -> bool:
        """Tell whether an issuer may issue a paper: by own power, or a street by the delegation the pack carries."""
        paper = next((row for row in self.papers if row.code == paper_code), None)
        if paper is None:
            return False
        if issuer in paper.issuers:
            return True
        handed = self.delegation is not None and paper_code in self.delegation.papers
        return issuer == "street" and paper.delegable and handed
