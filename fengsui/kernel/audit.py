"""Audit: who did what to which row, when, from where; appended in the transaction of the deed, never changed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.models import AuditEntry


def subject_type(row: models.Model) -> str:
    """Return the stable name of a row's kind, such as hazards.hazard."""
    return row._meta.label_lower


def entry(
    *,
    actor: Actor,
    verb: str,
    subject: models.Model | None = None,
    changes: dict[str, Any] | None = None,
    reason: str = "",
    area_path: str | None = None,
    result: str = "ok",
) -> AuditEntry:
    """Build an audit entry without saving it, for callers that write many at once."""
    return AuditEntry(
        at=clock.now(),
        actor_kind=actor.kind,
        account_id=actor.account_id,
        actor_name=actor.name[:150],
        session_id=actor.session_id,
        ip=actor.ip[:45],
        user_agent=actor.user_agent[:200],
        verb=verb,
        subject_type=subject_type(subject) if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        subject_label=str(getattr(subject, "number", "") or subject)[:200] if subject is not None else "",
        area_path=area_path if area_path is not None else getattr(subject, "area_path", ""),
        changes=changes or {},
        reason=reason[:500],
        result=result,
    )


def record(
    *,
    actor: Actor,
    verb: str,
    subject: models.Model | None = None,
    changes: dict[str, Any] | None = None,
    reason: str = "",
    area_path: str | None = None,
    result: str = "ok",
) -> AuditEntry:
    """Append an entry. `changes` maps field → [old, new] in JSON values; personal data goes in masked."""
    made = entry(actor=actor, verb=verb, subject=subject, changes=changes, reason=reason, area_path=area_path, result=result)
    made.save(force_insert=True)
    return made


def record_many(entries: Iterable[AuditEntry]) -> None:
    """Append many prepared entries in one statement."""
    AuditEntry.objects.bulk_create(list(entries), batch_size=500)


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """Return field → [old, new] for the fields that differ, values as JSON shows them."""
    keys = sorted(before.keys() | after.keys())
    return {key: [_shown(before.get(key)), _shown(after.get(key))] for key in keys if before.get(key) != after.get(key)}


def _shown(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)


def readers_of(subject_kind: str, subject_id: UUID | str, verb: str, limit: int = 50) -> list[AuditEntry]:
    """Return the latest entries of a verb on one subject: who saw a case, who unmasked a phone."""
    rows = AuditEntry.objects.filter(subject_type=subject_kind, subject_id=str(subject_id), verb=verb)
    return list(rows.order_by("-id")[:limit])
