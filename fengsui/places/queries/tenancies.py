"""Who ran a shop when, what happened in each period, and what would be handed over now."""

from typing import Any
from uuid import UUID

from fengsui.kernel.actor import Actor
from fengsui.places import handover
from fengsui.places.classing import labels_for
from fengsui.places.kinds import CONTACT_ROLES, label
from fengsui.places.queries.detail import find
from fengsui.places.services.tenancy import STATES_THAT_MAY


def tenancies(*, actor: Actor, place_id: UUID) -> dict[str, Any]:
    """Return the periods of a place, latest first, and what is open at it. Raises NotFound, Forbidden."""
    place = find(actor=actor, place_id=place_id)
    labels = labels_for(place.area_path)
    held = all(actor.may(code, area_path=place.area_path, line=place.line) for code in ("places.edit", "places.set_state"))
    may_change = held and place.kind == "place" and place.state in STATES_THAT_MAY
    asked = handover.every().items() if may_change else ()
    open_now = [{**one, "kind": key} for key, handed in asked for one in handed.open_of(place)]
    return {
        "may_change": may_change,
        "open": open_now,
        "decisions": [{"code": code, "label": zh, "label_en": en} for code, (zh, en) in handover.DECISIONS.items()],
        "periods": [
            {
                "sequence": row.sequence,
                "name": row.name,
                "credit_code": row.credit_code,
                "activity_label": labels.activity(row.activity),
                "people": [{**one, "role_label": label(CONTACT_ROLES, one["role"])} for one in row.people],
                "since_on": row.since_on,
                "until_on": row.until_on,
                "reason": row.reason,
                "by_name": row.by_name,
                "handed": [{**one, "decision_label": handover.DECISIONS[one["decision"]][0]} for one in row.handed],
                "kept": handover.kept_of(actor, place, row),
            }
            for row in place.tenancies.order_by("-sequence")
        ],
    }
