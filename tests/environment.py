"""The environment of every test run, set before Django reads its settings: a throw-away data folder, a test database."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

FOLDER = tempfile.mkdtemp(prefix="fengsui-test-")
os.environ["FENGSUI_DATA_DIR"] = FOLDER
os.environ["FENGSUI_DATABASE_URL"] = os.environ.get("FENGSUI_TEST_DATABASE_URL", "")
os.environ["DJANGO_SETTINGS_MODULE"] = "fengsui.server.settings"


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Remove the data folder of this run."""
    if Path(FOLDER).name.startswith("fengsui-test-"):
        shutil.rmtree(FOLDER, ignore_errors=True)
