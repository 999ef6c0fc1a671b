"""Writes of the audit desk: an export that is itself an entry, a check of the chain as a job, the alarm of a broken one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from fengsui.kernel import actor as actors
from fengsui.kernel import audit, clock, documents, jobs, messages, outbox, periodic, seals, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.audit_desk import queries
from fengsui.kernel.documents import Column, Sheet
from fengsui.kernel.errors import InvalidInput
from fengsui.kernel.models import AuditSeal, AuditVerification, Grant, Job
from fengsui.kernel.scope import require_anywhere
from fengsui.kernel.service import service

MOST_EXPORTED = 100_000
FAULTS_KEPT = 200
COLUMNS = [
    Column("id", "编号", "integer", 10),
    Column("at", "时间", "datetime", 18),
    Column("actor_name", "人员", "text", 18),
    Column("ip", "地址", "text", 16),
    Column("kind_label", "类别", "text", 14),
    Column("verb", "动作", "text", 24),
    Column("subject_label", "对象", "text", 30),
    Column("subject_type", "对象类型", "text", 20),
    Column("area_path", "区域", "text", 18),
    Column("changed", "变更", "text", 60),
    Column("reason", "原因", "text", 30),
    Column("result", "结果", "text", 10),
]


def _changed(changes: dict[str, Any]) -> str:
    told = []
    for field, value in changes.items():
        if isinstance(value, list) and len(value) == 2:
            told.append(f"{field}：{'—' if value[0] is None else value[0]} → {'—' if value[1] is None else value[1]}")
        else:
            told.append(f"{field}：{value}")
    return "；".join(told)


def export(*, actor: Actor, filters: queries.AuditFilter) -> bytes:
    """Return the matching entries as XLSX; the export is an entry of the log with its filter and its number of rows.

    Raises InvalidInput for more than 100,000 entries.
    """
    require_anywhere(actor, "audit.export")
    found = queries.matching(filters)
    rows = [queries.show_entry(row) for row in found.order_by("-id")[: MOST_EXPORTED + 1]]
    if len(rows) > MOST_EXPORTED:
        raise InvalidInput(
            "audit_export_too_long",
            zh=f"符合条件的超过 {MOST_EXPORTED} 条，请缩小日期、人员或动作的范围后再导出。",
            en=f"More than {MOST_EXPORTED} entries match; narrow by date, person or verb first.",
        )
    for row in rows:
        row["changed"] = _changed(row["changes"])
    with transaction.write():
        given = filters.model_dump(mode="json", exclude_defaults=True)
        changes = {"rows": [None, len(rows)], "filters": [None, given]}
        audit.record(actor=actor, verb="audit.export", changes=changes, area_path=filters.area)
    return documents.table_xlsx(sheets=[Sheet("审计记录", COLUMNS, rows)], watermark=documents.mark_of(actor, filters.area))


def check(*, actor: Actor, progress: Callable[[int, int], None] | None = None) -> AuditVerification:
    """Check the whole chain, keep the outcome, and tell every audit administrator when it is broken."""
    found = seals.verify(progress=progress)
    last = AuditSeal.objects.order_by("-id").values_list("pk", flat=True).first()
    with transaction.write():
        row = AuditVerification(
            ended_at=clock.now(), by_name=actor.name[:150], last_seal_id=last or 0, seals=found.seals, entries=found.entries,
            unsealed=found.unsealed, faults=list(found.faults[:FAULTS_KEPT]), broken_seals=sorted(found.broken)[:5000],
        )  # fmt: skip
        row.save(force_insert=True)
        audit.record(
            actor=actor, verb="audit.verify", subject=row, result="broken" if found.faults else "ok",
            changes={"seals": [None, found.seals], "faults": [None, len(found.faults)]},
        )  # fmt: skip
        if found.faults:
            _raise_alarm(actor, row)
    return row


def _raise_alarm(actor: Actor, row: AuditVerification) -> None:
    outbox.emit(
        kind="AuditChainBroken", subject=row, actor=actor, area_path="", line="", permission="audit.view",
        payload={"faults": len(row.faults)},
    )  # fmt: skip
    holders = Grant.objects.filter(role="audit_admin", revoked_at__isnull=True).values_list("account_id", flat=True)
    for account_id in sorted(set(holders)):
        messages.send(
            actor=actor, account_id=account_id, key=f"audit.broken:{row.pk}:{account_id}", kind="audit.broken", urgent=True,
            title_zh="审计封条链核验不通过", body_zh=row.faults[0], link="/system/seals", permission="audit.view",
        )  # fmt: skip


@service("audit.ask_check")
def ask_check(*, actor: Actor, operation_id: UUID | None = None) -> Job:
    """Queue a check of the whole chain for the job centre."""
    require_anywhere(actor, "audit.view")
    return jobs.queue("audit.verify", {}, actor=actor, title_zh="核验审计封条链")


@jobs.job("audit.verify")
def _run_check(handle: jobs.JobHandle) -> dict[str, Any]:
    row = check(actor=handle.actor, progress=handle.progress)
    return {"seals": row.seals, "entries": row.entries, "faults": len(row.faults)}


def check_daily() -> None:
    """Seal what is left and check the chain, every night."""
    seals.seal_pending()
    check(actor=actors.system("每日核验"))


periodic.declare("核验审计封条", function="fengsui.kernel.audit_desk.services.check_daily", minutes=24 * 60, at_hour=3)
