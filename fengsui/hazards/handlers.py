"""What hazards do on others' events: close when the last photo arrives, compute limits again when the calendar changes."""

from uuid import UUID

from fengsui.hazards import services
from fengsui.hazards.evidence import SUBJECT
from fengsui.kernel import actor as actors
from fengsui.kernel import jobs
from fengsui.kernel.outbox import Event, handles


@handles("EvidenceArrived")
def close_waiting_case(event: Event) -> None:
    """Close the case the photo belongs to, if it only waited for its photos."""
    if event.payload.get("subject_type") == SUBJECT:
        services.close_on_evidence(actor=actors.system("照片送达"), hazard_id=UUID(event.payload["subject_id"]))


@handles("CalendarChanged")
def recompute_limits(event: Event) -> None:
    """Queue the recomputation of running limits in the area whose calendar changed."""
    jobs.queue(
        "hazards.recompute_due",
        {"area_path": event.area_path, "reason": f"工作日历有变化（{event.payload.get('day', '')}）"},
        actor=actors.system("工作日历变更"),
        title_zh="按新的工作日历重算整改期限",
        area_path=event.area_path,
    )


@handles("PlaceMovedArea")
def move_hazards(event: Event) -> None:
    """Let the hazards of a place follow it to its new area."""
    services.follow_place(
        actor=actors.system("场所调整区域"),
        place_id=UUID(event.subject_id),
        old_path=event.payload["from"],
        new_path=event.payload["to"],
    )
