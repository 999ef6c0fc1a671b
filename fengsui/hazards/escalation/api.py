"""Escalations over HTTP: the list, and taking one on."""

from typing import Any
from uuid import UUID

from ninja import Query

from fengsui.hazards.api.routing import router
from fengsui.hazards.escalation import queries, services
from fengsui.hazards.escalation.schemas import AcknowledgeIn, EscalationQuery, EscalationRow
from fengsui.kernel import clock
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery


@router.get("/escalations", response=Page[EscalationRow], operation_id="list_escalations")
def list_escalations(request: ActorRequest, asked: Query[EscalationQuery], page: Query[PageQuery]) -> Paged[dict[str, Any]]:
    """One page of the escalations in scope."""
    return queries.list_escalations(actor=request.actor, page=page.page, page_size=page.page_size, **asked.model_dump())


@router.post("/escalations/{uuid:escalation_id}/acknowledge", response=EscalationRow, operation_id="acknowledge_escalation")
def acknowledge_escalation(request: ActorRequest, escalation_id: UUID, payload: AcknowledgeIn) -> dict[str, Any]:
    """Take an escalation on."""
    row = services.acknowledge(
        actor=request.actor, operation_id=request.operation_id, escalation_id=escalation_id, words=payload.words
    )
    return queries.row_shown(row, request.actor, clock.local_date())
