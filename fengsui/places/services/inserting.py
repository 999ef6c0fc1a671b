"""Writing many rows of one table with one prepared statement: what save and bulk_create write, at less of their cost."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

# Values of these fields go to the driver as they are; others (UUID, JSON, dates) are adapted by the field itself.
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.FloatField, models.BooleanField)
Columns = tuple[tuple[str, str, Any], ...]


@lru_cache(maxsize=64)
def _plan(model: type[models.Model], vendor: str) -> Columns:
    """Return the columns of a model on a database: (attribute, quoted column, field to adapt by or None)."""
    quote = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    return tuple((str(field.attname), quote(str(field.column)), None if isinstance(field, _PLAIN) else field) for field in fields)


def _values(rows: Sequence[models.Model], columns: Columns) -> list[list[Any]]:
    # The connection itself, since its proxy would be asked once a value.
    real = connections[DEFAULT_DB_ALIAS]
    return [
        [getattr(row, name) if field is None else field.get_db_prep_save(getattr(row, name), real) for name, _, field in columns]
        for row in rows
    ]


def insert_many(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model, in the caller's transaction; like bulk_create it sends no signals.

    Values are plain ones, no expressions, and the key is set. A table whose key the database makes is fine: the key is
    left to it and not read back.
    """
    if not rows:
        return
    model = type(rows[0])
    columns = _plan(model, connection.vendor)
    names = ", ".join(column for _, column, _ in columns)
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) VALUES ({marks})"
    with connection.cursor() as cursor:
        cursor.executemany(statement, _values(rows, columns))
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def update_many(rows: Sequence[models.Model]) -> None:
    """Write every column of existing rows of one model, in the caller's transaction; sends no signals."""
    if not rows:
        return
    model = type(rows[0])
    key = model._meta.pk
    assert key is not None
    columns = _plan(model, connection.vendor)
    quote = connection.ops.quote_name
    changes = ", ".join(f"{column} = %s" for _, column, _ in columns)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE {quote(str(key.column))} = %s"
    real = connections[DEFAULT_DB_ALIAS]
    values = [[*one, key.get_db_prep_save(row.pk, real)] for one, row in zip(_values(rows, columns), rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
