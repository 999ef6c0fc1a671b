"""Dealing with personal data whose time is up: a preview with counts, and the daily run, each kind by itself, audited."""

import logging
from typing import Any

from fengsui.kernel import actor as actors
from fengsui.kernel import audit, clock, periodic, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.models import RetentionRun
from fengsui.kernel.privacy.kinds import ACTIONS, DataKind, every
from fengsui.kernel.scope import require_anywhere

log = logging.getLogger("fengsui.privacy")


def preview(*, actor: Actor) -> list[dict[str, Any]]:
    """Return the table with how many rows of each kind have had their time; nothing is changed."""
    require_anywhere(actor, "privacy.retention")
    return [show_kind(kind) | {"due": _due(kind)} for kind in every()]


def _due(kind: DataKind) -> int:
    before = kind.before()
    return kind.count(before) if kind.count and before else 0


def show_kind(kind: DataKind) -> dict[str, Any]:
    """Return a line of the table as screens, the notice and the command line show it."""
    return {
        "code": kind.code, "what": kind.zh, "what_en": kind.en, "whose": kind.whose, "why": kind.why,
        "days": kind.days() if kind.days else None, "since": kind.since, "action": kind.action,
        "action_label": ACTIONS[kind.action][0], "basis": kind.basis, "is_verified": kind.is_verified,
    }  # fmt: skip


def run(*, actor: Actor) -> RetentionRun:
    """Deal with everything whose time is up. A kind that fails is named in the run and leaves the others to be done."""
    require_anywhere(actor, "privacy.retention")
    counts: dict[str, int] = {}
    faults: dict[str, str] = {}
    for kind in every():
        before = kind.before()
        if kind.carry_out is None or before is None:
            continue
        try:
            with transaction.write():
                gone = kind.carry_out(before)
                if gone:
                    audit.record(
                        actor=actor, verb=f"retention.{kind.action}", changes={kind.code: [gone, 0]}, reason=kind.zh, area_path=""
                    )
            counts[kind.code] = gone
        except Exception as error:
            log.exception("retention of %s failed", kind.code)
            faults[kind.code] = str(error)[:300]
    with transaction.write():
        row = RetentionRun(ended_at=clock.now(), by_name=actor.name[:150], counts=counts, faults=faults)
        row.save(force_insert=True)
        audit.record(
            actor=actor, verb="retention.run", subject=row, area_path="", result="broken" if faults else "ok",
            changes={"counts": [None, {code: n for code, n in counts.items() if n}], "faults": [None, faults]},
        )  # fmt: skip
    return row


def last_run() -> dict[str, Any] | None:
    """Return the latest run as screens show it."""
    row = RetentionRun.objects.order_by("-ended_at", "-id").first()
    if row is None:
        return None
    return {"ended_at": row.ended_at, "by_name": row.by_name, "total": sum(row.counts.values()), "counts": row.counts,
            "faults": row.faults}  # fmt: skip


def run_daily() -> dict[str, int]:
    """Deal with everything whose time is up, every night."""
    return dict(run(actor=actors.system("个人信息到期处理")).counts)


periodic.declare("个人信息到期处理", function="fengsui.kernel.privacy.retention.run_daily", minutes=24 * 60, at_hour=2)
