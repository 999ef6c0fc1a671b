"""What a rule pack says of visits: outcomes and their effects, items, how often a class is due; and the check of a visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fengsui.hazards.notices import wording
from fengsui.kernel import rulepacks
from fengsui.kernel.errors import FieldError, InvalidInput
from fengsui.kernel.rulepacks import PackContent, PlaceClass, Published
from fengsui.kernel.rulepacks.labels import frequency_words
from fengsui.kernel.rulepacks.schema import Frequency
from fengsui.patrol.planning.rhythm import Pace, Rhythm, SeasonPace
from fengsui.patrol.visit_input import VisitHazardIn, VisitIn
from fengsui.places.states import PATROLLED

PATROLLED_STATES = PATROLLED


@dataclass(frozen=True)
class Outcome:
    """A visit outcome of a pack: whether it counts as inspected, when to return (working days), what it hints at."""

    code: str
    label: str
    inspected: bool
    return_working_days: int | None
    place_state: str


def pack_for(*, area_path: str, on: date, version: str = "") -> Published:
    """Return the pack of a version, or the one published for an area on a day. Raises InvalidInput for an unknown one."""
    return rulepacks.by_version(version) if version else rulepacks.published(area_path, on)


def outcome_of(pack: Published, code: str) -> Outcome | None:
    """Return an outcome of a pack, or None."""
    found = pack.content.outcome(code)
    if found is None:
        return None
    return Outcome(found.code, found.zh, found.inspected, found.return_working_days, found.place_state)


def check_visit(pack: Published, visit: VisitIn, hazards: Sequence[VisitHazardIn]) -> Outcome:
    """Return the visit's outcome after checking outcome, items and counts against the pack it was made with.

    Raises InvalidInput naming each wrong field: an unknown outcome or item, answers without an inspection, an
    inspection without answers, more bad than checked, the same item or hazard twice.
    """
    outcome = outcome_of(pack, visit.outcome)
    if outcome is None:
        raise _wrong([FieldError("visit.outcome", f"规则包 {pack.version} 没有这个巡查结果。", "Unknown outcome.", "unknown")])
    problems: list[FieldError] = []
    if outcome.inspected and not visit.answers:
        problems.append(FieldError("visit.answers", "已检查的巡查要有检查结果。", "An inspection needs answers.", "missing"))
    if not outcome.inspected and visit.answers:
        words = f"结果为“{outcome.label}”时不应有检查结果。"
        problems.append(FieldError("visit.answers", words, "This outcome carries no answers.", "unexpected"))
    seen: set[str] = set()
    for n, answer in enumerate(visit.answers):
        field = f"visit.answers.{n}"
        if pack.content.item(answer.item) is None:
            problems.append(FieldError(field, f"规则包 {pack.version} 没有检查项 {answer.item}。", "Unknown item.", "unknown"))
        if answer.item in seen:
            problems.append(FieldError(field, f"检查项 {answer.item} 重复。", "The item appears twice.", "repeated"))
        seen.add(answer.item)
        if answer.bad is not None and (answer.checked is None or answer.bad > answer.checked):
            problems.append(FieldError(field, "不合格数不能大于检查数。", "Bad cannot exceed checked.", "too_large"))
    if len({hazard.id for hazard in hazards}) != len(hazards):
        problems.append(FieldError("hazards", "同一条隐患出现两次。", "A hazard appears twice.", "repeated"))
    if problems:
        raise _wrong(problems)
    return outcome


def _wrong(problems: list[FieldError]) -> InvalidInput:
    return InvalidInput(
        "visit_invalid", zh=f"巡查记录有误：{problems[0].zh}", en=f"The visit has wrong input: {problems[0].en}", fields=problems
    )


def _pace(frequency: Frequency, season: str = "") -> Pace:
    words = season + frequency_words(frequency.model_dump())
    return Pace(frequency.every, frequency.unit, frequency.on_rest_day, words)


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def rhythm_of(content: PackContent, row: PlaceClass) -> Rhythm | None:
    """Return how often the street visits places of a class by a pack, seasons included; None: never as a routine."""
    base = row.routine
    seasons = tuple(
        SeasonPace(_month_day(season.begins), _month_day(season.ends), _pace(visits, season.zh))
        for season in content.seasons
        for visits in season.visits
        if visits.by == "street" and visits.unit != "hour" and visits.fits(row)
    )
    if base is not None and (base.by == "place" or base.unit == "hour"):
        base = None
    return Rhythm(_pace(base) if base else None, seasons) if base or seasons else None


def rhythms(*, area_path: str, on: date) -> dict[str, Rhythm]:
    """Return class code → how often its places are visited, from the pack published for an area on a day."""
    content = pack_for(area_path=area_path, on=on).content
    found = ((row.code, rhythm_of(content, row)) for row in content.classes)
    return {code: rhythm for code, rhythm in found if rhythm is not None}


def intervals(*, area_path: str, on: date) -> dict[str, int]:
    """Return class code → about how many days lie between routine visits outside of seasons, by the pack of a day."""
    return {code: rhythm.base.days for code, rhythm in rhythms(area_path=area_path, on=on).items() if rhythm.base}


def item_titles(version: str) -> dict[str, str]:
    """Return item code → words in one version of the rules, for showing an old visit with the text it was made with."""
    pack = pack_for(area_path="", on=date.min, version=version)
    return {item.code: item.title for item in pack.content.items}


def for_phones(area_paths: Sequence[str], on: date, post: str = "") -> dict[str, Any]:
    """Return what phones need of the rules: version, checklists with items, outcomes, classes, limits of grades.

    `orders` names the papers by which somebody in a post may order (hazards.notices.wording).
    """
    pack = pack_for(area_path=area_paths[0] if area_paths else "", on=on)
    wanted = {"version", "title", "legal_categories", "grades", "outcomes", "checklists", "items", "classes", "activities"}
    content: dict[str, Any] = pack.content.model_dump(mode="json", include=wanted)
    return {**content, "version": pack.version, "orders": wording.orders_of(pack.content, [post])}
