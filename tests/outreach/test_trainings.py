"""Trainings: recorded once, with places in scope only, corrected, void with a reason."""

from datetime import date

import pytest

from fengsui.kernel import clock
from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from fengsui.kernel.ids import new_id
from fengsui.outreach import queries, services
from fengsui.outreach.models import TrainingSession
from tests.hazards.conftest import people  # noqa: F401
from tests.hazards.factories import GRID, OTHER_STREET, STREET, local, make_area, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def autumn(people):  # noqa: F811
    make_area(STREET)
    with clock.frozen(local("2026-11-16 10:00")):
        yield people


def hold(actor, *places, **more):
    given = {"area_path": STREET, "title": "消防常识", "subject": "general", "held_on": date(2026, 11, 13), "attended_count": 40}
    return services.record_training(
        actor=actor, operation_id=new_id(), place_ids=[place.pk for place in places], **{**given, **more}
    )


def test_a_training_has_a_number_its_places_and_its_people(autumn):
    row = hold(autumn.inspector, make_place(), make_place())
    assert row.number == "PX-150402-2026-0001"
    shown = queries.training(actor=autumn.director, session_id=row.pk)
    assert (shown["attended_count"], shown["place_count"], len(shown["places"])) == (40, 2, 2)


def test_bad_input_says_what_to_do(autumn):
    with pytest.raises(InvalidInput) as refused:
        hold(autumn.inspector, title=" ", held_on=date(2026, 11, 17), attended_count=0, subject="party")
    assert {field.field for field in refused.value.fields} == {"title", "subject", "held_on", "attended_count"}
    assert TrainingSession.objects.count() == 0


def test_places_of_another_street_cannot_be_named_and_its_people_see_nothing(autumn):
    make_area(f"{OTHER_STREET}/001/01", "grid")
    there = make_place(f"{OTHER_STREET}/001/01")
    with pytest.raises(NotFound):
        hold(autumn.inspector, make_place(), there)
    row = hold(autumn.inspector, make_place())
    with pytest.raises(NotFound):
        queries.training(actor=autumn.stranger, session_id=row.pk)
    assert queries.list_trainings(actor=autumn.stranger).total == 0
    with pytest.raises(Forbidden):
        hold(autumn.grid_worker)


def test_every_place_of_a_street_is_added_once_and_one_taken_off(autumn):
    places = [make_place(GRID) for _ in range(3)]
    row = hold(autumn.inspector, places[0])
    for _ in range(2):
        services.add_places(actor=autumn.inspector, session_id=row.pk, street=STREET)
    assert row.attendances.count() == 3
    services.remove_place(actor=autumn.inspector, session_id=row.pk, place_id=places[1].pk)
    assert row.attendances.count() == 2


def test_a_void_training_stays_on_record_and_cannot_be_changed(autumn):
    row = hold(autumn.inspector, make_place())
    with pytest.raises(InvalidInput):
        services.void_training(actor=autumn.director, session_id=row.pk, reason=" ")
    services.void_training(actor=autumn.director, session_id=row.pk, reason="登记错了街道")
    with pytest.raises(Conflict):
        services.add_places(actor=autumn.inspector, session_id=row.pk, street=STREET)
