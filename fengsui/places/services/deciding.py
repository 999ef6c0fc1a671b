"""The class of a place: a person's decision with its reason, and computing again when the rules change."""

from uuid import UUID

from fengsui.kernel import audit, outbox, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import FieldError, InvalidInput
from fengsui.kernel.scope import require, under
from fengsui.kernel.service import service
from fengsui.places.models import Place, PlaceClassChange, PlacePast
from fengsui.places.services.context import Context
from fengsui.places.services.editing import check_version, locked, saved
from fengsui.places.services.keeping import past_of
from fengsui.places.services.making import MOST_AT_ONCE, apply_class, class_change

_CLASS_FIELDS = ("class_code", "class_computed", "class_overridden", "class_reason", "class_conflict", "rulepack_version")


@service("place.override_class")
def override_class(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    place_id: UUID,
    class_code: str,
    reason: str,
    expected_version: int | None = None,
) -> Place:
    """Decide a place's class against or ahead of the rules; it stands until withdrawn. An empty code withdraws it.

    Raises NotFound, Forbidden, InvalidInput (no reason, a class the rule pack does not know), Conflict `place_changed`.
    """
    place = locked(place_id)
    require(actor, "places.override_class", area_path=place.area_path, line=place.line)
    check_version(place, expected_version)
    context = Context(actor)
    rules = context.rules(place.area_path)
    errors = []
    if len(reason.strip()) < 2:
        errors.append(FieldError("reason", "请写明认定理由", "give the reason", "required"))
    if class_code and class_code not in rules.classes:
        errors.append(FieldError("class_code", "规则包里没有这个类别", "no such class", "unknown"))
    if not class_code and not place.class_overridden:
        errors.append(FieldError("class_code", "请选择类别", "choose a class", "required"))
    if errors:
        raise InvalidInput("place_invalid", zh="人工认定还差几项。", en="The decision is not complete.", fields=errors)
    before = {key: getattr(place, key) for key in _CLASS_FIELDS}
    old = place.class_code
    if class_code:
        place.class_overridden, place.class_reason, place.class_code = True, reason.strip()[:300], class_code
        place.class_conflict = False
    else:
        place.class_overridden, place.class_reason = False, ""
        apply_class(place, rules.classify(kind=place.kind, activity=place.activity, inputs=place.inputs))
    kind = "override" if class_code else "override_removed"
    class_change(context, place, kind, old, None, reason.strip()[:300]).save(force_insert=True)
    saved(context, place, "place.override_class", before, reason=reason)
    outbox.emit(kind="PlaceChanged", subject=place, actor=actor, payload={"fields": ["class_code"]}, permission="places.view")
    return place


def recompute_classes(*, actor: Actor, area_path: str, after: UUID | None = None) -> tuple[int, int, UUID | None]:
    """Compute again the classes of up to 200 places of an area whose rule pack is not the one in force today.

    Returns (looked at, class changed, cursor for the next call or None at the end). Each call is one transaction;
    a place already computed with the pack in force is left alone, so calling again changes nothing.
    """
    context = Context(actor)
    rules = context.rules(area_path)
    with transaction.write():
        rows = Place.objects.select_for_update().filter(under(area_path)).exclude(rulepack_version=rules.version)
        if after:
            rows = rows.filter(pk__gt=after)
        places = list(rows.order_by("pk")[:MOST_AT_ONCE])
        history: list[PlaceClassChange] = []
        past: list[PlacePast] = []
        entries = []
        for place in places:
            before = {key: getattr(place, key) for key in _CLASS_FIELDS}
            result = rules.classify(kind=place.kind, activity=place.activity, inputs=place.inputs)
            apply_class(place, result)
            if place.class_computed == before["class_computed"] and place.class_code == before["class_code"]:
                continue
            past.append(past_of(context, place, before))
            place.row_version += 1
            place.updated_at = context.now
            history.append(class_change(context, place, "recomputed", str(before["class_code"]), result))
            changes = audit.changes_between(before, {key: getattr(place, key) for key in _CLASS_FIELDS})
            changes["row_version"] = [place.row_version - 1, place.row_version]
            entries.append(audit.entry(actor=actor, verb="place.recompute_class", subject=place, changes=changes))
        Place.objects.bulk_update(
            places,
            ["class_code", "class_computed", "class_reasons", "class_conflict", "key_unit_suggested", "rulepack_version",
             "row_version", "updated_at"],
        )  # fmt: skip
        PlaceClassChange.objects.bulk_create(history)
        PlacePast.objects.bulk_create(past)
        audit.record_many(entries)
    return len(places), len(history), places[-1].pk if len(places) == MOST_AT_ONCE else None
