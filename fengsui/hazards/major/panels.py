"""What 重大火灾隐患 show on the page of a place."""

from typing import Any

from fengsui.hazards.major import queries
from fengsui.kernel import panels
from fengsui.kernel.actor import Actor
from fengsui.places.models import Place


def major_panel(actor: Actor, place: Place) -> list[dict[str, Any]]:
    """Return the cases of a place for its page; nothing for somebody who may not see hazards."""
    return [{**row, "title": f"{row['state_label']} {row['number']}"} for row in queries.of_place(actor=actor, place_id=place.pk)]


panels.register("places.place", key="major", title=("重大火灾隐患", "Major hazards"), query=major_panel)
