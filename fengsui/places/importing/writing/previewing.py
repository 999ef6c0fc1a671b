"""The preview: every row read, compared with the ledger and with the other rows, and kept with its verdict."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from fengsui.kernel import geo, outbox, phones, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.scope import under, visible
from fengsui.places import matching, regions
from fengsui.places.importing.engine import headers, points
from fengsui.places.importing.engine.layout import data_rows, head_of
from fengsui.places.importing.engine.read_row import ReadRow, phone_hashes
from fengsui.places.importing.engine.reading import open_book
from fengsui.places.importing.engine.returned import is_returned
from fengsui.places.importing.engine.rows import RowReader
from fengsui.places.importing.engine.texts import Problem, masked, text_of
from fengsui.places.importing.engine.verdicts import ROW, Comparer, Verdict, differences
from fengsui.places.importing.files import opened
from fengsui.places.importing.models import VERDICTS, ImportBatch, ImportRow
from fengsui.places.importing.surroundings import Outlines, area_book, surroundings
from fengsui.places.importing.writing.returning import Returned, Returning, conflicts_of, keep_only
from fengsui.places.importing.writing.standing import Standing, standing_of
from fengsui.places.models import PlaceContact
from fengsui.places.queries.lists import in_scope
from fengsui.places.queries.similar import community_of
from fengsui.places.services.inserting import insert_many

Progress = Callable[[int, int], None]
CHUNK = 200
SYSTEM_SAMPLE = 1500
GONE = ("rejected", "merged")


def preview(actor: Actor, batch: ImportBatch, progress: Progress) -> dict[str, int]:
    """Judge every row of a batch anew and return how many of each verdict. Nothing of the ledger changes.

    Run again after a kill it starts over: rows of an earlier run are taken out first.
    """
    while stale := list(ImportRow.objects.filter(batch=batch).values_list("pk", flat=True)[:2000]):
        with transaction.write():
            ImportRow.objects.filter(pk__in=stale).delete()
    counts: Counter[str] = Counter()
    with opened(batch) as source:
        sheet = open_book(source).sheet(batch.sheet)
        head = head_of(sheet, batch.header_row + batch.header_height + 40)
        header = headers.header_at(head, sheet.merges, batch.header_row - 1, batch.header_height)
        judge = _Judge(actor, batch, header.labels)
        judge.settle_system(sample for _, sample in zip(range(SYSTEM_SAMPLE), data_rows(sheet, header), strict=False))
        total = max(0, sheet.height - header.first_data_row)
        done = 0
        for chunk in _chunks(data_rows(sheet, header)):
            made = judge.judge(chunk)
            counts.update(row.verdict for row in made)
            with transaction.write():
                insert_many(made)
            done += len(chunk)
            if done % 2000 < CHUNK:
                progress(min(done, total), total)
    batch.counts = {code: counts.get(code, 0) for code in VERDICTS} | {"rows": done}
    batch.state = "previewed"
    with transaction.write():
        batch.save(update_fields=["counts", "state", "system", "system_words"])
        outbox.emit(
            kind="PlacesImportPreviewed", subject=batch, actor=actor, payload={"counts": batch.counts}, permission="places.import"
        )
    return batch.counts


def _chunks(rows: Iterator[tuple[int, list[Any]]]) -> Iterator[list[tuple[int, list[Any]]]]:
    chunk: list[tuple[int, list[Any]]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


class _Judge:
    def __init__(self, actor: Actor, batch: ImportBatch, labels: tuple[str, ...]) -> None:
        self.actor, self.batch, self.labels = actor, batch, labels
        self.mapping = {int(column): code for column, code in batch.mapping.items()}
        self.district = batch.area_path.split("/", 1)[0]
        self.book = area_book(self.district)
        self.outlines = Outlines()
        self.words = regions.prefixes(self.district, self.book.district_name)
        self.comparer = Comparer()
        self.comparer.extend(_records(actor, self.district))
        self.reader = self._reader("wgs84")
        self.returning = Returning(actor, self.mapping) if is_returned(self.mapping) else None

    def _reader(self, system: str) -> RowReader:
        around = surroundings(self.batch.area_path, system=system, book=self.book, outlines=self.outlines)
        return RowReader(self.mapping, self.labels, around)

    def settle_system(self, sample: Iterator[tuple[int, list[Any]]]) -> None:
        """Take the coordinate system the person named, or the one in which most points fall into their areas."""
        batch, codes = self.batch, set(self.mapping.values())
        if not codes & {"lon", "point"}:
            batch.system, batch.system_words = "", {}
            return
        if batch.system_choice:
            batch.system = batch.system_choice
            words = points.SYSTEMS[batch.system]
            batch.system_words = {"certain": True, "zh": f"按您选择的{words[0]}换算", "en": f"as chosen: {words[1]}"}
        else:
            seen = []
            for number, cells in sample:
                row = self.reader.read(number, cells)
                if "lon" in row.fields and row.text("area_path").count("/") >= 1:
                    seen.append((row.text("area_path"), row.fields["lon"], row.fields["lat"]))
            labels = [self.labels[column] for column, code in self.mapping.items() if code in ("lon", "lat", "point")]
            guess = points.guess_system(seen, self.outlines.inside, labels)
            batch.system = guess.system
            batch.system_words = {"certain": guess.certain, "zh": guess.zh, "en": guess.en}
        self.reader = self._reader(batch.system)

    def judge(self, chunk: list[tuple[int, list[Any]]]) -> list[ImportRow]:
        """Return the import rows of a chunk, the records they concern read in one go."""
        if self.returning is not None:
            return self._merged(self.returning, chunk)
        judged: list[tuple[ReadRow, Verdict, list[Any]]] = []
        for number, cells in chunk:
            row = self.reader.read(number, cells)
            judged.append((row, self._verdict(row), cells))
        ids = {UUID(verdict.place_id) for _, verdict, _ in judged if verdict.place_id}
        ids |= {UUID(match.id) for _, verdict, _ in judged for match in verdict.matches if not match.id.startswith(ROW)}
        standing = standing_of(self.actor, ids)
        return [self._kept(row, verdict, cells, standing) for row, verdict, cells in judged]

    def _merged(self, returning: Returning, chunk: list[tuple[int, list[Any]]]) -> list[ImportRow]:
        """Return the import rows of a chunk of a ledger exported here: each merged with its record as it now stands."""
        found = returning.read(chunk)
        standing = standing_of(self.actor, [one.place.pk for one in found.values() if one.place])
        return [self._kept_merged(self.reader.read(number, cells), cells, found[number], standing) for number, cells in chunk]

    def _kept_merged(self, row: ReadRow, cells: list[Any], one: Returned, standing: dict[str, Standing]) -> ImportRow:
        kept = ImportRow(
            batch=self.batch,
            number=row.number,
            name=(one.place.name if one.place else row.text("name"))[:120],
            values=[masked(text_of(cell))[:300] for cell in cells[: len(self.labels)]],
            verdict="rejected",
        )
        if one.place is None:
            kept.problems = [one.problem.as_json()] if one.problem else []
            return kept
        keep_only(row, one.merged, self.mapping)
        record = standing[str(one.place.pk)]
        kept.given = given_json(row)
        kept.notes, kept.problems = [c.as_json() for c in row.changes], [p.as_json() for p in row.problems]
        conflicts = conflicts_of(one.place, one.merged, one.version)
        changes = changes_of(kept.given, record)
        # What could not be read of a cell is marked as a problem; there is nothing to choose between.
        kept.conflicts = {field: told for field, told in conflicts.items() if field in changes}
        kept.undecided = len(kept.conflicts)
        kept.changes = {field: pair for field, pair in changes.items() if field not in kept.conflicts}
        kept.place_id, kept.place_version = one.place.pk, record.version
        kept.verdict = "conflict" if kept.conflicts else "changed" if kept.changes else "same"
        return kept

    def _verdict(self, row: ReadRow) -> Verdict:
        path = row.text("area_path")
        if path and not row.refused and not (path == self.batch.area_path or path.startswith(f"{self.batch.area_path}/")):
            words, own = self.book.words(path), self.book.words(self.batch.area_path)
            row.problems.append(
                outside(
                    self.reader, f"这一行属于{words}，不在本次导入的区域{own}内", f"the row belongs to {words}, outside {own}"
                )
            )
        if row.refused:
            return Verdict("rejected")
        lon, lat = row.fields.get("lon"), row.fields.get("lat")
        known = matching.Known(
            id=f"{ROW}{row.number}",
            name_key=matching.name_key(row.text("name"), self.words)[:120],
            address_key=matching.address_key(row.text("address"), self.words)[:200],
            phones=phone_hashes(row),
            credit_code=row.text("credit_code"),
            lon=lon,
            lat=lat,
            cell=geo.cell(lon, lat) if lon is not None and lat is not None else "",
            community=community_of(path),
        )
        external = row.text("external_id")
        verdict = self.comparer.judge(known, external, "/".join(path.split("/")[:2]))
        if verdict.verdict == "new":
            self.comparer.add(known, external, path)
        return verdict

    def _kept(self, row: ReadRow, verdict: Verdict, cells: list[Any], standing: dict[str, Standing]) -> ImportRow:
        given = given_json(row)
        word, changes, place_id, version = verdict.verdict, dict[str, list[Any]](), None, 0
        if word == "changed":
            record = standing[verdict.place_id]
            changes = changes_of(given, record)
            place_id, version = UUID(verdict.place_id), record.version
            word = "changed" if changes else "same"
        matches = [self._match(match, verdict, standing) for match in verdict.matches]
        return ImportRow(
            batch=self.batch,
            number=row.number,
            name=row.text("name")[:120],
            values=[masked(text_of(cell))[:300] for cell in cells[: len(self.labels)]],
            given=given,
            notes=[change.as_json() for change in row.changes],
            problems=[problem.as_json() for problem in row.problems],
            verdict=word,
            matches=matches,
            changes=changes,
            place_id=place_id,
            place_version=version,
        )

    def _match(self, match: matching.Match, verdict: Verdict, standing: dict[str, Standing]) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "id": match.id, "score": match.score, "row": 0, "number": "", "name": "", "address": "",
            "reasons": [{"zh": one.zh, "en": one.en} for one in match.reasons],
        }  # fmt: skip
        if verdict.reason_zh:
            shown["reasons"].insert(0, {"zh": verdict.reason_zh, "en": verdict.reason_en})
        if match.id.startswith(ROW):
            shown["row"] = int(match.id.removeprefix(ROW))
        elif record := standing.get(match.id):
            shown |= {"number": record.number, "name": record.values["name"], "address": record.values["address"]}
        return shown


def outside(reader: RowReader, zh: str, en: str) -> Problem:
    """Return the problem of a row that lies outside the area of the import."""
    return Problem(reader.column_of("community", "street", "address"), "area_path", "area_outside", zh, en, refuses=True)


def _records(actor: Actor, district: str) -> Iterator[tuple[matching.Known, str, str]]:
    """Yield the records of a district in the actor's scope as they are compared: two queries, read as values."""
    hashes: dict[UUID, set[str]] = {}
    contacts = visible(
        PlaceContact.objects.filter(removed_at__isnull=True).exclude(phone_hmac=""),
        actor, "places.view", area_field="place__area_path", line_field="place__line",
    )  # fmt: skip
    for place_id, digest in contacts.filter(under(district, "place__area_path")).values_list("place_id", "phone_hmac").iterator():
        hashes.setdefault(place_id, set()).add(digest)
    rows = in_scope(actor).filter(under(district)).exclude(state__in=GONE)
    columns = ("id", "name_key", "address_key", "credit_code", "lon", "lat", "cell", "area_path", "external_id")
    for pk, name, address, credit, lon, lat, cell, path, external in rows.values_list(*columns).iterator(chunk_size=2000):
        numbers = frozenset(hashes.get(pk, ()))
        yield matching.Known(str(pk), name, address, numbers, credit, lon, lat, cell, community_of(path)), external, path


def given_json(row: ReadRow) -> dict[str, Any]:
    """Return what a row gives as stored: phones sealed, their mask beside them."""
    given: dict[str, Any] = dict(row.fields)
    if row.inputs:
        given["inputs"] = row.inputs
    if row.facilities:
        given["facilities"] = row.facilities
    people = []
    for person in row.people:
        sealed = phones.seal_phone(person.phone)
        people.append(
            {
                "name": person.name,
                "role": person.role,
                "phone": phones.mask(person.phone),
                "cipher": sealed.cipher,
                "hmac": sealed.hmac,
            }
        )
    if people:
        given["people"] = people
    return given


def changes_of(given: dict[str, Any], record: Standing) -> dict[str, list[Any]]:
    """Return field → [old, new] between what a row gives and the record, people it lacks among them."""
    changed = differences(given, record.values)
    lacking = [
        person for person in given.get("people", ())
        if (person["hmac"] and person["hmac"] not in record.hashes)
        or (not person["hmac"] and person["name"] and person["name"] not in record.people)
    ]  # fmt: skip
    if lacking:
        changed["people"] = [None, [f"{person['name']} {person['phone']}".strip() for person in lacking]]
    return changed
