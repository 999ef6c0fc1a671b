"""Fixtures of the ledger's stories: areas, published rules, and people of one street and of another."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from fengsui.kernel import actor as actors
from fengsui.kernel.actor import Actor
from fengsui.kernel.rulepacks import services as rulepacks
from tests.places.factories import DISTRICT, GRID, OTHER_STREET, STREET, make_areas


@dataclass
class People:
    """Who appears in the stories."""

    grid_worker: Actor
    inspector: Actor
    director: Actor
    brigade: Actor
    stranger: Actor
    auditor: Actor


@pytest.fixture
def ledger(db: None, fixed_clock: object) -> None:
    """Areas and the shipped rule packs, on Tuesday 10 March 2026."""
    make_areas()
    rulepacks.import_shipped(actor=actors.system("测试"))


@pytest.fixture
def people(ledger: None, actor_for: Callable[..., Actor]) -> People:
    """The people of the station street, the brigade's leader, an inspector of another street, the audit administrator."""
    return People(
        grid_worker=actor_for("grid_worker", GRID, name="王网格"),
        inspector=actor_for("street_inspector", STREET, name="李巡查"),
        director=actor_for("centre_director", STREET, name="孙主任"),
        brigade=actor_for("brigade_leader", DISTRICT, name="钱大队"),
        stranger=actor_for("street_inspector", OTHER_STREET, name="外街巡查"),
        auditor=actor_for("audit_admin", DISTRICT, name="审计员"),
    )
