"""Which case a new finding is one more witness of, and which one it repeats. Reads, inside the caller's transaction."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from fengsui.hazards.models import Hazard
from fengsui.hazards.states import OPEN_STATES
from fengsui.kernel.transaction import first_if_any
from fengsui.places.models import Place

# A finding that reaches us late joins a case that was still open when it was made, found at most so long after it.
LATE_WITNESS = timedelta(days=30)
REPEAT_WITHIN = timedelta(days=365)


def case_for(place: Place, *, item_code: str, at: datetime, source_id: UUID | None) -> Hazard | None:
    """Return the locked case that a finding of an item at a place belongs to, or None when it is a new one.

    It is the one of the same item at the same place that was open at `at` (or, found a little later, arrived first).
    What one visit finds twice stays two, and what was put right on the spot takes no more witnesses: seen again, it
    came back.
    """
    still_open = Q(state__in=OPEN_STATES) | Q(state="closed", closed_at__gt=at)
    rows = Hazard.objects.filter(
        still_open, place=place, item_code=item_code, fixed_on_site_on__isnull=True, found_at__lte=at + LATE_WITNESS
    )
    if source_id is not None:
        rows = rows.exclude(source_id=source_id)
    if not rows.exists():
        return None
    return rows.select_for_update(of=("self",)).select_related("place").order_by("found_at", "number").first()


def former_case(place: Place, *, item_code: str, at: datetime) -> Hazard | None:
    """Return the latest case of an item at a place that was closed in the year before `at`: a new one repeats it."""
    rows = Hazard.objects.filter(place=place, item_code=item_code, state="closed", closed_at__lte=at)
    return first_if_any(rows.filter(closed_at__gt=at - REPEAT_WITHIN).order_by("-closed_at", "-number"))
