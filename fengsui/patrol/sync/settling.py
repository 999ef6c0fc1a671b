"""Settling what was kept: a person takes one of two versions, keeps both, or says how it was dealt with otherwise."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from fengsui.kernel import audit, clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput, not_found
from fengsui.kernel.scope import require, require_anywhere
from fengsui.kernel.service import service
from fengsui.patrol.models import PlaceCorrection, SyncOperation
from fengsui.patrol.services import correcting
from fengsui.places import services as place_services
from fengsui.places.models import PlaceContact

CHOICES = ("take", "former", "both", "hand")
# Two words on these can stand side by side: a second name is a signboard's, a second contact one more to call.
STANDS_BESIDE = ("name", "contact")


@service("sync.settle")
def settle_operation(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    sync_id: UUID,
    note: str,
    choice: str = "hand",
    values: Mapping[str, str] | None = None,
) -> SyncOperation:
    """Settle a kept operation with a note; it leaves the list, and its writer reads the outcome at the next sync.

    `choice`: take (this record's version), former (the one that stands), both (names and contacts), hand (entered
    otherwise; `values` gives the text of fields that differ). What was rejected or waits can only be left as it is
    (former) or entered by hand. Raises NotFound, Forbidden, Conflict `already_settled`, InvalidInput.
    """
    require_anywhere(actor, "patrol.settle_kept")
    row = SyncOperation.objects.select_for_update(of=("self",)).filter(pk=sync_id).first()
    if row is None:
        raise not_found("手机记录", "phone record")
    require(actor, "patrol.settle_kept", area_path=row.area_path)
    states = SyncOperation.State
    if row.state not in (states.REJECTED, states.WAITING, states.CONFLICT):
        raise Conflict("already_settled", zh="这条记录已经处理过了。", en="This record has been dealt with.")
    if len(note.strip()) < 2:
        raise InvalidInput("reason_required", zh="请写明怎么处理的。", en="Say how it was dealt with.")
    _check_choice(row, choice, values or {})
    if row.state == states.CONFLICT:
        _settle_place(actor, row, choice, values or {}, note)
    before = row.state
    row.state, row.settled_at, row.settled_note = states.SETTLED, clock.now(), note.strip()[:300]
    row.settled_by_id, row.settled_choice = actor.account_id, choice
    row.save()
    changes = {"state": [before, row.state], "choice": [None, choice]}
    audit.record(actor=actor, verb="sync.settle", subject=row, changes=changes, reason=note)
    return row


def _check_choice(row: SyncOperation, choice: str, values: Mapping[str, str]) -> None:
    differ = {version["field"] for version in row.versions}
    fits = {"former", "hand"} if not differ else set(CHOICES) if differ <= set(STANDS_BESIDE) else set(CHOICES) - {"both"}
    if choice not in fits:
        raise InvalidInput(
            "choice_unfit",
            zh="这条记录不能这样处理。两份都保留只适用于名称和联系人；未接收的记录只能不采用，或另行登记。",
            en="Keeping both fits names and contacts only; what was not accepted can be left or entered by hand.",
            fields=[FieldError("choice", "请换一种处理方式", "choose another way", "unfit")],
        )
    unknown = sorted(set(values) - (differ - {"contact", "state"}))
    if unknown or (values and choice != "hand"):
        named = [FieldError(f"values.{name}", "此项不在两份不同之列", "not among what differs", "unknown") for name in unknown]
        raise InvalidInput("values_unfit", zh="只能填写两份不同的项目。", en="Only what differs can be entered.", fields=named)


def _settle_place(actor: Actor, row: SyncOperation, choice: str, values: Mapping[str, str], note: str) -> None:
    report = PlaceCorrection.objects.select_related("place").filter(pk=row.pk).first()  # scope: required on the operation above
    if report is None:
        raise not_found("更正", "correction")
    place = report.place
    differ = [version for version in row.versions if version["kind"] == "different"]
    said: dict[str, Any] = {}
    if choice == "take":
        said = {version["field"]: version["this"]["value"] for version in differ}
    elif choice == "both":
        said = {"aliases": sorted({version["this"]["value"] for version in differ})} if differ else {}
    elif choice == "hand":
        said = {name: text.strip() for name, text in values.items() if text.strip()}
    report.withdrawn = sorted({*report.withdrawn, *(version["field"] for version in row.versions)})
    report.save(update_fields=["withdrawn"])
    _settle_contacts(actor, [version for version in row.versions if version["kind"] == "both"], choice, note)
    if said:
        correcting.decide(actor=actor, place_id=place.pk, id=uuid5(row.pk, "settled"), values=said, note=note)
    correcting.mark_differences(place)


def _settle_contacts(actor: Actor, both: list[dict[str, Any]], choice: str, note: str) -> None:
    side = {"take": "other", "former": "this"}.get(choice)
    for contact_id in sorted({version[side]["value"] for version in both}) if side else ():
        if PlaceContact.objects.filter(pk=contact_id, removed_at__isnull=True).exists():
            place_services.remove_contact(actor=actor, contact_id=UUID(contact_id), reason=note)
