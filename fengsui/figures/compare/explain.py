"""Why a figure differs between two dates: which rows came, which went, which were put right, each with who and why."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from fengsui.figures import facts, kept
from fengsui.figures.compare.queries import require_figure
from fengsui.hazards.states import VERBS
from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import InvalidInput
from fengsui.kernel.figure import Figure, Period
from fengsui.kernel.models import AuditEntry
from fengsui.kernel.scope import under, visible

MOST_ROWS = 500
# Deeds that take a row out of a figure, or put one back, without anything having happened in the district.
CORRECTIONS = (
    "visit.invalidate", "visit.follow_place", "task.follow_place", "training.void", "household.correct",
    "hazard.void", "hazard.merge", "hazard.unmerge", "hazard.restore", "hazard.split", "hazard.transfer",
    "place.correct", "place.merge", "place.reject", "place.undo_import", "sync.settle",
)  # fmt: skip
WORDS = {
    "visit.invalidate": "巡查标为无效", "visit.follow_place": "随场所换区域", "task.follow_place": "随场所换区域",
    "training.void": "培训作废", "place.correct": "更正场所", "place.merge": "场所并档", "place.reject": "场所误录",
    "place.undo_import": "撤销导入", "sync.settle": "核定两份不同的记录",
    "visit.submit": "巡查送达", "training.record": "登记培训",
    "place.register": "建档", "place.close": "注销", "place.move": "搬迁", "place.suspend": "停业", "place.reopen": "恢复经营",
}  # fmt: skip


def verb_label(verb: str) -> str:
    """Return the words of an audited deed; its code where there are none."""
    head, _, tail = verb.partition(".")
    if head == "hazard" and tail in VERBS:
        return VERBS[tail].zh
    return WORDS.get(verb, verb)


def explain(figure: Figure, *, actor: Actor, first: date, last: date, area_path: str = "") -> dict[str, Any]:
    """Return what stood at the end of two days and the rows that make the difference, at most 500 of each kind.

    Of a stock: what is in it on the later day and was not on the earlier one, and the other way round. Of a flow: what is
    dated after the earlier day up to the later one. Both: rows put right in between. Raises InvalidInput for days the wrong
    way round.
    """
    require_figure(actor, figure, area_path)
    if last <= first:
        raise InvalidInput("dates_reversed", zh="后一个日期要晚于前一个日期。", en="The later day must come later.")
    told: dict[str, Any] = {"figure_id": figure.id, "first": first, "last": last}
    if figure.period_rule == "stock":
        before, after = Period.day(first), Period.day(last)
        came, came_total = _without(figure, actor, after, before, area_path)
        went, went_total = _without(figure, actor, before, after, area_path)
    else:
        before, after = Period.day(first), Period(first + timedelta(days=1), last)
        units = facts.units(figure, actor=actor, period=after, area_path=area_path)
        came, came_total = figure.show(list(units[:MOST_ROWS])), units.order_by().count()
        went, went_total = [], 0
    sheet = kept.Sheet(actor)
    values = [sheet.values([figure], period=period, area_path=area_path) for period in (before, after)]
    reasons = _reasons(figure, [row["id"] for row in came + went], first, last)
    return {
        **told,
        "before": values[0]()[figure.id],
        "after": values[1]()[figure.id],
        "came_total": came_total,
        "went_total": went_total,
        "came": [_line(figure, row, reasons) for row in came],
        "went": [_line(figure, row, reasons) for row in went],
        "corrected": _corrected(figure, actor, first, last, area_path),
    }


def _without(figure: Figure, actor: Actor, period: Period, other: Period, area_path: str) -> tuple[list[dict[str, Any]], int]:
    """Return the rows of one period that the other lacks, and how many there are."""
    there = set(facts.facts(figure, actor=actor, period=other, area_path=area_path).order_by().values_list("pk", flat=True))
    here = facts.facts(figure, actor=actor, period=period, area_path=area_path)
    keys = [key for key in here.order_by(*figure.order).values_list("pk", flat=True) if key not in there]
    rows = here.order_by(*figure.order).filter(pk__in=keys[:MOST_ROWS])
    return figure.show(list(rows)), len(keys)


def _line(figure: Figure, row: dict[str, Any], reasons: dict[str, dict[str, Any]]) -> dict[str, Any]:
    label = " ".join(str(row[column.key]) for column in figure.columns[:2] if row.get(column.key))
    reason = reasons.get(row["id"])
    return {"id": row["id"], "label": label, "area_path": row.get("area_path", ""), "reason": reason}


def _reasons(figure: Figure, ids: Sequence[str], first: date, last: date) -> dict[str, dict[str, Any]]:
    """Return row id → the last deed on it within the days; the audit says who and why."""
    entries = AuditEntry.objects.filter(
        subject_type=figure.subject, subject_id__in=ids, at__gte=clock.local_day_bounds(first)[1],
        at__lt=clock.local_day_bounds(last)[1],
    ).order_by("at", "id")  # fmt: skip
    return {entry.subject_id: _deed(entry) for entry in entries}


def _deed(entry: AuditEntry) -> dict[str, Any]:
    return {"at": entry.at, "verb": entry.verb, "label": verb_label(entry.verb), "by_name": entry.actor_name, "why": entry.reason}


def _corrected(figure: Figure, actor: Actor, first: date, last: date, area_path: str) -> list[dict[str, Any]]:
    """Return the corrections of rows of the figure's kind within the days and the asker's scope."""
    entries = AuditEntry.objects.filter(
        subject_type=figure.subject, verb__in=CORRECTIONS, at__gte=clock.local_day_bounds(first)[1],
        at__lt=clock.local_day_bounds(last)[1],
    )  # fmt: skip
    seen = visible(entries, actor, figure.permission, line_field=None)
    if area_path:
        seen = seen.filter(under(area_path))
    return [
        {"id": entry.subject_id, "label": entry.subject_label, "area_path": entry.area_path, "reason": _deed(entry)}
        for entry in seen.order_by("at", "id")[:MOST_ROWS]
    ]
