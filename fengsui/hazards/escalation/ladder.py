"""The ladders: which rung is due when, from a case's own facts and the working days. Pure.

Working days after the limit are ours (internal clocks; no law names them): the first word goes to the supervisor the day
after the limit for what is outstanding, a letter is due three working days later, the brigade's leader before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from fengsui.kernel.working_days import Calendar, add_working_days

VERSION = "2026.1"
ACKNOWLEDGED_WORKING_DAYS = 2
OUTSTANDING_ROUND = 3
OUTSTANDING_AT_ONE_PLACE = 5


@dataclass(frozen=True)
class Rung:
    """One rung: words, and the kinds of post that hold it (none: nobody is told, an event goes out)."""

    code: str
    zh: str
    en: str
    posts: tuple[str, ...]


RUNGS: dict[str, Rung] = {
    rung.code: rung
    for rung in (
        Rung("grid", "网格员", "grid worker", ("grid_worker",)),
        Rung("inspector", "镇街巡查员", "street inspector", ("inspector", "centre_staff")),
        Rung("centre", "服务中心主任", "service centre director", ("centre_director",)),
        Rung("supervisor", "包联监督员", "brigade supervisor", ("supervisor",)),
        Rung("brigade", "大队领导", "brigade leader", ("brigade_leader",)),
        Rung("letter", "函告", "letter", ("committee_office",)),
    )
}

_CENTRE_UP = ("centre_director", "street_leader", "supervisor", "brigade_leader")
# Rung → roles that may take it on in the place of whoever was told: their equals and those above, never those below.
TAKERS: dict[str, tuple[str, ...]] = {
    "grid": ("street_inspector", *_CENTRE_UP),
    "inspector": ("street_inspector", *_CENTRE_UP),
    "centre": _CENTRE_UP,
    "supervisor": ("supervisor", "brigade_leader"),
    "brigade": ("brigade_leader",),
    "letter": ("brigade_leader", "committee_office"),
}

LADDERS: dict[str, tuple[str, str]] = {
    "rectify": ("整改逾期", "fix overdue"),
    "at_once": ("隐患突出", "outstanding"),
    "review": ("复查逾期", "review overdue"),
    "check": ("核查逾期", "check overdue"),
}
# Rung → working days after the first working day past the limit.
USUAL: dict[str, int] = {"grid": 0, "inspector": 1, "centre": 2, "supervisor": 3, "brigade": 5, "letter": 7}
FAST: dict[str, int] = {"supervisor": 0, "brigade": 2, "letter": 3}
REVIEW: dict[str, int] = {"inspector": 0, "centre": 1, "supervisor": 2, "brigade": 5}
CHECK: dict[str, int] = {"inspector": 0, "centre": 0, "supervisor": 1}


@dataclass(frozen=True)
class CaseFacts:
    """What the ladders look at. Days are the district's; `limit_over` None while no limit runs or it is not over."""

    round: int = 1
    cycle: str = ""
    grade: str = "C"
    due_on: date | None = None
    review_due_on: date | None = None
    check_due_on: date | None = None
    repeats: int = 0
    overdue_at_place: int = 0
    limit_runs: bool = True


@dataclass(frozen=True)
class Ladder:
    """A ladder that a case stands at: which, in which cycle, why, and the day of each rung."""

    code: str
    cycle: str
    reason: str
    days: Mapping[str, date]


def outstanding(facts: CaseFacts) -> str:
    """Return why a case is outstanding (隐患突出) or repeated, in words; '' when it is neither."""
    if facts.round >= OUTSTANDING_ROUND:
        return f"复查已 {facts.round - 1} 次不通过"
    if facts.repeats:
        return f"重复隐患（第 {facts.repeats + 1} 次）"
    return ""


def ladders(facts: CaseFacts, *, today: date, calendar: Calendar) -> list[Ladder]:
    """Return the ladders a case stands at on a day, each with the days of its rungs."""
    made: list[Ladder] = []
    standing_out = outstanding(facts)
    if facts.limit_runs and standing_out:
        made.append(Ladder("at_once", f"r{facts.round}", standing_out, {"supervisor": today}))
    if facts.limit_runs and facts.due_on is not None and facts.due_on < today:
        why = standing_out or _standing_out_when_overdue(facts)
        reason = f"期限 {facts.due_on} 已过" + (f"，{why}" if why else "")
        days = _days(facts.due_on, FAST if why else USUAL, calendar)
        if why:
            days["supervisor"] = facts.due_on + timedelta(days=1)
        made.append(Ladder("rectify", facts.cycle, reason, days))
    if facts.review_due_on is not None and facts.review_due_on < today:
        reason = f"整改上报后最迟应在 {facts.review_due_on} 复查"
        made.append(Ladder("review", f"r{facts.round}", reason, _days(facts.review_due_on, REVIEW, calendar)))
    if facts.check_due_on is not None and facts.check_due_on < today:
        made.append(Ladder("check", "", f"举报最迟应在 {facts.check_due_on} 核查", _days(facts.check_due_on, CHECK, calendar)))
    return made


def _standing_out_when_overdue(facts: CaseFacts) -> str:
    if facts.grade == "A":
        return "属立即改正的隐患"
    if facts.overdue_at_place >= OUTSTANDING_AT_ONE_PLACE:
        return f"同一场所有 {facts.overdue_at_place} 处逾期"
    return ""


def _days(limit: date, offsets: Mapping[str, int], calendar: Calendar) -> dict[str, date]:
    return {rung: add_working_days(limit, 1 + n, calendar).date for rung, n in offsets.items()}


def due_rungs(ladder: Ladder, *, climbed: frozenset[str], held_until: date | None, today: date) -> list[str]:
    """Return the rungs to climb now, lowest first: their day has come, and nobody's acknowledgement holds the ladder.

    An acknowledgement holds everything above it until its day is over.
    """
    if held_until is not None and today <= held_until:
        return []
    return [rung for rung, day in ladder.days.items() if day <= today and rung not in climbed]


def next_rung(ladder: Ladder, *, climbed: frozenset[str], held_until: date | None) -> tuple[str, date] | None:
    """Return the rung that comes next and its day, or None at the top."""
    waiting = [(day, rung) for rung, day in ladder.days.items() if rung not in climbed]
    if not waiting:
        return None
    day, rung = min(waiting, key=lambda pair: (pair[0], list(RUNGS).index(pair[1])))
    return rung, max(day, held_until + timedelta(days=1)) if held_until else day
