"""Taking a batch back: new records become 误录, changed ones get their old values; what people touched since is told."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, ManyToOneRel

from fengsui.kernel import audit, clock, outbox, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import DomainError
from fengsui.kernel.models import EvidenceLink
from fengsui.places import services
from fengsui.places.importing.models import ImportBatch, ImportRow
from fengsui.places.importing.writing.standing import standing_of
from fengsui.places.models import Facility, Place, PlaceClassChange, PlaceContact, PlacePast, PlaceStateChange
from fengsui.places.services import Context
from fengsui.places.services.editing import saved
from fengsui.places.values import PlaceEdit

Progress = Callable[[int, int], None]
CHUNK = services.MOST_AT_ONCE
UNDO_REASON = "撤销台账导入"
# Tables that are part of the record itself; rows of any other table that points to it are work done on the place.
_OWN = (PlaceContact, Facility, PlaceClassChange, PlaceStateChange, PlacePast)


def _written(batch: ImportBatch) -> Any:
    return ImportRow.objects.filter(batch=batch, outcome__in=("created", "updated"))


def touched_since(batch: ImportBatch) -> list[dict[str, str]]:
    """Return the records a batch wrote that were changed, or worked on, afterwards: number, name, why."""
    touched: list[dict[str, str]] = []
    last = 0
    while rows := list(_written(batch).filter(number__gt=last).order_by("number")[:1000]):
        last = rows[-1].number
        touched += [
            {"row": str(row.number), "number": place.number, "name": place.name, "zh": zh, "en": en}
            for row, place, zh, en in _touched(rows)
        ]
    return touched


def _touched(rows: Sequence[ImportRow]) -> list[tuple[ImportRow, Place, str, str]]:
    columns = ("number", "name", "row_version", "updated_at", "state")
    places = {place.pk: place for place in Place.objects.filter(pk__in=[row.place_id for row in rows]).only(*columns)}
    worked_on = in_use([row.place_id for row in rows if row.outcome == "created" and row.place_id])
    found = []
    for row in rows:
        place = places.get(row.place_id) if row.place_id else None
        if place is None:
            continue
        if place.row_version != row.place_version or place.updated_at.isoformat() != row.applied.get("updated_at"):
            found.append((row, place, "导入后档案被修改过", "the record was changed after the import"))
        elif place.pk in worked_on:
            found.append((row, place, f"导入后已有{worked_on[place.pk]}", "work was done there after the import"))
    return found


def in_use(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return place → words for records that other tables point to: visits, hazards, photos, places inside."""
    wanted = list(ids)
    used: dict[UUID, str] = {}
    for relation in Place._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or not isinstance(relation.related_model, type):
            continue
        model, field = relation.related_model, relation.field
        if model in _OWN:
            continue
        words = (
            str(model._meta.verbose_name) if any("\u4e00" <= c <= "\u9fff" for c in str(model._meta.verbose_name)) else "业务记录"
        )
        rows = model._base_manager.filter(**{f"{field.name}__in": wanted})
        used.update(dict.fromkeys(rows.values_list(field.attname, flat=True).distinct(), words))
    links = EvidenceLink.objects.filter(subject_type="places.place", subject_id__in=[str(pk) for pk in wanted])
    used.update({UUID(pk): "照片" for pk in links.filter(removed_at__isnull=True).values_list("subject_id", flat=True)})
    return used


def undo(actor: Actor, batch: ImportBatch, progress: Progress) -> dict[str, int]:
    """Take back what a batch wrote, chunk by chunk; touched records are kept and marked. Goes on where it stopped."""
    total = _written(batch).count()
    done = 0
    context = Context(actor)
    while rows := list(_written(batch).order_by("-number")[:CHUNK]):
        with transaction.write():
            kept = {row.pk: (zh, en) for row, _, zh, en in _touched(rows)}
            places = {
                place.pk: place for place in Place.objects.select_for_update().filter(pk__in=[row.place_id for row in rows])
            }
            for row in rows:
                place = places.get(row.place_id) if row.place_id else None
                words = kept.get(row.pk)
                if place is not None and words is None:
                    words = _take_back(actor, context, row, place)
                row.outcome = "kept" if words or place is None else "undone"
                row.outcome_words = {"zh": words[0], "en": words[1]} if words else {}
            ImportRow.objects.bulk_update(rows, ["outcome", "outcome_words"], batch_size=100)
        done += len(rows)
        progress(done, total)
    counted = dict(
        ImportRow.objects.filter(batch=batch, outcome__in=("undone", "kept")).values_list("outcome").annotate(n=Count("*"))
    )
    batch.counts = {**batch.counts, **{f"outcome_{key}": counted.get(key, 0) for key in ("undone", "kept")}}
    batch.counts.pop("outcome_created", None)
    batch.counts.pop("outcome_updated", None)
    batch.state, batch.undone_at = "undone", clock.now()
    with transaction.write():
        batch.save(update_fields=["counts", "state", "undone_at"])
        audit.record(actor=actor, verb="import.undone", subject=batch, changes={"rows": [None, counted]})
        outbox.emit(kind="PlacesImportUndone", subject=batch, actor=actor, payload=counted, permission="places.import")
    return counted


def _take_back(actor: Actor, context: Context, row: ImportRow, place: Place) -> tuple[str, str] | None:
    """Undo one row inside the chunk's transaction; return why not, in words, when a rule forbids it."""
    try:
        with transaction.write():
            if row.outcome == "created":
                _set_state(context, place, "rejected")
            else:
                _restore(actor, context, row, place)
    except DomainError as error:
        return error.zh, error.en
    return None


def _set_state(context: Context, place: Place, state: str) -> None:
    before = {"state": place.state, "state_since": place.state_since}
    old = place.state
    place.state, place.state_since = state, context.today
    PlaceStateChange.objects.create(
        place=place, verb="undo_import", from_state=old, to_state=state, reason=UNDO_REASON, on=context.today,
        actor_account_id=context.actor.account_id, actor_name=context.actor.name[:150], at=context.now,
    )  # fmt: skip
    saved(context, place, "place.undo_import", before, reason=UNDO_REASON)
    outbox.emit(
        kind="PlaceStateChanged", subject=place, actor=context.actor,
        payload={"verb": "undo_import", "from": old, "to": state}, permission="places.view",
    )  # fmt: skip


def _restore(actor: Actor, context: Context, row: ImportRow, place: Place) -> None:
    from fengsui.places.importing.writing.applying import edit_of

    changes = row.applied.get("changes", {})
    record = standing_of(actor, [place.pk]).get(str(place.pk))
    if record and (edit := edit_of(changes, record, forward=False)):
        services.bulk_update(actor=actor, edits=[PlaceEdit(place.pk, edit, place.row_version)], context=context)
        place.refresh_from_db()
    if "state" in changes:
        _set_state(context, place, changes["state"][0])
    for contact_id in row.applied.get("contacts", ()):
        services.remove_contact(actor=actor, contact_id=UUID(contact_id), reason=UNDO_REASON)
    for facility in row.applied.get("facilities", ()):
        if facility["before"] is None:
            services.remove_facility(actor=actor, facility_id=UUID(facility["id"]), reason=UNDO_REASON)
        else:
            before = dict(facility["before"])
            before["expires_on"] = date.fromisoformat(before["expires_on"]) if before["expires_on"] else None
            services.edit_facility(actor=actor, facility_id=UUID(facility["id"]), changes=before)
