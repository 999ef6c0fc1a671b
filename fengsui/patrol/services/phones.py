"""What a phone says it still holds, so that the centre knows whose work has not arrived."""

from datetime import datetime
from uuid import UUID

from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import InvalidInput
from fengsui.kernel.models import AccountSession
from fengsui.kernel.scope import require_anywhere
from fengsui.kernel.service import service
from fengsui.patrol.models import PhoneReport
from fengsui.patrol.unsent.services import close_delivered


@service("phone.report_unsent")
def report_unsent(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    unsent_operations: int,
    unsent_photos: int,
    oldest_unsent_at: datetime | None = None,
    app_version: str = "",
    storage_persisted: bool | None = None,
) -> PhoneReport:
    """Keep the latest word of a phone on what it has not sent; one row an account and session.

    Raises InvalidInput for an actor without an account.
    """
    require_anywhere(actor, "patrol.sync")
    if actor.account_id is None:
        raise InvalidInput(
            "person_required", zh="只有登录的人员才能上报手机状态。", en="Only a signed-in person reports a phone."
        )
    areas = actor.areas_for("patrol.sync")
    row, _ = PhoneReport.objects.get_or_create(
        account_id=actor.account_id,
        device_key=str(actor.session_id or actor.device_id or "unknown")[:80],
        defaults={"reported_at": clock.now()},
    )
    row.area_path = areas[0] if areas else ""
    row.unsent_operations, row.unsent_photos = unsent_operations, unsent_photos
    row.oldest_unsent_at, row.app_version = oldest_unsent_at, app_version[:40]
    row.storage_persisted, row.reported_at = storage_persisted, clock.now()
    row.save()
    _heard_again(actor, row)
    close_delivered(actor=actor, report=row)
    if actor.session_id:
        AccountSession.objects.filter(pk=actor.session_id).update(
            unsent_count=unsent_operations + unsent_photos, unsent_reported_at=clock.now()
        )
    return row


def _heard_again(actor: Actor, row: PhoneReport) -> None:
    """Let what the same phone said under an earlier, ended sign-in be answered by what it says now."""
    sessions = AccountSession.objects.filter(account_id=row.account_id)
    mine = sessions.filter(pk=actor.session_id).first() if actor.session_id else None
    if mine is None or not mine.device_name:
        return
    ended = sessions.filter(device_name=mine.device_name, ended_at__isnull=False).exclude(pk=mine.pk)
    keys = [str(pk) for pk in ended.values_list("pk", flat=True)]
    for earlier in PhoneReport.objects.filter(account_id=row.account_id, device_key__in=keys).exclude(pk=row.pk):
        earlier.unsent_operations, earlier.unsent_photos, earlier.oldest_unsent_at = 0, 0, None
        earlier.save(update_fields=["unsent_operations", "unsent_photos", "oldest_unsent_at"])
        close_delivered(actor=actor, report=earlier)
