"""What patrol does on others' events: review tasks follow their hazards, waiting operations go through."""

from datetime import date
from uuid import UUID

from fengsui.hazards.evidence import SUBJECT
from fengsui.hazards.models import Hazard
from fengsui.kernel import actor as actors
from fengsui.kernel import jobs
from fengsui.kernel.outbox import Event, handles
from fengsui.patrol.planning.facilities import settle_facility
from fengsui.patrol.planning.giving import regive_absent
from fengsui.patrol.services.following import follow_place
from fengsui.patrol.services.planning import REVIEW_WORKING_DAYS
from fengsui.patrol.services.tasks import close_review_task, open_review_task
from fengsui.patrol.sync import retry_waiting


@handles("HazardReportedFixed")
def open_review(event: Event) -> None:
    """Open the review task of a reported fix, for somebody who did not report it, within three working days."""
    reporter = event.payload.get("reported_by")
    open_review_task(
        hazard_id=UUID(event.subject_id),
        place_id=UUID(event.payload["place_id"]),
        area_path=event.area_path,
        line=event.line,
        start=date.fromisoformat(event.payload["reported_fixed_on"]),
        working_days=REVIEW_WORKING_DAYS,
        reason_code="review_due",
        excluded_account_id=UUID(reporter) if reporter else None,
    )
    # Events of one moment may be handled in either order: what the review has settled already leaves no task open.
    standing = Hazard.objects.filter(pk=event.subject_id).values_list("state", flat=True).first()
    if standing != "reported_fixed":
        state = "cancelled" if standing == "void" else "done"
        close_review_task(hazard_id=UUID(event.subject_id), state=state, why="复查已有结论")


@handles("HazardClosed")
def finish_review(event: Event) -> None:
    """End the review task of a closed hazard."""
    close_review_task(hazard_id=UUID(event.subject_id), state="done", why="已销案")


@handles("HazardReviewFailed")
def finish_failed_review(event: Event) -> None:
    """End the review task of a hazard that went back for another round."""
    close_review_task(hazard_id=UUID(event.subject_id), state="done", why="复查不通过，退回整改")


@handles("HazardVoided")
def drop_review(event: Event) -> None:
    """Cancel the review task of a void hazard."""
    close_review_task(hazard_id=UUID(event.subject_id), state="cancelled", why="隐患已作废")


@handles("HazardMerged")
def drop_merged_review(event: Event) -> None:
    """Cancel the review task of a hazard that joined another case."""
    close_review_task(hazard_id=UUID(event.subject_id), state="cancelled", why="已并案")


def _retry(event: Event) -> None:
    retry_waiting([UUID(event.subject_id)])


@handles("HazardOpened")
def retry_after_opening(event: Event) -> None:
    """Do what waited for this hazard to arrive."""
    _retry(event)


@handles("HazardReportedFixed")
def retry_after_report(event: Event) -> None:
    """Do the reviews that waited for this report."""
    _retry(event)


@handles("EvidenceArrived")
def retry_after_evidence(event: Event) -> None:
    """Do the reviews that waited for this photo."""
    if event.payload.get("subject_type") == SUBJECT:
        retry_waiting([UUID(event.payload["subject_id"])])


@handles("CalendarChanged")
def recompute_days(event: Event) -> None:
    """Queue the recomputation of task days in the area whose calendar changed."""
    jobs.queue(
        "patrol.recompute_due",
        {"area_path": event.area_path, "reason": f"工作日历有变化（{event.payload.get('day', '')}）"},
        actor=actors.system("工作日历变更"),
        title_zh="按新的工作日历重算任务日期",
        area_path=event.area_path,
    )


@handles("PlaceMovedArea")
def move_tasks(event: Event) -> None:
    """Let the tasks and visits of a place follow it to its new area."""
    follow_place(
        actor=actors.system("场所调整区域"),
        place_id=UUID(event.subject_id),
        old_path=event.payload["from"],
        new_path=event.payload["to"],
    )


@handles("FacilityChanged")
def settle_changed_facility(event: Event) -> None:
    """End the task of a facility whose day was changed, or that was taken off."""
    settle_facility(UUID(event.payload["facility_id"]))


@handles("PostsChanged")
def give_tasks_on(event: Event) -> None:
    """Give the tasks of somebody who left, or whom a substitute stands in for from today, to who is there."""
    regive_absent(actor=actors.system("岗位变动"), area_path=event.area_path)
