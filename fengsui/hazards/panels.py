"""What hazards show on the pages of things further left."""

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from fengsui.hazards import figures, queries
from fengsui.hazards.models import Hazard, HazardStep
from fengsui.hazards.states import GRADES, OPEN_STATES, state_label
from fengsui.kernel import panels
from fengsui.kernel.actor import Actor
from fengsui.kernel.scope import visible
from fengsui.places import annotations
from fengsui.places.models import Place
from fengsui.places.queries.then import ON_DAY, PlaceOnDay


def hazards_panel(actor: Actor, place: Place) -> list[dict[str, Any]]:
    """Return the hazards of a place for its page; nothing for somebody who may not see hazards."""
    return queries.hazards_of_place(actor=actor, place_id=place.pk)


def open_hazards() -> Coalesce:
    """Return the count of a place's hazards in stock, for the ledger's list to carry beside each row."""
    stock = Hazard.objects.filter(place=OuterRef("pk"), state__in=OPEN_STATES).order_by()
    return Coalesce(Subquery(stock.values("place").annotate(n=Count("pk")).values("n")), 0)


def open_hazards_on(day: date) -> Coalesce:
    """Return the count of a place's hazards in stock at the end of a past day, by the rule of the figure."""
    stock = figures.stock_on(day).filter(place=OuterRef("pk")).order_by()
    return Coalesce(Subquery(stock.values("place").annotate(n=Count("pk")).values("n")), 0)


def hazards_on_day(actor: Actor, subject: PlaceOnDay) -> list[dict[str, Any]]:
    """Return the hazards of a place in stock at the end of a past day, each in the state and with the limit of that day."""
    if not actor.has("hazards.view"):
        return []
    last = HazardStep.objects.filter(hazard=OuterRef("pk"), on__lte=subject.on).order_by("-sequence")
    rows = visible(figures.stock_on(subject.on).filter(place=subject.place), actor, "hazards.view")
    rows = rows.annotate(state_then=Subquery(last.values("to_state")[:1]), due_then=Subquery(last.values("due_on")[:1]))
    return [
        {
            "id": str(row.pk),
            "number": row.number,
            "title": row.title,
            "grade_label": GRADES[row.grade][0],
            "found_on": row.found_on,
            "due_on": row.due_then,
            "state_label": state_label(row.state_then or row.state),
        }
        for row in rows.order_by("found_on", "number")
    ]


panels.register("places.place", key="hazards", title=("隐患", "Hazards"), query=hazards_panel)
panels.register(ON_DAY, key="hazards", title=("当日未销案隐患", "Hazards open that day"), query=hazards_on_day)
annotations.register(key="open_hazards", title=("未销案隐患", "Open hazards"), expression=open_hazards, then=open_hazards_on)
