"""What the cells of hazards are counted from: cases by their days, steps of the timeline, the days a case was overdue."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from fengsui.hazards.models import Hazard, HazardStep
from fengsui.hazards.notices.models import Notice
from fengsui.hazards.states import LIMIT_STATES
from fengsui.kernel.cells.declared import Daily, DailySource, SpanSource, Standing, Watch

NOT_COUNTED = ("void", "merged")
COUNTABLE = ~Q(state__in=NOT_COUNTED)
IN_TIME = Q(reported_fixed_on__lte=F("due_on")) | Q(fixed_on_site_on__lte=F("due_on")) | Q(closed_on__lte=F("due_on"))
REVIEWED_IN_TIME = Q(reviewed_on__lte=F("review_due_on"))
_PASSED = HazardStep.objects.filter(hazard=OuterRef("pk"), round=OuterRef("round"), verb="review_pass", data__photos=0)
# Steps are never changed, and the one of a review is written with the closing: the watch on closings is enough.
NOT_RESHOT = Q(Exists(_PASSED), closed_how="reviewed")
# A complaint found untrue is void, and still was checked.
CHECKED = Q(verb="check")
_ENDED = "({row}.state IN ('void', 'merged'))"
# Of the changes of state only an end without closing, and its undoing, change what a day counts.
_MOVED = "OLD.area_path <> NEW.area_path OR OLD.line <> NEW.line OR " + " <> ".join(
    _ENDED.format(row=row) for row in ("OLD", "NEW")
)


def _by(day: str, name: str, columns: tuple[str, ...] = ()) -> DailySource:
    differs = " OR ".join(f"COALESCE(CAST(OLD.{c} AS text), '') <> COALESCE(CAST(NEW.{c} AS text), '')" for c in (day, *columns))
    watch = Watch(Hazard, (day, "area_path", "line", "state", *columns), when=f"{_MOVED} OR {differs}")
    return DailySource(name, Hazard.objects.all, day, (watch,))


FOUND_FACTS = _by("found_on", "hazards.found", ("repeat_of_id", "source_kind"))
ON_SITE_FACTS = _by("fixed_on_site_on", "hazards.on_site")
CLOSED_FACTS = _by("closed_on", "hazards.closed", ("closed_how", "legal_category"))
VOID_FACTS = _by("voided_on", "hazards.void")
DUE_FACTS = _by("due_on", "hazards.due", ("reported_fixed_on", "fixed_on_site_on", "closed_on"))
REVIEW_FACTS = _by("review_due_on", "hazards.review_due", ("reviewed_on",))
STEP_FACTS = DailySource(
    "hazards.step",
    HazardStep.objects.all,
    "on",
    (
        Watch(
            HazardStep, ("on", "verb", "hazard_id"),
            marks='SELECT {row}."on" AS day, h.area_path AS area_path FROM hazards_hazard h WHERE h.id = {row}.hazard_id',
        ),
        Watch(
            Hazard, ("area_path", "line", "state"),
            marks='SELECT s."on" AS day, {row}.area_path AS area_path FROM hazards_hazardstep s WHERE s.hazard_id = {row}.id',
            when=_MOVED,
        ),
    ),
    area="hazard__area_path",
    line="hazard__line",
)  # fmt: skip
NOTICE_FACTS = DailySource(
    "hazards.notice", Notice.objects.all, "local_date", (Watch(Notice, ("local_date", "area_path", "line", "voided_at")),)
)


def stepped(verb: str) -> Daily:
    """Return the cells of a figure that counts the cases to which a verb happened."""
    return Daily(STEP_FACTS, Q(verb=verb) & ~Q(hazard__state__in=NOT_COUNTED), distinct="hazard_id", kind="hazard")


def checked(where: Q) -> Daily:
    """Return the cells of a figure that counts the complaints checked."""
    return Daily(STEP_FACTS, CHECKED & where, distinct="hazard_id", kind="hazard")


class _Step(NamedTuple):
    hazard_id: UUID
    sequence: int
    on: date
    to_state: str
    due_on: date | None


def _overdue(subjects: Collection[UUID] | None) -> Iterator[Standing]:
    """Tell the days through which cases were overdue: by the last step of each day, its state and its limit."""
    steps = HazardStep.objects.filter(~Q(hazard__state__in=NOT_COUNTED))
    if subjects is not None:
        steps = steps.filter(hazard__in=subjects)
    cases = {"hazard__area_path", "hazard__line", "hazard__found_on", "hazard__closed_on"}
    told = steps.order_by("hazard_id", "on", "sequence").values_list(*_Step._fields, *sorted(cases))
    for _, rows in groupby(told.iterator(chunk_size=5000), key=lambda row: row[0]):
        timeline = list(rows)
        area, closed, found, line = timeline[0][5:]
        for enter, leave in _late([_Step(*row[:5]) for row in timeline]):
            enter = max(enter, found)
            leave = min((day for day in (leave, closed) if day is not None), default=None)
            if leave is None or enter < leave:
                yield Standing(timeline[0][0], area, line, enter, leave)


def _late(steps: list[_Step]) -> Iterator[tuple[date, date | None]]:
    """Give the spells in which the last step up to a day left a running limit that was over; steps come by day."""
    days = sorted({step.on for step in steps})
    last: _Step | None = None
    for place, day in enumerate(days):
        # Phones may report an older step later: the one told last stands.
        last = max([step for step in steps if step.on == day] + ([last] if last else []), key=lambda step: step.sequence)
        until = days[place + 1] if place + 1 < len(days) else None
        if last.to_state in LIMIT_STATES and last.due_on is not None:
            over = max(day, last.due_on + timedelta(days=1))
            if until is None or over < until:
                yield over, until


OVERDUE_FACTS = SpanSource(
    "hazards.overdue",
    _overdue,
    (
        Watch(Hazard, ("area_path", "line", "state", "found_on", "closed_on"), when=(
            f"{_MOVED} OR OLD.found_on <> NEW.found_on "
            "OR COALESCE(CAST(OLD.closed_on AS text), '') <> COALESCE(CAST(NEW.closed_on AS text), '')"
        )),
        Watch(
            HazardStep, ("hazard_id", "sequence", "on", "to_state", "due_on"), marks="SELECT {row}.hazard_id AS subject"
        ),
    ),
)  # fmt: skip
