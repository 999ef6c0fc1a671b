"""A ledger exported, edited and uploaded again after others changed it: each cell is merged three ways."""

import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from fengsui.kernel import clock, jobs
from fengsui.kernel.ids import new_id
from fengsui.places import services as places
from fengsui.places.export import place_workbook
from fengsui.places.filters import PlaceFilters
from fengsui.places.importing import queries, services
from fengsui.places.importing.engine.returned import merge
from fengsui.places.importing.models import ImportRow
from tests.places.factories import STREET, make_place

AT_NINE, AT_TEN, AT_ELEVEN = (datetime(2026, 3, 10, hour, tzinfo=UTC) for hour in (1, 2, 3))


@pytest.fixture
def sheet(people, tmp_path):
    """Two places exported at nine; `edit` writes cells (row name → header → value) and uploads and checks at eleven."""
    with clock.frozen(AT_NINE):
        for number, name in enumerate(("好再来饭店", "阿强饭馆"), start=1):
            make_place(name, address=f"站前路{number}号", state="operating", phone=f"1384761234{number}")
        content, _ = place_workbook(actor=people.director, filters=PlaceFilters(area=STREET), sort="number")

    def edit(changes, drop=()):
        book = load_workbook(io.BytesIO(content))
        page = book.active
        heads = next(row for row in page.iter_rows() if any(cell.value == "编号" for cell in row))
        at = {cell.value: cell.column for cell in heads}
        for row in page.iter_rows(min_row=heads[0].row + 1):
            name = page.cell(row[0].row, at["场所名称"]).value
            for header, value in changes.get(name, {}).items():
                page.cell(row[0].row, at[header]).value = value
        file = tmp_path / f"{new_id().hex}.xlsx"
        book.save(file)
        with clock.frozen(AT_ELEVEN):
            batch = services.upload(
                actor=people.director, operation_id=new_id(), path=file, file_name="台账.xlsx", area_path=STREET
            )
            services.start_preview(actor=people.director, operation_id=new_id(), batch_id=batch.pk)
            jobs.run_pending()
        batch.refresh_from_db()
        assert batch.state == "previewed", batch.problem
        return batch

    return edit


def others(people, name, **changes):
    """Somebody else changes a record at ten, after the export."""
    place = place_named(name)
    with clock.frozen(AT_TEN):
        places.update_place(actor=people.inspector, place_id=place.pk, expected_version=None, changes=changes)


def place_named(name):
    from fengsui.places.models import Place

    return Place.objects.get(name=name)


def run(step, people, batch, **more):
    step(actor=people.director, operation_id=new_id(), batch_id=batch.pk, **more)
    jobs.run_pending()
    batch.refresh_from_db()


def test_a_sheet_sent_back_untouched_says_nothing_even_after_others_changed_the_record(people, sheet):
    others(people, "好再来饭店", address="站前路88号", inputs={"area_m2": 300})
    batch = sheet({})
    assert (batch.counts["same"], batch.counts["changed"], batch.counts["conflict"]) == (2, 0, 0)


def test_only_real_conflicts_are_asked_and_nothing_is_overwritten(people, sheet):
    others(people, "好再来饭店", address="站前路88号", inputs={"area_m2": 300, "seats": 40})
    place = place_named("好再来饭店")
    batch = sheet({"好再来饭店": {"建筑面积": 120, "地址": "站前路66号", "场所名称": "好再来酒楼"}, "阿强饭馆": {"座位数": 60}})
    assert (batch.counts["conflict"], batch.counts["changed"]) == (1, 1)
    row = queries.rows_of(people.director, batch.pk, verdict="conflict").items[0]
    told = {one["field"]: one for one in row["conflicts"]}
    assert set(told) == {"address", "inputs.area_m2"}
    assert (told["address"]["base"], told["address"]["theirs"], told["address"]["mine"]) == (
        "站前路1号",
        "站前路88号",
        "站前路66号",
    )
    assert (told["address"]["by"], told["address"]["at"][:16]) == ("李巡查", "2026-03-10T02:00")
    assert [change["field"] for change in row["changes"]] == ["name"]

    run(services.start_apply, people, batch)
    place.refresh_from_db()
    assert (place.name, place.address) == ("好再来饭店", "站前路88号")
    assert place_named("阿强饭馆").inputs["seats"] == 60

    services.choose(actor=people.director, operation_id=new_id(), batch_id=batch.pk, take="theirs", field="address")
    services.choose(actor=people.director, operation_id=new_id(), batch_id=batch.pk, take="mine", field="inputs.area_m2")
    run(services.start_apply, people, batch)
    place.refresh_from_db()
    assert (place.name, place.address, place.inputs) == ("好再来酒楼", "站前路88号", {"area_m2": 120.0, "seats": 40})

    run(services.start_undo, people, batch, reason="改错了")
    place.refresh_from_db()
    assert (place.name, place.address, place.inputs["area_m2"]) == ("好再来饭店", "站前路88号", 300)
    assert place_named("阿强饭馆").inputs["seats"] == 40


def test_a_record_changed_again_after_the_check_is_not_overwritten(people, sheet):
    batch = sheet({"阿强饭馆": {"座位数": 60}})
    others(people, "阿强饭馆", inputs={"area_m2": 80, "seats": 55})
    run(services.start_apply, people, batch)
    assert ImportRow.objects.get(batch=batch, name="阿强饭馆").outcome == "failed"
    assert place_named("阿强饭馆").inputs["seats"] == 55


def test_state_and_people_changed_meanwhile_are_asked_too(people, sheet):
    place = place_named("阿强饭馆")
    with clock.frozen(AT_TEN):
        places.set_state(actor=people.inspector, place_id=place.pk, verb="renovate")
        places.edit_contact(actor=people.inspector, contact_id=place.contacts.get().pk, changes={"name": "赵老板"})
    batch = sheet({"阿强饭馆": {"状态": "停业", "责任人": "钱老板"}})
    row = queries.rows_of(people.director, batch.pk, verdict="conflict").items[0]
    told = {one["field"]: (one["base"], one["theirs"], one["mine"]) for one in row["conflicts"]}
    assert told["state"] == ("在营", "装修", "停业")
    assert told["people"][0].startswith("王师傅")
    assert told["people"][1].startswith("赵老板")


def test_a_number_or_version_that_was_touched_is_sent_back_in_words(people, sheet):
    batch = sheet({"好再来饭店": {"编号": "CS-0"}, "阿强饭馆": {"档案版本": "9"}})
    words = [row["problems"][0]["zh"] for row in queries.rows_of(people.director, batch.pk).items]
    assert batch.counts["rejected"] == 2
    assert "不在您能看到的台账里" in words[0]
    assert "档案版本" in words[1]


@pytest.mark.parametrize(
    ("mine", "base", "theirs", "verdict"),
    [
        ("甲", "甲", "乙", "kept"),
        ("", "甲", "乙", "kept"),
        ("乙", "甲", "乙", "kept"),
        ("丙", "甲", "甲", "mine"),
        ("丙", "甲", "乙", "conflict"),
    ],
)
def test_the_five_ways_a_cell_can_stand(mine, base, theirs, verdict):
    assert merge({"name": mine}, {"name": base}, {"name": theirs})[0].verdict == verdict
