"""Backup archives: a manifest with hashes, the database, the evidence files and the secrets, in one tar file."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from fengsui import __version__
from fengsui.kernel import clock
from fengsui.kernel.errors import Conflict, InvalidInput, Unavailable

FORMAT = 1
LARGEST_MANIFEST = 512 * 1024**2


def _hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _database_program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise Unavailable(
            "program_missing",
            zh=f"找不到 {name}。请安装与数据库同版本的 PostgreSQL 客户端后再试。",
            en=f"{name} is not installed; install the PostgreSQL client of the server's version.",
        )
    return found


def _postgresql(program: str, *arguments: str) -> None:
    values = settings.DATABASES["default"]
    environment = {**os.environ, "PGPASSWORD": str(values["PASSWORD"])}
    where = [f"--dbname={values['NAME']}"]
    for option, key in (("--host", "HOST"), ("--port", "PORT"), ("--username", "USER")):
        if values[key]:
            where.append(f"{option}={values[key]}")
    done = subprocess.run(
        [_database_program(program), *where, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unavailable(
            "database_program_failed", zh=f"{program} 失败：{done.stderr.strip()[:300]}", en=f"{program}: {done.stderr[:300]}"
        )


@contextmanager
def snapshot() -> Iterator[str]:
    """Hold one state of the database: what is read inside, and a backup given what is yielded, are of the same moment.

    Work of others goes on meanwhile. Nothing may be written inside.
    """
    connection.ensure_connection()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("BEGIN DEFERRED")
            cursor.execute("SELECT count(*) FROM sqlite_master")
            cursor.fetchone()
            taken = "held"
        else:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            taken = str(cursor.fetchone()[0])
        try:
            yield taken
        finally:
            cursor.execute("ROLLBACK")


def _dump_database(folder: Path, taken: str) -> Path:
    if connection.vendor == "sqlite":
        target = folder / "database.sqlite3"
        if taken:
            # The connection that holds the snapshot copies its own state.
            with closing(sqlite3.connect(target)) as copy:
                connection.connection.backup(copy)
            return target
        # SQLite's own online backup: a consistent copy while writers go on.
        source = sqlite3.connect(settings.DATABASES["default"]["NAME"])
        copy = sqlite3.connect(target)
        with source, copy:
            source.backup(copy)
        source.close()
        copy.close()
        return target
    target = folder / "database.dump"
    of_moment = [f"--snapshot={taken}"] if taken else []
    _postgresql("pg_dump", "--format=custom", "--no-owner", f"--file={target}", *of_moment)
    return target


def write_backup(file: Path, *, snapshot: str = "") -> dict[str, Any]:
    """Write a backup and return {files, bytes, database, sha256}. The file appears whole or not at all, mode 0600.

    `snapshot` is what the context manager of that name yielded: the backup is then of that moment.

    Evidence is copied after the database, so that every file the copied rows speak of is in it.
    """
    data = Path(settings.DATA_DIR)
    partial = file.with_name(file.name + ".part")
    with tempfile.TemporaryDirectory(dir=data / "incoming") as folder:
        dump = _dump_database(Path(folder), snapshot)
        members = [(dump, dump.name)]
        for root in ("files", "secrets"):
            members += [(path, str(path.relative_to(data))) for path in sorted((data / root).rglob("*")) if path.is_file()]
        manifest = {
            "format": FORMAT,
            "version": __version__,
            "made_at": clock.now().isoformat(),
            "vendor": connection.vendor,
            "members": {name: _hash(path) for path, name in members},
        }
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            with tarfile.open(fileobj=handle, mode="w") as archive:
                text = json.dumps(manifest, ensure_ascii=False).encode()
                header = tarfile.TarInfo("manifest.json")
                header.size = len(text)
                archive.addfile(header, io.BytesIO(text))
                for path, name in members:
                    archive.add(path, name, recursive=False)
            handle.flush()
            os.fsync(handle.fileno())
    os.replace(partial, file)
    files = sum(name.startswith("files/") for _, name in members)
    return {"files": files, "bytes": file.stat().st_size, "database": connection.vendor, "sha256": _hash(file)}


def _damaged(what: str) -> InvalidInput:
    return InvalidInput(
        "backup_damaged",
        zh=f"备份文件不完整或被改动（{what}），没有恢复任何内容。请换一份备份。",
        en=f"The backup is damaged ({what}); nothing was restored.",
    )


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file, mode="r:") as archive:
            first = archive.next()
            if first is None or first.name != "manifest.json" or first.size > LARGEST_MANIFEST:
                raise _damaged("manifest.json")
            handle = archive.extractfile(first)
            manifest: dict[str, Any] = json.loads(handle.read()) if handle else {}
            if manifest.get("format") != FORMAT:
                raise _damaged("format")
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, ValueError, EOFError, OSError) as error:
        raise _damaged(str(error)[:80]) from error
    for name, wanted in manifest["members"].items():
        path = folder / name
        if not path.is_file() or _hash(path) != wanted:
            raise _damaged(name)
    if manifest["vendor"] != connection.vendor:
        raise InvalidInput(
            "backup_vendor",
            zh=f"备份来自 {manifest['vendor']}，当前数据库是 {connection.vendor}。请设置 FENGSUI_DATABASE_URL 与备份一致。",
            en=f"The backup is of {manifest['vendor']}, this database is {connection.vendor}.",
        )
    return manifest


def _is_empty() -> bool:
    tables = connection.introspection.table_names()
    if "kernel_account" not in tables:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_account")
        return int(cursor.fetchone()[0]) == 0


def read_backup(file: Path, *, force: bool = False) -> dict[str, Any]:
    """Restore a backup and return {files, made_at, version}.

    Everything is unpacked and checked first; only then is anything replaced, and what was there keeps standing
    under a name ending in the moment. Raises Conflict when data exist and `force` is not given.
    """
    if not _is_empty() and not force:
        raise Conflict(
            "data_exist",
            zh="数据目录里已有数据。请换一个空目录，或加 --force（原数据会改名保留）。",
            en="There are data already; use an empty folder, or --force (existing data are kept under another name).",
        )
    data = Path(settings.DATA_DIR)
    with tempfile.TemporaryDirectory(dir=data) as scratch:
        folder = Path(scratch)
        manifest = _unpack(file, folder)
        stamp = clock.now().strftime("%Y%m%d%H%M%S")
        connection.close()
        if connection.vendor == "sqlite":
            database = Path(settings.DATABASES["default"]["NAME"])
            for ending in ("", "-wal", "-shm"):
                old = Path(f"{database}{ending}")
                if old.exists():
                    old.rename(f"{old}.before-{stamp}")
            os.replace(folder / "database.sqlite3", database)
        else:
            _postgresql("pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error", str(folder / "database.dump"))
        for root in ("files", "secrets"):
            target = data / root
            if target.exists() and any(target.iterdir()):
                target.rename(data / f"{root}.before-{stamp}")
            elif target.exists():
                target.rmdir()
            if (folder / root).exists():
                os.replace(folder / root, target)
            target.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = sum(name.startswith("files/") for name in manifest["members"])
    return {"files": files, "made_at": manifest["made_at"], "version": manifest["version"]}
