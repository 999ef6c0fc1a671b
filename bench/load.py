"""A long history for benchmarks: copies of rows that the services wrote, moved to other places and days by one SQL each.

Every column but the ones a copy must differ in (ids, numbers, place, area, days and times) is the one a service wrote, so
that a column added later cannot be forgotten. Copy n of a visit has an id made of n; the hazard, the notice, the task and
the photos of that visit name it, so that the history hangs together.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import DateField, Field, Model

from fengsui.hazards.models import Hazard, HazardStep, Notice
from fengsui.kernel.models import AuditEntry, EvidenceLink
from fengsui.patrol.models import HouseholdVisit, Task, Visit
from fengsui.places.models import Place

CHUNK = 500_000
ZIPF = 1.1
# A prime: the doors are walked in strides of another prime, so that a day's visits lie all over the district.
DOORS, STRIDE = 100_003, 7_919
PREFIX = {Visit: 1, Hazard: 2, HazardStep: 3, EvidenceLink: 4, Task: 5, Notice: 6, HouseholdVisit: 7}
# One hazard to so many visits; a step of its timeline is numbered 16 n + sequence.
VISITS_A_HAZARD, STEPS = 20, 16


@dataclass(frozen=True)
class Copies:
    """Rows to make: `number` of them, of the sources with these keys; `visit` is the visit that row n belongs to, as SQL."""

    model: type[Model]
    sources: Sequence[Any]
    number: int
    visit: str
    values: dict[str, str]
    pick: str = "n.n"
    place: bool = True


def is_postgres() -> bool:
    """Tell whether the history is written into PostgreSQL."""
    return connection.vendor == "postgresql"


def key(model: type[Model], n: str) -> str:
    """Return the SQL of the id of copy n of a model: a UUID of version 7 that ends in n."""
    head = f"0190000{PREFIX[model]}00017000b000"
    if is_postgres():
        return f"('{head}' || lpad(to_hex(({n})::bigint), 12, '0'))::uuid"
    return f"'{head}' || printf('%012x', {n})"


def text_key(model: type[Model], n: str) -> str:
    """Return the SQL of the id of copy n as the text that links to other rows carry."""
    made = key(model, n)
    if is_postgres():
        return f"({made})::text"
    return " || '-' || ".join(f"substr({made}, {start}, {size})" for start, size in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12)))


def _moved(field: Field[Any, Any], by: str) -> str:
    column = f"s.{connection.ops.quote_name(field.column)}"
    if isinstance(field, DateField) and field.get_internal_type() == "DateField":
        return f"{column} + ({by})::int" if is_postgres() else f"date({column}, ({by}) || ' days')"
    if is_postgres():
        return f"{column} + ({by}) * interval '1 day'"
    return f"date(substr({column}, 1, 10), ({by}) || ' days') || substr({column}, 11)"


def doors(seed: int = 7) -> None:
    """Write the doors that visits are spread over: few places are visited often, most seldom."""
    places = list(Place.objects.filter(kind="place").order_by("number").values_list("pk", "area_path"))
    chance = random.Random(seed)
    chance.shuffle(places)
    weights = [1 / (rank + 1) ** ZIPF for rank in range(len(places))]
    picked = chance.choices(range(len(places)), weights, k=DOORS)
    uuid = "uuid" if is_postgres() else "char(32)"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_door")
        cursor.execute(f"CREATE TABLE bench_door (k integer PRIMARY KEY, place_id {uuid}, area_path varchar(60))")
        rows = [(k, places[n][0] if is_postgres() else places[n][0].hex, places[n][1]) for k, n in enumerate(picked)]
        cursor.executemany("INSERT INTO bench_door VALUES (%s, %s, %s)", rows)
        cursor.execute("DROP TABLE IF EXISTS bench_source")
        cursor.execute("CREATE TABLE bench_source (k integer PRIMARY KEY, source_id text)")


def copy(what: Copies, visits: int, first: date, days: int, base_day: str) -> None:
    """Write the copies; `base_day` is the SQL of the day (a date column of s) that is moved to the day of the visit."""
    fields = [field for field in what.model._meta.local_concrete_fields if not field.generated]
    day = f"(({what.visit}) * {days} / {visits})" if not is_postgres() else f"(({what.visit})::bigint * {days} / {visits})::int"
    if is_postgres():
        by = f"LEAST(DATE '{first}' + {day} - ({base_day})::date, DATE '{first}' + {days - 1} - ({base_day})::date)"
    else:
        by = f"(CAST(julianday('{first}') + {day} - julianday(substr({base_day}, 1, 10)) AS integer))"
    values = {field.column: _moved(field, by) for field in fields if isinstance(field, DateField)}
    if what.place:
        values |= {"place_id": "d.place_id", "area_path": "d.area_path"}
    if what.model is not AuditEntry:
        values["id"] = key(what.model, "n.n")
    values |= what.values
    names = [field.column for field in fields if field.column in values or not (field.primary_key and what.model is AuditEntry)]
    columns = ", ".join(connection.ops.quote_name(name) for name in names)
    taken = ", ".join(values.get(name, f"s.{connection.ops.quote_name(name)}") for name in names)
    table = connection.ops.quote_name(what.model._meta.db_table)
    cast = ("::bigint" if what.model is AuditEntry else "::uuid") if is_postgres() else ""
    prepared = [field_key(what.model, source) for source in what.sources]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM bench_source")
        cursor.executemany("INSERT INTO bench_source VALUES (%s, %s)", list(enumerate(prepared)))
        for start in range(0, what.number, CHUNK):
            series = numbers(start, min(start + CHUNK, what.number) - 1)
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT {taken} FROM {series} "
                f"CROSS JOIN bench_source b CROSS JOIN {table} s CROSS JOIN bench_door d "
                f"WHERE b.k = ({what.pick}) % {len(prepared)} AND s.id = b.source_id{cast} "
                f"AND d.k = (({what.visit}) * {STRIDE}) % {DOORS}"
            )


def numbers(first: int, last: int) -> str:
    """Return the SQL of the table n(n) of the whole numbers from first to last."""
    if is_postgres():
        return f"generate_series({first}::bigint, {last}) n(n)"
    return f"(WITH RECURSIVE c(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM c WHERE n < {last}) SELECT n FROM c) n"


def field_key(model: type[Model], source: Any) -> Any:
    """Return the primary key of a source row as the database keeps it."""
    return str(source) if is_postgres() or isinstance(source, int) else source.hex


def grow(visits: int, days: int, today: date, tell: Callable[[str], None]) -> dict[str, int]:
    """Write a history of so many visits over the days up to yesterday, with all that hangs on them; return the counts."""
    first = today - timedelta(days=days - 1)
    hazards = visits // VISITS_A_HAZARD
    doors()

    def keys(rows: Any, most: int) -> list[Any]:
        return list(rows.order_by("pk").values_list("pk", flat=True)[:most])

    made: dict[str, int] = {}

    def write(name: str, what: Copies, base_day: str) -> None:
        tell(f"{name}: {what.number}")
        copy(what, visits, first, days, base_day)
        made[name] = what.number

    seen = {"number": _number("XC-BENCH-"), "signature_id": "NULL"}
    seen["hazard_count"] = f"CASE WHEN n.n % {VISITS_A_HAZARD} = 0 THEN 1 ELSE 0 END"
    # Whole answers take 3 kB a visit: every tenth keeps them, so that ten million fit on the disk of two cores.
    seen["answers"] = f"CASE WHEN n.n % 10 = 0 THEN s.answers ELSE '[]'{'::jsonb' if is_postgres() else ''} END"
    write("visits", Copies(Visit, keys(Visit.objects.all(), 200), visits, "n.n", seen), "s.local_date")
    visit = f"(n.n * {VISITS_A_HAZARD})"
    closed = keys(Hazard.objects.filter(state="closed", merged_here=None), 60)
    standing = keys(Hazard.objects.exclude(state__in=("closed", "void", "merged")), 60)
    month = hazards - max(1, hazards * 30 // days)
    is_open = f"(n.n > {month} AND n.n % 5 = 0 OR n.n % 1000 = 7)"
    # The sources: the closed ones first, then the standing ones.
    pick = f"CASE WHEN {is_open} THEN {len(closed)} + n.n / 5 % {len(standing)} ELSE n.n % {len(closed)} END"
    own = {"number": _number("YH-BENCH-"), "source_id": key(Visit, visit), "source_kind": "'visit'", "repeat_of_id": "NULL"}
    write("hazards", Copies(Hazard, [*closed, *standing], hazards, visit, own, pick), "s.found_on")
    _steps([*closed, *standing], hazards, pick, visits, first, days)
    made["steps"] = HazardStep.objects.count()
    links = {"subject_type": "'hazards.hazard'", "subject_id": text_key(Hazard, "(n.n / 2)"), "sha256": _number("bench")}
    photos = keys(EvidenceLink.objects.filter(subject_type="hazards.hazard", arrived_at__isnull=False), 60)
    on_hazard = f"(n.n / 2 * {VISITS_A_HAZARD})"
    write("photos", _placed(Copies(EvidenceLink, photos, hazards * 2, on_hazard, links, place=False)), "s.received_at")
    of_visits = {"subject_type": "'patrol.visit'", "subject_id": text_key(Visit, "(n.n * 10)"), "sha256": _number("bench")}
    of_visits["id"] = key(EvidenceLink, f"(n.n + {hazards * 2})")
    write("scenes", _placed(Copies(EvidenceLink, photos, visits // 10, "(n.n * 10)", of_visits, place=False)), "s.received_at")
    tasks = {"subject_key": _number("bench:"), "visit_id": key(Visit, "(n.n * 4)"), "closed_at": "s.created_at"}
    tasks["state"] = f"CASE WHEN n.n > {visits // 4 - visits * 3 // (4 * days)} THEN 'open' ELSE 'done' END"
    write("tasks", Copies(Task, keys(Task.objects.all(), 200), visits // 4, "(n.n * 4)", tasks), "s.due_on")
    told = {"number": _number("GZ-BENCH-"), "short_code": _number("b"), "source_id": key(Visit, visit), "signature_id": "NULL"}
    write("notices", Copies(Notice, keys(Notice.objects.all(), 60), hazards, visit, told), "s.local_date")
    knocks = keys(HouseholdVisit.objects.all(), 200)
    same = {"place_id": "NULL"}
    if knocks:
        what = Copies(HouseholdVisit, knocks, visits // 20, visit, same, place=False)
        write("knocks", what, "s.local_date")
    entries = keys(AuditEntry.objects.all(), 200)
    write("audit", _placed(Copies(AuditEntry, entries, visits // 5, "(n.n * 5)", {}, place=False)), "s.at")
    return made


def _number(prefix: str) -> str:
    return f"'{prefix}' || lpad((n.n)::text, 9, '0')" if is_postgres() else f"'{prefix}' || printf('%09d', n.n)"


def _placed(what: Copies) -> Copies:
    return Copies(
        what.model, what.sources, what.number, what.visit, {"area_path": "d.area_path", **what.values}, what.pick, False
    )


def _steps(sources: Sequence[Any], hazards: int, pick: str, visits: int, first: date, days: int) -> None:
    """Write the timelines: of every hazard the steps of its source, moved by the same days."""
    fields = list(HazardStep._meta.local_concrete_fields)
    visit = f"(n.n * {VISITS_A_HAZARD})"
    day = f"({visit} * {days} / {visits})" if not is_postgres() else f"(({visit})::bigint * {days} / {visits})::int"
    if is_postgres():
        by = f"LEAST(DATE '{first}' + {day} - h.found_on, DATE '{first}' + {days - 1} - h.found_on)"
    else:
        by = f"(CAST(julianday('{first}') + {day} - julianday(h.found_on) AS integer))"
    values = {field.column: _moved(field, by) for field in fields if isinstance(field, DateField)}
    values |= {"id": key(HazardStep, f"(n.n * {STEPS} + s.sequence)"), "hazard_id": key(Hazard, "n.n")}
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    taken = ", ".join(values.get(field.column, f"s.{connection.ops.quote_name(field.column)}") for field in fields)
    with connection.cursor() as cursor:
        for start in range(0, hazards, CHUNK):
            series = numbers(start, min(start + CHUNK, hazards) - 1)
            cursor.execute(
                f"INSERT INTO hazards_hazardstep ({columns}) SELECT {taken} FROM {series} CROSS JOIN bench_source b "
                f"CROSS JOIN hazards_hazard h CROSS JOIN hazards_hazardstep s WHERE b.k = ({pick}) % {len(sources)} "
                f"AND h.id = b.source_id{'::uuid' if is_postgres() else ''} AND s.hazard_id = h.id"
            )


class Indexes:
    """The secondary indexes of the copied tables, taken off while the rows are written and put back after."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def drop(self) -> None:
        """Take off every index that no constraint owns."""
        tables = tuple(model._meta.db_table for model in (*PREFIX, AuditEntry))
        with connection.cursor() as cursor:
            if is_postgres():
                cursor.execute(
                    "SELECT i.indexname, i.indexdef FROM pg_indexes i LEFT JOIN pg_constraint c ON c.conname = i.indexname "
                    "WHERE i.tablename = ANY(%s) AND c.oid IS NULL AND i.indexdef NOT LIKE 'CREATE UNIQUE%%'",
                    [list(tables)],
                )
            else:
                marks = ", ".join(["%s"] * len(tables))
                cursor.execute(
                    f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks}) "
                    "AND sql NOT LIKE 'CREATE UNIQUE%%'",
                    list(tables),
                )
            for name, text in cursor.fetchall():
                self.made.append(text)
                cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")

    def restore(self) -> None:
        """Put them back."""
        with connection.cursor() as cursor:
            for text in self.made:
                cursor.execute(text)
