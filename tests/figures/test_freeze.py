"""Frozen reports: signed, numbered, compared with today's facts; two that disagree raise a flag until somebody says why."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from fengsui.figures.freeze import queries, services
from fengsui.figures.freeze.models import FigureDefinition, FrozenFigure, FrozenReport
from fengsui.figures.freeze.words import keep_definitions
from fengsui.hazards.models import Hazard
from fengsui.kernel import transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from fengsui.kernel.figure import every
from fengsui.kernel.models import AuditEntry
from tests.figures.histories import DAYS, START, STREETS, live

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fixed_clock")]
END = START + timedelta(days=DAYS - 2)
FIGURES = ["hazards.found", "patrol.places_visited", "outreach.attended", "hazards.stock_closing"]


def _freeze(actor: Actor, **other: Any) -> FrozenReport:
    asked = {"title": "二月战报", "start": START, "end": END, "area_path": STREETS[0], "figure_ids": FIGURES} | other
    return services.freeze(actor=actor, **asked)


def _withdraw_one() -> Hazard:
    row = Hazard.objects.filter(area_path__startswith=STREETS[0], state__in=["found", "assigned"]).order_by("number").first()
    assert row is not None
    with transaction.write():
        row.state, row.voided_on, row.void_reason = "void", END, "重复登记"
        row.save()
    return row


def test_a_frozen_number_stays_and_a_later_change_shows_with_its_row(actor_for: Callable[..., Actor]):
    live(4)
    director = actor_for("centre_director", STREETS[0])
    row = _freeze(director)
    assert row.number == "SS-150402-2026-0001"
    assert all(one["same"] for one in queries.check(actor=director, report_id=row.pk)["figures"])
    gone = _withdraw_one()
    checked = {one["figure_id"]: one for one in queries.check(actor=director, report_id=row.pk)["figures"]}
    found = checked["hazards.found"]
    assert (found["now"], found["same"], found["came_total"]) == (found["frozen"] - 1, False, 0)
    assert [one["id"] for one in found["went"]] == [str(gone.pk)]
    assert checked["outreach.attended"]["same"]
    told = queries.report(actor=director, report_id=row.pk)
    assert told["signed"]
    assert {one["figure_id"]: one["value"] for one in told["figures"]}["hazards.found"] == found["frozen"]
    assert queries.workbook(actor=director, report_id=row.pk).startswith(b"PK")


def test_a_number_changed_behind_our_back_breaks_the_signature(actor_for: Callable[..., Actor]):
    live(4)
    director = actor_for("centre_director", STREETS[0])
    row = _freeze(director)
    number = FrozenFigure.objects.get(report=row, figure_id="hazards.found")
    FrozenFigure.objects.filter(pk=number.pk).update(value=number.value + 5)
    assert not queries.check(actor=director, report_id=row.pk)["signed"]


def test_two_reports_that_disagree_raise_a_flag_until_somebody_says_why(actor_for: Callable[..., Actor]):
    live(4)
    director = actor_for("centre_director", STREETS[0])
    first = _freeze(director)
    assert _freeze(director, title="又一份").number.endswith("0002")
    assert queries.disagreements(actor=director) == []
    _withdraw_one()
    last = _freeze(director, title="三月通报", figure_ids=["hazards.found"])
    flags = queries.disagreements(actor=director)
    assert [(one["figure_name"], one["earlier_value"] - one["later_value"], one["later"]["number"]) for one in flags] == [
        ("发现隐患", 1, last.number)
    ] * 2
    assert AuditEntry.objects.filter(verb="frozen_report.disagree").count() == 2
    assert first.number in {one["earlier"]["number"] for one in flags}
    with pytest.raises(InvalidInput):
        services.explain_disagreement(actor=director, disagreement_id=flags[0]["id"], explanation=" ")
    services.explain_disagreement(actor=director, disagreement_id=flags[0]["id"], explanation="一处重复登记已作废")
    assert len(queries.disagreements(actor=director)) == 1
    with pytest.raises(Conflict):
        services.explain_disagreement(actor=director, disagreement_id=flags[0]["id"], explanation="再说一次原因")


def test_only_who_may_freezes_and_only_what_is_over(actor_for: Callable[..., Actor]):
    live(4)
    director = actor_for("centre_director", STREETS[0])
    with pytest.raises(Forbidden):
        _freeze(actor_for("grid_worker", STREETS[0]))
    with pytest.raises(NotFound):
        _freeze(director, area_path=STREETS[1])
    with pytest.raises(InvalidInput):
        _freeze(director, end=START + timedelta(days=90))
    row = _freeze(director)
    with pytest.raises(NotFound):
        queries.report(actor=actor_for("centre_director", STREETS[1]), report_id=row.pk)


def test_the_words_of_every_version_are_kept_once():
    FigureDefinition.objects.all().delete()
    for _ in range(2):
        keep_definitions(plan=[])
    kept = set(FigureDefinition.objects.values_list("figure_id", "version"))
    assert kept == {(figure.id, figure.version) for figure in every()}
