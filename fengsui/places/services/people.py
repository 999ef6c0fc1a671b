"""Contacts of a place: written with sealed phones, shown masked; a whole number is read with a reason and audited."""

from typing import Any
from uuid import UUID

from fengsui.kernel import audit, clock, phones, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import FieldError, InvalidInput, not_found
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.places import checks
from fengsui.places.models import Place, PlaceContact
from fengsui.places.services.context import Context
from fengsui.places.services.editing import locked
from fengsui.places.services.keeping import keep_former
from fengsui.places.services.making import sealed_contact
from fengsui.places.values import NewContact


def _contact(contact_id: UUID) -> PlaceContact:
    row = PlaceContact.objects.select_related("place").filter(pk=contact_id, removed_at__isnull=True).first()
    if row is None:
        raise not_found("联系人", "contact")
    return row


def _check(given: NewContact) -> None:
    if errors := checks.contact_problems(given):
        raise InvalidInput("contact_invalid", zh="联系人有几项需要改正。", en="The contact has wrong fields.", fields=errors)


def _touch(place: Place) -> None:
    place.updated_at = clock.now()
    place.save(update_fields=["updated_at"])


def _one_primary(place: Place, row: PlaceContact) -> None:
    if row.is_primary:
        place.contacts.exclude(pk=row.pk).update(is_primary=False)


@service("place.add_contact")
def add_contact(*, actor: Actor, operation_id: UUID | None = None, place_id: UUID, contact: NewContact) -> PlaceContact:
    """Add a contact. Raises NotFound, Forbidden, InvalidInput."""
    place = locked(place_id)
    require(actor, "places.edit", area_path=place.area_path, line=place.line)
    _check(contact)
    first = not place.contacts.filter(removed_at__isnull=True).exists()
    row = sealed_contact(Context(actor), place, contact, first=first)
    row.save(force_insert=True)
    _one_primary(place, row)
    _touch(place)
    shown = {"role": [None, row.role], "phone": [None, row.phone_masked]}
    audit.record(actor=actor, verb="place.add_contact", subject=place, changes=shown)
    return row


@service("place.edit_contact")
def edit_contact(*, actor: Actor, operation_id: UUID | None = None, contact_id: UUID, changes: dict[str, Any]) -> PlaceContact:
    """Change name, role, phone, is_primary or note of a contact; a phone left out stays. Raises as add_contact."""
    row = _contact(contact_id)
    place = locked(row.place_id)
    require(actor, "places.edit", area_path=place.area_path, line=place.line)
    kept_phone = "phone" not in changes
    given = NewContact(
        name=str(changes.get("name", row.name)),
        role=str(changes.get("role", row.role)),
        phone="" if kept_phone else str(changes["phone"]),
        is_primary=bool(changes.get("is_primary", row.is_primary)),
        note=str(changes.get("note", row.note)),
    )
    _check(given if not (kept_phone and row.phone_hmac) else NewContact(given.name or "-", given.role))
    before = {"name": row.name and "（已有）", "role": row.role, "phone": row.phone_masked, "note": row.note}
    old_name = row.name
    row.name, row.role, row.is_primary, row.note = given.name.strip(), given.role, given.is_primary, given.note[:200]
    if not kept_phone:
        sealed = phones.seal_phone(given.phone)
        row.phone_cipher, row.phone_hmac, row.phone_last4 = sealed.cipher, sealed.hmac, sealed.last4
        row.phone_masked = phones.mask(given.phone)
    if (old_name, before["role"], before["phone"]) != (row.name, row.role, row.phone_masked):
        keep_former(row)
    row.save()
    _one_primary(place, row)
    _touch(place)
    name_now = before["name"] if row.name == old_name else "（已改）"
    after = {"name": name_now, "role": row.role, "phone": row.phone_masked, "note": row.note}
    audit.record(actor=actor, verb="place.edit_contact", subject=place, changes=audit.changes_between(before, after))
    return row


@service("place.remove_contact")
def remove_contact(*, actor: Actor, operation_id: UUID | None = None, contact_id: UUID, reason: str = "") -> PlaceContact:
    """Take a contact off the record; its row stays for papers that name it. Raises NotFound, Forbidden."""
    row = _contact(contact_id)
    place = locked(row.place_id)
    require(actor, "places.edit", area_path=place.area_path, line=place.line)
    row.removed_at, row.is_primary = clock.now(), False
    row.save(update_fields=["removed_at", "is_primary"])
    _touch(place)
    shown = {"role": [row.role, None], "phone": [row.phone_masked, None]}
    audit.record(actor=actor, verb="place.remove_contact", subject=place, changes=shown, reason=reason)
    return row


def reveal_phone(*, actor: Actor, contact_id: UUID, reason: str) -> str:
    """Return a contact's whole number; who read it, when and why goes into the audit log first.

    Raises NotFound, Forbidden, InvalidInput without a reason.
    """
    row = _contact(contact_id)
    require(actor, "places.unmask", area_path=row.place.area_path, line=row.place.line)
    if len(reason.strip()) < 2:
        raise InvalidInput(
            "reason_missing",
            zh="查看完整电话要写明用途，例如“通知复查”。",
            en="Say what the whole number is needed for.",
            fields=[FieldError("reason", "请写明用途", "give the reason", "required")],
        )
    with transaction.write():
        audit.record(
            actor=actor,
            verb="place.reveal_phone",
            subject=row.place,
            changes={"phone": [row.phone_masked, "已查看"]},
            reason=reason,
        )
    return phones.open_phone(row.phone_cipher)
