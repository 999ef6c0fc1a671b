"""The import from upload to undo, lived by a street's director, a stranger from another street, and the command line."""

import hashlib
from pathlib import Path

import pytest

from fengsui.kernel import actor as actors
from fengsui.kernel import clock, jobs, phones
from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from fengsui.kernel.geo import gcj02_from_wgs84
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry, Job, StoredFile
from fengsui.org.models import Area
from fengsui.places import services as place_services
from fengsui.places.importing import services
from fengsui.places.importing.command import import_places
from fengsui.places.importing.models import ImportBatch, ImportMapping, ImportRow
from fengsui.places.importing.writing import applying
from fengsui.places.models import Facility, Place, PlaceContact
from tests.files.ledgers import ugly
from tests.places.factories import DISTRICT, LAT, LON, OTHER_STREET, STREET, make_place
from tests.places.importing.steps import counted, take_back, verdicts, write

SYSTEM = actors.system("测试")


def test_a_messy_ledger_becomes_records_with_class_contact_and_trail(people, checked):
    batch = checked(people.director, ugly.title_rows())
    assert verdicts(batch) == counted(new=3)
    assert Place.objects.count() == 0, "a preview writes nothing to the ledger"
    write(people.director, batch)
    shop = Place.objects.get(name="惠民超市")
    assert (shop.area_path, shop.activity, shop.inputs["area_m2"]) == ("150402/006/002", "shop", 120)
    assert shop.class_code
    assert shop.source == "import"
    contact = PlaceContact.objects.get(place=shop)
    assert (contact.name, phones.open_phone(contact.phone_cipher)) == ("李二", "13800000002")
    assert AuditEntry.objects.filter(verb="place.create", subject_id=str(shop.pk)).exists()
    assert batch.counts["outcome_created"] == 3


def test_every_correction_says_what_it_was_what_it_became_and_why(people, checked):
    batch = checked(people.director, ugly.full_width())
    notes = ImportRow.objects.get(batch=batch).notes
    assert {(note["before"], note["after"]) for note in notes} >= {("好 再 来　饭店", "好再来饭店"), ("张　一", "张一")}
    assert all(note["zh"] and note["en"] for note in notes)


def test_no_phone_number_is_kept_in_the_open(people, checked):
    batch = checked(people.director, ugly.two_phones())
    for row in ImportRow.objects.filter(batch=batch):
        stored = f"{row.values}{row.given}{row.notes}{row.problems}"
        assert "13800000001" not in stored
        assert "13800000003" not in stored
    write(people.director, batch)
    assert PlaceContact.objects.filter(place__name="甲店").count() == 2
    name_and_number = PlaceContact.objects.get(place__name="乙店")
    assert (name_and_number.name, name_and_number.phone_last4) == ("李二", "0003")


def test_facilities_and_their_expiry_come_along(people, checked):
    write(people.director, checked(people.director, ugly.dates_everywhere()))
    found = {row.place.name: (row.quantity, str(row.expires_on)) for row in Facility.objects.select_related("place")}
    assert found == {
        "甲厂": (4, "2027-03-05"), "乙厂": (6, "2027-03-01"), "丙厂": (1, "2027-04-23"), "丁厂": (2, "2027-01-02"),
    }  # fmt: skip


def test_the_same_file_again_changes_nothing(people, checked):
    write(people.director, checked(people.director, ugly.plain()))
    again = checked(people.director, ugly.plain())
    assert verdicts(again) == counted(same=3)
    write(people.director, again)
    assert Place.objects.count() == 3
    assert set(Place.objects.values_list("row_version", flat=True)) == {1}


def test_a_changed_row_changes_only_what_it_says_and_a_blank_erases_nothing(people, checked):
    write(people.director, checked(people.director, ugly.plain()))
    changed = [list(row) for row in ugly.ROWS]
    changed[0][5], changed[0][3], changed[0][4] = 300, "", ""
    batch = checked(people.director, ugly.book({"台账": [ugly.HEADER, *changed]}))
    assert verdicts(batch) == counted(changed=1, same=2)
    assert ImportRow.objects.get(batch=batch, verdict="changed").changes == {"inputs.area_m2": [85, 300]}
    write(people.director, batch)
    place = Place.objects.get(name="好再来饭店")
    assert place.inputs["area_m2"] == 300
    assert place.contacts.get().name == "张一"


def test_a_record_number_finds_its_place_even_under_a_new_name(people, checked):
    header = ["档案编号", "店名", "地址", "街道", "经营状态"]
    write(
        people.director, checked(people.director, ugly.book({"台账": [header, ["HS1", "老王烧烤", "站前路9号", "站前", "营业"]]}))
    )
    batch = checked(people.director, ugly.book({"台账": [header, ["HS1", "老王烧烤二店", "站前路9号", "站前", "停业"]]}))
    write(people.director, batch)
    place = Place.objects.get()
    assert (place.name, place.state) == ("老王烧烤二店", "suspended")


def test_a_likely_duplicate_waits_for_a_person_who_may_say_same_new_or_skip(people, checked):
    place = make_place("好再来饭店", phone="13800000001", address="站前路1号")
    row = [1, "好再来饭店有限公司", "站前路1-1号", "张一", 13800000001, 85, "餐饮", "站前街道", ""]
    batch = checked(people.director, ugly.book({"台账": [ugly.HEADER, row]}))
    doubtful = ImportRow.objects.get(batch=batch)
    assert doubtful.verdict == "doubtful"
    assert doubtful.matches[0]["id"] == str(place.pk)
    assert "电话相同" in [reason["zh"] for reason in doubtful.matches[0]["reasons"]]
    write(people.director, batch)
    assert Place.objects.count() == 1, "nothing happens to an undecided row"
    services.decide(actor=people.director, operation_id=new_id(), batch_id=batch.pk, decision="same", numbers=[doubtful.number])
    write(people.director, batch)
    place.refresh_from_db()
    assert place.name == "好再来饭店有限公司"
    assert Place.objects.count() == 1


def test_doubtful_rows_are_decided_all_at_once(people, checked):
    rows = [ugly.ROWS[0], ugly.ROWS[0], ugly.ROWS[0]]
    batch = checked(people.director, ugly.book({"台账": [ugly.HEADER, *rows]}))
    assert verdicts(batch) == counted(new=1, doubtful=2)
    assert ImportRow.objects.filter(batch=batch, verdict="doubtful").first().matches[0]["row"] == 2
    told = services.decide(actor=people.director, operation_id=new_id(), batch_id=batch.pk, decision="new")
    assert told == {"decided": 2}
    write(people.director, batch)
    assert Place.objects.count() == 3


def test_wrong_areas_are_refused_or_filed_one_level_up_with_the_reason(people, checked):
    batch = checked(people.director, ugly.wrong_areas())
    rows = {row.name: row for row in ImportRow.objects.filter(batch=batch)}
    assert [rows[name].verdict for name in ("甲店", "乙店", "丙店", "丁店")] == ["rejected", "rejected", "new", "rejected"]
    assert "属于西屯街道" in rows["甲店"].problems[0]["zh"]
    assert "铁南社区" in rows["丙店"].problems[0]["zh"]
    assert rows["丙店"].given["area_path"] == STREET
    assert "不在本次导入的区域" in rows["丁店"].problems[0]["zh"]


def test_values_nobody_can_read_are_told_beside_their_cell(people, checked):
    batch = checked(people.director, ugly.wrong_values())
    rows = {row.number: row for row in ImportRow.objects.filter(batch=batch)}
    assert {problem["column"] for problem in rows[2].problems} >= {4, 5, 9, 10}
    assert rows[3].verdict == "rejected"
    assert rows[4].given["inputs"]["floors"] == 3
    assert rows[5].verdict == "rejected"


def test_points_are_converted_swapped_and_the_system_told(people, checked):
    square = [
        [
            [LON - 0.004, LAT - 0.004],
            [LON + 0.004, LAT - 0.004],
            [LON + 0.004, LAT + 0.004],
            [LON - 0.004, LAT + 0.004],
            [LON - 0.004, LAT - 0.004],
        ]
    ]
    Area.objects.filter(path=STREET).update(polygon={"type": "Polygon", "coordinates": square})
    real = [(LON + (n % 7 - 3) * 0.001, LAT + (n % 5 - 2) * 0.001) for n in range(20)]
    shifted = [gcj02_from_wgs84(*point) for point in real]
    shifted[3] = (shifted[3][1], shifted[3][0])
    batch = checked(people.director, ugly.points(shifted))
    assert batch.system == "gcj02"
    assert "落在所写的区域内" in batch.system_words["zh"]
    write(people.director, batch)
    for place, (lon, lat) in zip(Place.objects.order_by("number"), real, strict=True):
        assert abs(place.lon - lon) < 1e-5
        assert abs(place.lat - lat) < 1e-5
    swapped = ImportRow.objects.get(batch=batch, number=5)
    assert any("写反" in note["zh"] for note in swapped.notes)


def test_a_corrected_mapping_is_remembered_for_the_next_file(people, send):
    rows = [["牌子", "在哪里", "街道"], ["甲店", "站前路1号", "站前"], ["乙店", "站前路2号", "站前"]]
    batch = send(people.director, ugly.book({"台账": [["名称", *rows[0][1:]], *rows[1:]]}))
    services.set_mapping(
        actor=people.director, operation_id=new_id(), batch_id=batch.pk, mapping={"0": "name", "1": "address", "2": "street"}
    )
    next_month = send(people.director, ugly.book({"台账": [["名称", *rows[0][1:]], *rows[1:]]}))
    assert next_month.mapping_remembered
    assert next_month.mapping == {"0": "name", "1": "address", "2": "street"}
    assert ImportMapping.objects.count() == 1


def test_a_mapping_without_a_name_or_with_a_field_twice_is_refused_beside_the_column(people, send):
    batch = send(people.director, ugly.plain())
    with pytest.raises(InvalidInput) as refused:
        services.set_mapping(
            actor=people.director, operation_id=new_id(), batch_id=batch.pk, mapping={"1": "address", "2": "address"}
        )
    assert [error.field for error in refused.value.fields] == ["mapping.2", "mapping"]


def test_another_sheet_is_read_when_the_person_says_so(people, send):
    batch = send(people.director, ugly.book({"甲": [ugly.HEADER, *ugly.ROWS], "乙": [["商户", "街道"], ["丁店", "站前"]]}))
    assert batch.sheet == "甲"
    batch = services.set_mapping(actor=people.director, operation_id=new_id(), batch_id=batch.pk, sheet="乙")
    assert (batch.sheet, batch.mapping) == ("乙", {"0": "name", "1": "street"})


def test_a_person_of_another_street_can_neither_import_nor_look(people, send, checked):
    with pytest.raises(NotFound):
        send(people.stranger, ugly.plain(), area=STREET)
    with pytest.raises(NotFound):
        send(people.director, ugly.plain(), area=DISTRICT)
    with pytest.raises(Forbidden):
        send(people.grid_worker, ugly.plain())
    batch = checked(people.director, ugly.plain())
    for step in (services.start_preview, services.start_apply):
        with pytest.raises(NotFound):
            step(actor=people.stranger, operation_id=new_id(), batch_id=batch.pk)
    theirs = checked(people.stranger, ugly.plain(), area=OTHER_STREET)
    assert verdicts(theirs) == counted(rejected=3), "rows of the station street do not get in by way of another"


def test_an_import_is_taken_back_whole(people, checked):
    kept = make_place("老店", address="站前路99号", inputs={"area_m2": 50}, phone="")
    row = [4, "老店", "站前路99号", "马四", 13800000099, 60, "餐饮", "站前街道", ""]
    batch = write(people.director, checked(people.director, ugly.book({"台账": [ugly.HEADER, *ugly.ROWS, row]})))
    kept.refresh_from_db()
    assert kept.inputs["area_m2"] == 60
    assert kept.contacts.filter(removed_at__isnull=True).count() == 1
    take_back(people.director, batch)
    assert batch.state == "undone"
    assert set(Place.objects.exclude(pk=kept.pk).values_list("state", flat=True)) == {"rejected"}
    kept.refresh_from_db()
    assert kept.inputs["area_m2"] == 50
    assert kept.contacts.filter(removed_at__isnull=True).count() == 0
    again = checked(people.director, ugly.plain())
    assert verdicts(again) == counted(new=3), "what was taken back is in nobody's way"


def test_undoing_lists_what_was_touched_since_and_keeps_it_when_told_to(people, checked):
    batch = write(people.director, checked(people.director, ugly.plain()))
    touched = Place.objects.get(name="康康诊所")
    place_services.update_place(
        actor=people.inspector, operation_id=new_id(), place_id=touched.pk, expected_version=None, changes={"note": "已查"}
    )
    with pytest.raises(Conflict) as refused:
        take_back(people.director, batch)
    assert refused.value.code == "import_touched"
    assert [one["name"] for one in refused.value.extra["touched"]] == ["康康诊所"]
    take_back(people.director, batch, keep_touched=True)
    touched.refresh_from_db()
    assert touched.state != "rejected"
    assert batch.counts["outcome_kept"] == 1
    assert batch.counts["outcome_undone"] == 2


def test_a_record_changed_between_check_and_write_is_not_overwritten(people, checked):
    write(people.director, checked(people.director, ugly.plain()))
    rows = [list(row) for row in ugly.ROWS]
    rows[0][5] = 500
    batch = checked(people.director, ugly.book({"台账": [ugly.HEADER, *rows]}))
    place = Place.objects.get(name="好再来饭店")
    place_services.update_place(
        actor=people.inspector,
        operation_id=new_id(),
        place_id=place.pk,
        expected_version=None,
        changes={"inputs": {"area_m2": 90}},
    )
    write(people.director, batch)
    row = ImportRow.objects.get(batch=batch, verdict="changed")
    assert row.outcome == "failed"
    assert "被别人改过" in row.outcome_words["zh"]
    place.refresh_from_db()
    assert place.inputs["area_m2"] == 90


def test_a_worker_that_dies_in_the_middle_leaves_no_double_and_no_gap(people, checked, monkeypatch):
    rows = [[n, f"第{n}号铺面", f"站前路{n}号", "", "", 50, "零售", "站前街道", ""] for n in range(1, 501)]
    batch = checked(people.director, ugly.book({"台账": [ugly.HEADER, *rows]}))
    services.start_apply(actor=people.director, operation_id=new_id(), batch_id=batch.pk)
    real, calls = applying.apply_chunk, []

    def dies_in_the_second(*given):
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit("killed")
        real(*given)

    monkeypatch.setattr(applying, "apply_chunk", dies_in_the_second)
    batch.refresh_from_db()
    with pytest.raises(SystemExit):
        jobs.run(str(batch.job_id))
    assert Place.objects.count() == 200
    monkeypatch.setattr(applying, "apply_chunk", real)
    Job.objects.filter(pk=batch.job_id).update(beat_at=clock.now() - jobs.LEASE * 2)
    assert jobs.take_up_abandoned() == 1
    batch.refresh_from_db()
    assert batch.state == "applied"
    assert Place.objects.count() == 500
    assert sorted(Place.objects.values_list("number", flat=True)) == [f"CS-150402-{n:05d}" for n in range(1, 501)]


def test_sending_a_step_again_changes_nothing(people, checked):
    batch = checked(people.director, ugly.plain())
    key = new_id()
    for _ in range(2):
        services.start_apply(actor=people.director, operation_id=key, batch_id=batch.pk)
    jobs.run_pending()
    assert Place.objects.count() == 3
    assert Job.objects.filter(kind="places.import.apply").count() == 1


def test_the_file_is_kept_by_its_hash(people, send):
    content = ugly.plain()
    batch = send(people.director, content)
    assert batch.sha256 == hashlib.sha256(content).hexdigest()
    assert StoredFile.objects.get(pk=batch.sha256).media_type == "application/x-ledger-xlsx"


def test_the_command_line_writes_new_and_changed_and_leaves_doubt_to_the_wizard(ledger, tmp_path: Path):
    file = tmp_path / "台账.xlsx"
    file.write_bytes(ugly.book({"台账": [ugly.HEADER, *ugly.ROWS, ugly.ROWS[0]]}))
    assert import_places(file, area=DISTRICT, actor=SYSTEM, dry_run=True) == counted(new=3, doubtful=1)
    assert Place.objects.count() == 0
    assert import_places(file, area=DISTRICT, actor=SYSTEM) == counted(new=3, doubtful=1)
    assert Place.objects.count() == 3
    assert import_places(file, area=DISTRICT, actor=SYSTEM)["new"] == 0
    assert ImportBatch.objects.filter(state="applied").count() == 2


def test_a_person_says_which_of_several_candidates_a_row_is(people, checked):
    first = make_place("福来面馆", phone="13800000001", address="站前路1号")
    second = make_place("福来面馆", phone="13800000001", address="站前路2号")
    row = [1, "福来面馆有限公司", "站前路3号", "张一", 13800000001, 85, "餐饮", "站前街道", ""]
    batch = checked(people.director, ugly.book({"台账": [ugly.HEADER, row]}))
    assert {match["id"] for match in ImportRow.objects.get(batch=batch).matches} == {str(first.pk), str(second.pk)}
    with pytest.raises(InvalidInput):
        services.decide(
            actor=people.director, operation_id=new_id(), batch_id=batch.pk, decision="same", numbers=[2], place_id=new_id()
        )
    services.decide(
        actor=people.director, operation_id=new_id(), batch_id=batch.pk, decision="same", numbers=[2], place_id=second.pk
    )
    write(people.director, batch)
    second.refresh_from_db()
    assert second.address == "站前路3号"


def test_two_rows_about_one_record_do_not_overwrite_each_other(people, checked):
    make_place("老店", address="站前路99号", phone="")
    header = ["店名", "地址", "街道", "面积"]
    rows = [["老店", "站前路99号", "站前", 60], ["老店", "站前路99号", "站前", 70]]
    batch = checked(people.director, ugly.book({"台账": [header, *rows]}))
    assert verdicts(batch) == counted(changed=1, doubtful=1)


def test_a_failed_check_says_why_and_can_be_started_again(people, send, monkeypatch):
    batch = send(people.director, ugly.plain())
    services.start_preview(actor=people.director, operation_id=new_id(), batch_id=batch.pk)
    from fengsui.places.importing import jobs as work

    def breaks(*given):
        raise OSError("disk full")

    monkeypatch.setattr(work, "preview", breaks)
    jobs.run_pending()
    batch.refresh_from_db()
    assert (batch.state, batch.problem["code"]) == ("failed", "import_failed")
    monkeypatch.undo()
    services.start_preview(actor=people.director, operation_id=new_id(), batch_id=batch.pk)
    jobs.run_pending()
    batch.refresh_from_db()
    assert batch.state == "previewed"
