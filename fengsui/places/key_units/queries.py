"""What the page of a place shows of its way as a key unit."""

from typing import Any

from fengsui.kernel.actor import Actor
from fengsui.places.key_units.states import STATUSES, VERBS, verbs_from
from fengsui.places.models import Place
from fengsui.places.states import IN_STOCK


def key_unit(actor: Actor, row: Place) -> dict[str, Any]:
    """Return the status of a place, the steps open to an actor now, and those taken, latest first."""
    held = {verb.permission for verb in VERBS.values() if actor.may(verb.permission, area_path=row.area_path, line=row.line)}
    offered = verbs_from(row.key_unit_status, held) if row.kind != "compound" else []
    return {
        "status": row.key_unit_status,
        "status_label": STATUSES[row.key_unit_status].zh,
        "listed": STATUSES[row.key_unit_status].listed,
        "suggested": row.key_unit_suggested,
        "verbs": [
            {
                "verb": verb.code,
                "label": verb.zh,
                "label_en": verb.en,
                "to_status": verb.to_status,
                "to_status_label": STATUSES[verb.to_status].zh,
                "consequence": verb.consequence_zh,
                "consequence_en": verb.consequence_en,
                "needs": list(verb.needs),
            }
            for verb in offered
            if verb.code != "declare" or row.state in IN_STOCK
        ],
        "steps": [
            {
                "verb": step.verb,
                "verb_label": VERBS[step.verb].zh,
                "to_status": step.to_status,
                "to_status_label": STATUSES[step.to_status].zh,
                "on": step.on,
                "document": step.document,
                "reason": step.reason,
                "paper_id": step.paper_id,
                "by_name": step.actor_name,
                "at": step.at,
            }
            for step in row.key_unit_steps.all()
        ],
    }
