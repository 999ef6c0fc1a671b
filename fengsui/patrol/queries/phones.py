"""What phones have not sent, and the operations that were kept because they could not be accepted."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged, page_of
from fengsui.kernel.scope import require_anywhere, visible
from fengsui.patrol.models import PhoneReport, SyncOperation
from fengsui.patrol.sync.shield import shown

CHOICES = {"take": "采用这一份", "former": "保留另一份", "both": "两份都保留", "hand": "已另行登记", "": "已处理"}
KIND_WORDS = {
    "visit.submit": "巡查",
    "place.propose": "新场所",
    "place.correct": "场所更正",
    "hazard.report_fixed": "整改上报",
    "hazard.review": "复查",
    "task.defer": "任务延后",
}


def phone_reports(*, actor: Actor, unsent_only: bool = True) -> list[dict[str, Any]]:
    """Return the phones of the actor's area with what they still hold, the oldest unsent first."""
    require_anywhere(actor, "patrol.phones")
    rows = visible(PhoneReport.objects.select_related("account"), actor, "patrol.phones", line_field=None)
    now = clock.now()
    made = [
        {
            "id": row.pk,
            "account_id": row.account_id,
            "name": row.account.display_name,
            "area_path": row.area_path,
            "unsent_operations": row.unsent_operations,
            "unsent_photos": row.unsent_photos,
            "oldest_unsent_at": row.oldest_unsent_at,
            "over_a_day": row.oldest_unsent_at is not None and (now - row.oldest_unsent_at).total_seconds() > 86_400,
            "app_version": row.app_version,
            "storage_persisted": row.storage_persisted,
            "reported_at": row.reported_at,
        }
        for row in rows
        if not unsent_only or row.unsent_operations or row.unsent_photos
    ]
    return sorted(made, key=lambda item: (item["oldest_unsent_at"] is None, item["oldest_unsent_at"] or now))


def my_kept(*, actor: Actor, since: datetime) -> list[dict[str, Any]]:
    """Return what became of the actor's own operations that a person settled since a moment, the latest 500."""
    if actor.account_id is None:
        return []
    # scope: one's own records, by the account
    rows = SyncOperation.objects.filter(
        state=SyncOperation.State.SETTLED, settled_at__gte=since, account_id=actor.account_id
    ).select_related("settled_by")
    return [
        {"id": row.pk, "state": row.state, "choice": row.settled_choice, "words": settled_words(row), "at": row.settled_at}
        for row in rows.order_by("-settled_at", "id")[:500]
    ]


def settled_words(row: SyncOperation) -> str:
    """Return how a person settled an operation, as its writer reads it."""
    who = row.settled_by.display_name if row.settled_by else ""
    return f"{who}：{CHOICES.get(row.settled_choice, '已处理')}。{row.settled_note}".lstrip("：")


def kept_operations(*, actor: Actor, state: str = "", page: int = 1, page_size: int = 50) -> Paged[dict[str, Any]]:
    """Return operations that wait or were rejected, oldest first; with patrol.settle, or one's own without it."""
    require_anywhere(actor, "patrol.sync")
    if actor.has("patrol.settle"):
        rows = visible(SyncOperation.objects.all(), actor, "patrol.settle", line_field=None)
    else:
        mine = Q(account_id=actor.account_id) if actor.account_id else Q(pk__in=[])
        rows = visible(SyncOperation.objects.all(), actor, "patrol.sync", line_field=None).filter(mine)
    states = [state] if state else [SyncOperation.State.REJECTED, SyncOperation.State.WAITING]
    return page_of(rows.filter(state__in=states).order_by("received_at", "id"), page, page_size, _shown)


def _shown(row: SyncOperation) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "kind_label": KIND_WORDS.get(row.kind, row.kind),
        "state": row.state,
        "state_label": row.get_state_display(),
        "by_name": row.actor_name,
        "recorded_at": row.recorded_at,
        "received_at": row.received_at,
        "tries": row.tries,
        "problem": row.problem or None,
        "payload": shown(row.payload),
        "settled_note": row.settled_note,
    }
