"""The district of the demo: which days are lived, how its shares add up, and a corner of it lived in thin years."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from fengsui.demo import scale
from fengsui.demo.build import build
from fengsui.demo.scenes import Darkroom, draw
from fengsui.kernel.errors import Conflict
from fengsui.kernel.working_days import announced
from fengsui.outreach.models import TrainingSession
from fengsui.patrol.models import HouseholdVisit, SyncOperation, Task, Visit
from fengsui.places.models import Place
from tests.demo.conftest import NOW, TODAY

KNOCKS = (1.0, 4, 7)


def corner() -> scale.Scale:
    """Two little streets: two thin months, the last two days in full, knocks every working day."""
    places = {"150402/006": 30, "150402/007": 25}
    everybody = scale.Pace({"grid_worker": 0.5, "inspector": 1.0}, 0.9, KNOCKS, 1.0, planned=False)
    month = replace(everybody, planned=True)
    return replace(
        scale.small(places, 60), name="thin", month=2, busy=month, quiet=month, years=everybody, thin=True, weeks_apart=4,
        attended=(5.75, 1.1), careless=0.5, recent_days=40, affairs=True, key_units=0.9,
    )  # fmt: skip


def test_thin_years_are_working_days_and_the_last_month_is_whole():
    days = scale.thin().lived(TODAY, announced)
    month = [TODAY - timedelta(days=n) for n in reversed(range(30))]
    assert days[-30:] == month
    thin = days[:-30]
    assert 24 <= len(thin) <= 27
    assert all(announced(day).kind == "working" for day in thin)
    assert len({day.weekday() for day in thin}) == 5
    assert len(scale.full().lived(TODAY, announced)) == 730


@pytest.mark.parametrize("made", [scale.thin(), scale.full()])
def test_the_district_has_the_streets_and_people_of_the_article(made):
    assert len(made.streets) == len(set(made.streets)) == 13
    assert made.streets[:2] == scale.PILOTS
    assert sum(made.inspectors.values()) == 45
    assert sum(scale.GRIDS.values()) == 469
    assert abs(sum(made.compounds.values()) - 305) <= 6
    assert made.pace(scale.PILOTS[0], TODAY, TODAY).planned
    assert not made.pace(scale.OTHERS[0], TODAY, TODAY).planned
    assert not made.pace(scale.PILOTS[0], TODAY - timedelta(days=30), TODAY).planned


def test_a_photo_drawn_in_a_second_process_is_the_same():
    beside = Darkroom(beside=True)
    try:
        shot = beside.draw("door", seed="1:a", words=("店", "门头"), fixed=True)()
    finally:
        beside.close()
    assert shot == draw("door", seed="1:a", words=("店", "门头"), fixed=True)


@pytest.mark.django_db
def test_a_corner_lives_thin_years_and_is_gone_on_with_by_its_own_options_only():
    made = build(corner(), seed=3, today=TODAY, now=NOW)
    assert made["made"]
    days = sorted(set(Visit.objects.values_list("local_date", flat=True)))
    assert days[-1] == TODAY
    assert 3 <= len(days) <= 5
    assert HouseholdVisit.objects.count() > 60
    assert not SyncOperation.objects.exclude(state="accepted").exists()
    assert TrainingSession.objects.count() >= 4
    # The plan is made in the last days only.
    assert min(Task.objects.filter(kind="routine").values_list("created_at", flat=True)).date() >= TODAY - timedelta(days=2)
    lasted = Counter((visit.ended_at - visit.started_at).total_seconds() < 90 for visit in Visit.objects.filter(inspected=True))
    assert lasted[True] and lasted[False]
    likely = Place.objects.filter(class_code__startswith="key_")
    assert set(likely.values_list("key_unit_status", flat=True)) >= {"filed"}
    assert not build(corner(), seed=3, today=TODAY, now=NOW)["made"]


@pytest.mark.django_db
def test_an_unfinished_demo_is_not_gone_on_with_at_another_size(monkeypatch):
    def stopped(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fengsui.demo.build._Builder._people", stopped)
    with pytest.raises(KeyboardInterrupt):
        build(corner(), seed=3, today=TODAY, now=NOW)
    with pytest.raises(Conflict) as caught:
        build(replace(corner(), name="full"), seed=3, today=TODAY, now=NOW)
    assert caught.value.code == "demo_of_another_size"
