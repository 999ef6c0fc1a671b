"""Equipment: ledger, issue and return."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from fengsui.kernel.api import ActorRequest, Page, PageQuery, page_of
from fengsui.kernel.scope import require_anywhere
from fengsui.org import queries, services

router = Router()


class EquipmentRow(Schema):
    """One piece of equipment and who holds it."""

    id: UUID
    kind: str
    kind_label: str
    serial: str
    label: str
    state: str
    state_label: str
    area_path: str
    holder_id: UUID | None
    holder: str
    issued_at: datetime | None
    bought_on: date | None


class EquipmentFilter(Schema):
    """Which equipment."""

    kind: str = ""
    state: str = ""
    search: str = ""
    area: str = ""


class NewEquipment(Schema):
    """A piece to register."""

    id: UUID
    kind: str
    serial: str = Field(min_length=1, max_length=60)
    area_path: str
    label: str = Field("", max_length=80)
    bought_on: date | None = None


class Issue(Schema):
    """To whom."""

    member_id: UUID
    note: str = Field("", max_length=200)


class Return(Schema):
    """In what condition."""

    condition: str
    note: str = Field("", max_length=200)


class StateChange(Schema):
    """To which state and why."""

    state: str
    reason: str = Field(min_length=2, max_length=200)


class IssueRow(Schema):
    """One time a piece was out."""

    member: str
    issued_at: datetime
    returned_at: datetime | None
    condition: str
    note: str


def _shown(request: ActorRequest, equipment_id: UUID) -> dict[str, Any]:
    return queries.equipment_row(queries.equipment(request.actor).get(pk=equipment_id))


@router.get("/equipment", response=Page[EquipmentRow])
def list_equipment(request: ActorRequest, filters: Query[EquipmentFilter], page: Query[PageQuery]) -> Any:
    """List equipment in scope."""
    require_anywhere(request.actor, "equipment.view")
    rows = queries.equipment(request.actor, **filters.model_dump())
    return page_of(rows, page.page, page.page_size, queries.equipment_row)


@router.post("/equipment", response=EquipmentRow)
def add_equipment(request: ActorRequest, data: NewEquipment) -> Any:
    """Register a piece."""
    row = services.add_equipment(actor=request.actor, operation_id=request.operation_id, **data.model_dump())
    return _shown(request, row.pk)


@router.get("/equipment/{equipment_id}/history", response=list[IssueRow])
def get_equipment_history(request: ActorRequest, equipment_id: UUID) -> Any:
    """Return who held a piece."""
    return queries.equipment_history(request.actor, equipment_id)


@router.post("/equipment/{equipment_id}/issue", response=EquipmentRow)
def issue_equipment(request: ActorRequest, equipment_id: UUID, data: Issue) -> Any:
    """Hand a piece out."""
    services.issue_equipment(
        actor=request.actor, operation_id=request.operation_id, equipment_id=equipment_id, **data.model_dump()
    )
    return _shown(request, equipment_id)


@router.post("/equipment/{equipment_id}/return", response=EquipmentRow)
def return_equipment(request: ActorRequest, equipment_id: UUID, data: Return) -> Any:
    """Take a piece back."""
    services.return_equipment(
        actor=request.actor, operation_id=request.operation_id, equipment_id=equipment_id, **data.model_dump()
    )
    return _shown(request, equipment_id)


@router.post("/equipment/{equipment_id}/state", response=EquipmentRow)
def set_equipment_state(request: ActorRequest, equipment_id: UUID, data: StateChange) -> Any:
    """Move a piece between store, repair, lost and scrapped."""
    services.set_equipment_state(
        actor=request.actor, operation_id=request.operation_id, equipment_id=equipment_id, **data.model_dump()
    )
    return _shown(request, equipment_id)
