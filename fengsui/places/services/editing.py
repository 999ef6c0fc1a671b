"""Changing a record: what somebody else changed meanwhile is named, and the class follows its inputs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from fengsui.kernel import audit, outbox
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput, TooLarge, not_found
from fengsui.kernel.models import AuditEntry, EvidenceLink
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.places import checks, inputs
from fengsui.places.kinds import COORDINATE_SOURCES, PLACE_KINDS
from fengsui.places.models import Place, PlaceClassChange, PlacePast
from fengsui.places.services.context import Context
from fengsui.places.services.inserting import insert_many, update_many
from fengsui.places.services.keeping import past_of
from fengsui.places.services.making import MOST_AT_ONCE, apply_class, class_change, set_keys, set_point
from fengsui.places.services.relations import check_relations
from fengsui.places.values import PlaceEdit

TEXTS = ("name", "address", "credit_code", "shared_manager", "external_id", "note")
EDITABLE = (
    *TEXTS, "kind", "activity", "inputs", "class_declared", "line", "area_path", "lon", "lat", "coordinate_source",
    "compound_id", "building_id", "shared_manager_organization_id",
)  # fmt: skip
FIELD_WORDS = {
    "name": "名称", "address": "地址", "credit_code": "信用代码", "shared_manager": "统一管理人", "external_id": "原档案编号",
    "note": "备注",
    "kind": "档案种类", "activity": "经营活动", "inputs": "分类依据", "class_declared": "申报类别",
    "line": "条线",
    "area_path": "区域", "lon": "坐标", "lat": "坐标", "coordinate_source": "坐标来源", "compound_id": "所属小区",
    "building_id": "所属建筑", "shared_manager_organization_id": "统一管理单位", "state": "状态", "class_code": "类别",
}  # fmt: skip
CLASS_FIELDS = {"kind", "activity", "inputs", "class_declared", "area_path"}


def changes_since(place: Place, version: int) -> list[dict[str, Any]]:
    """Return what was changed after a version of a record, latest first: when, by whom, which fields, old and new."""
    rows = AuditEntry.objects.filter(subject_type="places.place", subject_id=str(place.pk), changes__has_key="row_version")
    made = []
    for row in rows.order_by("-id")[:50]:
        if row.changes["row_version"][1] <= version:
            break
        fields = {key: value for key, value in row.changes.items() if key != "row_version"}
        made.append({"at": row.at.isoformat(), "by": row.actor_name, "verb": row.verb, "fields": fields})
    return made


def check_version(place: Place, expected_version: int | None) -> None:
    """Raise Conflict `place_changed`, saying what changed and by whom, unless the record stands where it was read."""
    if expected_version is None or expected_version == place.row_version:
        return
    since = changes_since(place, expected_version)
    who = since[0]["by"] if since else "别人"
    named = {FIELD_WORDS.get(key, key): None for change in since for key in change["fields"]}
    what = f"（{'、'.join(list(named)[:6])}）" if named else ""
    raise Conflict(
        "place_changed",
        zh=f"这份档案刚被{who}改过{what}，您的修改没有保存。请核对后再提交。",
        en="The record was changed by someone else; nothing of yours was saved. Compare and send again.",
        extra={"row_version": place.row_version, "changed": since},
    )


def locked(place_id: UUID) -> Place:
    """Return a place locked for writing. Raises NotFound."""
    place = Place.objects.select_for_update().filter(pk=place_id).first()
    if place is None:
        raise not_found("场所", "place")
    return place


def stamped(
    context: Context, place: Place, verb: str, before: Mapping[str, Any], *, reason: str = ""
) -> tuple[AuditEntry, PlacePast] | None:
    """Give a changed record its next version; return its audit entry and the version it was, unsaved, None for no change."""
    changes = audit.changes_between(dict(before), {key: getattr(place, key) for key in before})
    if not changes:
        return None
    past = past_of(context, place, before)
    place.row_version += 1
    place.updated_at = context.now
    changes["row_version"] = [place.row_version - 1, place.row_version]
    return audit.entry(actor=context.actor, verb=verb, subject=place, changes=changes, reason=reason), past


def saved(context: Context, place: Place, verb: str, before: Mapping[str, Any], *, reason: str = "") -> Place:
    """Save a changed record with its next version and its audit entry; nothing is written when nothing changed."""
    made = stamped(context, place, verb, before, reason=reason)
    if made:
        place.save()
        for row in made:
            row.save(force_insert=True)
    return place


@dataclass
class Edited:
    """A record changed in memory, with everything that is written with it."""

    place: Place
    entry: AuditEntry
    past: PlacePast
    class_change: PlaceClassChange | None
    old_path: str
    fields: list[str]


@service("place.update")
def update_place(
    *, actor: Actor, operation_id: UUID | None = None, place_id: UUID, expected_version: int | None, changes: dict[str, Any]
) -> Place:
    """Change fields of a record (EDITABLE). A move to another area needs the permission there as well.

    Raises NotFound, Forbidden, Conflict `place_changed` with what changed and by whom, InvalidInput (fields).
    """
    place = locked(place_id)
    require(actor, "places.edit", area_path=place.area_path, line=place.line)
    edited = apply_edit(Context(actor), place, PlaceEdit(place_id, changes, expected_version))
    if edited:
        write_edits(actor, [edited])
        outbox.emit(
            kind="PlaceChanged",
            subject=place,
            actor=actor,
            payload={"fields": edited.fields, "class_code": place.class_code},
            permission="places.view",
        )
    return place


def bulk_update(*, actor: Actor, edits: Sequence[PlaceEdit], context: Context | None = None) -> list[Place]:
    """Change up to 200 records as update_place does, in the caller's transaction; return those that did change.

    No event is emitted for each but for those that move to another area; the caller announces its batch. Raises what
    update_place raises.
    """
    if len(edits) > MOST_AT_ONCE:
        raise TooLarge(
            "batch_too_large",
            zh=f"一次最多修改 {MOST_AT_ONCE} 家场所。",
            en=f"At most {MOST_AT_ONCE} places at once.",
            extra={"limit": MOST_AT_ONCE},
        )
    kept = context or Context(actor)
    rows = {row.pk: row for row in Place.objects.select_for_update().filter(pk__in=[edit.place_id for edit in edits])}
    done: list[Edited] = []
    for edit in edits:
        place = rows.get(edit.place_id)
        if place is None:
            raise not_found("场所", "place")
        require(actor, "places.edit", area_path=place.area_path, line=place.line)
        edited = apply_edit(kept, place, edit)
        if edited:
            done.append(edited)
    write_edits(actor, done)
    return [edited.place for edited in done]


def write_edits(actor: Actor, edited: Sequence[Edited]) -> None:
    """Write records changed in memory with their history, audit and the links that follow a move."""
    update_many([one.place for one in edited])
    insert_many([one.entry for one in edited])
    insert_many([one.past for one in edited])
    insert_many([one.class_change for one in edited if one.class_change])
    for one in edited:
        if one.place.area_path != one.old_path:
            links = EvidenceLink.objects.filter(subject_type="places.place", subject_id=str(one.place.pk))
            links.update(area_path=one.place.area_path)
            _announce_move(actor, one.place, one.old_path)


def apply_edit(context: Context, place: Place, edit: PlaceEdit) -> Edited | None:
    """Change a record in memory; None when nothing differs."""
    check_version(place, edit.expected_version)
    changes = checked(context, place, dict(edit.changes))
    before = {key: getattr(place, key) for key in (*EDITABLE, "class_code", "class_computed", "class_conflict")}
    old_class, old_path = place.class_code, place.area_path
    for key, value in changes.items():
        if key not in ("lon", "lat"):
            setattr(place, key, value)
    if changes.keys() & {"lon", "lat"}:
        set_point(place, changes.get("lon", place.lon), changes.get("lat", place.lat))
    if place.area_path != old_path:
        place.area = context.areas[place.area_path]
    if changes.keys() & {"name", "address", "area_path"}:
        set_keys(place, context.regions(place.area_path))
    changed_class = None
    if any(getattr(place, key) != before[key] for key in CLASS_FIELDS):
        result = context.rules(place.area_path).classify(kind=place.kind, activity=place.activity, inputs=place.inputs)
        apply_class(place, result)
        if place.class_code != old_class or place.class_computed != before["class_computed"]:
            changed_class = class_change(context, place, "computed", old_class, result)
    made = stamped(context, place, "place.update", before)
    return Edited(place, *made, changed_class, old_path, sorted(changes)) if made else None


def _announce_move(actor: Actor, place: Place, old_path: str) -> None:
    """Tell the packages further right that what they keep of this place belongs to another area now."""
    outbox.emit(kind="PlaceMovedArea", subject=place, actor=actor, payload={"from": old_path, "to": place.area_path})


def checked(context: Context, place: Place, changes: dict[str, Any]) -> dict[str, Any]:
    """Return the changes tidied. Raises InvalidInput for what cannot stand."""
    errors = [FieldError(key, "此项不能修改", "not editable", "unknown") for key in sorted(changes.keys() - set(EDITABLE))]
    texts = {key: str(changes[key] or "").strip() for key in TEXTS if key in changes}
    changes.update(texts)
    errors += checks.text_problems(texts)
    if "kind" in changes and changes["kind"] not in PLACE_KINDS:
        errors.append(FieldError("kind", "档案种类不对", "unknown kind", "unknown"))
    if "coordinate_source" in changes and changes["coordinate_source"] not in COORDINATE_SOURCES:
        errors.append(FieldError("coordinate_source", "坐标来源不对", "unknown coordinate source", "unknown"))
    if changes.keys() & {"lon", "lat"}:
        errors += checks.point_problems(changes.get("lon", place.lon), changes.get("lat", place.lat))
    if "inputs" in changes:
        changes["inputs"], wrong = inputs.tidy(changes["inputs"] or {})
        errors += wrong
    path, line = changes.get("area_path", place.area_path), changes.get("line", place.line)
    context.read_areas({path})
    if (path, line) != (place.area_path, place.line):
        require(context.actor, "places.edit", area_path=path, line=line)
    rules = context.rules(path)
    if changes.get("activity") and changes["activity"] not in rules.activities:
        errors.append(FieldError("activity", "规则包里没有这种经营活动", "no such activity", "unknown"))
    if changes.get("class_declared") and changes["class_declared"] not in rules.classes:
        errors.append(FieldError("class_declared", "规则包里没有这个类别", "no such class", "unknown"))
    if errors:
        raise InvalidInput("place_invalid", zh="有几项需要改正，请看每一项旁的说明。", en="Some fields are wrong.", fields=errors)
    if changes.keys() & {"compound_id", "building_id", "kind", "shared_manager_organization_id"}:
        check_relations(
            context.actor,
            changes.get("kind", place.kind),
            changes.get("compound_id", place.compound_id),
            changes.get("building_id", place.building_id),
            changes.get("shared_manager_organization_id", place.shared_manager_organization_id),
        )
    return changes


def as_changes(given: Any) -> dict[str, Any]:
    """Return the editable fields of a NewPlace as changes, for callers that hold a whole row (the import)."""
    values = asdict(given)
    return {key: values[key] for key in EDITABLE if key in values}
