"""Visits stay in the tenant's period they were made in."""

from datetime import date

from fengsui.kernel.actor import Actor
from fengsui.kernel.scope import visible
from fengsui.patrol.models import Visit
from fengsui.places import handover
from fengsui.places.models import Place


def made_in(actor: Actor, place: Place, since: date | None, until: date | None) -> int:
    """Count the visits in scope made to a place from a day until before another."""
    rows = visible(Visit.objects.filter(place=place), actor, "patrol.view")
    rows = rows.filter(local_date__gte=since) if since else rows
    return (rows.filter(local_date__lt=until) if until else rows).count()


handover.register_kept(handover.Kept("visits", "巡查", "visits", made_in))
