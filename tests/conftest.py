"""Fixtures for all back-end tests: a throw-away data folder, a fixed clock, actors and clients by role and area."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.test.utils import override_settings

from fengsui.kernel import clock
from fengsui.kernel.actor import Actor, GrantValue
from fengsui.kernel.ids import new_id
from tests import template

# Tuesday 10 March 2026, 09:00 in the district.
NOON = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
DISTRICT, STREET, OTHER_STREET = "150402", "150402/006", "150402/001"
PASSWORD = "Beacon-2026-test"


DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}
MANY_SEEDS = 8
# Few tests that take long each: begun first, so that no core waits at the end for the other to finish them.
LONG_FIRST = ("tests/server/", "tests/demo/", "tests/permissions/", "tests/patrol/histories/", "tests/hazards/test_bulk")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run each test where it says something; share long rows of seeds between the two databases.

    What a PostgreSQL run leaves ran on SQLite and would be the same again; what asks PostgreSQL itself runs only there.
    FENGSUI_TEST_SEEDS ("even" or "odd") keeps every second seed of a test that has eight or more, so that one `./test`
    runs each seed once.
    """
    on_server, share = bool(os.environ.get("FENGSUI_TEST_DATABASE_URL")), os.environ.get("FENGSUI_TEST_SEEDS", "")
    rows: dict[str, list[pytest.Item]] = {}
    left: set[pytest.Item] = set()
    for item in items:
        asks = item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
        if on_server and (not asks or item.get_closest_marker("once")):
            left.add(item)
        if not on_server and item.get_closest_marker("postgresql"):
            left.add(item)
        if {"seed", "block"} & set(getattr(getattr(item, "callspec", None), "params", ())):
            rows.setdefault(item.nodeid.partition("[")[0], []).append(item)
    for row in rows.values():
        if share and len(row) >= MANY_SEEDS and not row[0].get_closest_marker("long"):
            left.update(row[share == "even" :: 2])
    items.sort(key=lambda item: not item.nodeid.startswith(LONG_FIRST))
    if left:
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=list(left))


@pytest.fixture(autouse=True, scope="session")
def emptied_between_tests() -> Iterator[None]:
    """Let the test framework empty the append-only tables of SQLite between transactional tests: nobody else can."""
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    operations = type(connection.ops)
    original = operations.sql_flush

    def sql_flush(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        dropped = [f"DROP TRIGGER {name}" for name, _ in triggers]
        return [*dropped, *original(self, *args, **kwargs), *(text for _, text in triggers)]

    operations.sql_flush = sql_flush  # type: ignore[method-assign]
    yield
    operations.sql_flush = original  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def quick_commits() -> Iterator[None]:
    """Let PostgreSQL answer a commit before it is on disk: no test here pulls the plug of the server."""
    from django.db.backends.signals import connection_created

    def answer_early(connection: Any, **_: Any) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET synchronous_commit TO off")

    connection_created.connect(answer_early)
    yield
    connection_created.disconnect(answer_early)


@pytest.fixture(autouse=True, scope="session")
def fast_passwords() -> Iterator[None]:
    """Hash passwords cheaply: the tests are not about the hash."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Before the test database is made: on SQLite it will be a copy of one that was migrated once."""
    with template.copied_in():
        yield


@pytest.fixture
def fixed_clock() -> Iterator[datetime]:
    """Hold the clock at Tuesday 10 March 2026, 09:00 in the district."""
    with clock.frozen(NOON):
        yield NOON


@pytest.fixture
def actor_for() -> Callable[..., Actor]:
    """Return a maker of actors with a real account and grant: actor_for('street_inspector', '150402/006')."""

    def make(role: str, area_path: str = STREET, *, line: str = "", name: str = "", account_id: UUID | None = None) -> Actor:
        from fengsui.kernel.models import Account, Grant

        made_id = account_id or new_id()
        label = name or f"{role}@{area_path}"
        account = Account.objects.create(
            id=made_id, username=f"{role}-{made_id.hex[-10:]}", display_name=label[:60], must_change_password=False
        )
        account.set_password(PASSWORD)
        account.save()
        Grant.objects.create(account=account, role=role, area_path=area_path, line=line, valid_from=date(2020, 1, 1))
        return Actor(kind="person", name=label, account_id=made_id, grants=(GrantValue(role, area_path, line),))

    return make


class ApiClient(Client):
    """A test client signed in as one actor: JSON in and out, an Idempotency-Key on every write."""

    def __init__(self, token: str) -> None:
        super().__init__(headers={"Authorization": f"Bearer {token}"})

    def send(self, method: str, path: str, data: Any = None, *, key: UUID | None = None, **extra: Any) -> Any:
        """Send a request to /api/v1 + path."""
        headers = {"Idempotency-Key": str(key or new_id()), **extra.pop("headers", {})}
        content = "application/json"
        return self.generic(method, f"/api/v1{path}", _json(data), content_type=content, headers=headers, **extra)


def _json(data: Any) -> bytes:
    import json

    return b"" if data is None else json.dumps(data, default=str, ensure_ascii=False).encode()


@pytest.fixture
def client_for() -> Callable[[Actor], ApiClient]:
    """Return a maker of API clients signed in as an actor (by device token)."""

    def make(actor: Actor) -> ApiClient:
        from fengsui.kernel import sessions
        from fengsui.kernel.models import Account

        account = Account.objects.get(pk=actor.account_id)
        _, token = sessions.open_session(account=account, kind="phone", ip="127.0.0.1", user_agent="test")
        return ApiClient(token)

    return make
