"""One place, whole: what it is, who answers for it, its facilities, photos and history, and what may be done with it."""

from typing import Any
from uuid import UUID

from django.db.models import Count

from fengsui.kernel import clock, evidence
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import not_found
from fengsui.kernel.panels import panels_of
from fengsui.kernel.scope import explain, require_anywhere
from fengsui.places import inputs
from fengsui.places.classing import Labels, rules_for
from fengsui.places.kinds import CLASS_CHANGE_KINDS, FACILITY_KINDS, FACILITY_STATES, label
from fengsui.places.models import Facility, Place, PlaceMerge
from fengsui.places.queries.lists import full, in_scope
from fengsui.places.queries.shown import brief, contact, coordinate_words
from fengsui.places.states import VERBS, state_label, verbs_from

HISTORY = 30
ABILITIES = ("places.edit", "places.set_state", "places.decide", "places.override_class", "places.unmask", "places.plates")


def find(*, actor: Actor, place_id: UUID, permission: str = "places.view") -> Place:
    """Return a place in scope. Raises NotFound, or Forbidden without the permission anywhere."""
    require_anywhere(actor, permission)
    row = in_scope(actor, permission).filter(pk=place_id).first()
    if row is None:
        raise not_found("场所", "place")
    return row


def detail(*, actor: Actor, place_id: UUID) -> dict[str, Any]:
    """Return the whole record with masked phones. Raises NotFound, Forbidden."""
    require_anywhere(actor, "places.view")
    rows = full(in_scope(actor)).select_related("area", "compound", "building", "merged_into", "shared_manager_organization")
    row = rows.defer(None).filter(pk=place_id).first()
    if row is None:
        raise not_found("场所", "place")
    rules = rules_for(row.area_path, clock.local_date())
    labels = rules.labels()
    result = rules.classify(kind=row.kind, activity=row.activity, inputs=row.inputs)
    return {
        **brief(row, labels),
        "credit_code": row.credit_code,
        "note": row.note,
        "external_id": row.external_id,
        "created_at": row.created_at,
        "coordinate_source": row.coordinate_source,
        "coordinate_source_label": coordinate_words(row),
        "inputs": row.inputs,
        "inputs_words": inputs.words(row.inputs),
        "class_declared": row.class_declared,
        "class_declared_label": labels.place_class(row.class_declared),
        "class_computed": row.class_computed,
        "class_computed_label": labels.place_class(row.class_computed),
        "class_reason": row.class_reason,
        "class_reasons": row.class_reasons,
        "class_missing": [_input_word(key) for key in result.missing],
        "rulepack_version": row.rulepack_version,
        "state_since": row.state_since,
        "compound": _other(row.compound),
        "building": _other(row.building),
        "merged_into": _other(row.merged_into),
        "merged_here": [_merged(one) for one in row.merges_here.filter(undone_at__isnull=True).select_related("double")],
        "shared_manager": row.shared_manager,
        "shared_manager_organization_id": row.shared_manager_organization_id,
        "shared_manager_organization_name": (row.shared_manager_organization.name if row.shared_manager_organization else ""),
        "contains": _contains(actor, row),
        "contacts": [contact(one) for one in row.standing_contacts],  # type: ignore[attr-defined]
        "facilities": [facility(one) for one in row.facilities.filter(removed_at__isnull=True).order_by("kind", "id")],
        "photos": [_photo(link) for link in evidence.links_of(row)],
        "class_changes": _class_changes(row, labels),
        "state_changes": _state_changes(row),
        "verbs": allowed_verbs(actor, row),
        "may": sorted(code for code in ABILITIES if actor.may(code, area_path=row.area_path, line=row.line)),
        "explain": explain(actor, "places.view", area_path=row.area_path, line=row.line),
        "panels": [
            {"key": panel.key, "title": panel.title_zh, "title_en": panel.title_en, "rows": panel.query(actor, row)}
            for panel in panels_of("places.place")
        ],
    }


def allowed_verbs(actor: Actor, row: Place) -> list[dict[str, Any]]:
    """Return the steps of the state table open to an actor now, each with its consequence and what its form needs."""
    held = {verb.permission for verb in VERBS.values() if actor.may(verb.permission, area_path=row.area_path, line=row.line)}
    return [
        {
            "verb": verb.code,
            "label": verb.zh,
            "label_en": verb.en,
            "to_state": verb.to_state,
            "to_state_label": state_label(verb.to_state),
            "consequence": verb.consequence_zh,
            "consequence_en": verb.consequence_en,
            "needs": list(verb.needs),
        }
        for verb in verbs_from(row.state, held)
    ]


def facility(row: Facility) -> dict[str, Any]:
    """Return a facility with its words."""
    return {
        "id": row.pk,
        "kind": row.kind,
        "kind_label": label(FACILITY_KINDS, row.kind),
        "label": row.label,
        "quantity": row.quantity,
        "position": row.position,
        "installed_on": row.installed_on,
        "expires_on": row.expires_on,
        "standard_edition": row.standard_edition,
        "state": row.state,
        "state_label": label(FACILITY_STATES, row.state),
        "note": row.note,
    }


def _input_word(key: str) -> dict[str, str]:
    known = inputs.INPUTS.get(key)
    words = (known.zh, known.en) if known else ("经营活动", "activity") if key == "activity" else (key, key)
    return {"code": key, "label": words[0], "label_en": words[1]}


def _other(row: Place | None) -> dict[str, Any] | None:
    return {"id": row.pk, "number": row.number, "name": row.name} if row else None


def _merged(row: PlaceMerge) -> dict[str, Any]:
    return {
        "id": row.double_id,
        "number": row.double.number,
        "name": row.double.name,
        "at": row.at,
        "by_name": row.by_name,
        "reason": row.reason,
    }


def _contains(actor: Actor, row: Place) -> list[dict[str, Any]]:
    """Return the records in scope that lie in this compound or building, and how many in all."""
    if row.kind == "place":
        return []
    field = "compound_id" if row.kind == "compound" else "building_id"
    inside = in_scope(actor).filter(**{field: row.pk}).exclude(state="rejected")
    counted = inside.values("kind").annotate(n=Count("pk")).order_by("kind")
    return [{"kind": one["kind"], "count": one["n"]} for one in counted]


def _photo(link: Any) -> dict[str, Any]:
    return {
        "id": link.pk,
        "role": link.role,
        "arrived": link.arrived_at is not None,
        "captured_at": link.captured_at,
        "received_at": link.received_at,
        "by_name": link.by_name,
        "note": link.note,
    }


def _class_changes(row: Place, labels: Labels) -> list[dict[str, Any]]:
    return [
        {
            "at": one.at,
            "kind": one.kind,
            "kind_label": label(CLASS_CHANGE_KINDS, one.kind),
            "from_class": one.from_class,
            "from_label": labels.place_class(one.from_class),
            "to_class": one.to_class,
            "to_label": labels.place_class(one.to_class),
            "inputs": one.inputs,
            "reasons": one.reasons,
            "reason": one.reason,
            "rulepack_version": one.rulepack_version,
            "by_name": one.actor_name,
        }
        for one in row.class_changes.all()[:HISTORY]
    ]


def _state_changes(row: Place) -> list[dict[str, Any]]:
    return [
        {
            "at": one.at,
            "on": one.on,
            "verb": one.verb,
            "verb_label": VERBS[one.verb].zh if one.verb in VERBS else "建档",
            "from_state": one.from_state,
            "from_label": state_label(one.from_state) if one.from_state else "",
            "to_state": one.to_state,
            "to_label": state_label(one.to_state),
            "reason": one.reason,
            "by_name": one.actor_name,
        }
        for one in row.state_changes.all()[:HISTORY]
    ]
