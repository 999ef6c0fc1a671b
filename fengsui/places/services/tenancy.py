"""店铺换手: one tenant's period ends and another's begins on the same record; what is open is handed over by decision."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from fengsui.kernel import audit, outbox
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.places import checks, handover
from fengsui.places.models import Place, PlaceContact, PlaceStateChange, PlaceTenancy
from fengsui.places.services.context import Context
from fengsui.places.services.editing import apply_edit, check_version, locked, saved, write_edits
from fengsui.places.services.making import sealed_contact
from fengsui.places.states import STATES, VERBS, state_label
from fengsui.places.values import NewContact, PlaceEdit

# A shop can change hands while it stands in the ledger and nobody sealed it.
STATES_THAT_MAY = tuple(code for code, state in STATES.items() if state.in_stock and code != "sealed")


@service("place.change_tenant")
def change_tenant(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    place_id: UUID,
    on: date,
    name: str,
    contacts: Sequence[NewContact],
    activity: str = "",
    credit_code: str = "",
    reason: str = "",
    decisions: Mapping[str, str] | None = None,
    expected_version: int | None = None,
) -> Place:
    """Begin a new tenant's period on a district date: new name, people and, if given, activity and credit code.

    Former hazards and visits stay with the period they happened in. `decisions` says of every open thing (id) whether
    the new tenant takes it over ('new') or the former answers for it ('former'). Raises NotFound, Forbidden,
    InvalidInput (fields, `handover_undecided` with what is open), Conflict `place_changed` or `tenant_not_possible`.
    """
    place = locked(place_id)
    for permission in ("places.edit", "places.set_state"):
        require(actor, permission, area_path=place.area_path, line=place.line)
    check_version(place, expected_version)
    context = Context(actor)
    if place.kind != "place" or place.state not in STATES_THAT_MAY:
        raise Conflict(
            "tenant_not_possible",
            zh=f"“{state_label(place.state)}”的档案不能登记换手；只有台账中的场所可以。",
            en="Only a place in the ledger that is not sealed can change hands.",
            extra={"state": place.state},
        )
    current = place.tenancies.filter(until_on__isnull=True).first()
    _check_form(context, place, current, on, name, contacts)
    standing = {one["id"]: (one, key) for key, handed in handover.every().items() for one in handed.open_of(place)}
    handed = _decided(standing, decisions or {})
    former = _end_former(actor, place, current, on)
    tenancy = PlaceTenancy(
        place=place, sequence=former.sequence + 1, since_on=on, reason=reason.strip()[:300], handed=handed,
        by_name=actor.name[:150], at=context.now,
    )  # fmt: skip
    _rename(context, place, name, activity, credit_code)
    tenancy.name, tenancy.credit_code, tenancy.activity = place.name, place.credit_code, place.activity
    tenancy.people = _replace_people(context, place, contacts)
    tenancy.save(force_insert=True)
    _open(context, place, on)
    words = f"{on} 店铺换手：{former.name} → {tenancy.name}"
    for one in handed:
        key = standing[one["id"]][1]
        handover.every()[key].settle(
            actor, UUID(one["id"]), one["decision"], f"{words}，{handover.DECISIONS[one['decision']][0]}"
        )
    shown = {"tenant": [former.name, tenancy.name], "on": [None, on.isoformat()], "handed": [None, len(handed)]}
    audit.record(actor=actor, verb="place.change_tenant", subject=place, changes=shown, reason=reason)
    outbox.emit(
        kind="PlaceTenantChanged",
        subject=place,
        actor=actor,
        payload={"on": on.isoformat(), "sequence": tenancy.sequence},
        permission="places.view",
    )
    return place


def _check_form(
    context: Context, place: Place, current: PlaceTenancy | None, on: date, name: str, contacts: Sequence[NewContact]
) -> None:
    errors = checks.text_problems({"name": name.strip()})
    if not contacts:
        errors.append(FieldError("contacts", "请登记新租户的责任人或电话", "say who is responsible now", "required"))
    for number, one in enumerate(contacts):
        errors += [FieldError(f"contacts.{number}.{e.field}", e.zh, e.en, e.code) for e in checks.contact_problems(one)]
    if on > context.today:
        errors.append(FieldError("on", "日期不能晚于今天", "the date cannot be in the future"))
    if current and current.since_on and on <= current.since_on:
        words = f"须晚于现租户的起始日 {current.since_on}"
        errors.append(FieldError("on", words, f"it must be after the present tenant's first day {current.since_on}"))
    if errors:
        raise InvalidInput("tenant_invalid", zh="登记换手还差几项。", en="Some fields are missing or wrong.", fields=errors)


def _decided(standing: Mapping[str, tuple[dict[str, str], str]], decisions: Mapping[str, str]) -> list[dict[str, Any]]:
    undecided = [one for pk, (one, _) in standing.items() if decisions.get(pk) not in handover.DECISIONS]
    if undecided:
        raise InvalidInput(
            "handover_undecided",
            zh=f"还有 {len(undecided)} 处未销案隐患没有写明由谁负责，请逐条选择。",
            en=f"{len(undecided)} open hazards have no decision yet; say of each who answers for it.",
            extra={"open": undecided[:100]},
        )
    return [{**one, "kind": key, "decision": decisions[pk]} for pk, (one, key) in standing.items()]


def _end_former(actor: Actor, place: Place, current: PlaceTenancy | None, on: date) -> PlaceTenancy:
    """Close the period that runs; a record that never changed hands gets its first one now."""
    former = current or PlaceTenancy(place=place, sequence=1, by_name=actor.name[:150])
    former.name, former.credit_code, former.activity = place.name, place.credit_code, place.activity
    former.people = [_shown(one) for one in place.contacts.filter(removed_at__isnull=True).order_by("-is_primary", "created_at")]
    former.until_on = on
    former.save()
    return former


def _rename(context: Context, place: Place, name: str, activity: str, credit_code: str) -> None:
    changes = {"name": name.strip(), "credit_code": credit_code.strip()} | ({"activity": activity} if activity else {})
    if edited := apply_edit(context, place, PlaceEdit(place.pk, changes)):
        write_edits(context.actor, [edited])


def _replace_people(context: Context, place: Place, contacts: Sequence[NewContact]) -> list[dict[str, str]]:
    PlaceContact.objects.filter(place=place, removed_at__isnull=True).update(removed_at=context.now, is_primary=False)
    made = [sealed_contact(context, place, one, first=number == 0) for number, one in enumerate(contacts)]
    for row in made:
        row.save(force_insert=True)
    return [_shown(row) for row in made]


def _shown(row: PlaceContact) -> dict[str, str]:
    return {"name": row.name, "role": row.role, "phone": row.phone_masked}


def _open(context: Context, place: Place, on: date) -> None:
    """Let an empty or changing shop be open again under its new tenant."""
    step = VERBS["open"]
    if place.state not in step.from_states:
        return
    old, before = place.state, {"state": place.state, "state_since": place.state_since}
    place.state, place.state_since = step.to_state, on
    PlaceStateChange.objects.create(
        place=place, verb=step.code, from_state=old, to_state=place.state, reason="店铺换手", on=on,
        actor_account_id=context.actor.account_id, actor_name=context.actor.name[:150], at=context.now,
    )  # fmt: skip
    saved(context, place, "place.open", before, reason="店铺换手")
