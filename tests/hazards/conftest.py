"""Fixtures of the hazard stories: people of one street and of another."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from fengsui.kernel import actor as actors
from fengsui.kernel.actor import Actor
from fengsui.kernel.rulepacks.services import import_shipped
from tests.hazards.factories import DISTRICT, GRID, OTHER_STREET, STREET


@dataclass
class People:
    """Who appears in the stories."""

    grid_worker: Actor
    inspector: Actor
    second_inspector: Actor
    director: Actor
    brigade: Actor
    stranger: Actor


@pytest.fixture
def people(db: None, actor_for: Callable[..., Actor]) -> People:
    """Return the people of a street, the brigade's leader, and an inspector of another street; rules are published."""
    import_shipped(actor=actors.system("测试"))
    return People(
        grid_worker=actor_for("grid_worker", GRID, name="王网格"),
        inspector=actor_for("street_inspector", STREET, name="李巡查"),
        second_inspector=actor_for("street_inspector", STREET, name="赵巡查"),
        director=actor_for("centre_director", STREET, name="孙主任"),
        brigade=actor_for("brigade_leader", DISTRICT, name="钱大队"),
        stranger=actor_for("street_inspector", OTHER_STREET, name="外街巡查"),
    )
