"""Bulletins over HTTP: list, draft, words, steps, papers; the wording they are written from; when they are drafted."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from fengsui.figures.bulletins import queries, schedule, services, templates
from fengsui.figures.bulletins.schemas import (
    BulletinDetail,
    BulletinRow,
    BulletinSettings,
    KindCode,
    NewBulletin,
    PreviewOut,
    SaveBulletin,
    SaveSettings,
    SaveTemplate,
    StepBulletin,
    TemplateOut,
    TemplateWords,
)
from fengsui.kernel.api import ActorRequest, Page, Paged, PageQuery, download, operation_id
from fengsui.kernel.scope import require

router = Router(tags=["bulletins"])


@router.get("/bulletins", response=Page[BulletinRow])
def list_bulletins(
    request: ActorRequest, page: Query[PageQuery], kind: str = "", state: str = "", area: str = ""
) -> Paged[dict[str, Any]]:
    """One page of the bulletins in scope."""
    return queries.list_bulletins(
        actor=request.actor, kind=kind, state=state, area=area, page=page.page, page_size=page.page_size
    )


@router.post("/bulletins", response=BulletinDetail)
def draft_bulletin(request: ActorRequest, sent: NewBulletin) -> Any:
    """Draft the bulletin of a period; its figures follow."""
    row = services.draft_bulletin(
        actor=request.actor, operation_id=operation_id(request), kind=sent.kind, area_path=sent.area_path,
        day=queries.default_day(sent.kind, sent.day),
    )  # fmt: skip
    return queries.bulletin(actor=request.actor, bulletin_id=row.pk)


@router.get("/bulletins/settings", response=BulletinSettings)
def get_bulletin_settings(request: ActorRequest, area: str) -> Any:
    """When an area's bulletins are drafted, and the organ they name."""
    require(request.actor, "bulletins.view", area_path=area)
    return schedule.settings_of(area)


@router.put("/bulletins/settings", response=BulletinSettings)
def save_bulletin_settings(request: ActorRequest, sent: SaveSettings) -> Any:
    """Keep an area's settings."""
    return schedule.save_settings(actor=request.actor, operation_id=operation_id(request), **sent.model_dump())


@router.get("/bulletins/templates/{template_kind}", response=TemplateOut)
def get_bulletin_template(request: ActorRequest, template_kind: KindCode, area: str) -> Any:
    """The wording of a kind in force for an area, and what may be named in it."""
    return queries.template(actor=request.actor, kind=template_kind, area_path=area)


@router.put("/bulletins/templates/{template_kind}", response=TemplateOut)
def save_bulletin_template(request: ActorRequest, template_kind: KindCode, sent: SaveTemplate) -> Any:
    """Keep a new version of an area's wording."""
    templates.save_template(actor=request.actor, operation_id=operation_id(request), kind=template_kind, **sent.model_dump())
    return queries.template(actor=request.actor, kind=template_kind, area_path=sent.area_path)


@router.post("/bulletins/templates/{template_kind}/preview", response=PreviewOut)
def preview_bulletin_template(request: ActorRequest, template_kind: KindCode, sent: TemplateWords) -> Any:
    """What a wording would say of the last whole period; nothing is kept."""
    return queries.preview(actor=request.actor, kind=template_kind, **sent.model_dump())


@router.get("/bulletins/{uuid:bulletin_id}", response=BulletinDetail)
def get_bulletin(request: ActorRequest, bulletin_id: UUID) -> Any:
    """One bulletin with what it says and what may be done."""
    return queries.bulletin(actor=request.actor, bulletin_id=bulletin_id)


@router.put("/bulletins/{uuid:bulletin_id}", response=BulletinDetail)
def save_bulletin(request: ActorRequest, bulletin_id: UUID, sent: SaveBulletin) -> Any:
    """Keep the words of a draft."""
    services.save_bulletin(actor=request.actor, operation_id=operation_id(request), bulletin_id=bulletin_id, **sent.model_dump())
    return queries.bulletin(actor=request.actor, bulletin_id=bulletin_id)


@router.get("/bulletins/{uuid:bulletin_id}/paper.{ending}", response={200: bytes})
def download_bulletin(request: ActorRequest, bulletin_id: UUID, ending: Literal["pdf", "docx", "txt"]) -> HttpResponse:
    """The paper of a bulletin: as kept when it was issued, else a draft."""
    content, name = queries.bulletin_file(actor=request.actor, bulletin_id=bulletin_id, ending=ending)
    return download(content, name)


def _step(request: ActorRequest, verb: Any, bulletin_id: UUID, **sent: Any) -> Any:
    verb(actor=request.actor, operation_id=operation_id(request), bulletin_id=bulletin_id, **sent)
    return queries.bulletin(actor=request.actor, bulletin_id=bulletin_id)


@router.post("/bulletins/{uuid:bulletin_id}/refresh", response=BulletinDetail)
def refresh_bulletin(request: ActorRequest, bulletin_id: UUID, sent: StepBulletin) -> Any:
    """Count a draft's figures again."""
    return _step(request, services.refresh_bulletin, bulletin_id, row_version=sent.row_version)


@router.post("/bulletins/{uuid:bulletin_id}/check", response=BulletinDetail)
def check_bulletin(request: ActorRequest, bulletin_id: UUID, sent: StepBulletin) -> Any:
    """Fix the words and figures of a draft."""
    return _step(request, services.check_bulletin, bulletin_id, row_version=sent.row_version)


@router.post("/bulletins/{uuid:bulletin_id}/return", response=BulletinDetail)
def return_bulletin(request: ActorRequest, bulletin_id: UUID, sent: StepBulletin) -> Any:
    """Send a checked bulletin back."""
    return _step(request, services.return_bulletin, bulletin_id, row_version=sent.row_version, reason=sent.reason)


@router.post("/bulletins/{uuid:bulletin_id}/issue", response=BulletinDetail)
def issue_bulletin(request: ActorRequest, bulletin_id: UUID, sent: StepBulletin) -> Any:
    """Issue a checked bulletin with the next number."""
    return _step(request, services.issue_bulletin, bulletin_id, row_version=sent.row_version)


@router.post("/bulletins/{uuid:bulletin_id}/void", response=BulletinDetail)
def void_bulletin(request: ActorRequest, bulletin_id: UUID, sent: StepBulletin) -> Any:
    """Void a bulletin with a reason."""
    return _step(request, services.void_bulletin, bulletin_id, row_version=sent.row_version, reason=sent.reason)
