"""Writing equipment: bought, issued, returned, lost."""

from datetime import date
from uuid import UUID

from fengsui.kernel import audit, clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, InvalidInput
from fengsui.kernel.ids import new_id
from fengsui.kernel.scope import find, require
from fengsui.kernel.service import service
from fengsui.org.models import Equipment, EquipmentIssue, Member
from fengsui.org.services.areas import require_known


def _find(actor: Actor, equipment_id: UUID) -> Equipment:
    return find(Equipment.objects.select_for_update(), actor, "equipment.manage", equipment_id, what=("装备", "equipment"))


@service("equipment.add")
def add_equipment(
    *, actor: Actor, operation_id: UUID | None = None, id: UUID, kind: str, serial: str, area_path: str,
    label: str = "", bought_on: date | None = None,
) -> Equipment:  # fmt: skip
    """Take a piece of equipment into the ledger.

    Raises Conflict when its serial number is known, InvalidInput for an unknown kind or an area that does not exist.
    """
    require(actor, "equipment.manage", area_path=area_path)
    require_known(area_path)
    if kind not in Equipment.Kind.values:
        raise InvalidInput("equipment_kind", zh="没有这种装备。", en="No such kind of equipment.")
    if Equipment.objects.filter(kind=kind, serial=serial.strip()).exists():
        raise Conflict("serial_taken", zh=f"编号 {serial} 已登记。", en=f"The serial {serial} is registered.")
    row = Equipment(id=id, kind=kind, serial=serial.strip(), label=label, area_path=area_path, bought_on=bought_on)
    row.save(force_insert=True)
    audit.record(actor=actor, verb="equipment.add", subject=row)
    return row


@service("equipment.issue")
def issue_equipment(
    *, actor: Actor, operation_id: UUID | None = None, equipment_id: UUID, member_id: UUID, note: str = ""
) -> Equipment:
    """Hand a piece out. Raises Conflict when it is out already, in repair, lost or scrapped."""
    row = _find(actor, equipment_id)
    member = find(Member.objects.all(), actor, "members.view", member_id, what=("人员", "member"))
    if row.state != Equipment.State.IN_STORE:
        holder = row.issues.filter(returned_at__isnull=True).select_related("member").first()
        who = f"，由{holder.member.name}领用" if holder else ""
        raise Conflict(
            "equipment_not_in_store",
            zh=f"{row} 目前“{row.get_state_display()}”{who}，不能再发。请先办理归还。",
            en=f"{row.serial} is {row.state}; return it first.",
        )
    EquipmentIssue.objects.create(id=new_id(), equipment=row, member=member, issued_at=clock.now(), note=note)
    row.state = Equipment.State.ISSUED
    row.save(update_fields=["state"])
    audit.record(actor=actor, verb="equipment.issue", subject=row, changes={"holder": [None, member.name]})
    return row


@service("equipment.return")
def return_equipment(
    *, actor: Actor, operation_id: UUID | None = None, equipment_id: UUID, condition: str, note: str = ""
) -> Equipment:
    """Take a piece back: condition good, damaged (goes to repair) or lost."""
    after = {"good": Equipment.State.IN_STORE, "damaged": Equipment.State.REPAIR, "lost": Equipment.State.LOST}
    if condition not in after:
        raise InvalidInput("condition_unknown", zh="归还状态只能是完好、损坏或遗失。", en="good, damaged or lost.")
    row = _find(actor, equipment_id)
    issue = row.issues.select_for_update().filter(returned_at__isnull=True).select_related("member").first()
    if issue is None:
        raise Conflict("equipment_not_issued", zh=f"{row} 没有领用记录，不用归还。", en="It is not issued.")
    issue.returned_at, issue.condition, issue.note = clock.now(), condition, note or issue.note
    issue.save()
    row.state = after[condition]
    row.save(update_fields=["state"])
    audit.record(
        actor=actor, verb="equipment.return", subject=row,
        changes={"holder": [issue.member.name, None], "condition": [None, condition]}, reason=note,
    )  # fmt: skip
    return row


@service("equipment.set_state")
def set_equipment_state(
    *, actor: Actor, operation_id: UUID | None = None, equipment_id: UUID, state: str, reason: str
) -> Equipment:
    """Move a piece between store, repair, lost and scrapped; an issued one is returned first."""
    row = _find(actor, equipment_id)
    if row.state == Equipment.State.ISSUED or state == Equipment.State.ISSUED:
        raise Conflict("equipment_issued", zh="已领用的装备请先办理归还；发放请用“发放”。", en="Return it first.")
    if state not in Equipment.State.values:
        raise InvalidInput("state_unknown", zh="没有这个状态。", en="No such state.")
    before, row.state = row.state, state
    row.save(update_fields=["state"])
    audit.record(actor=actor, verb="equipment.set_state", subject=row, changes={"state": [before, state]}, reason=reason)
    return row
