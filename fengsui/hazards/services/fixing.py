"""From found to reported fixed: on the spot, by assignment, by the place's own word."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from fengsui.hazards import evidence
from fengsui.hazards.models import Hazard
from fengsui.hazards.services.due_dates import end_pause, set_limit, set_review_limit
from fengsui.hazards.services.reviewing import close_if_complete
from fengsui.hazards.services.transition import (
    Moment,
    check_guards,
    facts_of,
    moment,
    refuse_stale,
    snapshot,
    take,
    write_step,
)
from fengsui.hazards.states.guards import LIMIT_RUNNING
from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import FieldError, InvalidInput
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.service import service
from fengsui.org.models import Member, Organization
from fengsui.places.models import PlaceContact


def mark_fixed_on_site(*, actor: Actor, row: Hazard, when: Moment, note: str) -> None:
    """Move a found hazard to fixed on site inside the caller's transaction; close it if all photos are there."""
    check_guards("fix_on_site", facts_of(row, actor))
    before = snapshot(row)
    row.state = "fixed_on_site"
    row.fixed_on_site_on = max(clock.local_date(when.at), row.found_on)
    row.rectifier = row.rectifier or row.place.name[:150]
    write_step(actor=actor, row=row, verb="fix_on_site", before=before, when=when, note=note)
    close_if_complete(actor=actor, row=row)


@service("hazard.fix_on_site")
def fix_on_site(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    photos: Sequence[EvidencePhoto] = (),
    note: str = "",
    at: datetime | None = None,
    recorded_at: datetime | None = None,
    expected_version: int | None = None,
) -> Hazard:
    """Record that a found hazard was put right on the spot (公安部令第61号第三十一条: still recorded, with photos).

    Raises InvalidInput `after_photo_required` or `not_fixable_on_site`.
    """
    row = take(actor=actor, hazard_id=hazard_id, verb="fix_on_site", expected_version=expected_version)
    evidence.attach(actor=actor, hazard=row, photos=photos, role="after")
    mark_fixed_on_site(actor=actor, row=row, when=moment(at, recorded_at), note=note)
    return row


@service("hazard.assign")
def assign_hazard(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    assignee_kind: str,
    assignee_id: UUID,
    due_on: date | None = None,
    note: str = "",
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Hazard:
    """Hand the fix to a member, an organization or a contact of the place.

    `due_on` may bring the limit forward, never push it back (an extension is a decision of its own). From fixed on
    site the limit starts again on the day of return. Raises InvalidInput for an unknown assignee or a later day.
    """
    row = take(actor=actor, hazard_id=hazard_id, verb="assign", expected_version=expected_version)
    when, before = moment(at, None), snapshot(row)
    set_assignee(row, assignee_kind, assignee_id)
    if row.state == "fixed_on_site":
        row.fixed_on_site_on = None
        set_limit(row, start=clock.local_date(when.at), working_days=row.limit_working_days or 0, why="returned")
    if due_on is not None and due_on != row.due_on:
        _bring_forward(row, due_on, actor, clock.local_date(when.at))
    row.state, row.assigned_at = "assigned", when.at
    write_step(
        actor=actor, row=row, verb="assign", before=before, when=when, note=note,
        data={"assigned_to": row.assigned_to, "assignee_kind": assignee_kind, "due_on": str(row.due_on)},
        event_data={"assignee_kind": assignee_kind, "assignee_id": str(assignee_id)},
    )  # fmt: skip
    return row


def _bring_forward(row: Hazard, due_on: date, actor: Actor, today: date) -> None:
    if row.paused_on is not None:
        raise InvalidInput(LIMIT_RUNNING.code, zh=LIMIT_RUNNING.zh, en=LIMIT_RUNNING.en)
    if row.due_on is not None and due_on > row.due_on:
        raise InvalidInput(
            "due_later_than_limit",
            zh=f"期限不能晚于规则包期限 {row.due_on}。确需更久，须走延期审批。",
            en=f"The day cannot lie after the limit {row.due_on}; a later one needs an extension.",
            fields=[FieldError("due_on", f"不能晚于 {row.due_on}。", f"Not after {row.due_on}.", "too_late")],
        )
    if due_on < today:
        raise InvalidInput(
            "due_in_past",
            zh="期限不能早于今天。",
            en="The day cannot lie in the past.",
            fields=[FieldError("due_on", "不能早于今天。", "Not before today.", "too_early")],
        )
    row.due_on, row.due_provisional, row.limit_working_days = due_on, False, None
    row.limit_words = f"最迟 {due_on}"
    row.due_words = f"{due_on} 截止：{actor.name}交办时提前指定"


def set_assignee(row: Hazard, kind: str, assignee_id: UUID) -> None:
    """Give a case to a member, an organization or a contact of its place; unsaved. Raises InvalidInput for an unknown one."""
    member = organization = contact = None
    if kind == "member":
        member = Member.objects.filter(pk=assignee_id).first()
        name = member.name if member else ""
    elif kind == "organization":
        organization = Organization.objects.filter(pk=assignee_id).first()
        name = organization.name if organization else ""
    elif kind == "contact":
        contact = PlaceContact.objects.filter(pk=assignee_id, place_id=row.place_id, removed_at__isnull=True).first()
        name = f"{row.place.name} {contact.name}".strip() if contact else ""
    else:
        raise _no_assignee("承办方只能是人员、单位或场所联系人。", "An assignee is a member, an organization or a contact.")
    if not name:
        raise _no_assignee("找不到所选的承办方，请重新选择。", "The chosen assignee was not found; choose again.")
    row.assignee_kind, row.assigned_to = kind, name[:200]
    row.assignee_member, row.assignee_organization, row.assignee_contact = member, organization, contact


def _no_assignee(zh: str, en: str) -> InvalidInput:
    return InvalidInput("assignee_unknown", zh=zh, en=en, fields=[FieldError("assignee_id", zh, en, "unknown")])


@service("hazard.report_fixed")
def report_fixed(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    rectifier: str = "",
    rectifier_account_id: UUID | None = None,
    photos: Sequence[EvidencePhoto] = (),
    note: str = "",
    at: datetime | None = None,
    recorded_at: datetime | None = None,
    expected_version: int | None = None,
) -> Hazard:
    """Record the place's word that a hazard is fixed, entered on its behalf; whoever enters it cannot review it.

    `rectifier` names who did the fix (default: the assignee, else the place). Photos count as after-photos.
    """
    row = take(actor=actor, hazard_id=hazard_id, verb="report_fixed", expected_version=expected_version)
    when, before = moment(at, recorded_at), snapshot(row)
    refuse_stale(row, when)
    row.state = "reported_fixed"
    row.rectifier = (rectifier.strip() or row.assigned_to or row.place.name)[:150]
    member = row.assignee_member
    row.rectifier_account_id = rectifier_account_id or (member.account_id if member else None)
    row.fix_reported_by_id, row.fix_reported_by_name = actor.account_id, actor.name[:150]
    row.reported_fixed_at = max(when.at, row.found_at)
    row.reported_fixed_on = clock.local_date(row.reported_fixed_at)
    if row.paused_on is not None:
        end_pause(row, row.reported_fixed_on)
    set_review_limit(row)
    row.reviewed_on = None
    links = evidence.attach(actor=actor, hazard=row, photos=photos, role="after")
    write_step(
        actor=actor, row=row, verb="report_fixed", before=before, when=when, note=note,
        data={"rectifier": row.rectifier, "photos": len(links)},
        event_data={"reported_fixed_on": str(row.reported_fixed_on), "reported_by": str(actor.account_id or "")},
    )  # fmt: skip
    return row
