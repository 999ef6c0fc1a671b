"""Two records of one place brought together, and taken apart again: work, people and photos follow and come back."""

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, models

from fengsui.kernel import audit, clock, outbox, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict
from fengsui.kernel.models import EvidenceLink
from fengsui.places import followers
from fengsui.places.models import Facility, Place, PlaceContact, PlaceMerge
from fengsui.places.services.keeping import keep_former

PHOTOS = "kernel.evidencelink"


def bring_together(actor: Actor, double: Place, kept: Place, reason: str) -> PlaceMerge:
    """Let everything of a record follow to the one that is kept, in the caller's transaction.

    What was found and closed keeps its area and so its street's figures; what is open follows into the area of the
    record that is kept.
    """
    moved: dict[str, Any] = {}
    for model, field in pointing():
        table = model._meta.label_lower
        key = f"{table}.{field}"
        follower = followers.of_table(table)
        done: Any = follower.follow(actor, double, kept) if follower else _point(model, field, double, kept)
        if done:
            moved[key] = done
    photos = EvidenceLink.objects.filter(subject_type="places.place", subject_id=str(double.pk), removed_at__isnull=True)
    if ids := [str(pk) for pk in photos.values_list("pk", flat=True)]:
        photos.update(subject_id=str(kept.pk), area_path=kept.area_path, line=kept.line)
        moved[PHOTOS] = ids
    row = PlaceMerge.objects.create(
        double=double, kept=kept, moved=moved, reason=reason.strip()[:300], by_name=actor.name[:150], at=clock.now()
    )
    _tell(actor, kept, double.area_path, "place.took_over", double, moved, reason)
    return row


def take_apart(actor: Actor, double: Place, reason: str) -> PlaceMerge | None:
    """Give a record back what followed it away and still stands there, in the caller's transaction; None if nothing did.

    What was added to the kept record since stays with it. Raises Conflict when the kept record was itself merged on.
    """
    merge = PlaceMerge.objects.select_for_update().filter(double=double, undone_at__isnull=True).select_related("kept").first()
    if merge is None:
        return None
    kept = merge.kept
    if kept.state == "merged":
        raise Conflict(
            "kept_merged_on",
            zh=f"保留的档案“{kept.name}”后来又并入了别的档案，请先撤销那一次并档。",
            en="The record that was kept was itself merged on; undo that first.",
            extra={"place_id": str(kept.pk)},
        )
    for model, field in pointing():
        table = model._meta.label_lower
        done = merge.moved.get(f"{table}.{field}")
        if not done:
            continue
        if follower := followers.of_table(table):
            follower.come_back(actor, double, kept, done)
        else:
            _point_back(model, field, double, kept, done)
    photos = EvidenceLink.objects.filter(pk__in=merge.moved.get(PHOTOS, ()), subject_id=str(kept.pk))
    photos.update(subject_id=str(double.pk), area_path=double.area_path, line=double.line)
    merge.undone_at, merge.undone_by_name = clock.now(), actor.name[:150]
    merge.save(update_fields=["undone_at", "undone_by_name"])
    _tell(actor, double, kept.area_path, "place.took_back", kept, merge.moved, reason)
    return merge


def pointing() -> Iterator[tuple[type[models.Model], str]]:
    """Yield every table and column that points to a place and follows it, of all packages."""
    for relation in Place._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or not isinstance(relation.related_model, type):
            continue
        model, field = relation.related_model, relation.field.name
        if followers.stays(model._meta.label_lower) or (model is Place and field == "merged_into"):
            continue
        yield model, field


def _point(model: type[models.Model], field: str, double: Place, kept: Place) -> list[str]:
    """Point the rows of a table to the kept record and return their ids; a row that would stand there twice stays."""
    if model in (PlaceContact, Facility):
        return _move_kept(model, double, kept)
    ids = list(model._base_manager.filter(**{field: double}).exclude(pk=kept.pk).values_list("pk", flat=True))
    return [str(pk) for pk in _repointed(model, field, ids, kept)]


def _point_back(model: type[models.Model], field: str, double: Place, kept: Place, ids: list[str]) -> None:
    if model in (PlaceContact, Facility):
        _move_kept(model, kept, double, ids)
        return
    still = list(model._base_manager.filter(pk__in=ids, **{field: kept}).values_list("pk", flat=True))
    _repointed(model, field, still, double)


def _repointed(model: type[models.Model], field: str, ids: list[Any], to: Place) -> list[Any]:
    values: dict[str, Any] = {field: to}
    if any(one.name == "updated_at" for one in model._meta.concrete_fields):
        values["updated_at"] = clock.now()
    try:
        with transaction.write():
            model._base_manager.filter(pk__in=ids).update(**values)
        return ids
    except IntegrityError:
        done = []
    for pk in ids:
        try:
            with transaction.write():
                model._base_manager.filter(pk=pk).update(**values)
            done.append(pk)
        except IntegrityError:
            continue
    return done


def _move_kept(model: Any, source: Place, target: Place, ids: list[str] | None = None) -> list[str]:
    """Move contacts or facilities, leaving what stood at the source as a closed row there, so that its past days hold."""
    rows = model._base_manager.filter(place=source, removed_at__isnull=True)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    called = model is PlaceContact and target.contacts.filter(removed_at__isnull=True).exists()
    moved: list[str] = []
    for row in rows.order_by("created_at", "id"):
        row.place = target
        keep_former(row)
        if model is PlaceContact:
            row.is_primary = not called and not moved
        row.save()
        moved.append(str(row.pk))
    return moved


def _tell(actor: Actor, place: Place, old_path: str, verb: str, other: Place, moved: dict[str, Any], reason: str) -> None:
    counts = {table: len(rows) if isinstance(rows, list) else len(rows.get("ids", ())) for table, rows in moved.items()}
    shown = {"other": [None, other.number], "rows": [None, counts]}
    audit.record(actor=actor, verb=verb, subject=place, changes=shown, reason=reason)
    if place.area_path != old_path:
        # What is open follows into the area of the record it now belongs to, and is given to whoever patrols there.
        outbox.emit(kind="PlaceMovedArea", subject=place, actor=actor, payload={"from": old_path, "to": place.area_path})
