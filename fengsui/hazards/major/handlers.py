"""When a hazard is found, seen again or comes back, its place is looked at by the rules: at most a suspicion, once."""

from uuid import UUID

from fengsui.hazards.major import services
from fengsui.kernel import actor as actors
from fengsui.kernel.outbox import Event, handles

BY_RULES = "重大隐患判定规则"


def look_at_place(event: Event) -> None:
    """Evaluate the place of a hazard, in the transaction that records the delivery; grades and limits stay as they are."""
    place_id = event.payload.get("place_id")
    if place_id:
        services.evaluate_place(actor=actors.system(BY_RULES), place_id=UUID(place_id))


for kind in ("HazardOpened", "HazardSighted", "HazardReopened"):
    handles(kind)(look_at_place)


@handles("PlaceMovedArea")
def move_case(event: Event) -> None:
    """Let the open case of a place follow it to its new area."""
    services.follow_place(actor=actors.system("场所调整区域"), place_id=UUID(event.subject_id), new_path=event.payload["to"])


@handles("CalendarChanged")
def recompute(event: Event) -> None:
    """Compute the clocks of open cases again in the area whose calendar changed; there are few."""
    services.recompute_clocks(
        actor=actors.system("工作日历变更"), area_path=event.area_path,
        reason=f"工作日历有变化（{event.payload.get('day', '')}）",
    )  # fmt: skip
