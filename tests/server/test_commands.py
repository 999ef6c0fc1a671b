"""The command line as an operator uses it, each command a process of its own on a fresh data folder."""

import json
import os
import subprocess
import sys

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests import template

LEDGER = """店名,地址,负责人,联系电话,面积,经营项目,所属街道
好再来饭店,站前路12号,甲一,19900000001,85,餐饮,站前街道
惠民超市,站前路14号,甲二,19900000002,约120平,超市,站前街道
,没有名字的一行,,,,,站前街道
"""


class Machine:
    """A data folder and the command line on it."""

    def __init__(self, folder):
        self.folder = folder
        self.env = {**os.environ, "FENGSUI_DATA_DIR": str(folder), "FENGSUI_DATABASE_URL": ""}
        self.env.pop("DJANGO_SETTINGS_MODULE", None)

    def run(self, *arguments, code=0, given=None, **env):
        done = subprocess.run(
            [sys.executable, "-m", "fengsui", *map(str, arguments)],
            env={**self.env, **env},
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        return done

    def json(self, *arguments, **more):
        lines = self.run(*arguments, "--json", **more).stdout.strip().splitlines()
        assert len(lines) == 1
        return json.loads(lines[0])


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    made = Machine(tmp_path_factory.mktemp("operator"))
    template.lay(made.folder)
    made.json("import", "areas")
    return made


def test_a_new_installation_is_set_up_by_its_first_command(tmp_path):
    fresh = Machine(tmp_path)
    assert fresh.json("audit", "seal")["sealed"] > 0
    assert (tmp_path / "fengsui.sqlite3").exists()
    assert oct((tmp_path / "secrets" / "seal.key").stat().st_mode)[-3:] == "600"


def test_help_speaks_chinese_and_english(machine):
    assert "备份" in machine.run("--help").stdout
    assert "Back everything up" in machine.run("--help", FENGSUI_LANG="en").stdout


def test_wrong_usage_ends_with_two_and_a_refusal_with_three(machine, tmp_path):
    assert "No such command" in machine.run("nonsense", code=2).stderr
    machine.run("report", "daily", "--date", "gestern", code=2)
    empty = tmp_path / "empty.xlsx"
    empty.write_bytes(b"")
    assert "✗" in machine.run("import", "places", empty, code=3).stderr


def test_an_account_is_made_with_a_first_password_to_be_changed(machine):
    made = machine.json(
        "user", "add", "zhuren01", "--name", "站前街道服务中心主任01", "--role", "centre_director", "--area", "150402/006"
    )
    assert len(made["first_password"]) == 14
    again = machine.run("user", "add", "zhuren01", "--name", "又一位", "--role", "centre_director", code=3)
    assert "已被使用" in again.stderr
    machine.run("user", "add", "xx1", "--name", "某某", "--role", "no_such_role", code=3)
    weak = machine.run(
        "user", "add", "xx2", "--name", "某某", "--role", "duty_officer", "--password-stdin", code=3, given="123\n"
    )
    assert "至少 10 位" in weak.stderr


def test_a_second_step_that_is_not_on_cannot_be_reset_and_a_name_nobody_has_is_told(machine):
    assert "没有开启两步验证" in machine.run("user", "reset-totp", "zhuren01", "--reason", "手机丢失", code=3).stderr
    assert "找不到" in machine.run("user", "reset-totp", "nobody", "--reason", "手机丢失", code=3).stderr


def test_a_ledger_goes_in_and_comes_out(machine, tmp_path):
    file = tmp_path / "台账.csv"
    file.write_text(LEDGER, encoding="gb18030")
    counts = machine.json("import", "places", file, "--area", "150402/006")
    assert counts == {"new": 2, "changed": 0, "same": 0, "conflict": 0, "doubtful": 0, "rejected": 1}
    assert machine.json("import", "places", file, "--area", "150402/006")["same"] == 2
    out = tmp_path / "导出.xlsx"
    assert machine.json("export", "places", out, "--area", "150402/006")["rows"] == 2
    text = " ".join(str(cell.value) for row in load_workbook(out).active.iter_rows() for cell in row)
    assert "惠民超市" in text
    assert "19900000002" not in text


def test_the_day_ledger_is_one_object_a_workbook_and_a_paper(machine, tmp_path):
    report = machine.json("report", "daily", "--date", "2026-03-10")
    assert isinstance(report, dict)
    machine.run("report", "daily", "--date", "2026-03-10", "--xlsx", tmp_path / "d.xlsx", "--pdf", tmp_path / "d.pdf")
    assert load_workbook(tmp_path / "d.xlsx").worksheets
    assert "台账" in "".join(page.extract_text() for page in PdfReader(tmp_path / "d.pdf").pages)


def test_check_says_one_line_a_finding_and_warns_of_an_insecure_address(machine):
    found = machine.run("check", "--url", "http://192.168.1.5:8000", "--json", code=1).stdout
    keys = {item["key"]: item["level"] for item in json.loads(found)["findings"]}
    assert keys["database"] == "good"
    assert keys["fonts"] == "good"
    assert keys["phones"] == "wrong"


def test_a_backup_restores_on_a_clean_machine_with_the_same_figures(machine, tmp_path):
    before = machine.json("report", "daily")
    made = machine.json("backup", tmp_path / "backup.tar")
    assert oct((tmp_path / "backup.tar").stat().st_mode)[-3:] == "600"
    assert made["database"] == "sqlite"
    other = Machine(tmp_path / "elsewhere")
    other.json("restore", tmp_path / "backup.tar")
    after = other.json("report", "daily")
    assert after["figures"] == before["figures"]
    assert other.run("audit", "verify", "--json", code=0)
    assert (
        other.json("export", "places", tmp_path / "again.xlsx")["rows"]
        == machine.json("export", "places", tmp_path / "first.xlsx")["rows"]
    )
    refused = other.run("restore", tmp_path / "backup.tar", code=3)
    assert "--force" in refused.stderr


def test_a_damaged_backup_restores_nothing(machine, tmp_path):
    machine.json("backup", tmp_path / "good.tar")
    content = bytearray((tmp_path / "good.tar").read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / "bad.tar").write_bytes(content)
    (tmp_path / "cut.tar").write_bytes(content[: len(content) // 3])
    for name in ("bad.tar", "cut.tar"):
        other = Machine(tmp_path / f"for-{name}")
        assert "没有恢复任何内容" in other.run("restore", tmp_path / name, code=3).stderr
