"""What people at the door report of a place, written as what several reports came to; every report is a version of its own."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from fengsui.kernel import audit, outbox, phones
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, InvalidInput
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.places import checks
from fengsui.places.kinds import FACILITY_KINDS
from fengsui.places.models import Facility, Place, PlaceContact, PlaceStateChange
from fengsui.places.services.context import Context
from fengsui.places.services.editing import apply_edit, checked, locked, saved, write_edits
from fengsui.places.services.keeping import keep_former
from fengsui.places.services.making import sealed_contact
from fengsui.places.states import STATES, state_label
from fengsui.places.values import NewContact, PlaceEdit

# What a person at the door can say of a place's life; the rest of the state table is decided at the desk.
DOOR_STATES = ("operating", "renovating", "suspended", "seasonal", "vacant", "transferring", "moved")


@service("place.correct")
def correct_place(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    place_id: UUID,
    claimed: Mapping[str, Any],
    changes: Mapping[str, Any],
    state: str | None = None,
    state_on: date | None = None,
    facilities: Sequence[str] = (),
    reason: str = "",
) -> Place:
    """Take in one report of a place: `changes` and `state` are what all reports came to, `claimed` what this one said.

    The record gets its next version even when nothing stands differently, so that later reports can say what they had
    seen. `facilities` (kinds) are added where the place has none of the kind. Raises NotFound, Forbidden, InvalidInput
    for a claim that cannot stand, Conflict `place_state_decided` for a state that only the desk may leave.
    """
    place = locked(place_id)
    require(actor, "places.edit", area_path=place.area_path, line=place.line)
    context = Context(actor)
    checked(context, place, dict(claimed))
    first_version = place.row_version
    edited = apply_edit(context, place, PlaceEdit(place_id, dict(changes)))
    if edited:
        if edited.entry:
            edited.entry.verb, edited.entry.reason = "place.correct", reason[:500]
        write_edits(actor, [edited])
    if state and state != place.state:
        _set_state(context, place, state, state_on, reason)
    for kind in facilities:
        _see_facility(place, kind)
    if place.row_version == first_version:
        place.row_version += 1
        place.updated_at = context.now
        place.save(update_fields=["row_version", "updated_at"])
        version = {"row_version": [first_version, place.row_version]}
        audit.record(actor=actor, verb="place.correct", subject=place, changes=version, reason=reason)
    fields = sorted(edited.fields if edited else [])
    payload = {"fields": fields, "class_code": place.class_code}
    outbox.emit(kind="PlaceChanged", subject=place, actor=actor, payload=payload, permission="places.view")
    return place


def check_door_state(place: Place, state: str) -> None:
    """Raise InvalidInput for a state nobody at a door can report, Conflict when the place's state is the desk's to change."""
    if state not in DOOR_STATES:
        raise InvalidInput("state_unknown", zh="现场不能上报这个状态。", en="This state cannot be reported at the door.")
    if place.state in ("candidate", "sealed", "closed", "demolished", "merged", "rejected") and state != place.state:
        raise Conflict(
            "place_state_decided",
            zh=f"场所现在是“{state_label(place.state)}”，现场说是“{state_label(state)}”。内容已保留，由街道核定。",
            en=f"The place is {state_label(place.state, 'en')}; at the door it is {state_label(state, 'en')}. "
            "The report is kept for the street to decide.",
            extra={"state": place.state},
        )


def _set_state(context: Context, place: Place, state: str, on: date | None, reason: str) -> None:
    if state not in STATES:
        raise InvalidInput("state_unknown", zh="没有这个状态。", en="There is no such state.")
    require(context.actor, "places.set_state", area_path=place.area_path, line=place.line)
    old, effective = place.state, min(on or context.today, context.today)
    before = {"state": old, "state_since": place.state_since}
    place.state, place.state_since = state, effective
    PlaceStateChange.objects.create(
        place=place, verb="correct", from_state=old, to_state=state, reason=reason[:300], on=effective,
        actor_account_id=context.actor.account_id, actor_name=context.actor.name[:150], at=context.now,
    )  # fmt: skip
    saved(context, place, "place.correct", before, reason=reason)
    payload = {"verb": "correct", "from": old, "to": state}
    outbox.emit(kind="PlaceStateChanged", subject=place, actor=context.actor, payload=payload, permission="places.view")


def _see_facility(place: Place, kind: str) -> None:
    if kind not in FACILITY_KINDS:
        raise InvalidInput("facility_unknown", zh=f"没有这种设施：{kind}。", en=f"No such kind of facility: {kind}.")
    if not Facility.objects.filter(place=place, kind=kind, removed_at__isnull=True).exists():
        Facility.objects.create(id=uuid5(place.pk, f"seen:{kind}"), place=place, kind=kind)


def see_contact(*, actor: Actor, place_id: UUID, contact: NewContact, report_id: UUID) -> PlaceContact:
    """Return the contact a person was told of: the same one where the place has it, else a further one beside the others.

    The same phone under the same name (or under none) is the same contact. In the caller's transaction; raises
    NotFound, Forbidden, InvalidInput.
    """
    place = locked(place_id)
    require(actor, "places.edit", area_path=place.area_path, line=place.line)
    if errors := checks.contact_problems(contact):
        raise InvalidInput("contact_invalid", zh="联系人有几项需要改正。", en="The contact has wrong fields.", fields=errors)
    hmac, name = phones.seal_phone(contact.phone).hmac, contact.name.strip()
    standing = place.contacts.filter(removed_at__isnull=True, role=contact.role).order_by("created_at", "id")
    for row in standing:
        if row.phone_hmac == hmac and (not name or not row.name or row.name == name):
            if name and not row.name:
                row.name = name
                keep_former(row)
                row.save(update_fields=["name", "stands_since"])
            return row
    made = sealed_contact(Context(actor), place, contact)
    made.id = uuid5(report_id, f"{contact.role}:{hmac}:{name}")
    made.save(force_insert=True)
    shown = {"role": [None, made.role], "phone": [None, made.phone_masked]}
    audit.record(actor=actor, verb="place.add_contact", subject=place, changes=shown)
    return made


def first_reported_is_called(*, place: Place, reported: Sequence[tuple[datetime, str, UUID]]) -> None:
    """Where people at the door gave a place its only contacts, make the one reported first (by time) the one to call."""
    ids = {contact_id for _, _, contact_id in reported}
    live = place.contacts.filter(removed_at__isnull=True)
    if live.exclude(pk__in=ids).exists():
        return
    here = set(live.values_list("pk", flat=True))
    for _, _, contact_id in sorted(reported):
        if contact_id in here:
            live.exclude(pk=contact_id).filter(is_primary=True).update(is_primary=False)
            live.filter(pk=contact_id).update(is_primary=True)
            return
