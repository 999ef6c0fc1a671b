"""The ledger of a past day: what each record said then, not what it says now."""

from datetime import UTC, date, datetime

import pytest

from fengsui.hazards import services as hazards
from fengsui.kernel import actor as actors
from fengsui.kernel import clock
from fengsui.kernel.errors import InvalidInput, NotFound
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.figure import Period
from fengsui.places import figures, queries, services
from fengsui.places.export import place_workbook
from fengsui.places.filters import DatedFilters
from fengsui.places.values import NewContact
from tests.hazards.factories import make_picture
from tests.places.factories import COMMUNITY, GRID, STREET, make_place

MONDAY, WEDNESDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 6)


def noon(day):
    return clock.frozen(datetime(day.year, day.month, day.day, 4, tzinfo=UTC))


def names(people, **filters):
    return [row["name"] for row in queries.list_places(actor=people.director, filters=DatedFilters(**filters)).items]


@pytest.fixture
def renamed(people):
    """A restaurant of Monday that on Wednesday changed name, size, phone and extinguishers, and closed on Friday."""
    with noon(MONDAY):
        place = make_place("老王烧烤", state="operating", actor=people.director, area_path=GRID)
        contact = place.contacts.get()
        extinguisher = services.add_facility(
            actor=people.director, place_id=place.pk, facility={"kind": "extinguisher", "quantity": 2}
        )
    with noon(WEDNESDAY):
        changes = {"name": "新欣超市", "activity": "shop", "inputs": {"area_m2": 600}, "area_path": COMMUNITY}
        services.update_place(actor=people.director, place_id=place.pk, expected_version=1, changes=changes)
        services.edit_contact(actor=people.director, contact_id=contact.pk, changes={"name": "李姐", "phone": "13900001111"})
        services.edit_facility(actor=people.director, facility_id=extinguisher.pk, changes={"quantity": 8})
    with noon(FRIDAY):
        services.set_state(actor=people.director, place_id=place.pk, verb="suspend", reason="歇业")
    return place


def test_the_page_shows_the_record_of_the_day_asked_for(people, renamed):
    then = queries.place_then(actor=people.director, place_id=renamed.pk, on=MONDAY)
    assert (then["row"]["name"], then["row"]["state"], then["row"]["area_path"]) == ("老王烧烤", "operating", GRID)
    assert [(one["name"], one["phone"]) for one in then["contacts"]] == [("王师傅", "138****2345")]
    assert [one["quantity"] for one in then["facilities"]] == [2]
    told = {one["field"]: (one["then"], one["now"]) for one in then["differences"]}
    assert told["name"] == ("老王烧烤", "新欣超市")
    assert told["facilities"] == ("灭火器×2", "灭火器×8")
    assert told["state_label"] == ("在营", "停业")
    later = queries.place_then(actor=people.director, place_id=renamed.pk, on=WEDNESDAY)
    assert [one["field"] for one in later["differences"]] == ["state_label"]
    assert queries.place_then(actor=people.director, place_id=renamed.pk, on=date(2026, 3, 1))["existed"] is False


def test_a_day_to_come_and_a_place_out_of_scope_are_refused(people, renamed):
    with pytest.raises(InvalidInput):
        queries.place_then(actor=people.director, place_id=renamed.pk, on=clock.local_date())
    with pytest.raises(NotFound):
        queries.place_then(actor=people.stranger, place_id=renamed.pk, on=MONDAY)


def test_the_list_filters_sorts_and_exports_the_values_of_the_day(people, renamed):
    with noon(MONDAY):
        make_place("阿强饭馆", actor=people.director, area_path=GRID, address="站前路9号")
    assert names(people, as_of=MONDAY, search="烧烤") == ["老王烧烤"]
    assert names(people, as_of=MONDAY, search="超市") == []
    assert names(people, as_of=WEDNESDAY, search="超市") == ["新欣超市"]
    assert names(people, as_of=MONDAY, area=GRID) == ["老王烧烤", "阿强饭馆"]
    assert names(people, as_of=WEDNESDAY, area=GRID) == ["阿强饭馆"]
    assert names(people, as_of=WEDNESDAY, state=["operating"]) == ["新欣超市"]
    assert names(people, as_of=FRIDAY, state=["operating"]) == []
    by_name = queries.list_places(actor=people.director, filters=DatedFilters(as_of=MONDAY), sort="-name").items
    assert [row["name"] for row in by_name] == ["阿强饭馆", "老王烧烤"]
    with pytest.raises(InvalidInput):
        names(people, as_of=MONDAY, missing=["phone"])
    content, count = place_workbook(actor=people.director, filters=DatedFilters(as_of=MONDAY, area=STREET), sort="number")
    assert count == 2
    assert content


def test_the_list_of_a_day_holds_what_the_figure_of_that_day_counts(people, renamed):
    with noon(FRIDAY):
        services.set_state(actor=people.director, place_id=renamed.pk, verb="close", reason="注销", on=WEDNESDAY)
    for day in (MONDAY, WEDNESDAY, FRIDAY):
        listed = queries.list_places(actor=people.director, filters=DatedFilters(as_of=day, in_stock=True)).total
        assert listed == figures.in_ledger(Period(day, day)).count()


def test_the_open_hazards_are_those_of_the_day(people, renamed):
    with noon(WEDNESDAY):
        sha256, _ = make_picture()
        photo = EvidencePhoto(sha256=sha256, role="before")
        case = hazards.open_hazard(actor=people.inspector, place_id=renamed.pk, item_code="COM-08", photos=[photo])
    counts = {
        day: queries.list_places(actor=people.director, filters=DatedFilters(as_of=day)).items[0]["counts"]["open_hazards"]
        for day in (MONDAY, WEDNESDAY)
    }
    assert counts == {MONDAY: 0, WEDNESDAY: 1}
    assert names(people, as_of=MONDAY, has_open_hazards=True) == []
    then = queries.place_then(actor=people.director, place_id=renamed.pk, on=WEDNESDAY)
    assert [row["number"] for row in then["panels"][0]["rows"]] == [case.number]


def test_two_changes_of_one_moment_leave_the_first_words(people):
    with noon(MONDAY):
        place = make_place("一", actor=actors.system("测试"))
    with noon(WEDNESDAY):
        for name in ("二", "三"):
            services.update_place(actor=people.director, place_id=place.pk, expected_version=None, changes={"name": name})
    assert queries.place_then(actor=people.director, place_id=place.pk, on=MONDAY)["row"]["name"] == "一"


def test_contacts_taken_off_still_stand_on_their_days(people):
    with noon(MONDAY):
        place = make_place(actor=people.director)
        services.add_contact(actor=people.director, place_id=place.pk, contact=NewContact("赵管", "safety_manager"))
    with noon(WEDNESDAY):
        services.remove_contact(actor=people.director, contact_id=place.contacts.get(name="赵管").pk)
    then = queries.place_then(actor=people.director, place_id=place.pk, on=MONDAY)
    assert {one["name"] for one in then["contacts"]} == {"王师傅", "赵管"}
    assert "people" in {one["field"] for one in then["differences"]}
