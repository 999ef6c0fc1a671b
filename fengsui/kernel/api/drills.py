"""The drills of the backup, for the administrators."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from fengsui.kernel.api.requests import ActorRequest
from fengsui.kernel.models import DrillRun
from fengsui.kernel.scope import require_anywhere

router = Router(tags=["administration"])
SHOWN = 50


class DifferenceOut(Schema):
    """One thing that read differently."""

    what: str
    living: str | None
    restored: str | None


class DrillOut(Schema):
    """One drill: what was compared and whether both sides read alike."""

    id: UUID
    started_at: datetime
    ended_at: datetime
    seconds: float
    by_name: str
    ok: bool
    database: str
    backup_bytes: int
    files: int
    figures: int
    seals: int
    differences: list[DifferenceOut]
    problem: str


def _said(value: Any) -> str | None:
    return None if value is None else str(value)


@router.get("/drills", response=list[DrillOut])
def list_drills(request: ActorRequest) -> Any:
    """List the latest drills, newest first; they are run on the machine (`fengsui drill`)."""
    require_anywhere(request.actor, "drills.view")
    return [
        {
            "id": row.pk, "started_at": row.started_at, "ended_at": row.ended_at, "by_name": row.by_name, "ok": row.ok,
            "seconds": round((row.ended_at - row.started_at).total_seconds(), 1), "database": row.database,
            "backup_bytes": row.backup_bytes, "files": row.files, "figures": row.figures, "seals": row.seals,
            "differences": [
                {"what": one["what"], "living": _said(one["living"]), "restored": _said(one["restored"])}
                for one in row.differences
            ],
            "problem": row.problem,
        }
        for row in DrillRun.objects.order_by("-started_at")[:SHOWN]
    ]  # fmt: skip
