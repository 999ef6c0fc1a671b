"""Reads of the audit desk: entries by who, what, subject, area, period and words; seals, heads of the days, checks."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from ninja import Schema

from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.audit_desk.kinds import KINDS, having, kind_of
from fengsui.kernel.errors import not_found
from fengsui.kernel.models import AuditEntry, AuditSeal, AuditVerification
from fengsui.kernel.scope import require_anywhere, under

HEADS_SHOWN_DAYS = 62


class AuditFilter(Schema):
    """What to look for in the audit log."""

    search: str = ""
    words: str = ""
    verb: str = ""
    kind: str = ""
    result: str = ""
    account_id: UUID | None = None
    subject_type: str = ""
    subject_id: str = ""
    area: str = ""
    from_date: date | None = None
    to_date: date | None = None


def matching(filters: AuditFilter) -> QuerySet[AuditEntry]:
    """Return the entries that match, not ordered. The words are looked for in what changed and in the reason."""
    rows = AuditEntry.objects.all()
    if filters.verb:
        rows = rows.filter(verb__startswith=filters.verb)
    if filters.kind in KINDS:
        rows = rows.filter(having(filters.kind))
    for column in ("result", "account_id", "subject_type", "subject_id"):
        if wanted := getattr(filters, column):
            rows = rows.filter(**{column: wanted})
    if filters.area:
        rows = rows.filter(under(filters.area))
    if filters.from_date:
        rows = rows.filter(at__gte=clock.local_day_bounds(filters.from_date)[0])
    if filters.to_date:
        rows = rows.filter(at__lt=clock.local_day_bounds(filters.to_date)[1])
    if filters.search:
        rows = rows.filter(Q(actor_name__contains=filters.search) | Q(subject_label__contains=filters.search))
    if filters.words:
        # SQLite keeps JSON as it was written, with Chinese escaped; PostgreSQL shows it as letters.
        escaped = json.dumps(filters.words)[1:-1]
        rows = rows.annotate(content=Cast("changes", TextField())).filter(
            Q(content__contains=escaped) | Q(content__contains=filters.words) | Q(reason__contains=filters.words)
        )
    return rows


def show_entry(row: AuditEntry) -> dict[str, Any]:
    """Return an entry as screens show it, with its kind."""
    kind = kind_of(row.verb)
    return {
        "id": row.pk, "at": row.at, "actor_kind": row.actor_kind, "actor_name": row.actor_name, "ip": row.ip,
        "user_agent": row.user_agent, "verb": row.verb, "kind": kind, "kind_label": KINDS[kind][0],
        "subject_type": row.subject_type, "subject_id": row.subject_id, "subject_label": row.subject_label,
        "area_path": row.area_path, "changes": row.changes, "reason": row.reason, "result": row.result,
    }  # fmt: skip


def entry(*, actor: Actor, entry_id: int) -> dict[str, Any]:
    """Return one entry with the seal it lies in. Raises NotFound for an id nobody wrote."""
    require_anywhere(actor, "audit.view")
    row = AuditEntry.objects.filter(pk=entry_id).first()
    if row is None:
        raise not_found("审计记录", "audit entry")
    seal = AuditSeal.objects.filter(last_entry_id__gte=entry_id).order_by("last_entry_id").first()
    return show_entry(row) | {"seal_id": seal.pk if seal else None}


def last_check() -> AuditVerification | None:
    """Return the latest finished check of the chain."""
    return AuditVerification.objects.order_by("-ended_at", "-id").first()


def show_check(row: AuditVerification | None) -> dict[str, Any] | None:
    """Return a check as screens show it."""
    if row is None:
        return None
    return {
        "ended_at": row.ended_at, "by_name": row.by_name, "seals": row.seals, "entries": row.entries,
        "unsealed": row.unsealed, "faults": row.faults, "is_broken": bool(row.faults),
    }  # fmt: skip


def seals(*, actor: Actor) -> QuerySet[AuditSeal]:
    """Return the seals, newest first."""
    require_anywhere(actor, "audit.view")
    return AuditSeal.objects.order_by("-id")


def show_seal(row: AuditSeal, check: AuditVerification | None) -> dict[str, Any]:
    """Return a seal with its state: broken, verified, or made after the latest check."""
    state = "unchecked"
    if check is not None and row.pk in check.broken_seals:
        state = "broken"
    elif check is not None and row.pk <= check.last_seal_id:
        state = "verified"
    return {
        "id": row.pk, "first_entry_id": row.first_entry_id, "last_entry_id": row.last_entry_id, "entry_count": row.entry_count,
        "sha256": row.seal_sha256, "previous_sha256": row.previous_sha256, "sealed_at": row.sealed_at, "state": state,
    }  # fmt: skip


def heads(*, actor: Actor) -> list[dict[str, Any]]:
    """Return the last seal of each of the last two months' days, newest first: what the day ledger carries in print."""
    require_anywhere(actor, "audit.view")
    start = clock.local_day_bounds(clock.local_date() - timedelta(days=HEADS_SHOWN_DAYS))[0]
    by_day: dict[date, dict[str, Any]] = {}
    for pk, sha256, sealed_at, count in (
        AuditSeal.objects.filter(sealed_at__gte=start).order_by("id").values_list("id", "seal_sha256", "sealed_at", "entry_count")
    ):
        day = clock.local(sealed_at).date()
        entries = by_day.get(day, {"entries": 0})["entries"] + count
        by_day[day] = {"day": day, "number": pk, "sha256": sha256, "sealed_at": sealed_at, "entries": entries}
    return [by_day[day] for day in sorted(by_day, reverse=True)]
