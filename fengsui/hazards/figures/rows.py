"""What every figure of the loop is made of: which cases count, on which day, and how the rows behind a number look."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual

from fengsui.hazards import cells
from fengsui.hazards.models import Hazard, HazardStep
from fengsui.hazards.states import GRADES, LIMIT_STATES, OPEN_STATES, state_label
from fengsui.kernel.api.paging import sorted_by
from fengsui.kernel.figure import Figure, Period, RowColumn, declare

COLUMNS = (
    RowColumn("number", "编号", "number", width=22),
    RowColumn("place_name", "场所", "place", width=28),
    RowColumn("place_address", "地址", "address", width=30),
    RowColumn("title", "隐患", "hazard", width=34),
    RowColumn("grade", "等级", "grade", width=6),
    RowColumn("found_on", "发现日期", "found on", "date", 12),
    RowColumn("due_on", "期限", "due on", "date", 12),
    RowColumn("state_label", "现在状态", "state now", width=12),
    RowColumn("closed_on", "销案日期", "closed on", "date", 12),
    RowColumn("assigned_to", "承办方", "assigned to", width=22),
)


# The rows of a stock: the oldest first.
STOCK_ORDER = ("found_on", "number")


# What `show` reads of a case and of its place.
SHOWN = (
    "number", "place", "place__name", "place__address", "title", "grade", "found_on", "due_on", "due_provisional", "state",
    "closed_on", "closed_how", "assigned_to", "area_path",
)  # fmt: skip


def show(hazards: Sequence[Hazard]) -> list[dict[str, Any]]:
    """Return hazards as the rows behind figures list them."""
    return [
        {
            "id": str(row.pk),
            "number": row.number,
            "place_id": str(row.place_id),
            "place_name": row.place.name,
            "place_address": row.place.address,
            "title": row.title,
            "grade": row.grade,
            "grade_label": GRADES[row.grade][0],
            "found_on": row.found_on,
            # Rows of an overdue list carry the limit as it stood on the day asked about.
            "due_on": getattr(row, "due_then", None) or row.due_on,
            "due_provisional": row.due_provisional,
            "state": row.state,
            "state_label": state_label(row.state),
            "closed_on": row.closed_on,
            "closed_how": row.closed_how,
            "assigned_to": row.assigned_to,
            "area_path": row.area_path,
        }
        for row in hazards
    ]


def countable() -> QuerySet[Hazard]:
    """Return the hazards that figures count at all: void and merged ones are left out of every day, past days included."""
    return Hazard.objects.exclude(state__in=cells.NOT_COUNTED).select_related("place")


def stock_on(day: date) -> QuerySet[Hazard]:
    """Return the hazards found by the end of a day and not closed by then."""
    # What was not closed by then is open now, or was closed later: each half has an index of its own.
    open_then = Q(state__in=OPEN_STATES) | Q(closed_on__gt=day)
    return Hazard.objects.filter(open_then).filter(_found_by(day)).select_related("place")


def _found_by(day: date) -> LessThanOrEqual:
    # An expression that no index answers: nearly every case was found by then.
    return LessThanOrEqual(Coalesce(F("found_on"), F("found_on")), day)


def stock_parts(day: date) -> list[QuerySet[Hazard]]:
    """Return the stock of a day in two, in STOCK_ORDER: what is open now, by an index of its own, and what was closed later."""
    open_now = Hazard.objects.filter(state__in=OPEN_STATES, found_on__lte=day).order_by(*STOCK_ORDER)
    closed_later = Hazard.objects.filter(closed_on__gt=day).filter(_found_by(day))
    return [open_now, closed_later.order_by(*map(sorted_by, STOCK_ORDER))]


def overdue_on(day: date) -> QuerySet[Hazard]:
    """Return the stock of a day whose limit was running and over by its end, told from each case's timeline."""
    last = HazardStep.objects.filter(hazard=OuterRef("pk"), on__lte=day).order_by("-sequence")
    told = stock_on(day).annotate(state_then=Subquery(last.values("to_state")[:1]), due_then=Subquery(last.values("due_on")[:1]))
    return told.filter(state_then__in=LIMIT_STATES, due_then__lt=day)


def found(period: Period) -> QuerySet[Hazard]:
    """Return the hazards found within a period."""
    return countable().filter(found_on__gte=period.start, found_on__lte=period.end)


def fixed_on_site(period: Period) -> QuerySet[Hazard]:
    """Return the hazards put right on the spot within a period."""
    return countable().filter(fixed_on_site_on__gte=period.start, fixed_on_site_on__lte=period.end)


def closed(period: Period) -> QuerySet[Hazard]:
    """Return the hazards closed within a period."""
    # What has a day of closing is closed, by a constraint of the table.
    return Hazard.objects.filter(closed_on__gte=period.start, closed_on__lte=period.end).select_related("place")


def stepped(verb: str) -> Callable[[Period], QuerySet[Hazard]]:
    """Return what finds the hazards a verb was done to at least once within a period."""

    def facts(period: Period) -> QuerySet[Hazard]:
        steps = HazardStep.objects.filter(hazard=OuterRef("pk"), verb=verb, on__gte=period.start, on__lte=period.end)
        return countable().filter(Exists(steps))

    return facts


def figure(figure_id: str, facts: Callable[[Period], QuerySet[Hazard]], **words: Any) -> Figure:
    """Declare a figure that counts cases, each once."""
    return declare(
        Figure(
            id=figure_id,
            unit="case",
            facts=facts,
            permission="hazards.view",
            columns=COLUMNS,
            show=show,
            shown=SHOWN,
            subject="hazards.hazard",
            version=2,
            deduplication="一案一处；同一处隐患多人发现仍计一处；同一案多次整改、复查仍计一处",
            **words,
        )
    )
