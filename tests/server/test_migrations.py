"""Tables made at once for a new installation and tables grown step by step: the same, and a grown one goes on."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests import template

STEP_BY_STEP = """
from fengsui.server.commands.database import set_up; set_up()
from django.core.management import call_command
from django.db import connection
from django.db.migrations import executor, loader
class OneByOne(loader.MigrationLoader):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "replace_migrations": False})
whole = executor.MigrationLoader
executor.MigrationLoader = OneByOne
steps = executor.MigrationExecutor(connection)
last = [node for node in steps.loader.graph.leaf_nodes() if "squashed" not in node[1]]
steps.migrate(last)
executor.MigrationLoader = whole
call_command("migrate", verbosity=0)
"""


def migrated(folder: Path, script: str) -> None:
    env = {**os.environ, "FENGSUI_DATA_DIR": str(folder), "FENGSUI_DATABASE_URL": ""}
    subprocess.run([sys.executable, "-c", script], env=env, check=True)


def schema(file: Path) -> dict[tuple[str, str], object]:
    """Return what a database is made of; the order of columns and the digests in names of indexes are left off."""
    with sqlite3.connect(file) as connection:
        made: dict[tuple[str, str], object] = {}
        for kind, name, text in connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
            if kind == "table":
                columns = sorted(row[1:] for row in connection.execute(f"PRAGMA table_xinfo('{name}')"))
                foreign = sorted(row[2:7] for row in connection.execute(f"PRAGMA foreign_key_list('{name}')"))
                made[kind, name] = (columns, foreign, sorted(re.findall(r'CONSTRAINT "(\w+)"', text)))
            else:
                made[kind, _plain(name)] = _plain(text or "")
    return made


def _plain(text: str) -> str:
    return re.sub(r"_[0-9a-f]{8}(?![0-9a-z])", "", text)


@pytest.mark.long
def test_a_database_grown_step_by_step_is_the_same_as_one_made_at_once(tmp_path):
    migrated(tmp_path, STEP_BY_STEP)
    grown, whole = schema(tmp_path / "fengsui.sqlite3"), schema(template.migrated())
    assert {key: value for key, value in grown.items() if whole.get(key) != value} == {}
    assert grown.keys() == whole.keys()
