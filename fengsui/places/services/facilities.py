"""Fire facilities of a place: added, corrected, taken off; their expiry is what the phones are reminded of."""

from datetime import date
from typing import Any
from uuid import UUID

from fengsui.kernel import audit, clock, outbox
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import FieldError, InvalidInput, not_found
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.places.kinds import FACILITY_KINDS, FACILITY_STATES
from fengsui.places.models import Facility
from fengsui.places.services.editing import locked
from fengsui.places.services.keeping import keep_former

FIELDS = (
    "kind", "label", "quantity", "position", "installed_on", "expires_on", "standard_edition", "state", "note",
)  # fmt: skip
_LONGEST = {"label": 80, "position": 80, "standard_edition": 40, "note": 300}


def _check(row: Facility) -> None:
    errors = []
    if row.kind not in FACILITY_KINDS:
        errors.append(FieldError("kind", "没有这种设施", "unknown kind of facility", "unknown"))
    if row.state not in FACILITY_STATES:
        errors.append(FieldError("state", "没有这种设施状态", "unknown state", "unknown"))
    if not isinstance(row.quantity, int) or not 1 <= row.quantity <= 1_000_000:
        errors.append(FieldError("quantity", "数量应为 1 以上的整数", "the quantity is a whole number from 1"))
    for key, longest in _LONGEST.items():
        if len(getattr(row, key)) > longest:
            errors.append(FieldError(key, f"最多 {longest} 个字", f"at most {longest} characters", "too_long"))
    if row.installed_on and row.expires_on and row.expires_on < row.installed_on:
        errors.append(FieldError("expires_on", "到期日早于安装日", "it expires before it was installed"))
    if errors:
        raise InvalidInput("facility_invalid", zh="设施有几项需要改正。", en="The facility has wrong fields.", fields=errors)


def _set(row: Facility, values: dict[str, Any]) -> None:
    unknown = sorted(values.keys() - set(FIELDS))
    if unknown:
        raise InvalidInput(
            "facility_invalid",
            zh="设施里没有这几项，请刷新页面。",
            en="Unknown fields; reload the page.",
            fields=[FieldError(key, "没有这一项", "no such field", "unknown") for key in unknown],
        )
    for key, value in values.items():
        setattr(row, key, value)


def _facility(facility_id: UUID) -> Facility:
    row = Facility.objects.filter(pk=facility_id, removed_at__isnull=True).first()
    if row is None:
        raise not_found("设施", "facility")
    return row


@service("place.add_facility")
def add_facility(*, actor: Actor, operation_id: UUID | None = None, place_id: UUID, facility: dict[str, Any]) -> Facility:
    """Add a facility; `facility` holds FIELDS (dates as date). Raises NotFound, Forbidden, InvalidInput."""
    place = locked(place_id)
    require(actor, "places.edit", area_path=place.area_path, line=place.line)
    row = Facility(place=place)
    _set(row, facility)
    _check(row)
    row.save(force_insert=True)
    _touch(actor, row)
    audit.record(actor=actor, verb="place.add_facility", subject=place, changes=_shown({}, row))
    return row


@service("place.edit_facility")
def edit_facility(*, actor: Actor, operation_id: UUID | None = None, facility_id: UUID, changes: dict[str, Any]) -> Facility:
    """Correct a facility. Raises NotFound, Forbidden, InvalidInput."""
    row = _facility(facility_id)
    place = locked(row.place_id)
    require(actor, "places.edit", area_path=place.area_path, line=place.line)
    before = {key: getattr(row, key) for key in FIELDS}
    _set(row, changes)
    _check(row)
    row.updated_at = clock.now()
    if any(getattr(row, key) != before[key] for key in FIELDS):
        keep_former(row)
    row.save()
    _touch(actor, row)
    audit.record(actor=actor, verb="place.edit_facility", subject=place, changes=_shown(before, row))
    return row


@service("place.remove_facility")
def remove_facility(*, actor: Actor, operation_id: UUID | None = None, facility_id: UUID, reason: str) -> Facility:
    """Take a facility off the record with a reason. Raises NotFound, Forbidden, InvalidInput."""
    row = _facility(facility_id)
    place = locked(row.place_id)
    require(actor, "places.edit", area_path=place.area_path, line=place.line)
    if len(reason.strip()) < 2:
        raise InvalidInput(
            "reason_missing",
            zh="请写明设施移除的原因。",
            en="Give the reason why it is taken off.",
            fields=[FieldError("reason", "请写明原因", "give the reason", "required")],
        )
    row.removed_at = row.updated_at = clock.now()
    row.save(update_fields=["removed_at", "updated_at"])
    _touch(actor, row)
    audit.record(actor=actor, verb="place.remove_facility", subject=place, changes={"facility": [str(row), None]}, reason=reason)
    return row


def _touch(actor: Actor, row: Facility) -> None:
    outbox.emit(kind="FacilityChanged", subject=row.place, actor=actor, payload={"facility_id": str(row.pk)})
    row.place.updated_at = clock.now()
    row.place.save(update_fields=["updated_at"])


def _shown(before: dict[str, date | str | int | None], row: Facility) -> dict[str, list[Any]]:
    after = {key: getattr(row, key) for key in FIELDS}
    changed = audit.changes_between(before, after)
    return {"facility": [None, str(row)], **changed} if not before else changed
