"""Writing a batch: chunks of at most 200 rows, each one transaction that also marks its rows, so that a kill loses nothing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from fengsui.kernel import audit, clock, outbox, phones, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import DomainError
from fengsui.places import checks, matching, services
from fengsui.places.importing.engine.verdicts import ROW
from fengsui.places.importing.models import ImportBatch, ImportRow
from fengsui.places.importing.writing.previewing import changes_of
from fengsui.places.importing.writing.returning import chosen
from fengsui.places.importing.writing.standing import Standing, standing_of
from fengsui.places.models import Facility, Place
from fengsui.places.services import Context
from fengsui.places.services.inserting import insert_many
from fengsui.places.states import VERBS, state_label
from fengsui.places.values import NewContact, NewPlace, PlaceEdit

Progress = Callable[[int, int], None]
CHUNK = services.MOST_AT_ONCE
STATE_REASON = "台账导入"
_PLAIN = ("name", "address", "credit_code", "activity", "class_declared", "shared_manager", "external_id", "area_path")
_MARK = (
    "UPDATE places_importrow SET place_id = %s, place_version = %s, outcome = %s, outcome_words = %s, applied = %s WHERE id = %s"
)


class Outcome:
    """What became of one row, to be written on it."""

    __slots__ = ("applied", "place_id", "row", "version", "what", "words")

    def __init__(
        self, row: ImportRow, what: str, place_id: UUID | None = None, version: int = 0,
        applied: dict[str, Any] | None = None, words: tuple[str, str] = ("", ""),
    ) -> None:  # fmt: skip
        self.row, self.what, self.place_id, self.version = row, what, place_id, version
        self.applied, self.words = applied or {}, words


def waiting() -> Q:
    """Return the filter of rows still to be written."""
    decided = Q(verdict="doubtful", decision__in=("same", "new", "skip"))
    chosen_all = Q(verdict="conflict", undecided=0)
    return Q(outcome="") & (Q(verdict__in=("new", "changed")) | decided | chosen_all)


def apply(actor: Actor, batch: ImportBatch, progress: Progress) -> dict[str, int]:
    """Write all rows of a batch that wait, and return how many of each outcome; started again, it goes on where it stopped."""
    rows = ImportRow.objects.filter(batch=batch)
    total = rows.filter(waiting()).count()
    context = Context(actor)
    done = 0
    needed = ("number", "given", "conflicts", "verdict", "decision", "matches", "place_id", "place_version")
    while chunk := list(rows.filter(waiting()).order_by("number").only(*needed)[:CHUNK]):
        apply_chunk(actor, chunk, context)
        done += len(chunk)
        progress(done, total)
    return finish(actor, batch)


def finish(actor: Actor, batch: ImportBatch) -> dict[str, int]:
    """Count the outcomes of a batch and mark it as written."""
    counted = ImportRow.objects.filter(batch=batch).exclude(outcome="").values_list("outcome").annotate(n=Count("*"))
    outcomes = dict(counted)
    batch.counts = {**batch.counts, **{f"outcome_{key}": n for key, n in outcomes.items()}}
    batch.state, batch.applied_at = "applied", clock.now()
    with transaction.write():
        batch.save(update_fields=["counts", "state", "applied_at"])
        audit.record(actor=actor, verb="import.applied", subject=batch, changes={"rows": [None, outcomes]})
        outbox.emit(kind="PlacesImported", subject=batch, actor=actor, payload={"outcomes": outcomes}, permission="places.import")
    return outcomes


def apply_chunk(actor: Actor, chunk: Sequence[ImportRow], context: Context) -> None:
    """Write a chunk of rows and mark them, in one transaction."""
    with transaction.write():
        made = [row for row in chunk if row.decision != "skip" and (row.verdict == "new" or row.decision == "new")]
        changed = [row for row in chunk if row.verdict in ("changed", "conflict") or row.decision == "same"]
        outcomes = [
            Outcome(row, "skipped", words=("按决定跳过", "skipped as decided")) for row in chunk if row.decision == "skip"
        ]
        outcomes += _create(actor, made, context)
        outcomes += _change(actor, changed, context)
        _mark(outcomes)


def _mark(outcomes: Sequence[Outcome]) -> None:
    fields = {field.name: field for field in ImportRow._meta.concrete_fields}
    values = [
        (
            fields["place_id"].get_db_prep_save(one.place_id, connection),
            one.version,
            one.what,
            fields["outcome_words"].get_db_prep_save(
                {"zh": one.words[0], "en": one.words[1]} if one.words[0] else {}, connection
            ),
            fields["applied"].get_db_prep_save(one.applied, connection),
            one.row.pk,
        )
        for one in outcomes
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_MARK, values)


def new_place(given: Mapping[str, Any]) -> NewPlace:
    """Return what a row gives as a place to be made, its phones opened."""
    contacts = tuple(
        NewContact(name=person["name"], role=person["role"], phone=phones.open_phone(person["cipher"]))
        for person in given.get("people", ())
    )
    return NewPlace(
        name=given["name"],
        area_path=given["area_path"],
        address=given.get("address", ""),
        activity=given.get("activity", ""),
        inputs=given.get("inputs", {}),
        class_declared=given.get("class_declared", ""),
        state=given.get("state", "registered"),
        lon=given.get("lon"),
        lat=given.get("lat"),
        coordinate_source="import" if "lon" in given else "",
        credit_code=given.get("credit_code", ""),
        contacts=contacts,
        external_id=given.get("external_id", ""),
        note=given.get("note", ""),
        shared_manager=given.get("shared_manager", ""),
    )


def _create(actor: Actor, rows: Sequence[ImportRow], context: Context) -> list[Outcome]:
    outcomes: list[Outcome] = []
    ready: list[tuple[ImportRow, NewPlace]] = []
    there = _already_there(rows, context)
    for row in rows:
        given = new_place(row.given)
        if wrong := checks.problems_of(given):
            outcomes.append(Outcome(row, "failed", words=(wrong[0].zh, wrong[0].en)))
        elif row.pk in there and row.decision != "new":
            words = f"检查之后台账里有了同一家（{there[row.pk]}），请重新检查后再写入"
            outcomes.append(Outcome(row, "failed", words=(words, "the same place was recorded meanwhile; check again")))
        else:
            ready.append((row, given))
    try:
        with transaction.write():
            places = services.bulk_create(actor=actor, rows=[given for _, given in ready], context=context)
            return outcomes + _created(actor, [row for row, _ in ready], places)
    except DomainError as error:
        if len(ready) == 1:
            return [*outcomes, Outcome(ready[0][0], "failed", words=(error.zh, error.en))]
    for row, given in ready:
        try:
            with transaction.write():
                places = services.bulk_create(actor=actor, rows=[given], context=context)
                outcomes += _created(actor, [row], places)
        except DomainError as error:
            outcomes.append(Outcome(row, "failed", words=(error.zh, error.en)))
    return outcomes


def _already_there(rows: Sequence[ImportRow], context: Context) -> dict[int, str]:
    """Return row → number of a record with the same name and address, made since the preview (one query a chunk)."""
    keys: dict[tuple[str, str, str], int] = {}
    for row in rows:
        path = row.given["area_path"]
        words = context.regions(path)
        name = matching.name_key(row.given["name"], words)[:120]
        address = matching.address_key(row.given.get("address", ""), words)[:200]
        if name and address:
            keys[name, address, "/".join(path.split("/")[:2])] = row.pk
    found: dict[int, str] = {}
    standing = Place.objects.filter(name_key__in={name for name, _, _ in keys}).exclude(state__in=("rejected", "merged"))
    for name, address, path, number in standing.values_list("name_key", "address_key", "area_path", "number"):
        if pk := keys.get((name, address, "/".join(path.split("/")[:2]))):
            found[pk] = number
    return found


def _created(actor: Actor, rows: Sequence[ImportRow], places: Sequence[Place]) -> list[Outcome]:
    facilities, entries, outcomes = [], [], []
    for row, place in zip(rows, places, strict=True):
        given = row.given.get("facilities", {})
        for kind, facility in given.items():
            facilities.append(_facility(place, kind, facility))
        if given:
            entries.append(
                audit.entry(actor=actor, verb="place.add_facility", subject=place, changes={"facilities": [None, given]})
            )
        outcomes.append(Outcome(row, "created", place.pk, place.row_version, {"updated_at": place.updated_at.isoformat()}))
    insert_many(facilities)
    insert_many(entries)
    return outcomes


def _facility(place: Place, kind: str, given: Mapping[str, Any]) -> Facility:
    expires = date.fromisoformat(given["expires_on"]) if given.get("expires_on") else None
    return Facility(place=place, kind=kind, quantity=max(1, int(given.get("quantity") or 1)), expires_on=expires)


def _target(row: ImportRow) -> UUID | None:
    if row.verdict in ("changed", "conflict"):
        return row.place_id
    best = row.matches[0]["id"] if row.matches else ""
    return UUID(best) if best and not best.startswith(ROW) else None


def _change(actor: Actor, rows: Sequence[ImportRow], context: Context) -> list[Outcome]:
    targets = {row.pk: _target(row) for row in rows}
    standing = standing_of(actor, {place_id for place_id in targets.values() if place_id})
    outcomes = []
    for row in rows:
        place_id = targets[row.pk]
        record = standing.get(str(place_id)) if place_id else None
        if place_id is None:
            words = (
                f"与第 {row.matches[0]['row']} 行是同一家，不再另建" if row.matches else "同一家，不再另建",
                "the same as another row",
            )
            outcomes.append(Outcome(row, "skipped", words=words))
        elif record is None:
            words = ("这份档案已不在您的数据范围内，请重新检查", "the record is out of your scope now; check again")
            outcomes.append(Outcome(row, "failed", words=words))
        elif row.verdict in ("changed", "conflict") and row.place_version != record.version:
            words = ("检查之后这份档案被别人改过，没有覆盖，请重新检查", "the record was changed meanwhile; check again")
            outcomes.append(Outcome(row, "failed", words=words))
        else:
            try:
                with transaction.write():
                    outcomes.append(_change_one(actor, row, place_id, record, context))
            except DomainError as error:
                outcomes.append(Outcome(row, "failed", words=(error.zh, error.en)))
    return outcomes


def _change_one(actor: Actor, row: ImportRow, place_id: UUID, record: Standing, context: Context) -> Outcome:
    given = chosen(row)
    changes = changes_of(given, record)
    if not changes:
        return Outcome(row, "unchanged", place_id, record.version)
    applied: dict[str, Any] = {"changes": {key: pair for key, pair in changes.items() if key != "people"}}
    if edit := edit_of(changes, record, forward=True):
        services.bulk_update(actor=actor, edits=[PlaceEdit(place_id, edit, record.version)], context=context)
    words = ("", "")
    if "state" in changes:
        words = _step(actor, place_id, *changes["state"])
        if words[0]:
            applied["changes"].pop("state")
    if "people" in changes:
        applied["contacts"] = [
            str(services.add_contact(actor=actor, place_id=place_id, contact=_contact(person)).pk)
            for person in given["people"]
            if (person["hmac"] and person["hmac"] not in record.hashes)
            or (not person["hmac"] and person["name"] not in record.people)
        ]
    for key, (old, new) in changes.items():
        if key.startswith("facility."):
            applied.setdefault("facilities", []).append(_set_facility(actor, place_id, key.partition(".")[2], old, new))
    after = Place.objects.only("row_version", "updated_at").get(pk=place_id)
    applied["updated_at"] = after.updated_at.isoformat()
    return Outcome(row, "updated", place_id, after.row_version, applied, words)


def edit_of(changes: Mapping[str, list[Any]], record: Standing, *, forward: bool) -> dict[str, Any]:
    """Return changes (field → [old, new]) as an edit of a record: to the new values, or back to the old ones."""
    side = 1 if forward else 0
    edit: dict[str, Any] = {key: changes[key][side] or "" for key in _PLAIN if key in changes}
    inputs = {key.partition(".")[2]: pair[side] for key, pair in changes.items() if key.startswith("inputs.")}
    if inputs:
        edit["inputs"] = {key: value for key, value in {**record.values["inputs"], **inputs}.items() if value is not None}
    if "point" in changes:
        edit["lon"], edit["lat"] = changes["point"][side]
        if forward:
            edit["coordinate_source"] = "import"
    if "note" in changes:
        old, new = changes["note"]
        edit["note"] = ("\n".join(part for part in (old, new) if part) if forward else old)[:4000]
    return edit


def _contact(person: Mapping[str, Any]) -> NewContact:
    return NewContact(name=person["name"], role=person["role"], phone=phones.open_phone(person["cipher"]))


def _step(actor: Actor, place_id: UUID, old: str, new: str) -> tuple[str, str]:
    """Take the step of the state table that leads to the ledger's state; say so when there is none to take."""
    place = Place.objects.only("area_path", "line").get(pk=place_id)
    for verb in VERBS.values():
        allowed = actor.may(verb.permission, area_path=place.area_path, line=place.line)
        if verb.to_state == new and old in verb.from_states and verb.code not in ("merge", "restore") and allowed:
            services.set_state(actor=actor, place_id=place_id, verb=verb.code, reason=STATE_REASON)
            return "", ""
    zh = f"其余已更新；状态不能直接由“{state_label(old)}”改为“{state_label(new)}”，请在档案中登记"
    return zh, f"the rest was updated; the state cannot go from {state_label(old, 'en')} to {state_label(new, 'en')}"


def _set_facility(
    actor: Actor, place_id: UUID, kind: str, old: Mapping[str, Any] | None, new: Mapping[str, Any]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if "quantity" in new:
        values["quantity"] = max(1, int(new["quantity"]))
    if new.get("expires_on"):
        values["expires_on"] = date.fromisoformat(new["expires_on"])
    if old is None:
        made = services.add_facility(actor=actor, place_id=place_id, facility={"kind": kind, **values})
        return {"id": str(made.pk), "before": None}
    services.edit_facility(actor=actor, facility_id=UUID(old["id"]), changes=values)
    return {"id": old["id"], "before": {"quantity": old["quantity"], "expires_on": old["expires_on"]}}
