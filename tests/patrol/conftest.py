"""Fixtures of the patrol stories: the people of the hazard stories, with posts."""

from collections.abc import Callable

import pytest

from fengsui.kernel.actor import Actor
from fengsui.org.models import Member, Post
from tests.hazards.conftest import People, people  # noqa: F401
from tests.hazards.factories import GRID, STREET


@pytest.fixture
def posted(people: People) -> People:  # noqa: F811
    """Return the people with members and posts, so that tasks find their hands."""
    give_post(people.grid_worker, "grid_worker", GRID)
    give_post(people.inspector, "inspector", STREET)
    give_post(people.second_inspector, "inspector", STREET)
    return people


def give_post(actor: Actor, kind: str, area_path: str) -> Member:
    """Give a person a member row and a post since 2020."""
    member = Member.objects.create(account_id=actor.account_id, name=actor.name, area_path=area_path)
    Post.objects.create(member=member, kind=kind, area_path=area_path, valid_from="2020-01-01")
    return member


Maker = Callable[..., Actor]
