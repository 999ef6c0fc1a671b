"""Outbox: events written with the deed, handed to handlers after commit, at least once, each handler once done."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

from fengsui.kernel import clock, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.models import OutboxDelivery, OutboxEvent

Handler = Callable[[OutboxEvent], None]
Event = OutboxEvent

log = logging.getLogger("fengsui.outbox")
_handlers: dict[str, dict[str, Handler]] = {}
FIRST_WAIT_S = 2
LONGEST_WAIT_S = 3600


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register a handler for a kind of event. It runs in its own transaction with the record that it is done."""

    def register(handler: Handler) -> Handler:
        _handlers.setdefault(kind, {})[f"{handler.__module__}.{handler.__qualname__}"] = handler
        return handler

    return register


def emit(
    *,
    kind: str,
    subject: models.Model,
    actor: Actor,
    payload: dict[str, Any] | None = None,
    area_path: str | None = None,
    line: str | None = None,
    permission: str = "",
) -> OutboxEvent:
    """Write an event in the caller's transaction.

    `permission` names what a person must hold on `area_path` to receive it live; without one it stays inside the
    server. The payload holds no personal data.
    """
    event = _event(kind, subject, actor, payload, area_path, line, permission)
    event.save(force_insert=True)
    return event


def emit_many(*, kind: str, subjects: Sequence[tuple[models.Model, dict[str, Any]]], actor: Actor, permission: str = "") -> None:
    """Write one event of a kind for each (subject, payload), as emit does, in one statement."""
    rows = [_event(kind, subject, actor, payload, None, None, permission) for subject, payload in subjects]
    OutboxEvent.objects.bulk_create(rows, batch_size=200)


def _event(
    kind: str,
    subject: models.Model,
    actor: Actor,
    payload: dict[str, Any] | None,
    area_path: str | None,
    line: str | None,
    permission: str,
) -> OutboxEvent:
    event = OutboxEvent(
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=str(getattr(subject, "number", "") or "")[:120],
        area_path=area_path if area_path is not None else getattr(subject, "area_path", ""),
        line=line if line is not None else getattr(subject, "line", ""),
        permission=permission,
        payload=payload or {},
        actor_name=actor.name[:150],
        account_id=actor.account_id,
        at=clock.now(),
        handled_at=None if kind in _handlers else clock.now(),
    )
    if connection.vendor == "postgresql":
        event.commit_order = RawSQL("pg_current_xact_id()::text::bigint", ())
    return event


def deliver_pending(limit: int = 200) -> int:
    """Hand pending events to their handlers; return how many deliveries were made. Safe to run in several processes."""
    made = 0
    due = OutboxEvent.objects.filter(handled_at__isnull=True).order_by("id").prefetch_related("deliveries")[:limit]
    done: list[int] = []
    try:
        for event in due:
            deliveries, whole = _deliver(event)
            made += deliveries
            if whole:
                done.append(event.pk)
    finally:
        # What each handler has done is recorded with its own work; this only spares looking at the event again.
        if done:
            OutboxEvent.objects.filter(pk__in=done, handled_at__isnull=True).update(handled_at=clock.now())
    return made


def _deliver(event: OutboxEvent) -> tuple[int, bool]:
    """Hand an event to the handlers that have not had it; return how many did, and whether none is left."""
    deliveries = {row.handler: row for row in event.deliveries.all()}
    made, waiting = 0, 0
    for name, handler in _handlers.get(event.kind, {}).items():
        earlier = deliveries.get(name)
        if earlier and earlier.done_at:
            continue
        if earlier and earlier.next_try_at and earlier.next_try_at > clock.now():
            waiting += 1
            continue
        if _deliver_to(event, name, handler):
            made += 1
        else:
            waiting += 1
    return made, not waiting


_CLAIM = (
    f"INSERT INTO {OutboxDelivery._meta.db_table} (event_id, handler, done_at, tries, error) VALUES (%s, %s, %s, 0, '') "
    "ON CONFLICT (event_id, handler) DO NOTHING"
)


def _claim(event: OutboxEvent, name: str) -> bool:
    """Record a delivery as done in the open transaction, before it is; tell whether nobody had recorded one.

    A second process waits here until the first has committed, or takes the delivery over when the first rolled back.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [event.pk, name, connection.ops.adapt_datetimefield_value(clock.now())])
        return bool(cursor.rowcount == 1)


def _deliver_to(event: OutboxEvent, name: str, handler: Handler) -> bool:
    try:
        with transaction.write():
            if _claim(event, name):
                handler(event)
                return True
            delivery = OutboxDelivery.objects.select_for_update().get(event=event, handler=name)
            if delivery.done_at is None:
                handler(event)
                delivery.done_at, delivery.error = clock.now(), ""
                delivery.save(update_fields=["done_at", "error"])
        return True
    except Exception as error:
        log.exception("handler %s failed on event %s %s", name, event.kind, event.event_id)
        with transaction.write():
            delivery, _ = OutboxDelivery.objects.get_or_create(event=event, handler=name)
            wait_s = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**delivery.tries)
            delivery.tries += 1
            delivery.next_try_at = clock.now() + timedelta(seconds=wait_s)
            delivery.error = f"{type(error).__name__}: {error}"[:2000]
            delivery.save(update_fields=["tries", "next_try_at", "error"])
        return False


def failing(minimum_tries: int = 3) -> int:
    """Return how many deliveries have failed at least so many times and still wait; `fengsui check` warns of them."""
    return OutboxDelivery.objects.filter(done_at__isnull=True, tries__gte=minimum_tries).count()


def since(cursor: tuple[int, int], limit: int = 500) -> list[OutboxEvent]:
    """Return committed events after a cursor (commit_order, id), in commit order.

    On PostgreSQL only transactions older than every one still running count as committed, so a slow writer's
    event is never skipped.
    """
    order, last_id = cursor
    rows = OutboxEvent.objects.exclude(permission="")
    if connection.vendor == "postgresql":
        rows = rows.extra(where=["commit_order < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"])
    rows = rows.filter(models.Q(commit_order__gt=order) | models.Q(commit_order=order, id__gt=last_id))
    return list(rows.order_by("commit_order", "id")[:limit])


def latest_cursor() -> tuple[int, int]:
    """Return the cursor after everything committed so far."""
    rows = OutboxEvent.objects.all()
    if connection.vendor == "postgresql":
        rows = rows.extra(where=["commit_order < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"])
    last = rows.order_by("-commit_order", "-id").values_list("commit_order", "id").first()
    return (last[0], last[1]) if last else (0, 0)
