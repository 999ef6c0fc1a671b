"""Rule packs over HTTP: read, draft, save, test, publish, compare."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field

from fengsui.kernel import clock, scope
from fengsui.kernel.api import ActorRequest
from fengsui.kernel.errors import not_found
from fengsui.kernel.models import RulePack
from fengsui.kernel.rulepacks import changes, engine, examining, labels, queries, services
from fengsui.kernel.rulepacks.conditions import INPUT_LABELS

router = Router(tags=["rulepacks"])


class PackRow(Schema):
    """One version in the list."""

    id: UUID
    code: str
    version: str
    title: str
    region: str
    state: str
    state_label: str
    effective_from: date
    effective_to: date | None
    row_version: int
    item_count: int
    unverified_count: int
    published_at: datetime | None


class PackDetail(PackRow):
    """One version with its content, what is wrong with it, and what a reader should know."""

    content: dict[str, Any]
    problems: list[str]
    remarks: list[str]
    intact: bool


class NewDraft(Schema):
    """A draft to make from another version."""

    id: UUID
    source_id: UUID
    version: str = Field(min_length=3, max_length=60, pattern=r"^[a-z0-9][a-z0-9.\-]+$")
    region: str = Field("", pattern=r"^(\d\d){0,6}$")


class SaveDraft(Schema):
    """The whole content, and the row version it was edited from."""

    content: dict[str, Any]
    row_version: int


class LastDay(Schema):
    """The last day a pack is in force."""

    last_day: date


class FieldChange(Schema):
    """One field of a difference, as it was and as it is, in words."""

    field: str
    label: str
    old: str
    new: str


class ChangeRow(Schema):
    """One difference."""

    what: str
    kind: str
    kind_label: str
    words: str
    fields: list[FieldChange]


class ClassifyInput(Schema):
    """Inputs of a place to try a pack with."""

    inputs: dict[str, Any]


class GroupOut(Schema):
    """A word of the law or of the work a place falls under."""

    code: str
    label: str
    reasons: list[str]
    verified: bool


class ClassifyOut(Schema):
    """What the pack makes of them."""

    class_code: str
    class_label: str
    key_unit_suggested: bool
    reasons: list[str]
    missing_inputs: list[str]
    groups: list[GroupOut]
    checklists: list[str]
    conflicts: list[str]


class BandRow(Schema):
    """One stretch of one number of one activity (low ≤ value < high) and the class it falls into."""

    activity: str
    activity_label: str
    input: str
    input_label: str
    unit: str
    low: float | None
    high: float | None
    class_code: str
    class_label: str
    verified: bool


class Word(Schema):
    """A code and its words; numbers carry their unit."""

    code: str
    label: str
    unit: str = ""


class PackWords(Schema):
    """What an editing screen calls the parts of a pack."""

    sections: list[Word]
    fields: list[Word]
    inputs: list[Word]
    class_groups: list[Word]
    fixes: list[Word]
    issuers: list[Word]
    source_states: list[Word]


class Discarded(Schema):
    """The version of a draft that was thrown away."""

    version: str


KINDS = {"added": "新增", "removed": "删除", "changed": "修改"}


def _row(row: RulePack) -> dict[str, Any]:
    unverified, items = examining.unverified_share(queries.content_of(row))
    return {
        "id": row.pk,
        "code": row.code,
        "version": row.version,
        "title": row.title,
        "region": row.region,
        "state": row.state,
        "state_label": row.get_state_display(),
        "effective_from": row.effective_from,
        "effective_to": row.effective_to,
        "row_version": row.row_version,
        "item_count": items,
        "unverified_count": unverified,
        "published_at": row.published_at,
    }


def _detail(row: RulePack) -> dict[str, Any]:
    typed = queries.content_of(row)
    return _row(row) | {
        "content": row.content,
        "problems": examining.examine(typed),
        "remarks": examining.remarks(typed),
        "intact": queries.intact(row),
    }


def _find(pack_id: UUID) -> RulePack:
    row = RulePack.objects.filter(pk=pack_id).first()
    if row is None:
        raise not_found("规则包", "rule pack")
    return row


@router.get("/rulepacks", response=list[PackRow])
def list_rulepacks(request: ActorRequest) -> Any:
    """List every version, newest first."""
    scope.require_anywhere(request.actor, "rulepacks.view")
    return [_row(row) for row in RulePack.objects.order_by("-effective_from", "-version")]


@router.get("/rulepacks/current", response=PackDetail)
def get_current_rulepack(request: ActorRequest, area_path: str, on: date | None = None) -> Any:
    """Return the pack in force for an area on a day (default today)."""
    scope.require_anywhere(request.actor, "rulepacks.view")
    found = queries.published(area_path, on or clock.local_date())
    return _detail(RulePack.objects.get(version=found.version))


@router.get("/rulepacks/words", response=PackWords)
def get_rulepack_words(request: ActorRequest) -> Any:
    """Return the words of a pack's sections, fields and codes, for a screen that shows or edits one."""
    scope.require_anywhere(request.actor, "rulepacks.view")
    tables = {
        "sections": labels.SECTIONS,
        "fields": labels.FIELDS,
        "class_groups": labels.CLASS_GROUPS,
        "fixes": labels.FIXES,
        "issuers": labels.ISSUERS,
        "source_states": labels.SOURCE_STATES,
    }
    words = {name: [{"code": code, "label": label} for code, label in table.items()] for name, table in tables.items()}
    inputs = [{"code": code, "label": label, "unit": unit} for code, (label, unit) in INPUT_LABELS.items()]
    return words | {"inputs": inputs}


@router.get("/rulepacks/{pack_id}", response=PackDetail)
def get_rulepack(request: ActorRequest, pack_id: UUID) -> Any:
    """Return one version whole."""
    scope.require_anywhere(request.actor, "rulepacks.view")
    return _detail(_find(pack_id))


@router.get("/rulepacks/{pack_id}/difference", response=list[ChangeRow])
def compare_rulepacks(request: ActorRequest, pack_id: UUID, other_id: UUID) -> Any:
    """Return what changed from another version to this one."""
    scope.require_anywhere(request.actor, "rulepacks.view")
    made = changes.difference(queries.content_of(_find(other_id)), queries.content_of(_find(pack_id)))
    return [
        {
            "what": change.what,
            "kind": change.kind,
            "kind_label": KINDS[change.kind],
            "words": change.words,
            "fields": [
                {
                    "field": name,
                    "label": labels.FIELDS.get(name, name),
                    "old": changes.value_words(name, old),
                    "new": changes.value_words(name, new),
                }
                for name, (old, new) in change.fields.items()
            ],
        }
        for change in made
    ]


@router.get("/rulepacks/{pack_id}/bands", response=list[BandRow])
def list_rulepack_bands(request: ActorRequest, pack_id: UUID) -> Any:
    """Return the thresholds of a pack as a table."""
    scope.require_anywhere(request.actor, "rulepacks.view")
    return examining.bands(queries.content_of(_find(pack_id)))


@router.post("/rulepacks/{pack_id}/classify", response=ClassifyOut)
def try_rulepack(request: ActorRequest, pack_id: UUID, data: ClassifyInput) -> Any:
    """Try a pack: what class would a place with these inputs be? Writes nothing."""
    scope.require_anywhere(request.actor, "rulepacks.view")
    return engine.classify(data.inputs, queries.content_of(_find(pack_id)))


@router.post("/rulepacks", response=PackDetail)
def create_rulepack_draft(request: ActorRequest, data: NewDraft) -> Any:
    """Make a draft from another version."""
    return _detail(services.create_draft(actor=request.actor, operation_id=request.operation_id, **data.model_dump()))


@router.put("/rulepacks/{pack_id}", response=PackDetail)
def save_rulepack_draft(request: ActorRequest, pack_id: UUID, data: SaveDraft) -> Any:
    """Save a draft."""
    return _detail(
        services.save_draft(actor=request.actor, operation_id=request.operation_id, pack_id=pack_id, **data.model_dump())
    )


@router.delete("/rulepacks/{pack_id}", response=Discarded)
def discard_rulepack_draft(request: ActorRequest, pack_id: UUID) -> Any:
    """Throw a draft away."""
    return services.discard_draft(actor=request.actor, operation_id=request.operation_id, pack_id=pack_id)


@router.post("/rulepacks/{pack_id}/test", response=PackDetail)
def test_rulepack(request: ActorRequest, pack_id: UUID) -> Any:
    """Run a draft's examples and checks."""
    return _detail(services.examine_pack(actor=request.actor, operation_id=request.operation_id, pack_id=pack_id))


@router.post("/rulepacks/{pack_id}/publish", response=PackDetail)
def publish_rulepack(request: ActorRequest, pack_id: UUID) -> Any:
    """Publish a tested pack."""
    return _detail(services.publish_pack(actor=request.actor, operation_id=request.operation_id, pack_id=pack_id))


@router.post("/rulepacks/{pack_id}/retire", response=PackDetail)
def retire_rulepack(request: ActorRequest, pack_id: UUID, data: LastDay) -> Any:
    """Set the last day of a published pack."""
    return _detail(
        services.retire_pack(actor=request.actor, operation_id=request.operation_id, pack_id=pack_id, last_day=data.last_day)
    )
