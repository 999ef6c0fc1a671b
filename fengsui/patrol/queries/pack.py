"""The work pack: what a phone needs for days without network, whole or what changed since its last cursor."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from fengsui.hazards import queries as hazard_queries
from fengsui.hazards.models import Hazard
from fengsui.hazards.notices.rules import post_of
from fengsui.kernel import clock, rescue_key
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import InvalidInput
from fengsui.kernel.permissions import role_label
from fengsui.kernel.scope import require_anywhere, visible
from fengsui.org.models import Area
from fengsui.patrol import rules
from fengsui.patrol.households import queries as households
from fengsui.patrol.models import PlaceDeparture, Task
from fengsui.patrol.queries.phones import my_kept
from fengsui.patrol.queries.tasks import in_scope as tasks_in_scope
from fengsui.patrol.queries.tasks import shown as tasks_shown
from fengsui.places.models import Place

# Writes that were still under way when the last pack was made may carry earlier times; they are sent once more.
OVERLAP = timedelta(minutes=2)
AHEAD = timedelta(days=7)
KEPT_SHOWN = timedelta(days=30)
MARK = "~"


def pack(*, actor: Actor, cursor: str = "") -> dict[str, Any]:
    """Return the work pack of a person: everything, or with a `cursor` what changed since.

    Places carry the least a door needs (no contacts, no phones). `gone` names what to drop. Raises InvalidInput for
    a cursor that is none of ours, Forbidden without patrol.sync.
    """
    require_anywhere(actor, "patrol.sync")
    scope = _scope_mark(actor)
    since = _since(cursor, scope)
    generated = clock.now()
    hazards, gone_hazards = _hazards(actor, since)
    places, gone_places = _places(actor, since)
    tasks, gone_tasks = _tasks(actor, since)
    left = _left(actor, since)
    return {
        "generated_at": generated,
        "cursor": f"{generated.isoformat()}{MARK}{scope}",
        "full": since is None,
        "areas": _areas(actor),
        "places": places,
        "hazards": hazards,
        "tasks": tasks,
        "gone": {
            "places": [*gone_places, *left],
            # scope: of places that stood in this actor's own areas until they left; ids only, to be dropped
            "hazards": [*gone_hazards, *Hazard.objects.filter(place_id__in=left).values_list("pk", flat=True)],
            # scope: as above
            "tasks": [*gone_tasks, *Task.objects.filter(place_id__in=left).values_list("pk", flat=True)],
        },
        "buildings": households.for_phone(actor=actor, since=since),
        "household_codes": households.codes(),
        "kept": my_kept(actor=actor, since=since or generated - KEPT_SHOWN),
        "rules": rules.for_phones(actor.areas_for("patrol.sync"), clock.local_date(), post_of(actor.roles)),
        "rescue_key": rescue_key.public_key(),
        "me": {
            "account_id": actor.account_id,
            "name": actor.name,
            "roles": [{"code": role, "label": role_label(role)} for role in sorted(actor.roles)],
            "areas": actor.areas_for("patrol.sync"),
        },
    }


def _scope_mark(actor: Actor) -> str:
    """Return what tells one scope from another: with other areas, lines or roles the phone starts with a whole pack."""
    grants = sorted((grant.role, grant.area_path, grant.line) for grant in actor.grants_for("patrol.sync"))
    return hashlib.sha256(repr(grants).encode()).hexdigest()[:16]


def _since(cursor: str, scope: str) -> datetime | None:
    if not cursor:
        return None
    text, _, mark = cursor.partition(MARK)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or moment > clock.now() + OVERLAP:
        raise InvalidInput(
            "cursor_invalid",
            zh="数据包游标无效，请重新下载完整数据包。",
            en="The cursor is not one of ours; fetch the whole pack again.",
        )
    return moment - OVERLAP if mark == scope else None


def _left(actor: Actor, since: datetime | None) -> list[UUID]:
    """Return the places that left the actor's areas since, and did not come back."""
    if since is None:
        return []
    rows = visible(PlaceDeparture.objects.filter(left_at__gte=since), actor, "patrol.sync").values_list("place_id", flat=True)
    departed = set(rows)
    back = set(visible(Place.objects.filter(pk__in=departed), actor, "patrol.sync").values_list("pk", flat=True))
    return sorted(departed - back)


def _areas(actor: Actor) -> list[dict[str, Any]]:
    rows = visible(Area.objects.all(), actor, "patrol.sync", area_field="path", line_field=None)
    wanted = rows.filter(active_to__isnull=True).order_by("path")
    fields = ("id", "path", "code", "name", "level", "centre_lon", "centre_lat")
    return [dict(row) for row in wanted.values(*fields)]


def _places(actor: Actor, since: datetime | None) -> tuple[list[dict[str, Any]], list[UUID]]:
    rows = visible(Place.objects.all(), actor, "patrol.sync")
    gone: list[UUID] = []
    if since is not None:
        rows = rows.filter(updated_at__gte=since)
        gone = list(rows.exclude(state__in=rules.PATROLLED_STATES).values_list("pk", flat=True))
    wanted = rows.filter(state__in=rules.PATROLLED_STATES).order_by("area_path", "number")
    fields = (
        "id", "number", "name", "address", "search_text", "area_path", "class_code", "state", "lon", "lat", "plate_code",
        "row_version",
    )  # fmt: skip
    return [dict(row) for row in wanted.values(*fields)], gone


def _hazards(actor: Actor, since: datetime | None) -> tuple[list[dict[str, Any]], list[UUID]]:
    if not actor.has("hazards.view"):
        return [], []
    return hazard_queries.open_since(actor=actor, since=since)


def _tasks(actor: Actor, since: datetime | None) -> tuple[list[dict[str, Any]], list[UUID]]:
    rows = tasks_in_scope(actor)
    gone: list[UUID] = []
    today = clock.local_date()
    if since is not None:
        # What was too far ahead when the phone last asked comes into sight by the mere passing of days.
        rows = rows.filter(Q(updated_at__gte=since) | Q(due_on__gt=clock.local_date(since) + AHEAD))
        gone = list(rows.filter(updated_at__gte=since).exclude(state__in=("open", "deferred")).values_list("pk", flat=True))
    wanted = rows.filter(state__in=("open", "deferred"), due_on__lte=today + AHEAD).order_by("due_on", "id")
    return tasks_shown(wanted, today), gone
