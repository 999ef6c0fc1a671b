"""The drill: a backup restored to a scratch folder, and the same figures and seals read out of both.

What is read from the living installation and what the backup holds are one snapshot of the database, so that work which
goes on meanwhile makes no difference. The restoring is done by the very commands an operator would use, in processes of
their own.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

from fengsui.kernel import actor as actors
from fengsui.kernel import audit, clock, seals, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import DomainError, Unavailable
from fengsui.kernel.evidence.store import storage_name
from fengsui.kernel.models import DrillRun, StoredFile
from fengsui.server import archive

Tell = Callable[[str, str], None]
# The dump, the copy of it in the archive, what it unpacks to, and the database it becomes.
ROOM_TIMES = 3
MOST_DIFFERENCES = 200


@dataclass(frozen=True)
class Difference:
    """One thing that reads differently: what, in the living installation, in the restored one."""

    what: str
    living: Any
    restored: Any


def facts(*, first: date, last: date) -> dict[str, Any]:
    """Return what has to read alike: every headline figure, the chain of seals, rows of every table, evidence files by hash."""
    from fengsui.figures import command

    told = command.headline(actor=actors.system("恢复演练"), start=first, end=last)
    checked = seals.verify()
    return {
        "figures": {row["id"]: row["value"] for row in told["figures"]},
        "seals": {
            "seals": checked.seals, "entries": checked.entries, "unsealed": checked.unsealed, "faults": len(checked.faults),
            "public_key": seals.public_key_hex(),
        },
        "rows": {
            model._meta.db_table: model._base_manager.count()
            for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table)
            if model._meta.managed and model.__module__.startswith("fengsui.")
        },
        "evidence": _evidence(),
    }  # fmt: skip


def _evidence() -> dict[str, int]:
    """Count the stored files that the database speaks of, and those whose bytes are not there."""
    names = [storage_name(one) for one in StoredFile.objects.filter(deleted_at__isnull=True).values_list("sha256", flat=True)]
    return {"files": len(names), "missing": sum(not default_storage.exists(name) for name in names)}


def differences(living: dict[str, Any], restored: dict[str, Any]) -> list[Difference]:
    """Return what reads differently, part by part; an empty list when both are the same."""
    found = []
    for part in sorted(living.keys() | restored.keys()):
        one, other = living.get(part, {}), restored.get(part, {})
        found += [
            Difference(f"{part}.{key}", one.get(key), other.get(key))
            for key in sorted(one.keys() | other.keys())
            if one.get(key) != other.get(key)
        ]
    return found


def run(*, actor: Actor, folder: Path | None = None, tell: Tell = lambda zh, en: None) -> DrillRun:
    """Make a backup, restore it to a scratch folder under `folder`, compare, remove the scratch, keep and audit the outcome.

    Whatever goes wrong on the way is kept too: a drill that could not be finished has not succeeded.
    """
    started, first, last = clock.now(), clock.local_date().replace(month=1, day=1), clock.local_date()
    outcome: dict[str, Any] = {"ok": False, "database": connection.vendor}
    scratch = Path(tempfile.mkdtemp(prefix="drill-", dir=folder or Path(settings.DATA_DIR) / "incoming"))
    try:
        outcome |= _compare(scratch, first, last, tell)
    except DomainError as error:
        outcome["problem"] = error.zh[:400]
    except Exception as error:
        outcome["problem"] = f"{type(error).__name__}：{error}"[:400]
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    with transaction.write():
        row = DrillRun(started_at=started, ended_at=clock.now(), by_name=actor.name[:150], **outcome)
        row.save(force_insert=True)
        changes = {"figures": [None, row.figures], "differences": [None, len(row.differences)], "problem": [None, row.problem]}
        audit.record(
            actor=actor, verb="drill.run", subject=row, changes=changes, area_path="", result="ok" if row.ok else "broken"
        )
    return row


def _compare(scratch: Path, first: date, last: date, tell: Tell) -> dict[str, Any]:
    _require_room(scratch)
    file = scratch / "drill.tar"
    with archive.snapshot() as taken:
        tell("读取现有数据的指标和封条", "Reading the living figures and seals")
        living = facts(first=first, last=last)
        tell("备份", "Backing up")
        made = archive.write_backup(file, snapshot=taken)
    with _scratch_database() as url:
        data = scratch / "restored"
        tell("恢复到临时目录", "Restoring to a scratch folder")
        _fengsui(data, url, "restore", str(file))
        tell("读取恢复出来的指标和封条", "Reading the restored figures and seals")
        restored = _fengsui(data, url, "drill", "--facts", "--from", first.isoformat(), "--to", last.isoformat())
    # Both sides are compared as JSON tells them.
    found = differences(json.loads(json.dumps(living, default=str)), restored)
    faults = living["seals"]["faults"] + living["evidence"]["missing"]
    problem = "" if not faults else "现有数据的封条核验不通过，或有证据文件缺失；备份与现状一致，但两边都不完好。"
    return {
        "ok": not found and not faults, "backup_bytes": made["bytes"], "files": made["files"],
        "figures": len(living["figures"]), "seals": living["seals"]["seals"], "problem": problem,
        "differences": [asdict(one) for one in found[:MOST_DIFFERENCES]],
    }  # fmt: skip


def _require_room(scratch: Path) -> None:
    data = Path(settings.DATA_DIR)
    size = sum(path.stat().st_size for root in ("files", "secrets") for path in (data / root).rglob("*") if path.is_file())
    if connection.vendor == "sqlite":
        size += Path(settings.DATABASES["default"]["NAME"]).stat().st_size
    free = shutil.disk_usage(scratch).free
    if free < size * ROOM_TIMES:
        needs = f"{size * ROOM_TIMES / 1024**3:.1f} GB"
        raise Unavailable(
            "drill_no_room",
            zh=f"演练需要约 {needs} 空间，磁盘不够。请用 --folder 指到另一块盘。",
            en=f"The drill needs about {needs}.",
        )


@contextmanager
def _scratch_database() -> Iterator[str]:
    """Yield the address of an empty scratch database on the same PostgreSQL, dropped afterwards; '' where SQLite is used."""
    if connection.vendor == "sqlite":
        yield ""
        return
    values = settings.DATABASES["default"]
    name = f"fengsui_drill_{clock.now():%Y%m%d%H%M%S}_{os.getpid()}"
    who = quote(str(values["USER"]), safe="") + (f":{quote(str(values['PASSWORD']), safe='')}" if values["PASSWORD"] else "")
    where = f"{values['HOST'] or 'localhost'}" + (f":{values['PORT']}" if values["PORT"] else "")
    _statement(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        yield f"postgresql://{who}@{where}/{name}"
    finally:
        _statement(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _statement(text: str) -> None:
    # Databases are made and dropped outside any transaction, on a connection of its own.
    values = settings.DATABASES["default"]
    given = {"host": values["HOST"], "port": values["PORT"], "user": values["USER"], "password": values["PASSWORD"]}
    try:
        with psycopg.connect(
            dbname=values["NAME"], autocommit=True, **{key: value for key, value in given.items() if value}
        ) as own:
            own.execute(text)
    except psycopg.Error as error:
        raise Unavailable(
            "drill_database", zh=f"临时数据库不能建立或删除：{error}。演练用的数据库用户需要 CREATEDB 权限。",
            en=f"The scratch database cannot be made or dropped: {error}.",
        ) from error  # fmt: skip


def _fengsui(data: Path, url: str, *arguments: str) -> dict[str, Any]:
    """Run a command of this very program on the scratch installation and return the object it prints."""
    environment = {**os.environ, "FENGSUI_DATA_DIR": str(data), "FENGSUI_DATABASE_URL": url, "FENGSUI_LANG": "zh"}
    done = subprocess.run(
        [sys.executable, "-m", "fengsui", *arguments, "--json"], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unavailable(
            "drill_step_failed", zh=f"“{arguments[0]}”没有完成：{done.stderr.strip()[-300:]}", en=f"{arguments[0]} failed."
        )
    read: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return read
