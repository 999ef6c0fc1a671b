"""The ledger's long work."""

from typing import Any
from uuid import UUID

from fengsui.kernel import actor, clock, jobs, periodic
from fengsui.kernel.jobs import JobHandle, job
from fengsui.kernel.scope import under
from fengsui.org.models import Area
from fengsui.places.classing import rules_for
from fengsui.places.models import Place
from fengsui.places.services import recompute_classes

RECOMPUTE = "places.recompute_classes"
TITLE = "按现行规则包重算场所类别"


def queue_recompute(district: str, reason: str) -> None:
    """Queue the computing of a district's classes under the rules in force."""
    jobs.queue(RECOMPUTE, {"area_path": district}, actor=actor.system(reason), title_zh=TITLE, area_path=district)


def queue_stale() -> int:
    """Queue the districts that hold places computed with rules no longer in force, and return how many they are.

    Run each night, since a pack may have been published for a later day.
    """
    queued = 0
    for district in Area.objects.filter(level="district").values_list("path", flat=True):
        version = rules_for(district, clock.local_date()).version
        if Place.objects.filter(under(district)).exclude(rulepack_version=version).exists():
            queue_recompute(district, "规则包生效")
            queued += 1
    return queued


periodic.declare("重算场所类别", function="fengsui.places.jobs.queue_stale", minutes=1440, at_hour=1)


@job(RECOMPUTE)
def recompute(handle: JobHandle) -> dict[str, Any]:
    """Compute the classes of an area's places again in batches of 200; run again, it goes on where it stopped."""
    area_path = str(handle.payload["area_path"])
    total = Place.objects.filter(under(area_path)).count()
    seen = changed = 0
    after: UUID | None = None
    while True:
        looked_at, different, after = recompute_classes(actor=handle.actor, area_path=area_path, after=after)
        seen += looked_at
        changed += different
        handle.progress(min(seen, total), total)
        if after is None:
            return {"places": seen, "changed": changed}
