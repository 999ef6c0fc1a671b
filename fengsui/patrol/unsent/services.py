"""Raising, telling upwards, acknowledging and closing alarms over unsent work; each once, whoever is killed in between."""

from uuid import UUID

from django.db.models import Q

from fengsui.kernel import actor as actors
from fengsui.kernel import audit, clock, outbox, periodic, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, InvalidInput, not_found
from fengsui.kernel.scope import require_anywhere
from fengsui.kernel.service import service
from fengsui.patrol.models import PhoneReport
from fengsui.patrol.unsent import queries
from fengsui.patrol.unsent.models import UnsentAlarm
from fengsui.patrol.unsent.rules import HIGHER, Held, cause


def watch() -> dict[str, int]:
    """Look at every phone that holds something or has an open alarm; return {raised, escalated, closed}."""
    actor, done = actors.system("未送达告警"), {"raised": 0, "escalated": 0, "closed": 0}
    holding = Q(unsent_operations__gt=0) | Q(unsent_photos__gt=0)
    rows = PhoneReport.objects.filter(holding | Q(alarms__closed_at__isnull=True, alarms__isnull=False)).distinct()
    for report_id in list(rows.values_list("pk", flat=True)):
        with transaction.write():
            what = _look(actor, report_id)
        if what:
            done[what] += 1
    return done


def close_delivered(*, actor: Actor, report: PhoneReport) -> None:
    """Close the phone's alarm in the transaction of the report that says its cause is gone."""
    if UnsentAlarm.objects.filter(report=report, closed_at__isnull=True).exists():
        _look(actor, report.pk, only_close=True)


def _look(actor: Actor, report_id: UUID, *, only_close: bool = False) -> str:
    # The lock on the phone's row lets one watcher at a time decide over it.
    report = PhoneReport.objects.select_for_update(of=("self",)).get(pk=report_id)
    alarm = UnsentAlarm.objects.filter(report=report, closed_at__isnull=True).first()
    now = clock.now()
    found = cause(Held(report.unsent_operations + report.unsent_photos, report.oldest_unsent_at, report.reported_at), now)
    if alarm is None:
        return _raise(actor, report, found) if found and not only_close else ""
    alarm.unsent_operations, alarm.unsent_photos = report.unsent_operations, report.unsent_photos
    alarm.oldest_unsent_at, alarm.heard_at = report.oldest_unsent_at, report.reported_at
    alarm.cause = found or alarm.cause
    what = ""
    if not found:
        alarm.closed_at, what = now, "closed"
        _announce(actor, alarm, "UnsentAlarmClosed", "patrol.alarms")
        audit.record(actor=actor, verb="unsent_alarm.close", subject=alarm, changes={"closed_at": [None, now.isoformat()]})
    elif alarm.escalated_at is None and now - alarm.raised_at >= HIGHER and not only_close:
        alarm.escalated_at, what = now, "escalated"
        _announce(actor, alarm, "UnsentAlarmEscalated", "patrol.alarms_late")
        audit.record(actor=actor, verb="unsent_alarm.escalate", subject=alarm, changes={"escalated_at": [None, now.isoformat()]})
    alarm.save()
    return what


def _raise(actor: Actor, report: PhoneReport, found: str) -> str:
    alarm = UnsentAlarm(
        report=report, account_id=report.account_id, area_path=report.area_path, cause=found,
        unsent_operations=report.unsent_operations, unsent_photos=report.unsent_photos,
        oldest_unsent_at=report.oldest_unsent_at, heard_at=report.reported_at, raised_at=clock.now(),
    )  # fmt: skip
    alarm.save(force_insert=True)
    _announce(actor, alarm, "UnsentAlarmRaised", "patrol.alarms")
    audit.record(actor=actor, verb="unsent_alarm.raise", subject=alarm, changes={"cause": [None, found]})
    return "raised"


def _announce(actor: Actor, alarm: UnsentAlarm, kind: str, permission: str) -> None:
    payload = {"cause": alarm.cause, "operations": alarm.unsent_operations, "photos": alarm.unsent_photos}
    outbox.emit(kind=kind, subject=alarm, actor=actor, permission=permission, payload=payload)


@service("unsent_alarm.acknowledge")
def acknowledge(*, actor: Actor, operation_id: UUID | None = None, alarm_id: UUID, note: str) -> UnsentAlarm:
    """Say who sees to an alarm and how (who will call). It stays open until the work has arrived.

    Raises Forbidden, NotFound, Conflict when it is closed, InvalidInput without words.
    """
    require_anywhere(actor, "patrol.phones")
    seen = queries.in_sight(actor).filter(pk=alarm_id).values_list("pk", flat=True).first()
    if seen is None:
        raise not_found("告警", "alarm")
    alarm = UnsentAlarm.objects.select_for_update(of=("self",)).get(pk=seen)
    if alarm.closed_at is not None:
        raise Conflict("alarm_closed", zh="记录已经送达，告警已自动解除。", en="The work has arrived; the alarm is closed.")
    if len(note.strip()) < 2:
        raise InvalidInput("reason_required", zh="请写明由谁联系、怎么处理。", en="Say who will call and what is done.")
    before = alarm.note
    alarm.acknowledged_at, alarm.acknowledged_by, alarm.note = clock.now(), actor.name[:150], note.strip()[:300]
    alarm.save(update_fields=["acknowledged_at", "acknowledged_by", "note"])
    _announce(actor, alarm, "UnsentAlarmAcknowledged", "patrol.alarms")
    audit.record(actor=actor, verb="unsent_alarm.acknowledge", subject=alarm, changes={"note": [before, alarm.note]}, reason=note)
    return alarm


periodic.declare("未送达告警", function="fengsui.patrol.unsent.services.watch", minutes=15)
