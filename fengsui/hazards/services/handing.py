"""Who has the case in hand: taking it, sending it back, passing it on, referring it, urging."""

from uuid import UUID

from fengsui.hazards.models import Hazard
from fengsui.hazards.services.fixing import set_assignee
from fengsui.hazards.services.transition import check_guards, facts_of, moment, require_reason, snapshot, take, write_step
from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import FieldError, InvalidInput
from fengsui.kernel.service import service


@service("hazard.accept")
def accept_hazard(
    *, actor: Actor, operation_id: UUID | None = None, hazard_id: UUID, note: str = "", expected_version: int | None = None
) -> Hazard:
    """Say that one has taken an assigned case in hand; the limit stays. Raises InvalidInput `not_the_assignee`."""
    row = take(actor=actor, hazard_id=hazard_id, verb="accept", expected_version=expected_version)
    check_guards("accept", facts_of(row, actor))
    before, row.state = snapshot(row), "accepted"
    write_step(actor=actor, row=row, verb="accept", before=before, when=moment(None, None), note=note.strip())
    return row


@service("hazard.send_back")
def send_back(
    *, actor: Actor, operation_id: UUID | None = None, hazard_id: UUID, reason: str, expected_version: int | None = None
) -> Hazard:
    """Return an assigned case to be assigned anew, with a reason; the limit runs on."""
    row = take(actor=actor, hazard_id=hazard_id, verb="send_back", expected_version=expected_version)
    check_guards("send_back", facts_of(row, actor))
    return _unassign(actor, row, "send_back", require_reason(reason))


@service("hazard.withdraw")
def withdraw_assignment(
    *, actor: Actor, operation_id: UUID | None = None, hazard_id: UUID, reason: str, expected_version: int | None = None
) -> Hazard:
    """Take an assignment back, with a reason; the case is to be assigned anew and its limit runs on."""
    row = take(actor=actor, hazard_id=hazard_id, verb="withdraw", expected_version=expected_version)
    return _unassign(actor, row, "withdraw", require_reason(reason))


@service("hazard.transfer")
def transfer_hazard(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    assignee_kind: str,
    assignee_id: UUID,
    reason: str,
    expected_version: int | None = None,
) -> Hazard:
    """Pass an assigned case on to somebody else with the same limit.

    Raises InvalidInput without a reason, for an unknown assignee, or for the one who has it already.
    """
    row = take(actor=actor, hazard_id=hazard_id, verb="transfer", expected_version=expected_version)
    check_guards("transfer", facts_of(row, actor))
    said, before, former = require_reason(reason), snapshot(row), (row.assignee_kind, row.assigned_to)
    had = row.assignee_member_id or row.assignee_organization_id or row.assignee_contact_id
    if had == assignee_id:
        raise _same(row.assigned_to)
    set_assignee(row, assignee_kind, assignee_id)
    when = moment(None, None)
    row.state, row.assigned_at = "assigned", when.at
    write_step(
        actor=actor, row=row, verb="transfer", before=before, when=when, note=said,
        data={"assigned_to": row.assigned_to, "assignee_kind": assignee_kind, "from": former[1], "due_on": str(row.due_on)},
        event_data={"assignee_kind": assignee_kind, "assignee_id": str(assignee_id)},
    )  # fmt: skip
    return row


def _same(name: str) -> InvalidInput:
    zh, en = f"本案已由{name}承办，请选择另一人员或单位。", "They have this case already; choose somebody else."
    return InvalidInput("assignee_same", zh=zh, en=en, fields=[FieldError("assignee_id", zh, en, "same")])


@service("hazard.refer")
def refer_hazard(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    organization_id: UUID,
    reason: str,
    expected_version: int | None = None,
) -> Hazard:
    """Refer a case to the department that has the power; it stays in the stock and its limit runs on."""
    row = take(actor=actor, hazard_id=hazard_id, verb="refer", expected_version=expected_version)
    check_guards("refer", facts_of(row, actor))
    said, before, when = require_reason(reason), snapshot(row), moment(None, None)
    set_assignee(row, "organization", organization_id)
    row.referred_to, row.referred_on = row.assignee_organization, clock.local_date(when.at)
    row.state, row.assigned_at = "referred", when.at
    write_step(
        actor=actor, row=row, verb="refer", before=before, when=when, note=said,
        data={"referred_to": row.assigned_to, "due_on": str(row.due_on)},
        event_data={"organization_id": str(organization_id)},
    )  # fmt: skip
    return row


@service("hazard.return_referral")
def return_referral(
    *, actor: Actor, operation_id: UUID | None = None, hazard_id: UUID, reason: str, expected_version: int | None = None
) -> Hazard:
    """Take a case back that a department returned, to be assigned anew; the limit runs on."""
    row = take(actor=actor, hazard_id=hazard_id, verb="return_referral", expected_version=expected_version)
    return _unassign(actor, row, "return_referral", require_reason(reason))


def _unassign(actor: Actor, row: Hazard, verb: str, said: str) -> Hazard:
    before, former = snapshot(row), row.assigned_to
    row.state, row.assignee_kind, row.assigned_to, row.assigned_at = "found", "", "", None
    row.assignee_member = row.assignee_organization = row.assignee_contact = None
    row.referred_to, row.referred_on = None, None
    write_step(actor=actor, row=row, verb=verb, before=before, when=moment(None, None), note=said, data={"from": former})
    return row


@service("hazard.urge")
def urge_hazard(
    *, actor: Actor, operation_id: UUID | None = None, hazard_id: UUID, note: str = "", expected_version: int | None = None
) -> Hazard:
    """Remind whoever has to act, once a day a case, on record. Raises InvalidInput `already_urged_today`."""
    row = take(actor=actor, hazard_id=hazard_id, verb="urge", expected_version=expected_version)
    check_guards("urge", facts_of(row, actor))
    before, row.urged_on = snapshot(row), clock.local_date()
    member = row.assignee_member
    write_step(
        actor=actor, row=row, verb="urge", before=before, when=moment(None, None), note=note.strip(),
        data={"assigned_to": row.assigned_to}, event_data={"account_id": str(member.account_id or "") if member else ""},
    )  # fmt: skip
    return row
