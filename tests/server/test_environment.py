"""Wrong settings stop the start with one clear line."""

import os
import subprocess
import sys

import pytest

WRONG = [
    ({"FENGSUI_IDLE_MINUTES": "abc"}, "不是整数"),
    ({"FENGSUI_IDLE_MINUTES": "1"}, "应在 5～480 之间"),
    ({"FENGSUI_LOG_LEVEL": "LOUD"}, "之一"),
    ({"FENGSUI_DATABASE_URL": "mysql://x/y"}, "postgresql://"),
    ({"FENGSUI_DATA_DIR": "/proc/none"}, "不能写入"),
    ({"FENGSUI_SECOND_FACTOR_MUST": "admins,nobody"}, "没有“nobody”这个角色"),
    ({"FENGSUI_BEHIND_PROXY": "perhaps"}, "应为 1 或 0"),
]


@pytest.mark.parametrize(("env", "words"), WRONG)
def test_a_wrong_setting_is_named_with_what_to_write(env, words, tmp_path):
    base = {**os.environ, "FENGSUI_DATA_DIR": str(tmp_path), "FENGSUI_DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-m", "fengsui", "check"], env={**base, **env}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert words in done.stderr
    assert next(iter(env)) in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unreachable_database_is_said_in_words(tmp_path):
    env = {**os.environ, "FENGSUI_DATA_DIR": str(tmp_path), "FENGSUI_DATABASE_URL": "postgresql://u@127.0.0.1:9/none"}
    done = subprocess.run([sys.executable, "-m", "fengsui", "check"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "连接不上数据库" in done.stderr
    assert "Traceback" not in done.stderr
