"""A desk holds what needs its owner, ordered by consequence, and nothing of other streets."""

import pytest

from fengsui.hazards import services
from fengsui.hazards.desk.queries import desk
from fengsui.hazards.desk.sections import SECTIONS
from fengsui.hazards.filters import HazardFilters
from fengsui.hazards.queries import list_hazards
from fengsui.hazards.requests import services as requests
from fengsui.kernel import clock
from fengsui.kernel.errors import Forbidden
from tests.hazards.factories import BLOCKED_PASSAGE, LIGHTS, STREET, local, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(people):
    """Leave a street with an overdue grade A, an overdue C, one asked more time for, a late review and a new one."""
    with clock.frozen(local("2026-11-02 10:00")):
        _, _, asked, reported = (
            services.open_hazard(actor=people.grid_worker, place_id=make_place(name=f"第{n}家").pk, item_code=item)
            for n, item in enumerate((BLOCKED_PASSAGE, LIGHTS, LIGHTS, LIGHTS))
        )
        services.report_fixed(actor=people.grid_worker, hazard_id=reported.pk)
        requests.ask_extension(
            actor=people.inspector, hazard_id=asked.pk, working_days=20, reason="等配件", safeguards="有人值守"
        )
    with clock.frozen(local("2026-11-20 10:00")):
        services.open_hazard(actor=people.grid_worker, place_id=make_place(name="新发现").pk, item_code=LIGHTS)
        yield people


def test_the_gravest_comes_first_and_each_section_counts_what_its_link_lists(busy):
    shown = desk(actor=busy.director)
    codes = [section["code"] for section in shown["sections"]]
    assert codes == [section.code for section in SECTIONS if section.code in codes]
    assert codes[0] == "grave"
    assert {"extension", "review", "overdue", "unassigned"} <= set(codes)
    by_code = {section.code: section for section in SECTIONS}
    for section in shown["sections"]:
        asked = HazardFilters(**{
            key: ([value] if key in ("state", "grade") else value)
            for key, value in by_code[section["code"]].query if key != "sort"
        })  # fmt: skip
        listed = list_hazards(actor=busy.director, filters=asked).total
        # The list of all overdue holds the grave ones too, which stand in a section of their own.
        extra = 1 if section["code"] == "overdue" else 0
        assert listed == section["total"] + extra, section["code"]
        assert len(section["cases"]) == min(5, section["total"])


def test_the_brigade_is_spared_what_the_centre_does_and_the_other_street_sees_nothing(busy, actor_for):
    supervisor = actor_for("supervisor", STREET, name="包联周")
    codes = [section["code"] for section in desk(actor=supervisor)["sections"]]
    assert "unassigned" not in codes
    assert "grave" in codes
    assert desk(actor=busy.stranger)["sections"] == []
    assert desk(actor=busy.stranger)["looked_at"]
    assert desk(actor=busy.director, area="150402/001")["sections"] == []


def test_whoever_asked_for_more_time_is_not_asked_to_decide_it(busy):
    codes = [section["code"] for section in desk(actor=busy.inspector)["sections"]]
    assert "extension" not in codes


def test_a_grid_worker_has_no_desk(busy):
    with pytest.raises(Forbidden):
        desk(actor=busy.grid_worker)
