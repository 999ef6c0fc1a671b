"""A parcel of many knocks is taken in at once, and says of each what it would have said alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fengsui.kernel import clock
from fengsui.kernel.models import AuditEntry, OutboxEvent
from fengsui.patrol.models import HouseholdVisit, SyncOperation
from tests.hazards.factories import GRID, local, make_area
from tests.patrol.phone import Phone
from tests.patrol.test_households import building, knock

pytestmark = pytest.mark.django_db
DOORS = [f"{unit}-0{floor}0{door}" for unit in (1, 2) for floor in (1, 2, 3) for door in (1, 2)]


@pytest.fixture
def phone(people):
    """A grid worker's phone, in a grid whose building has arrived."""
    make_area(GRID, "grid")
    made = Phone(people.grid_worker)
    made.house = building()
    made.record("building.draw", made.house)
    with clock.frozen(local("2026-11-16 10:00")):
        made.send()
    made.queue.clear()
    return made


def parcel(phone, **more):
    with clock.frozen(local("2026-11-16 10:05")):
        return [phone.record("household.knock", knock(phone.house, door, topics=["gas"], **more)) for door in DOORS]


def send(phone, operations):
    with clock.frozen(local("2026-11-16 10:30")):
        return phone.send(operations)


def shown(results):
    return [{key: value for key, value in one.items() if key not in ("id", "subject")} for one in results]


def rows():
    fields = [field.attname for field in HouseholdVisit._meta.fields if field.attname not in ("id", "content_sha256")]
    kept = ("kind", "state", "tries", "subject_type", "area_path", "recorded_at", "received_at", "clock_offset_ms")
    return (
        list(HouseholdVisit.objects.order_by("door").values(*fields)),
        list(SyncOperation.objects.filter(kind="household.knock").order_by("payload__door").values(*kept)),
        AuditEntry.objects.filter(verb="household.knock").count(),
        OutboxEvent.objects.filter(kind="HouseholdVisited").count(),
    )


def test_together_or_one_by_one_the_same_is_written_and_answered(phone):
    at_once = send(phone, parcel(phone))
    written = rows()
    HouseholdVisit.objects.all().delete()
    SyncOperation.objects.filter(kind="household.knock").delete()
    OutboxEvent.objects.all().delete()
    audited = AuditEntry.objects.filter(verb="household.knock").count()
    alone = [result for operation in parcel(phone) for result in send(phone, [operation])]
    assert shown(at_once) == shown(alone)
    again = rows()
    assert (again[:2], again[2] - audited, again[3]) == (written[:2], written[2], written[3])


def test_twelve_knocks_cost_few_statements(phone):
    with CaptureQueriesContext(connection) as told:
        results = send(phone, parcel(phone))
    assert {result["status"] for result in results} == {"accepted"}
    assert len(told) < 30


def test_one_refused_among_them_does_not_hold_up_the_others(phone):
    operations = parcel(phone)
    operations[5]["payload"]["outcome"] = "gone fishing"
    assert [result["status"] for result in send(phone, operations)] == ["accepted"] * 5 + ["rejected"] + ["accepted"] * 6
    assert HouseholdVisit.objects.count() == 11


def test_sent_again_with_new_ones_nothing_is_counted_twice(phone):
    operations = parcel(phone)
    send(phone, operations[:7])
    assert [result["status"] for result in send(phone, operations)] == ["duplicate"] * 7 + ["accepted"] * 5
    assert HouseholdVisit.objects.count() == 12


def test_a_correction_in_the_same_parcel_puts_the_first_right(phone):
    with clock.frozen(local("2026-11-16 10:05")):
        first = knock(phone.house, "1-0101", "away")
        told = [phone.record("household.knock", first)]
        told.append(phone.record("household.knock", knock(phone.house, "1-0101", "met", replaces=first["id"])))
    send(phone, told)
    assert set(HouseholdVisit.objects.values_list("outcome", "valid")) == {("away", False), ("met", True)}
