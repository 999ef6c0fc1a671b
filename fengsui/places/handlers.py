"""What the ledger does on others' events: when a rule pack is published, its region's classes are computed again."""

from fengsui.kernel import outbox
from fengsui.org.models import Area
from fengsui.places.jobs import queue_recompute


@outbox.handles("RulePackPublished")
def recompute_region(event: outbox.Event) -> None:
    """Queue every district of the pack's region; a second delivery queues work that finds nothing to do."""
    districts = Area.objects.filter(level="district", path__startswith=event.area_path[:6])
    for district in districts.values_list("path", flat=True):
        queue_recompute(district, "规则包发布")
