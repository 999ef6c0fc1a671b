"""What phones have not sent, and the operations that were kept because they could not be accepted."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged, page_of
from fengsui.kernel.errors import TooLarge
from fengsui.kernel.scope import require_anywhere, visible
from fengsui.patrol import device_clock
from fengsui.patrol.filters import KeptFilters, kept
from fengsui.patrol.models import PhoneReport, SyncOperation
from fengsui.patrol.sync.shield import shown

OPEN_KEPT = (SyncOperation.State.REJECTED, SyncOperation.State.WAITING, SyncOperation.State.CONFLICT)
KEPT_EXPORT_LIMIT = 20_000
CHOICES = {"take": "采用这一份", "former": "保留另一份", "both": "两份都保留", "hand": "已另行登记", "": "已处理"}
# Seen by the person alone, whatever became of them: an answer to a doubt, and where somebody went.
PRIVATE_KINDS = ("doubt.explain", "track.piece")
KIND_WORDS = {
    "visit.submit": "巡查",
    "place.propose": "新场所",
    "place.correct": "场所更正",
    "hazard.report_fixed": "整改上报",
    "hazard.review": "复查",
    "task.defer": "任务延后",
    "doubt.explain": "本人说明",
    "building.draw": "楼栋",
    "household.knock": "入户走访",
    "duty.start": "上岗",
    "duty.end": "下岗",
    "track.piece": "轨迹",
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


def _kept_in_scope(actor: Actor) -> QuerySet[SyncOperation]:
    if actor.has("patrol.kept"):
        rows = visible(SyncOperation.objects.all(), actor, "patrol.kept", line_field=None)
        # That somebody explained a doubt is for them alone until it is listed (patrol.quality).
        return rows.exclude(~Q(account_id=actor.account_id), kind__in=PRIVATE_KINDS)
    mine = Q(account_id=actor.account_id) if actor.account_id else Q(pk__in=[])
    return visible(SyncOperation.objects.all(), actor, "patrol.sync", line_field=None).filter(mine)


def kept_operations(
    *, actor: Actor, filters: KeptFilters | None = None, page: int = 1, page_size: int = 50
) -> Paged[dict[str, Any]]:
    """Return operations that wait for a person, oldest first; with patrol.kept, or one's own without it."""
    require_anywhere(actor, "patrol.sync")
    rows = kept(_kept_in_scope(actor), filters or KeptFilters()).select_related("settled_by").order_by("received_at", "id")
    marked = actor.has("patrol.settle_kept")
    return page_of(rows, page, page_size, lambda row: {**_shown(row), "may_settle": marked and row.state in OPEN_KEPT})


def export_kept(*, actor: Actor, filters: KeptFilters) -> list[dict[str, Any]]:
    """Return every row of the list for its export, at most 20,000. Raises Forbidden without patrol.kept, TooLarge."""
    require_anywhere(actor, "patrol.kept")
    rows = kept(_kept_in_scope(actor), filters).select_related("settled_by").order_by("received_at", "id")
    total = rows.count()
    if total > KEPT_EXPORT_LIMIT:
        raise TooLarge(
            "export_too_large",
            zh=f"共 {total} 条，超过一次导出的上限 {KEPT_EXPORT_LIMIT} 条。请缩小日期后分次导出。",
            en=f"{total} rows exceed the limit of {KEPT_EXPORT_LIMIT} for one export; narrow the dates.",
        )
    return [_shown(row) for row in rows]


def _shown(row: SyncOperation) -> dict[str, Any]:
    problem = row.problem or {}
    why = "；".join(f"{one['label']}：{one['this']['words']} / {one['other']['words']}" for one in row.versions)
    return {
        "id": row.pk,
        "kind": row.kind,
        "kind_label": KIND_WORDS.get(row.kind, row.kind),
        "state": row.state,
        "state_label": row.get_state_display(),
        "by_name": row.actor_name,
        "recorded_at": row.recorded_at,
        "happened_at": device_clock.correct(
            recorded_at=row.recorded_at, offset=row.clock_offset_ms, received_at=row.received_at
        ).at,
        "received_at": row.received_at,
        "tries": row.tries,
        "problem": problem or None,
        "why": why or str(problem.get("detail") or problem.get("title") or ""),
        "versions": row.versions,
        "subject": {"type": row.subject_type, "id": row.subject_id, "number": row.subject_number} if row.subject_id else None,
        "payload": shown(row.payload),
        "settled_words": settled_words(row) if row.state == SyncOperation.State.SETTLED else "",
        "settled_note": row.settled_note,
        "settled_at": row.settled_at,
    }
