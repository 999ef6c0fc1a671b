"""Role × endpoint × verb against a reviewed table, by real requests; knows nothing of how scope is decided."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from pypdf import PdfReader

from fengsui.kernel.ids import new_id
from tests.permissions import requests, table
from tests.permissions.conftest import CANARY, OTHER, OWN, World
from tests.permissions.roles import EVERYONE, ROLES

pytestmark = pytest.mark.django_db
OPERATIONS = table.operations()
TABLE = table.read()
STREET_ROLES = tuple(role for role in ROLES if not role.endswith("_admin"))


def document() -> dict[str, Any]:
    from fengsui.server.api import api

    return api.get_openapi_schema(path_prefix="/api/v1/")


DOCUMENT = document()


def send(world: World, role: str, operation: str, street: str) -> Any:
    """Send a valid request of an operation about rows of a street, as a role; whatever it writes is rolled back."""
    method, path, described = OPERATIONS[operation]
    parameters = described.get("parameters", [])
    for parameter in parameters:
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", requests.path_value(parameter["name"], operation, street))
    query = requests.query_for(operation, parameters, DOCUMENT, street)
    body = None
    content = described.get("requestBody", {}).get("content", {}).get("application/json")
    if content:
        body = requests.example(content["schema"], DOCUMENT, street)
    text = "&".join(f"{key}={value}" for key, value in query.items())
    address = path.removeprefix("/api/v1") + (f"?{text}" if text else "")
    with transaction.atomic():
        if operation == "upload_place_import":
            answer = upload(world, role, street)
        else:
            answer = world.clients[role].send(method, address, body)
        transaction.set_rollback(True)
    return answer


def upload(world: World, role: str, street: str) -> Any:
    """Send a small ledger as a browser does."""
    file = SimpleUploadedFile("台账.csv", "店名,地址,电话\n甲店,路1号,19900000001\n".encode())
    headers = {"Idempotency-Key": str(new_id())}
    return world.clients[role].post("/api/v1/places/imports", {"file": file, "area_path": street}, headers=headers)


def test_every_endpoint_has_a_line_and_every_line_an_endpoint():
    assert sorted(TABLE.keys() - OPERATIONS.keys()) == []
    assert sorted(OPERATIONS.keys() - TABLE.keys()) == [], "a new endpoint needs a reviewed line in table.csv"


# Told apart by the password and not by the role: tests/kernel/test_accounts.py.
SIGNING_IN = frozenset({"sign_in", "sign_in_device"})


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_who_may_and_who_may_not(world: World, operation: str):
    if operation in SIGNING_IN:
        assert "anonymous" in TABLE[operation]
        return
    wrong = []
    for role in EVERYONE:
        status = send(world, role, operation, OWN).status_code
        allowed = role in TABLE[operation]
        refused = status in (401,) if role == "anonymous" else status in (403, 404)
        if status >= 500 or (allowed and status in (401, 403)) or (not allowed and not refused):
            wrong.append(f"{role}: {'may' if allowed else 'may not'}, got {status}")
    assert wrong == []


@pytest.mark.parametrize("operation", sorted(name for name, (method, path, _) in OPERATIONS.items() if "_id}" in path))
def test_a_row_of_the_other_street_is_not_there(world: World, operation: str):
    if operation in NOT_A_STREETS_ROWS:
        assert operation in TABLE
        return
    wrong = []
    for role in STREET_ROLES:
        answer = send(world, role, operation, OTHER)
        # A list under a foreign row may also answer as if there were nothing: it tells no more than 404 does.
        empty = answer.status_code == 200 and json.loads(answer.content) in ([], EMPTY_PAGE)
        if answer.status_code not in (403, 404) and not empty:
            wrong.append(f"{role}: {answer.status_code}")
    assert wrong == []


EMPTY_PAGE = {"items": [], "total": 0, "page": 1, "page_size": 50}
# Accounts, sessions, grants, packs, jobs and audit entries belong to no street; figures and panels are named, not rows.
NOT_A_STREETS_ROWS = frozenset(
    name
    for name, (_, path, _) in OPERATIONS.items()
    if any(
        part in path
        for part in (
            "{pack_id}",
            "{account_id}",
            "{grant_id}",
            "{session_id}",
            "{job_id}",
            "{entry_id}",
            "{figure_id}",
            "{panel_id}",
        )
    )
)


def texts(answer: Any) -> Iterator[str]:
    """Yield everything a person could read in an answer: JSON, the parts of a workbook, the pages of a paper."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.get("Content-Type", "")
    if "spreadsheetml" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode("utf-8", "ignore")
    elif "pdf" in kind:
        yield "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    else:
        text = content.decode("utf-8", "ignore")
        yield text
        if "json" in kind:
            yield json.dumps(json.loads(text), ensure_ascii=False)


@pytest.mark.parametrize("operation", sorted(name for name, (method, _, _) in OPERATIONS.items() if method == "GET"))
def test_nothing_of_the_other_street_is_ever_read(world: World, operation: str):
    leaks = []
    for role in STREET_ROLES:
        answer = send(world, role, operation, OWN)
        if answer.status_code == 200 and any(CANARY in text for text in texts(answer)):
            leaks.append(role)
    assert leaks == []


COUNTED = {
    "/places?page_size=1": ("places.Place", {}),
    "/hazards?page_size=1": ("hazards.Hazard", {}),
    "/privacy/requests?page_size=1": ("kernel.PrivacyRequest", {}),
    "/visits?page_size=1": ("patrol.Visit", {}),
    "/notices?page_size=1": ("hazards.Notice", {}),
    "/escalations?page_size=1&state=": ("hazards.Escalation", {}),
    "/members?page_size=1&include_ended=true": ("org.Member", {}),
    "/equipment?page_size=1": ("org.Equipment", {}),
    "/patrol/quality/doubts?page_size=1": ("patrol.VisitDoubt", {"listed_at__isnull": False}),
    "/patrol/quality/samples?page_size=1": ("patrol.SampleItem", {}),
    "/patrol/quality/draws?page_size=1": ("patrol.SampleDraw", {}),
}


def asker_of(path: str) -> str:
    if "privacy" in path:
        return "committee_office"
    return "supervisor" if "quality" in path else "centre_director"


@pytest.mark.parametrize("path", sorted(COUNTED))
def test_totals_count_ones_own_street_alone(world: World, path: str):
    from django.apps import apps

    label, extra = COUNTED[path]
    model = apps.get_model(label)
    own = sum(
        row == OWN or row.startswith(f"{OWN}/") for row in model.objects.filter(**extra).values_list("area_path", flat=True)
    )
    answer = world.clients[asker_of(path)].send("GET", path)
    assert answer.status_code == 200
    assert answer.json()["total"] == own
    assert 0 < own < model.objects.filter(**extra).count()


def test_no_live_event_of_the_other_street_is_received(world: World):
    from fengsui.kernel.models import OutboxEvent
    from fengsui.kernel.sessions import actor_for_account
    from fengsui.server.events import may_receive

    rows = list(OutboxEvent.objects.filter(area_path__startswith=OTHER))
    assert rows
    for role in STREET_ROLES:
        actor = actor_for_account(world.accounts[role].pk)
        assert not [row.kind for row in rows if may_receive(actor, row)]


def test_a_write_leaves_an_audit_entry_and_sending_it_again_changes_nothing(world: World):
    from fengsui.kernel.models import AuditEntry

    for operation, role in (
        ("add_equipment", "centre_director"),
        ("create_organization", "centre_director"),
        ("give_grant", "security_admin"),
    ):
        method, path, described = OPERATIONS[operation]
        body = requests.example(described["requestBody"]["content"]["application/json"]["schema"], DOCUMENT, OWN)
        if operation == "add_equipment":
            body["kind"] = "radio"
        if operation == "create_organization":
            body["kind"] = "property"
        key = new_id()
        before = AuditEntry.objects.count()
        first = world.clients[role].send(method, path.removeprefix("/api/v1"), body, key=key)
        assert first.status_code == 200, first.content
        middle = AuditEntry.objects.count()
        again = world.clients[role].send(method, path.removeprefix("/api/v1"), body, key=key)
        assert again.status_code == 200
        assert middle > before
        assert AuditEntry.objects.count() == middle
