"""The drill of the backup: whole and the same, different, broken off; a scratch database on PostgreSQL; nothing is left behind."""

import json
import sqlite3
import tarfile
from pathlib import Path

import pytest
from django.db import connection

from fengsui.kernel import actor
from fengsui.kernel.models import AuditEntry, DrillRun
from fengsui.kernel.rulepacks import services as rulepacks
from fengsui.server import archive, drill
from tests import template
from tests.server.test_commands import LEDGER, Machine

DOER = actor.system("测试")


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    made = Machine(tmp_path_factory.mktemp("drill"))
    template.lay(made.folder)
    made.json("import", "areas")
    file = tmp_path_factory.mktemp("ledger") / "台账.csv"
    file.write_text(LEDGER, encoding="utf-8")
    made.json("import", "places", file, "--area", "150402/006")
    made.json("audit", "seal")
    return made


@pytest.fixture
def installed():
    """What every command finds: the shipped rule packs are loaded."""
    rulepacks.import_shipped(actor=DOER)


def test_a_drill_restores_and_reads_the_same_and_leaves_nothing_behind(machine):
    told = machine.json("drill")
    assert told["ok"] is True
    assert told["differences"] == [] and told["problem"] == ""
    assert told["figures"] > 20 and told["seals"] >= 1
    assert not list((machine.folder / "incoming").iterdir())
    again = machine.run("drill")
    assert "✓ 恢复后与现有完全一致" in again.stdout
    rows = sqlite3.connect(machine.folder / "fengsui.sqlite3").execute("SELECT ok, by_name FROM kernel_drillrun").fetchall()
    assert rows == [(1, "命令行")] * 2


def test_a_broken_chain_is_told_though_both_sides_agree(machine, tmp_path):
    other = Machine(tmp_path / "broken")
    machine.json("backup", tmp_path / "b.tar")
    other.json("restore", tmp_path / "b.tar")
    with sqlite3.connect(other.folder / "fengsui.sqlite3") as raw:
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='kernel_auditentry'"
        ).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("UPDATE kernel_auditentry SET reason='改过' WHERE id=(SELECT min(id) FROM kernel_auditentry)")
    told = other.json("drill", code=1)
    assert told["ok"] is False
    assert told["differences"] == []
    assert "封条核验不通过" in told["problem"]


def test_whatever_reads_differently_is_named():
    living = {"figures": {"a": 1, "b": None}, "rows": {"x": 3}}
    restored = {"figures": {"a": 2, "b": None}, "rows": {"x": 3, "y": 1}}
    assert [(one.what, one.living, one.restored) for one in drill.differences(living, restored)] == [
        ("figures.a", 1, 2),
        ("rows.y", None, 1),
    ]
    assert drill.differences(living, json.loads(json.dumps(living))) == []


@pytest.mark.django_db(transaction=True)
def test_a_drill_that_cannot_be_finished_is_kept_as_failed(monkeypatch):
    def full(file, *, snapshot=""):
        raise OSError("No space left on device")

    monkeypatch.setattr(archive, "write_backup", full)
    row = drill.run(actor=DOER)
    assert row.ok is False
    assert "No space left" in row.problem
    assert DrillRun.objects.get() == row
    assert AuditEntry.objects.get(verb="drill.run").result == "broken"


@pytest.mark.django_db(transaction=True)
def test_a_damaged_archive_is_told(monkeypatch):
    real = archive.write_backup

    def damaged(file, *, snapshot=""):
        made = real(file, snapshot=snapshot)
        with tarfile.open(file) as tar:
            dump = next(one for one in tar if one.name.startswith("database."))
        content = bytearray(file.read_bytes())
        content[dump.offset_data + dump.size // 2] ^= 0xFF
        file.write_bytes(content)
        return made

    monkeypatch.setattr(archive, "write_backup", damaged)
    row = drill.run(actor=DOER)
    assert row.ok is False
    assert "restore" in row.problem


@pytest.mark.django_db(transaction=True)
def test_what_is_written_during_the_backup_makes_no_difference(monkeypatch, installed):
    from fengsui.kernel.models import SignInAttempt

    real = archive.write_backup

    def meanwhile(file, *, snapshot=""):
        write_elsewhere(
            "INSERT INTO kernel_signinattempt (username, ip, at, succeeded) VALUES ('x', '', '2026-03-10 01:00:00', '0')"
        )
        return real(file, snapshot=snapshot)

    monkeypatch.setattr(archive, "write_backup", meanwhile)
    row = drill.run(actor=DOER)
    assert (row.ok, row.differences, row.problem) == (True, [], "")
    assert SignInAttempt.objects.count() == 1


def write_elsewhere(statement):
    """Write over a connection that has no part in the snapshot."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        with sqlite3.connect(values["NAME"]) as raw:
            raw.execute(statement)
    else:
        import psycopg

        with psycopg.connect(
            dbname=values["NAME"],
            host=values["HOST"],
            port=values["PORT"],
            user=values["USER"],
            password=values["PASSWORD"] or None,
        ) as raw:
            raw.execute(statement)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_the_scratch_database_is_dropped(installed):
    row = drill.run(actor=DOER)
    assert (row.ok, row.problem) == (True, "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'fengsui_drill_%'")
        assert cursor.fetchone()[0] == 0


def test_the_scratch_folder_may_lie_elsewhere(machine, tmp_path):
    assert machine.json("drill", "--folder", tmp_path)["ok"]
    assert not list(Path(tmp_path).iterdir())
