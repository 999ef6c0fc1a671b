"""The periodic climb, and what escalations do on the events of their cases."""

from uuid import UUID

from fengsui.hazards.escalation import services
from fengsui.kernel import actor as actors
from fengsui.kernel import periodic
from fengsui.kernel.outbox import Event, handles


def climb_due() -> int:
    """Climb every rung whose day has come."""
    return services.climb_all(actor=actors.system("督办升级"))


periodic.declare("督办升级", function="fengsui.hazards.escalation.jobs.climb_due", minutes=10)


@handles("HazardOpened")
def climb_at_once(event: Event) -> None:
    """Tell the supervisor at once of a hazard that came back."""
    if event.payload.get("repeat_of"):
        services.climb(actor=actors.system("督办升级"), hazard_id=UUID(event.subject_id))


@handles("HazardReviewFailed")
def climb_after_failure(event: Event) -> None:
    """End the review's ladder, and tell the supervisor at once of a fix that failed again."""
    services.settle(actor=actors.system("督办升级"), hazard_id=UUID(event.subject_id))
    services.climb(actor=actors.system("督办升级"), hazard_id=UUID(event.subject_id))


def _settle(event: Event) -> None:
    services.settle(actor=actors.system("督办升级"), hazard_id=UUID(event.subject_id))


@handles("HazardReportedFixed")
def settle_after_report(event: Event) -> None:
    """End the ladder of the fix: it is reported."""
    _settle(event)


@handles("HazardClosed")
def settle_after_closing(event: Event) -> None:
    """End every ladder of a closed case."""
    _settle(event)


@handles("HazardVoided")
def settle_after_voiding(event: Event) -> None:
    """End every ladder of a void case."""
    _settle(event)


@handles("HazardMerged")
def settle_after_merging(event: Event) -> None:
    """End every ladder of a merged case."""
    _settle(event)


@handles("HazardChecked")
def settle_after_check(event: Event) -> None:
    """End the ladder of a complaint that was checked."""
    _settle(event)


@handles("HazardDueChanged")
def settle_after_change(event: Event) -> None:
    """End the ladder of a limit that is no longer over."""
    _settle(event)
