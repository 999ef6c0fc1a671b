"""A migrated SQLite database, made once for a state of the migrations and copied wherever the tests need a fresh one."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".venv" / ".fengsui"
MIGRATE = "from fengsui.server.commands.database import set_up; set_up()\nfrom django.core.management import call_command\n"


def digest() -> str:
    """Return what the schema and what is written after a migration depend on: all Python of the packages and their locks."""
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted([*(ROOT / "fengsui").rglob("*.py"), *(ROOT / "requirements").glob("*.txt")]):
        digest.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def folder_for_kept() -> Path:
    """Return the folder where what is made once for many runs is kept."""
    return KEPT if KEPT.is_dir() else Path(tempfile.gettempdir())


def migrated() -> Path:
    """Return the path of a migrated, otherwise empty SQLite database; processes that ask at once wait for one maker."""
    folder = folder_for_kept()
    made = folder / f"template-{digest()}.sqlite3"
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for former in folder.glob("template-*.sqlite3"):
                former.unlink()
            with tempfile.TemporaryDirectory() as scratch:
                env = {**os.environ, "FENGSUI_DATA_DIR": scratch, "FENGSUI_DATABASE_URL": "", "PYTHONPATH": str(ROOT)}
                script = f"{MIGRATE}call_command('migrate', verbosity=0)"
                subprocess.run([sys.executable, "-c", script], env=env, check=True)
                with sqlite3.connect(Path(scratch) / "fengsui.sqlite3") as source, sqlite3.connect(f"{made}.part") as target:
                    source.backup(target)
                source.close()
                target.close()
                Path(f"{made}.part").rename(made)
    return made


def lay(folder: Path) -> None:
    """Put the migrated database into a data folder that has none, as if the first command had prepared it."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(migrated(), folder / "fengsui.sqlite3")


@contextmanager
def copied_in() -> Iterator[None]:
    """Let `migrate` of an empty SQLite database of this process be a copy of the template."""
    from django.core.management.commands.migrate import Command
    from django.db import connections

    original = Command.handle

    def handle(self: Command, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor == "sqlite" and not connection.introspection.table_names():
            connection.ensure_connection()
            with sqlite3.connect(migrated()) as source:
                source.backup(connection.connection)
            source.close()
        else:
            original(self, *args, **options)

    Command.handle = handle  # type: ignore[method-assign]
    try:
        yield
    finally:
        Command.handle = original  # type: ignore[method-assign]
