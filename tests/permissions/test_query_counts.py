"""What every GET of the API asks the database, against a reviewed file: never more, and the same for ten rows and two hundred."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from fengsui.kernel.cells.keeping import settle
from fengsui.kernel.transaction import write
from tests.permissions import requests
from tests.permissions.conftest import OWN, World
from tests.permissions.many_rows import multiply
from tests.permissions.test_oracle import DOCUMENT, OPERATIONS, TABLE

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FILE = Path(__file__).with_name("query_counts.csv")
FEW, MANY = 10, 200
ASKERS = ("brigade_leader", "centre_director", "supervisor", "street_inspector", "audit_admin", "security_admin", "system_admin")
# The street as a whole, drawn on paper: one document of all its places, no list.
LEFT_OUT = frozenset({"print_plates"})
READ = sorted(name for name, (method, _, _) in OPERATIONS.items() if method == "GET" and name not in LEFT_OUT)
Counts = dict[str, tuple[int, int]]


def recorded() -> Counts:
    """Return operation → (queries at ten rows, queries at two hundred) as reviewed."""
    with FILE.open(encoding="utf-8") as handle:
        return {row["operation"]: (int(row["queries_10"]), int(row["queries_200"])) for row in csv.DictReader(handle)}


def count(world: World, operation: str, page_size: int) -> int:
    """Return how many statements an answer takes, asked a second time, so that what is kept between requests is kept."""
    _, path, described = OPERATIONS[operation]
    parameters = described.get("parameters", [])
    for one in parameters:
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", requests.path_value(one["name"], operation, OWN))
    query = requests.query_for(operation, parameters, DOCUMENT, OWN)
    if any(one["name"] == "page_size" for one in parameters):
        query["page_size"] = page_size
    address = path.removeprefix("/api/v1") + "?" + "&".join(f"{key}={value}" for key, value in query.items())
    asker = next(role for role in (*ASKERS, *sorted(TABLE[operation])) if role in TABLE[operation])
    for _ in range(2):
        with transaction.atomic(), CaptureQueriesContext(connection) as captured:
            answer = world.clients[asker].send("GET", address)
            transaction.set_rollback(True)
        assert answer.status_code < 500, (operation, answer.content[:300])
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")) for query in captured.captured_queries)


@pytest.fixture(scope="module")
def counted(world: World, django_db_blocker: Any) -> Iterator[Counts]:
    """Count every operation in the little world, then with two hundred rows of everything."""
    with django_db_blocker.unblock():
        few = {operation: count(world, operation, FEW) for operation in READ}
        rows = multiply(OWN, MANY)
        assert {label for label, n in rows.items() if n == MANY} >= {
            "places.Place",
            "hazards.Hazard",
            "patrol.Visit",
            "patrol.Task",
        }
        # The copies were written past the services: what their cells are is counted now and not by each read.
        with write():
            settle()
        yield {operation: (few[operation], count(world, operation, MANY)) for operation in READ}


def test_every_read_has_a_line_and_every_line_a_read():
    assert sorted(recorded().keys() - set(READ)) == []
    assert sorted(set(READ) - recorded().keys()) == [], "a new endpoint needs a reviewed line in query_counts.csv"


def test_no_read_asks_the_database_more_often_than_recorded(counted: Counts):
    known = dict.fromkeys(READ, (0, 0)) | recorded()
    more = [f"{name},{few},{many}" for name, (few, many) in counted.items() if few > known[name][0] or many > known[name][1]]
    assert not more, "more queries than recorded; mend it, or have these lines reviewed:\n" + "\n".join(more)


def test_no_read_asks_once_a_row(counted: Counts):
    assert [f"{name}: {few} → {many}" for name, (few, many) in counted.items() if many > few] == []
    assert [name for name, (few, many) in recorded().items() if many > few] == []
