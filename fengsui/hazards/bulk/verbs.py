"""Which verbs may be done to many cases at once, how each is done, and how it is taken back where the table allows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fengsui.hazards import services
from fengsui.hazards.models import Hazard
from fengsui.hazards.requests import services as requests
from fengsui.kernel.actor import Actor

Deed = Callable[[Actor, UUID, UUID, int, dict[str, Any]], Hazard]
UNDO_REASON = "撤销批量办理"


@dataclass(frozen=True)
class BulkVerb:
    """One verb in bulk: the arguments it takes, how a case gets it, how it is taken back (None: it is not), in words."""

    code: str
    takes: tuple[str, ...]
    do: Deed
    undo: Deed | None = None
    undo_words: str = ""


def _assign(actor: Actor, operation: UUID, hazard: UUID, version: int, given: dict[str, Any]) -> Hazard:
    return services.assign_hazard(
        actor=actor, operation_id=operation, hazard_id=hazard, assignee_kind=given["assignee_kind"],
        assignee_id=UUID(given["assignee_id"]), note=given.get("note", ""), expected_version=version,
    )  # fmt: skip


def _unassign(actor: Actor, operation: UUID, hazard: UUID, version: int, before: dict[str, Any]) -> Hazard:
    common: dict[str, Any] = {"actor": actor, "operation_id": operation, "hazard_id": hazard, "expected_version": version}
    if before["assignee_id"]:
        return services.assign_hazard(
            **common, assignee_kind=before["assignee_kind"], assignee_id=UUID(before["assignee_id"]), note=UNDO_REASON
        )
    return services.withdraw_assignment(**common, reason=UNDO_REASON)


def _refer(actor: Actor, operation: UUID, hazard: UUID, version: int, given: dict[str, Any]) -> Hazard:
    return services.refer_hazard(
        actor=actor, operation_id=operation, hazard_id=hazard, organization_id=UUID(given["organization_id"]),
        reason=given["reason"], expected_version=version,
    )  # fmt: skip


def _void(actor: Actor, operation: UUID, hazard: UUID, version: int, given: dict[str, Any]) -> Hazard:
    return services.void_hazard(
        actor=actor, operation_id=operation, hazard_id=hazard, reason=given["reason"], expected_version=version
    )


def _restore(actor: Actor, operation: UUID, hazard: UUID, version: int, before: dict[str, Any]) -> Hazard:
    return services.restore_hazard(
        actor=actor, operation_id=operation, hazard_id=hazard, reason=UNDO_REASON, expected_version=version
    )


def _urge(actor: Actor, operation: UUID, hazard: UUID, version: int, given: dict[str, Any]) -> Hazard:
    return services.urge_hazard(
        actor=actor, operation_id=operation, hazard_id=hazard, note=given.get("note", ""), expected_version=version
    )


def _grant(actor: Actor, operation: UUID, hazard: UUID, version: int, given: dict[str, Any]) -> Hazard:
    return requests.decide_extension(
        actor=actor, operation_id=operation, hazard_id=hazard, granted=True, words=given.get("note", ""), expected_version=version
    )


BULK: dict[str, BulkVerb] = {
    verb.code: verb
    for verb in (
        BulkVerb("assign", ("assignee_kind", "assignee_id", "note"), _assign, _unassign, "退回原来的承办人，原来没有的撤回交办"),
        BulkVerb("urge", ("note",), _urge),
        BulkVerb("refer", ("organization_id", "reason"), _refer),
        BulkVerb("grant_extension", ("note",), _grant),
        BulkVerb("void", ("reason",), _void, _restore, "恢复到作废前的状态"),
    )
}
