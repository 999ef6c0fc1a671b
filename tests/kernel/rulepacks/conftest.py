"""Fixtures of the rule packs' tests: the shipped documents and packs, and an installation that has imported them."""

import copy
from typing import Any

import pytest

from fengsui.kernel import actor
from fengsui.kernel.rulepacks import engine, services
from fengsui.kernel.rulepacks.schema import PackContent


@pytest.fixture
def document() -> dict[str, Any]:
    """Return the national document, a copy to spoil."""
    return copy.deepcopy(next(row for row in services.shipped() if row["version"] == "national-2026.1.1"))


@pytest.fixture(scope="session")
def national() -> PackContent:
    return engine.read(next(row for row in services.shipped() if row["version"] == "national-2026.1.1"))


@pytest.fixture(scope="session")
def regional() -> PackContent:
    return engine.read(next(row for row in services.shipped() if row["version"] == "neimenggu-2026.1.1"))


@pytest.fixture
def installed(db: None) -> None:
    services.import_shipped(actor=actor.system("测试"))
