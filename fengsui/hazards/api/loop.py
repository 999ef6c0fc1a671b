"""The further verbs of the loop over HTTP; each answers with the case as it then stands."""

from typing import Any
from uuid import UUID

from ninja import Status

from fengsui.hazards import queries, services
from fengsui.hazards.api.case_schemas import HazardCase
from fengsui.hazards.api.loop_schemas import (
    AskCosignIn,
    AskExtensionIn,
    CheckIn,
    DecideExtensionIn,
    MergeIn,
    NoteIn,
    OpinionIn,
    PauseIn,
    ReferIn,
    ReopenIn,
    SplitIn,
    TransferIn,
)
from fengsui.hazards.api.payloads import ReasonIn
from fengsui.hazards.api.routing import router
from fengsui.hazards.requests import services as requests
from fengsui.kernel.api import ActorRequest


def _case(request: ActorRequest, hazard_id: UUID) -> dict[str, Any]:
    return queries.case(actor=request.actor, hazard_id=hazard_id, opened=False)


def _said(request: ActorRequest, hazard_id: UUID, payload: Any) -> dict[str, Any]:
    return {"actor": request.actor, "operation_id": request.operation_id, "hazard_id": hazard_id, **payload.model_dump()}


@router.post("/hazards/{uuid:hazard_id}/accept", response=HazardCase, operation_id="accept_hazard")
def accept_hazard(request: ActorRequest, hazard_id: UUID, payload: NoteIn) -> dict[str, Any]:
    """Say that one has the case in hand."""
    row = services.accept_hazard(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/send-back", response=HazardCase, operation_id="send_hazard_back")
def send_hazard_back(request: ActorRequest, hazard_id: UUID, payload: ReasonIn) -> dict[str, Any]:
    """Return a case to be assigned anew."""
    row = services.send_back(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/withdraw", response=HazardCase, operation_id="withdraw_hazard_assignment")
def withdraw_hazard_assignment(request: ActorRequest, hazard_id: UUID, payload: ReasonIn) -> dict[str, Any]:
    """Take an assignment back."""
    row = services.withdraw_assignment(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/transfer", response=HazardCase, operation_id="transfer_hazard")
def transfer_hazard(request: ActorRequest, hazard_id: UUID, payload: TransferIn) -> dict[str, Any]:
    """Pass a case on with the same limit."""
    row = services.transfer_hazard(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/refer", response=HazardCase, operation_id="refer_hazard")
def refer_hazard(request: ActorRequest, hazard_id: UUID, payload: ReferIn) -> dict[str, Any]:
    """Refer a case to the department with the power."""
    row = services.refer_hazard(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/return-referral", response=HazardCase, operation_id="return_hazard_referral")
def return_hazard_referral(request: ActorRequest, hazard_id: UUID, payload: ReasonIn) -> dict[str, Any]:
    """Take back a case that a department returned."""
    row = services.return_referral(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/urge", response=HazardCase, operation_id="urge_hazard")
def urge_hazard(request: ActorRequest, hazard_id: UUID, payload: NoteIn) -> dict[str, Any]:
    """Remind whoever has to act; once a day."""
    row = services.urge_hazard(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/extension", response=HazardCase, operation_id="ask_hazard_extension")
def ask_hazard_extension(request: ActorRequest, hazard_id: UUID, payload: AskExtensionIn) -> dict[str, Any]:
    """Ask for more working days."""
    row = requests.ask_extension(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/extension/decide", response=HazardCase, operation_id="decide_hazard_extension")
def decide_hazard_extension(request: ActorRequest, hazard_id: UUID, payload: DecideExtensionIn) -> dict[str, Any]:
    """Grant or refuse the extension that waits."""
    row = requests.decide_extension(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/pause", response=HazardCase, operation_id="pause_hazard_limit")
def pause_hazard_limit(request: ActorRequest, hazard_id: UUID, payload: PauseIn) -> dict[str, Any]:
    """Stop the limit until a day at the latest."""
    row = services.pause_limit(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/resume", response=HazardCase, operation_id="resume_hazard_limit")
def resume_hazard_limit(request: ActorRequest, hazard_id: UUID, payload: NoteIn) -> dict[str, Any]:
    """Let a stopped limit run on."""
    row = services.resume_limit(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/cosigns", response=HazardCase, operation_id="ask_hazard_cosign")
def ask_hazard_cosign(request: ActorRequest, hazard_id: UUID, payload: AskCosignIn) -> dict[str, Any]:
    """Ask a person or an office for an opinion."""
    row = requests.ask_cosign(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/check", response=HazardCase, operation_id="check_hazard_complaint")
def check_hazard_complaint(request: ActorRequest, hazard_id: UUID, payload: CheckIn) -> dict[str, Any]:
    """Record what the check of a complaint found."""
    row = services.check_complaint(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/merge", response=HazardCase, operation_id="merge_hazard")
def merge_hazard(request: ActorRequest, hazard_id: UUID, payload: MergeIn) -> dict[str, Any]:
    """Say that a case is the same hazard as another."""
    row = services.merge_hazard(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/unmerge", response=HazardCase, operation_id="unmerge_hazard")
def unmerge_hazard(request: ActorRequest, hazard_id: UUID, payload: ReasonIn) -> dict[str, Any]:
    """Part a merged case again."""
    row = services.unmerge_hazard(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/restore", response=HazardCase, operation_id="restore_hazard")
def restore_hazard(request: ActorRequest, hazard_id: UUID, payload: ReasonIn) -> dict[str, Any]:
    """Take a void case back into the stock."""
    row = services.restore_hazard(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/reopen", response=HazardCase, operation_id="reopen_hazard")
def reopen_hazard(request: ActorRequest, hazard_id: UUID, payload: ReopenIn) -> dict[str, Any]:
    """Take a closing back."""
    row = services.reopen_hazard(**_said(request, hazard_id, payload))
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/cosigns/{uuid:cosign_id}", response=HazardCase, operation_id="give_hazard_opinion")
def give_hazard_opinion(request: ActorRequest, hazard_id: UUID, cosign_id: UUID, payload: OpinionIn) -> dict[str, Any]:
    """Give the opinion that was asked for."""
    row = requests.give_opinion(**_said(request, hazard_id, payload), cosign_id=cosign_id)
    return _case(request, row.pk)


@router.post("/hazards/{uuid:hazard_id}/split", response={201: HazardCase}, operation_id="split_hazard")
def split_hazard(request: ActorRequest, hazard_id: UUID, payload: SplitIn) -> Status[dict[str, Any]]:
    """Open a second case out of one that holds two hazards; answers with the new case."""
    row = services.split_hazard(
        actor=request.actor,
        operation_id=request.operation_id,
        hazard_id=hazard_id,
        photos=[photo.as_photo() for photo in payload.photos],
        **payload.model_dump(exclude={"photos"}),
    )
    return Status(201, _case(request, row.pk))
