"""A key unit is declared, verified, listed, filed and delisted, each by those who may, with its day and paper."""

from datetime import UTC, date, datetime

import pytest

from fengsui.kernel import clock, permissions
from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput
from fengsui.kernel.figure import Period
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry
from fengsui.places import figures, queries
from fengsui.places.filters import DatedFilters
from fengsui.places.key_units import page
from fengsui.places.key_units.queries import key_unit
from fengsui.places.key_units.services import take_step
from fengsui.places.key_units.states import LISTED, STATUSES, VERBS
from fengsui.places.models import KeyUnitStep
from tests.places.factories import make_place

JANUARY, FEBRUARY, MARCH = date(2026, 1, 20), date(2026, 2, 20), date(2026, 3, 9)


def walk(people, place, *steps):
    for verb, on in steps:
        take_step(actor=people.brigade, place_id=place.pk, verb=verb, on=on, document=f"{verb}-1号", reason="已核对界定标准")


def made_in_january(name, **fields):
    with clock.frozen(datetime(2026, 1, 5, 4, tzinfo=UTC)):
        return make_place(name, state="operating", **fields)


def counted(day):
    return list(figures.key_units(Period(day, day)).values_list("name", flat=True))


def test_a_market_goes_from_declared_to_filed_and_off_again(people):
    place = made_in_january("红山商城")
    with pytest.raises(InvalidInput):
        take_step(actor=people.director, place_id=place.pk, verb="declare")
    take_step(actor=people.director, place_id=place.pk, verb="declare", document="备案申报表", on=JANUARY)
    with pytest.raises(Forbidden):
        take_step(actor=people.director, place_id=place.pk, verb="verify", reason="核对")
    with pytest.raises(Conflict) as raised:
        take_step(actor=people.brigade, place_id=place.pk, verb="list", document="公告")
    assert raised.value.code == "key_unit_changed"
    with pytest.raises(InvalidInput):
        take_step(actor=people.brigade, place_id=place.pk, verb="verify", reason="核对", on=date(2026, 1, 1))
    walk(people, place, ("verify", JANUARY), ("list", JANUARY), ("file", FEBRUARY), ("delist", MARCH))
    place.refresh_from_db()
    assert place.key_unit_status == "delisted"
    assert counted(date(2026, 1, 19)) == []
    assert counted(JANUARY) == counted(FEBRUARY) == ["红山商城"]
    assert counted(MARCH) == []
    shown = key_unit(people.brigade, place)
    assert [step["verb_label"] for step in shown["steps"]] == ["退出", "登记备案", "认定", "核实", "登记申报"]
    assert [verb["verb"] for verb in shown["verbs"]] == ["declare"]
    assert AuditEntry.objects.filter(verb__startswith="place.key_unit_").count() == 5


def test_the_list_narrows_to_key_units_today_and_of_a_day(people):
    place, other = made_in_january("红山商城"), made_in_january("小卖部", address="站前路2号")
    walk(people, place, ("declare", JANUARY), ("verify", JANUARY), ("list", JANUARY), ("delist", MARCH))
    walk(people, other, ("declare", MARCH))

    def names(**filters):
        return [row["name"] for row in queries.list_places(actor=people.director, filters=DatedFilters(**filters)).items]

    assert names(key_unit=True) == []
    assert names(key_unit_status=["declared", "delisted"]) == ["红山商城", "小卖部"]
    assert names(key_unit=True, as_of=FEBRUARY) == ["红山商城"]
    assert names(key_unit_status=["declared"], as_of=FEBRUARY) == []


def test_sending_a_step_again_changes_nothing(people):
    place, operation = make_place(), new_id()
    for _ in range(2):
        take_step(actor=people.director, operation_id=operation, place_id=place.pk, verb="declare", document="备案申报表")
    assert KeyUnitStep.objects.count() == 1


def test_the_table_is_whole_and_the_page_of_the_docs_is_the_table():
    reached = {"none"}
    while more := {verb.to_status for verb in VERBS.values() if set(verb.from_statuses) & reached} - reached:
        reached |= more
    assert reached == set(STATUSES)
    assert LISTED == ("listed", "filed")
    for verb in VERBS.values():
        assert permissions.known(verb.permission).roles
        assert verb.consequence_zh.endswith("。")
    assert not permissions.role_carries("centre_director", "places.key_list")
    assert page.PAGE.read_text(encoding="utf-8") == page.page(), "run python -m fengsui.places.key_units.page"
