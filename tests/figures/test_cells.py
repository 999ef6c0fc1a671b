"""Cells say what the facts say, whatever happened to the facts and by whatever statement."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Q

from fengsui.figures import facts, kept
from fengsui.figures.verifying import verify
from fengsui.hazards.models import Hazard, HazardStep
from fengsui.kernel import transaction
from fengsui.kernel.actor import Actor, GrantValue, system
from fengsui.kernel.cells import declared, rebuilding, spans, triggers
from fengsui.kernel.cells.declared import series_of
from fengsui.kernel.cells.reading import settled
from fengsui.kernel.cells.rebuilding import rebuild
from fengsui.kernel.figure import Period, every
from fengsui.kernel.models import Cell, CellMark, EvidenceLink
from fengsui.patrol.models import HouseholdVisit, Task, Visit
from fengsui.places.models import Place, PlaceStateChange
from tests.figures.histories import DAYS, GRIDS, START, STREETS, at, live

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fixed_clock")]
OFFICE = system("测试")
LINES = ("", "fire", "housing")


def _put_right(chance: random.Random) -> None:
    """Correct a history as people and programs do: withdraw, move, date back, merge, delete, one row or many at once."""
    for row in Visit.objects.order_by("number"):
        way = chance.random()
        if way < 0.2:
            Visit.objects.filter(pk=row.pk).update(valid=not row.valid)
        elif way < 0.3:
            row.local_date, row.line = row.local_date + timedelta(days=chance.randint(-40, 3)), chance.choice(LINES)
            row.save()
        elif way < 0.4:
            row.delete()
    for place in Place.objects.order_by("number")[::3]:
        Place.objects.filter(pk=place.pk).update(area_path=chance.choice(GRIDS), line=chance.choice(LINES))
        Hazard.objects.filter(place=place).exclude(state="closed").update(area_path=chance.choice(GRIDS))
        PlaceStateChange.objects.create(
            place=place, verb="close", to_state=chance.choice(["closed", "operating"]), on=START + timedelta(days=6),
            actor_name="测试", at=at(START + timedelta(days=30), 8),
        )  # fmt: skip
    ended = {"state": "void", "void_reason": "误报", "voided_on": START, "closed_on": None, "closed_at": None, "closed_how": ""}
    for hazard in Hazard.objects.order_by("number")[::5]:
        Hazard.objects.filter(pk=hazard.pk).update(reviewer=None, review_passed_at=None, **ended)
    for hazard in Hazard.objects.filter(state="void").order_by("number")[::2]:
        Hazard.objects.filter(pk=hazard.pk).update(state="found", voided_on=None, void_reason="")
    for step in HazardStep.objects.order_by("hazard__number", "sequence")[::4]:
        HazardStep.objects.filter(pk=step.pk).update(due_on=step.on + timedelta(days=chance.randint(0, 9)))
    for step in HazardStep.objects.order_by("hazard__number", "sequence")[1::7]:
        step.on += timedelta(days=chance.randint(-3, 3))
        step.save()
    Task.objects.filter(state="open").update(state="done")
    HouseholdVisit.objects.filter(outcome="away").update(outcome="met")
    EvidenceLink.objects.filter(arrived_at=None).update(arrived_at=at(START + timedelta(days=20), 9))


def _agree(actor: Actor, period: Period, area_path: str) -> None:
    figures = [figure for figure in every() if actor.has(figure.permission)]
    told = kept.values(figures, actor=actor, period=period, area_path=area_path)
    areas = kept.by_area(figures, actor=actor, period=period, area_path=area_path, width=14)
    for figure in figures:
        where = (figure.id, period, area_path, actor.name)
        assert told[figure.id] == facts.value(figure, actor=actor, period=period, area_path=area_path), where
        counted = facts.by_area(figure, actor=actor, period=period, area_path=area_path, width=14)
        assert areas[figure.id] == {path: n for path, n in counted.items() if n}, where


@pytest.mark.parametrize("seed", [3, 8])
def test_whatever_is_put_right_the_cells_say_what_the_facts_say(seed: int):
    chance = random.Random(seed)
    live(seed)
    settled()
    _put_right(chance)
    settled()
    several = Actor("person", "跨区联络员", grants=(
        GrantValue("street_inspector", STREETS[0], "fire"), GrantValue("centre_director", "150402/006/001"),
        GrantValue("supervisor", GRIDS[2], "housing"), GrantValue("grid_worker", STREETS[0], ""),
    ))  # fmt: skip
    lined = Actor("person", "条线", grants=(GrantValue("brigade_leader", "150402", "fire"), GrantValue("supervisor", STREETS[1])))
    for _ in range(4):
        first = START + timedelta(days=chance.randint(-45, DAYS))
        period = Period(first, first + timedelta(days=chance.randint(0, 70)))
        _agree(OFFICE, period, chance.choice(["", "150402", STREETS[0], "150402/006/002", GRIDS[2]]))
        _agree(several, period, chance.choice(["", STREETS[0]]))
        _agree(lined, period, "")
    found = verify()
    assert (found.differences, CellMark.objects.count()) == ((), 0)
    _kept = {tuple(row[:5]): row[5] for row in _cells()}
    rebuild()
    assert {tuple(row[:5]): row[5] for row in _cells()} == {key: n for key, n in _kept.items() if n}


def _cells() -> list[Any]:
    return list(Cell.objects.exclude(n=0).values_list("series", "level", "span", "area_path", "line", "n"))


def test_a_cell_changed_by_hand_is_named():
    live(2)
    settled()
    cell = Cell.objects.filter(level=spans.STREET, n__gt=0, members=None).first()
    Cell.objects.filter(pk=cell.pk).update(n=cell.n + 1)
    named = verify().differences
    assert [(one.area_path, one.when, one.kept, one.counted) for one in named] == [
        (cell.area_path, cell.span, cell.n + 1, cell.n)
    ]
    rebuild()
    assert verify().differences == ()


def test_a_rule_that_changed_has_its_source_counted_anew_and_no_other(monkeypatch):
    live(2)
    settled()
    rebuild()
    assert rebuilding.outdated() == set()
    found, visits = (declared.kept()[name] for name in ("hazards.found", "patrol.visits"))
    changed = replace(found, where=Q(grade="major"))
    monkeypatch.setitem(declared._kept, "hazards.found", changed)
    assert rebuilding.outdated() == {found.source.name}
    Cell.objects.filter(series=series_of("patrol.visits"), level=spans.STREET).update(n=0)
    rebuild(only=rebuilding.outdated())
    assert rebuilding.outdated() == set()
    told = {f"{one.figure_id}" for one in verify().differences}
    # The figure still says what it said, and its cells count by the new rule; those of visits were left as they were.
    assert told >= {"hazards.found", "patrol.visits"} and visits.source.name != found.source.name
    monkeypatch.undo()
    assert rebuilding.outdated() == {found.source.name}
    rebuild(only=rebuilding.outdated())
    assert not any(one.figure_id == "hazards.found" for one in verify().differences)


def test_a_condition_without_words_of_its_own_is_refused():
    daily = declared.kept()["hazards.closed_not_reshot"]
    with pytest.raises(ValueError, match="say in words"):
        declared.keep("hazards.closed_not_reshot", replace(daily, words=""))


def _withdraw_and_fail() -> None:
    with transaction.write():
        Visit.objects.update(valid=False)
        raise RuntimeError


def test_a_write_that_fails_leaves_the_cells_as_they_were():
    live(5)
    settled()
    before = _cells()
    with pytest.raises(RuntimeError):
        _withdraw_and_fail()
    assert _cells() == before
    with transaction.write():
        Visit.objects.update(valid=False)
    assert CellMark.objects.count() == 0
    assert kept.values([f for f in every() if f.id == "patrol.visits"], actor=OFFICE, period=Period(START, START + timedelta(99)))[
        "patrol.visits"
    ] == 0  # fmt: skip


def test_the_database_has_the_triggers_that_the_figures_ask_for():
    assert triggers.complete()


@pytest.mark.parametrize(
    ("start", "end", "few"),
    [
        (date(2021, 1, 1), date(2025, 12, 31), 5),
        (date(2024, 2, 1), date(2024, 2, 29), 1),
        (date(2023, 12, 31), date(2025, 1, 1), 3),
        (date(2024, 2, 2), date(2024, 2, 29), 28),
    ],
)
def test_a_window_is_few_spans_that_cover_each_day_once(start: date, end: date, few: int):
    made = spans.window(start, end)
    assert len(made) == few
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    assert all(sum(one in made for one in spans.all_of(day)) == 1 for day in days)


@pytest.mark.once
@pytest.mark.parametrize(
    "day", [date(2026, 1, 1), date(2026, 1, 31), date(2024, 2, 29), date(2026, 11, 26), date(2026, 12, 31), date(2025, 7, 9)]
)
def test_all_days_up_to_one_are_what_is_added_without_what_is_taken_off(day: date):
    added, taken = spans.runs_up_to(day)

    def times(one: date, runs: Any) -> int:
        return sum(first <= number <= last for first, last in runs for number in spans.all_of(one))

    for n in range(-800, 800):
        one = day + timedelta(days=n)
        assert times(one, added) - times(one, taken) == (n <= 0), one
    assert sum(last - first + 1 for first, last in (*added[1:], *taken)) <= 6 + 15
