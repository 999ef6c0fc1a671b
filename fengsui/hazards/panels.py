"""What hazards show on the pages of things further left."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from fengsui.hazards import queries
from fengsui.hazards.models import Hazard
from fengsui.hazards.states import OPEN_STATES
from fengsui.kernel import panels
from fengsui.kernel.actor import Actor
from fengsui.places import annotations
from fengsui.places.models import Place


def hazards_panel(actor: Actor, place: Place) -> list[dict[str, Any]]:
    """Return the hazards of a place for its page; nothing for somebody who may not see hazards."""
    return queries.hazards_of_place(actor=actor, place_id=place.pk)


def open_hazards() -> Coalesce:
    """Return the count of a place's hazards in stock, for the ledger's list to carry beside each row."""
    stock = Hazard.objects.filter(place=OuterRef("pk"), state__in=OPEN_STATES).order_by()
    return Coalesce(Subquery(stock.values("place").annotate(n=Count("pk")).values("n")), 0)


panels.register("places.place", key="hazards", title=("隐患", "Hazards"), query=hazards_panel)
annotations.register(key="open_hazards", title=("未销案隐患", "Open hazards"), expression=open_hazards)
