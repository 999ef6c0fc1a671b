"""Reads of alarms over unsent work: the street's own at once, those upwards only what has been told upwards."""

from typing import Any

from django.db.models import QuerySet

from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged, page_of
from fengsui.kernel.scope import require_anywhere, visible
from fengsui.patrol.unsent.models import CAUSES, UnsentAlarm


def in_sight(actor: Actor) -> QuerySet[UnsentAlarm]:
    """Return the alarms a person may see and acknowledge."""
    own = visible(UnsentAlarm.objects.all(), actor, "patrol.alarms", line_field=None)
    told = visible(UnsentAlarm.objects.filter(escalated_at__isnull=False), actor, "patrol.alarms_late", line_field=None)
    return own | told


def alarms(*, actor: Actor, state: str = "open", page: int = 1, page_size: int = 50) -> Paged[dict[str, Any]]:
    """Return alarms, the latest first: `state` 'open', 'new' (open and not yet acknowledged) or 'all'."""
    require_anywhere(actor, "patrol.phones")
    rows = in_sight(actor).select_related("account", "report")
    if state != "all":
        rows = rows.filter(closed_at__isnull=True)
    if state == "new":
        rows = rows.filter(acknowledged_at__isnull=True)
    return page_of(rows.order_by("-raised_at", "id"), page, page_size, _shown)


def _shown(row: UnsentAlarm) -> dict[str, Any]:
    fields = (
        "id", "area_path", "cause", "unsent_operations", "unsent_photos", "oldest_unsent_at", "heard_at", "raised_at",
        "escalated_at", "acknowledged_at", "acknowledged_by", "note", "closed_at",
    )  # fmt: skip
    label = CAUSES[row.cause][0]
    named = {"phone_id": row.report_id, "name": row.account.display_name, "app_version": row.report.app_version}
    return {**{name: getattr(row, name) for name in fields}, **named, "cause_label": label}
