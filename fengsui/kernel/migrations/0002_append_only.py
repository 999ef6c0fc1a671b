"""Database triggers that refuse to change or delete what must only be appended."""

from typing import Any

from django.db import migrations

TABLES = ("kernel_auditentry", "kernel_auditseal")


def protect(apps: Any, schema_editor: Any) -> None:
    """Create the triggers in the dialect of the database."""
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        # params=None: the % in RAISE is PL/pgSQL's own.
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION fengsui_append_only() RETURNS trigger AS $$ BEGIN "
            "RAISE EXCEPTION 'append-only table %', TG_TABLE_NAME; END $$ LANGUAGE plpgsql",
            params=None,
        )
    for table in TABLES:
        if vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION fengsui_append_only()"
            )
        elif vendor == "sqlite":
            for deed in ("UPDATE", "DELETE"):
                schema_editor.execute(
                    f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'append-only table {table}'); END"
                )


def unprotect(apps: Any, schema_editor: Any) -> None:
    """Drop the triggers."""
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        if vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
        elif vendor == "sqlite":
            for deed in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{deed}")


class Migration(migrations.Migration):
    """Append-only audit tables."""

    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
