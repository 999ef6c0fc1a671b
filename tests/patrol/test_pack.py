"""The work pack's deltas: what leaves a person's areas leaves the phone, other grants bring a whole pack, days bring tasks."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from fengsui.kernel import clock, outbox
from fengsui.kernel.ids import new_id
from fengsui.patrol import services
from fengsui.patrol.models import PlaceDeparture, Task
from fengsui.places import services as places
from tests.hazards.factories import GRID, STREET, local, make_area, make_place
from tests.patrol.phone import visit_body

pytestmark = pytest.mark.django_db
NOW = "2026-11-16 08:00"
OTHER = f"{STREET}/009/01"


def pack_of(client, cursor=""):
    return client.send("GET", f"/patrol/pack?cursor={quote(cursor)}").json()


def moved(actor, place, to):
    places.update_place(
        actor=actor, operation_id=new_id(), place_id=place.pk, changes={"area_path": to}, expected_version=place.row_version
    )
    outbox.deliver_pending()
    place.refresh_from_db()


@pytest.fixture
def district(posted):
    for path, level in ((STREET, "street"), (GRID.rsplit("/", 1)[0], "community"), (GRID, "grid")):
        make_area(path, level)
    for path, level in ((OTHER.rsplit("/", 1)[0], "community"), (OTHER, "grid")):
        make_area(path, level)
    return posted


def test_a_place_that_moved_to_another_grid_leaves_the_phone_with_its_hazards_and_tasks(district, client_for):
    with clock.frozen(local(NOW)):
        place = make_place()
        hazard = {"id": str(new_id()), "item_code": "COM-08"}
        services.submit_visit(
            actor=district.grid_worker, operation_id=new_id(), visit=visit_body(place, clock.now()), hazards=[hazard]
        )
        client = client_for(district.grid_worker)
        whole = pack_of(client)
        assert [row["id"] for row in whole["places"]] == [str(place.pk)]
    with clock.frozen(local(NOW) + timedelta(hours=2)):
        moved(district.director, place, OTHER)
        delta = pack_of(client_for(district.grid_worker), whole["cursor"])
        assert not delta["full"]
        assert delta["gone"]["places"] == [str(place.pk)]
        assert delta["gone"]["hazards"] == [hazard["id"]]
        assert set(delta["gone"]["tasks"]) >= set(map(str, Task.objects.filter(place=place).values_list("pk", flat=True)))
        assert (delta["places"], delta["hazards"], delta["tasks"]) == ([], [], [])
    with clock.frozen(local(NOW) + timedelta(hours=4)):
        moved(district.director, place, GRID)
        back = pack_of(client_for(district.grid_worker), delta["cursor"])
        assert [row["id"] for row in back["places"]] == [str(place.pk)]
        assert back["gone"]["places"] == []
        assert PlaceDeparture.objects.count() == 2


def test_the_phones_of_another_street_hear_nothing_of_it(district, client_for):
    with clock.frozen(local(NOW)):
        place = make_place()
        whole = pack_of(client_for(district.stranger))
    with clock.frozen(local(NOW) + timedelta(hours=2)):
        moved(district.director, place, OTHER)
        delta = pack_of(client_for(district.stranger), whole["cursor"])
        assert str(place.pk) not in str(delta)


def test_other_grants_bring_a_whole_pack(district, client_for):
    with clock.frozen(local(NOW)):
        make_place()
        cursor = pack_of(client_for(district.grid_worker))["cursor"]
        assert not pack_of(client_for(district.grid_worker), cursor)["full"]
        assert pack_of(client_for(district.inspector), cursor)["full"]


def test_a_task_planned_far_ahead_comes_into_sight_as_the_days_pass(district, client_for):
    with clock.frozen(local(NOW)):
        place = make_place()
        day = clock.local_date() + timedelta(days=10)
        Task.objects.create(
            place=place, area_path=place.area_path, kind="routine", subject_key=f"routine:{place.pk}", due_on=day,
            reason_code="due", reason="到期", assignee_id=district.grid_worker.account_id,
        )  # fmt: skip
        whole = pack_of(client_for(district.grid_worker))
        assert whole["tasks"] == []
    with clock.frozen(local(NOW) + timedelta(days=4)):
        delta = pack_of(client_for(district.grid_worker), whole["cursor"])
        assert [row["due_on"] for row in delta["tasks"]] == [day.isoformat()]
