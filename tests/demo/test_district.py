"""The district of the demo: which days are lived, how its shares add up, and a corner of it lived in thin years."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest

from fengsui.demo import cast, doubles, scale
from fengsui.demo.build import build
from fengsui.demo.scenes import SCENES, Darkroom, draw
from fengsui.demo.world import World
from fengsui.hazards.models import Hazard
from fengsui.hazards.states import OPEN_STATES
from fengsui.kernel.errors import Conflict
from fengsui.kernel.working_days import announced
from fengsui.outreach.models import TrainingSession
from fengsui.patrol.models import HouseholdVisit, SyncOperation, Task, Visit
from fengsui.patrol.quality.models import QualityDue, SampleItem, VisitDoubt
from fengsui.patrol.quality.prints import alike, print_of
from fengsui.places.models import Place
from tests.demo.conftest import NOW, TODAY

KNOCKS = (1.0, 4, 7)
MONTH = 8


def corner() -> scale.Scale:
    """Two little streets: two thin months, the last eight days in full, knocks every working day."""
    places = {"150402/006": 30, "150402/007": 25}
    everybody = scale.Pace({"grid_worker": 0.5, "inspector": 1.0}, 0.9, KNOCKS, 1.0, planned=False)
    month = replace(everybody, planned=True)
    return replace(
        scale.small(places, 60), name="thin", month=MONTH, busy=month, quiet=month, years=everybody, thin=True, weeks_apart=4,
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
def test_a_corner_lives_thin_years_and_is_gone_on_with_by_its_own_options_only(monkeypatch):
    monkeypatch.setattr(doubles, "ENTERED", 0.7)
    monkeypatch.setattr(doubles, "NOTICED", 0.8)
    made = build(corner(), seed=3, today=TODAY, now=NOW)
    assert made["made"]
    days = sorted(set(Visit.objects.values_list("local_date", flat=True)))
    assert days[-1] == TODAY
    assert 6 <= len(days) <= 4 + MONTH
    assert HouseholdVisit.objects.count() > 60
    assert not SyncOperation.objects.exclude(state="accepted").exists()
    assert TrainingSession.objects.count() >= 4
    # The plan is made in the last days only.
    assert min(Task.objects.filter(kind="routine").values_list("created_at", flat=True)).date() >= TODAY - timedelta(days=MONTH)
    lasted = Counter((visit.ended_at - visit.started_at).total_seconds() < 90 for visit in Visit.objects.filter(inspected=True))
    assert lasted[True] and lasted[False]
    likely = Place.objects.filter(class_code__startswith="key_")
    assert set(likely.values_list("key_unit_status", flat=True)) >= {"filed"}
    _the_careless_alone_are_found_out()
    _doubles_are_merged()
    assert not build(corner(), seed=3, today=TODAY, now=NOW)["made"]


def _the_careless_alone_are_found_out() -> None:
    """Photos sent again are found among the careless and nobody else; notes are answered, visits drawn and looked at."""
    people = cast.known_people()
    world = World(3, scale.DISTRICT, scale.PILOTS, people, None, corner(), TODAY)  # type: ignore[arg-type]
    careless = {person.account_id for person in people if world.careless(person)}
    notes = VisitDoubt.objects.all()
    reusing = {note.account_id for note in notes if "reused_photo" in {reason["code"] for reason in note.reasons}}
    assert reusing
    assert reusing <= careless
    assert notes.filter(shown_at__isnull=False).exists()
    assert notes.exclude(explanation="").filter(listed_at__isnull=False).exists()
    assert set(SampleItem.objects.values_list("result", flat=True)) & {"match", "mismatch"}
    assert not QualityDue.objects.exists()


def _doubles_are_merged() -> None:
    merged = Place.objects.filter(state="merged")
    assert merged.exists()
    for double in merged:
        assert double.merged_into is not None
        assert double.name == f"{double.merged_into.name}{doubles.ON_PAPER}"
        assert not Hazard.objects.filter(place=double, state__in=OPEN_STATES).exists()


def test_drawn_photos_are_told_apart_and_one_sent_again_is_not():
    seen = []
    for scene in SCENES:
        for n in range(8):
            # One room, from two spots; then another room.
            room, moment = f"{scene}{n // 2}", str(n)
            seen.append(print_of(draw(scene, seed=room, words=("店", "门头"), fixed=n % 4 == 1, moment=moment).content))
    assert not any(alike(one, other) for one, other in combinations(seen, 2))
    assert not any(one.flat for one in seen)
    again = draw("door", seed="door0", words=("别家", "2026-11-20"), moment="0")
    assert alike(print_of(again.content), seen[list(SCENES).index("door") * 8])


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
