"""The environment of every test run, set before Django reads its settings: a throw-away data folder, a test database."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

FOLDER = tempfile.mkdtemp(prefix="fengsui-test-")
os.environ["FENGSUI_DATA_DIR"] = FOLDER
os.environ["FENGSUI_DATABASE_URL"] = os.environ.get("FENGSUI_TEST_DATABASE_URL", "")
os.environ["DJANGO_SETTINGS_MODULE"] = "fengsui.server.settings"

# How fast examples come says something of the machine, nothing of the product.
settings.register_profile("fengsui", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("fengsui")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Remove the data folder of this run."""
    if Path(FOLDER).name.startswith("fengsui-test-"):
        shutil.rmtree(FOLDER, ignore_errors=True)
