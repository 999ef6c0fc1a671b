"""The database's own triggers, which mark what changed: no service, and no statement typed by hand, can forget to."""

import hashlib
from collections.abc import Iterator, Sequence

from django.db import connection

from fengsui.kernel.cells.declared import DailySource, SpanSource, Watch, sources

PREFIX = "cells_"
EVENTS = ("insert", "update", "delete")


def _changed(columns: Sequence[str]) -> str:
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    names = [connection.ops.quote_name(name) for name in columns]
    return "(" + " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in names) + ")"


def _select(source: DailySource | SpanSource, watch: Watch, row: str, event: str) -> str:
    matters = f" AND ({watch.when or _changed(watch.columns)})" if event == "update" else ""
    head = "INSERT INTO kernel_cellmark (source, day, area_path, subject) SELECT"
    if watch.marks:
        columns = "t.day, t.area_path, NULL" if isinstance(source, DailySource) else "NULL, '', t.subject"
        guard = "t.day IS NOT NULL" if isinstance(source, DailySource) else "t.subject IS NOT NULL"
        return f"{head} '{source.name}', {columns} FROM ({watch.marks.format(row=row)}) t WHERE {guard}{matters};"
    if isinstance(source, SpanSource):
        return f"{head} '{source.name}', NULL, '', {row}.id WHERE true{matters};"
    day, area = (f"{row}.{connection.ops.quote_name(name)}" for name in (source.day, source.area))
    null = "NULL" if connection.vendor == "sqlite" else "NULL::uuid"
    return f"{head} '{source.name}', {day}, {area}, {null} WHERE {day} IS NOT NULL{matters};"


def _watched() -> Iterator[tuple[str, list[tuple[DailySource | SpanSource, Watch]]]]:
    tables: dict[str, list[tuple[DailySource | SpanSource, Watch]]] = {}
    for source in sources().values():
        for watch in source.watches:
            tables.setdefault(watch.model._meta.db_table, []).append((source, watch))
    yield from sorted(tables.items())


def _texts() -> dict[str, list[str]]:
    """Return trigger name → the statements that make it; the name ends in a hash of them."""
    made: dict[str, list[str]] = {}
    for table, watched in _watched():
        columns = sorted({name for _, watch in watched for name in watch.columns})
        for event in EVENTS:
            rows = {"insert": ["NEW"], "delete": ["OLD"], "update": ["OLD", "NEW"]}[event]
            body = " ".join(_select(source, watch, row, event) for source, watch in watched for row in rows)
            name, texts = _trigger(table, event, columns, body)
            made[name] = texts
    return made


def _trigger(table: str, event: str, columns: list[str], body: str) -> tuple[str, list[str]]:
    quote = connection.ops.quote_name
    when = ""
    if event == "update":
        when = f"WHEN {_changed(columns)}"
        event = f"update OF {', '.join(quote(name) for name in columns)}"
    mark = hashlib.sha256(f"{event} {when} {body}".encode()).hexdigest()[:8]
    name = f"{PREFIX}{table}_{event[:6]}_{mark}"
    head = f"CREATE TRIGGER {name} AFTER {event} ON {quote(table)} FOR EACH ROW {when}"
    if connection.vendor == "sqlite":
        return name, [f"{head} BEGIN {body} END"]
    function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN {body} RETURN NULL; END $$ LANGUAGE plpgsql"
    return name, [function, f"{head} EXECUTE FUNCTION {name}()"]


def installed() -> dict[str, str]:
    """Return trigger name → table of the triggers that the database has."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'cells!_%%' ESCAPE '!'")
        else:
            cursor.execute(
                "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "JOIN pg_namespace s ON s.oid = c.relnamespace "
                "WHERE s.nspname = current_schema() AND t.tgname LIKE 'cells!_%%' ESCAPE '!'"
            )
        return dict(cursor.fetchall())


def complete() -> bool:
    """Tell whether the database has exactly the triggers that the declarations ask for."""
    return installed().keys() == _texts().keys()


def remove() -> None:
    """Take all of them off."""
    with connection.cursor() as cursor:
        for name, table in installed().items():
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {name}")
            else:
                cursor.execute(f"DROP TRIGGER {name} ON {connection.ops.quote_name(table)}")
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def install() -> None:
    """Put on the triggers that the declarations ask for, and only those."""
    remove()
    with connection.cursor() as cursor:
        for texts in _texts().values():
            for text in texts:
                # No parameters: a percent sign in the text stays one.
                cursor.execute(text)
