"""What patrol shows on the pages of things further left."""

from typing import Any

from fengsui.kernel import panels
from fengsui.kernel.actor import Actor
from fengsui.patrol import queries
from fengsui.places.models import Place


def visits_panel(actor: Actor, place: Place) -> list[dict[str, Any]]:
    """Return the latest visits of a place for its page; nothing for somebody who may not see visits."""
    return queries.visits_of_place(actor=actor, place_id=place.pk)


panels.register("places.place", key="visits", title=("巡查", "Visits"), query=visits_panel)
