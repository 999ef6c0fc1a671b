"""What a change of tenant means for hazards: open ones are handed over by decision, all stay in the period they were found."""

from datetime import date
from uuid import UUID

from fengsui.hazards.models import Hazard
from fengsui.hazards.services.transition import moment, snapshot, take, write_step
from fengsui.hazards.states import OPEN_STATES
from fengsui.kernel.actor import Actor
from fengsui.kernel.scope import visible
from fengsui.places import handover
from fengsui.places.models import Place


def open_of(place: Place) -> list[dict[str, str]]:
    """Return the hazards in stock at a place, as a change of tenant asks about them."""
    rows = Hazard.objects.filter(place=place, state__in=OPEN_STATES).order_by("number")
    return [{"id": str(row.pk), "number": row.number, "title": row.title} for row in rows]


def settle(actor: Actor, hazard_id: UUID, decision: str, words: str) -> None:
    """Write onto a case that its place changed hands and who answers for it, in the caller's transaction.

    A case given to a person of the former tenant that the new one takes over is given to nobody until it is assigned
    again; the state and the limit stay.
    """
    row = take(actor=actor, hazard_id=hazard_id, verb="change_tenant", expected_version=None)
    before = snapshot(row)
    if decision == "new" and row.assignee_contact_id is not None:
        row.assigned_to, row.assignee_contact = row.place.name, None
    write_step(
        actor=actor, row=row, verb="change_tenant", before=before, when=moment(None, None), note=words, data={"by": decision}
    )


def found_in(actor: Actor, place: Place, since: date | None, until: date | None) -> int:
    """Count the hazards in scope found at a place from a day until before another."""
    rows = visible(Hazard.objects.filter(place=place), actor, "hazards.view").exclude(state__in=("void", "merged"))
    rows = rows.filter(found_on__gte=since) if since else rows
    return (rows.filter(found_on__lt=until) if until else rows).count()


handover.register("hazards", handover.Handover(open_of, settle))
handover.register_kept(handover.Kept("hazards", "发现隐患", "hazards found", found_in))
