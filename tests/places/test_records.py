"""Making and changing a record: number, plate, class by rule, decisions, and two people at one record."""

from uuid import uuid4

import pytest

from fengsui.kernel import jobs, outbox, phones
from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from fengsui.kernel.models import AuditEntry, OutboxEvent
from fengsui.places import plate_codes, services
from fengsui.places.models import Place, PlaceClassChange, PlaceContact
from fengsui.places.values import NewContact, PlaceEdit
from tests.places.factories import GRID, LAT, LON, OTHER_GRID, STREET, given, make_place


def test_an_inspector_records_a_restaurant(people):
    place = services.create_place(actor=people.inspector, operation_id=uuid4(), place=given(lon=LON, lat=LAT))
    assert place.number == "CS-150402-00001"
    assert plate_codes.is_valid(place.plate_code)
    assert (place.class_code, place.class_computed) == ("small_catering", "small_catering")
    assert place.rulepack_version == "neimenggu-2026.1.1"
    assert any("餐位 40" in reason for reason in place.class_reasons)
    assert place.area.name == "第七网格"
    assert place.cell_number == int(place.cell, 16)
    entry = AuditEntry.objects.get(verb="place.create")
    assert entry.subject_label == place.number
    assert "13847612345" not in str(entry.changes)
    event = OutboxEvent.objects.get(kind="PlaceCreated")
    assert "王师傅" not in str(event.payload)


def test_the_same_operation_again_changes_nothing(people):
    operation = uuid4()
    first = services.create_place(actor=people.inspector, operation_id=operation, place=given())
    again = services.create_place(actor=people.inspector, operation_id=operation, place=given())
    assert first.pk == again.pk
    assert Place.objects.count() == 1
    with pytest.raises(Conflict) as raised:
        services.create_place(actor=people.inspector, operation_id=operation, place=given("另一家"))
    assert raised.value.code == "operation_reused"


def test_everything_wrong_is_named_at_once(people):
    wrong = given(
        "", kind="castle", state="sealed", lon=118.9, lat=None, credit_code="123", inputs={"area_m2": -3, "colour": "red"},
        contacts=(NewContact(name="王", phone="12345"),),
    )  # fmt: skip
    with pytest.raises(InvalidInput) as raised:
        services.create_place(actor=people.inspector, operation_id=uuid4(), place=wrong)
    fields = {error.field for error in raised.value.fields}
    assert fields == {
        "name", "kind", "state", "lon", "credit_code", "inputs.area_m2", "inputs.colour", "contacts.0.phone",
    }  # fmt: skip
    assert Place.objects.count() == 0


def test_an_activity_the_rules_do_not_know_is_refused(people):
    with pytest.raises(InvalidInput) as raised:
        services.create_place(actor=people.inspector, operation_id=uuid4(), place=given(activity="casino"))
    assert raised.value.fields[0].field == "activity"


def test_nobody_writes_outside_their_street(people):
    with pytest.raises(NotFound):
        services.create_place(actor=people.stranger, operation_id=uuid4(), place=given())
    with pytest.raises(Forbidden):
        services.create_place(actor=people.auditor, operation_id=uuid4(), place=given())
    place = make_place()
    with pytest.raises(NotFound):
        services.update_place(actor=people.stranger, place_id=place.pk, expected_version=1, changes={"name": "抢注"})


def test_the_class_follows_its_inputs_and_keeps_its_history(people):
    place = make_place()
    services.update_place(
        actor=people.inspector, operation_id=uuid4(), place_id=place.pk, expected_version=1,
        changes={"inputs": {"area_m2": 1200, "seats": 260}},
    )  # fmt: skip
    place.refresh_from_db()
    assert place.class_code == "key_catering"
    assert place.key_unit_suggested
    changes = list(PlaceClassChange.objects.filter(place=place).order_by("at", "id").values_list("from_class", "to_class"))
    assert sorted(changes) == [("", "small_catering"), ("small_catering", "key_catering")]


def test_what_the_ledger_declared_stands_until_the_rules_can_tell(people):
    unsure = make_place(activity="", inputs={}, class_declared="small_shopping")
    assert (unsure.class_code, unsure.class_conflict) == ("small_shopping", False)
    differs = make_place("另一家", class_declared="small_shopping")
    assert (differs.class_code, differs.class_conflict) == ("small_catering", True)


def test_a_director_decides_the_class_with_a_reason_and_withdraws_it(people):
    place = make_place(class_declared="small_shopping")
    with pytest.raises(InvalidInput):
        services.override_class(actor=people.director, place_id=place.pk, class_code="combined_place", reason=" ")
    with pytest.raises(Forbidden):
        services.override_class(actor=people.inspector, place_id=place.pk, class_code="combined_place", reason="二楼住人")
    services.override_class(actor=people.director, place_id=place.pk, class_code="combined_place", reason="二楼住人")
    place.refresh_from_db()
    assert (place.class_code, place.class_computed, place.class_conflict) == ("combined_place", "small_catering", False)
    # The decision outlives a change of inputs.
    services.update_place(actor=people.inspector, place_id=place.pk, expected_version=2, changes={"inputs": {"seats": 400}})
    place.refresh_from_db()
    assert (place.class_code, place.class_computed) == ("combined_place", "key_catering")
    services.override_class(actor=people.director, place_id=place.pk, class_code="", reason="已清退住宿")
    place.refresh_from_db()
    assert (place.class_code, place.class_overridden, place.class_conflict) == ("key_catering", False, True)
    kinds = list(PlaceClassChange.objects.filter(place=place).order_by("at", "id").values_list("kind", flat=True))
    assert sorted(kinds) == ["computed", "computed", "override", "override_removed"]


def test_the_second_of_two_learns_what_the_first_changed(people):
    place = make_place()
    services.update_place(
        actor=people.inspector, place_id=place.pk, expected_version=1, changes={"name": "好再来酒楼", "address": "站前路3号"}
    )
    with pytest.raises(Conflict) as raised:
        services.update_place(actor=people.grid_worker, place_id=place.pk, expected_version=1, changes={"note": "门前堆物"})
    problem = raised.value.as_problem()
    assert problem["code"] == "place_changed"
    assert "李巡查" in problem["detail"]
    assert "名称" in problem["detail"]
    assert problem["row_version"] == 2
    assert problem["changed"][0]["by"] == "李巡查"
    assert problem["changed"][0]["fields"]["name"] == ["好再来饭店", "好再来酒楼"]


def test_a_change_that_changes_nothing_writes_nothing(people):
    place = make_place()
    before = AuditEntry.objects.count()
    services.update_place(actor=people.inspector, place_id=place.pk, expected_version=1, changes={"name": place.name})
    place.refresh_from_db()
    assert place.row_version == 1
    assert AuditEntry.objects.count() == before


def test_moving_a_place_to_another_street_needs_both(people):
    place = make_place()
    with pytest.raises(NotFound):
        services.update_place(actor=people.inspector, place_id=place.pk, expected_version=1, changes={"area_path": OTHER_GRID})
    services.update_place(actor=people.brigade, place_id=place.pk, expected_version=1, changes={"area_path": OTHER_GRID})
    place.refresh_from_db()
    assert place.area.name == "第一网格"
    assert OutboxEvent.objects.get(kind="PlaceMovedArea").payload == {"from": GRID, "to": OTHER_GRID}


def test_buildings_stand_in_compounds_and_places_in_both(people):
    compound = make_place("桥北花园", kind="compound", activity="residential", inputs={}, phone="")
    building = make_place("3号楼", kind="building", compound_id=compound.pk, activity="", inputs={}, phone="")
    shop = make_place("楼下超市", building_id=building.pk, compound_id=compound.pk, shared_manager="安居物业")
    assert compound.class_code == "compound"
    assert shop.building == building
    with pytest.raises(InvalidInput):
        make_place("错挂", building_id=compound.pk)
    with pytest.raises(InvalidInput):
        services.update_place(
            actor=people.brigade, place_id=compound.pk, expected_version=1, changes={"building_id": building.pk}
        )


def test_a_grid_worker_proposes_and_the_director_registers(people):
    with pytest.raises(Forbidden):
        services.create_place(actor=people.grid_worker, operation_id=uuid4(), place=given())
    made = uuid4()
    place = services.place_propose(actor=people.grid_worker, operation_id=uuid4(), place=given(id=made, lon=LON, lat=LAT))
    assert (place.pk, place.state, place.source, place.coordinate_source) == (made, "candidate", "phone", "phone")
    services.set_state(actor=people.director, place_id=place.pk, verb="register")
    place.refresh_from_db()
    assert place.state == "registered"
    with pytest.raises(Conflict):
        services.place_propose(actor=people.grid_worker, operation_id=uuid4(), place=given("冒名", id=made))


def test_a_new_rule_pack_recomputes_the_district_once(people):
    from fengsui.kernel.models import RulePack

    kept, decided = make_place(), make_place("另一家", inputs={"seats": 20})
    services.override_class(actor=people.director, place_id=decided.pk, class_code="general", reason="会议认定")
    pack = RulePack.objects.get(version="neimenggu-2026.1.1")
    content = {**pack.content, "version": "neimenggu-2026.2"}
    content["classes"] = [
        {**row, "when": {**row["when"], "any_at_least": {"seats": 30}}} if row["code"] == "key_catering" else row
        for row in content["classes"]
    ]
    RulePack.objects.create(
        code=pack.code, version="neimenggu-2026.2", title=pack.title, region="15", state="published", sha256="2" * 64,
        effective_from="2026-03-01", published_at=pack.published_at, content=content,
    )  # fmt: skip
    OutboxEvent.objects.create(
        kind="RulePackPublished", subject_type="kernel.rulepack", subject_id="x", area_path="15", at=pack.published_at
    )
    assert outbox.deliver_pending() >= 1
    assert jobs.run_pending() == 1
    kept.refresh_from_db()
    decided.refresh_from_db()
    assert (kept.class_code, kept.rulepack_version) == ("key_catering", "neimenggu-2026.2")
    assert (decided.class_code, decided.rulepack_version) == ("general", "neimenggu-2026.2")
    assert AuditEntry.objects.filter(verb="place.recompute_class").count() == 1
    from fengsui.kernel import actor as actors

    assert services.recompute_classes(actor=actors.system("再来"), area_path="150402") == (0, 0, None)


def test_a_ledger_is_written_in_blocks(people, django_assert_max_num_queries):
    rows = [given(f"商户{n}", STREET, phone=f"138476{n:05d}") for n in range(200)]
    context = services.Context(people.director)
    with django_assert_max_num_queries(40):
        made = services.bulk_create(actor=people.director, rows=rows, context=context)
    assert [place.number for place in made[:2]] == ["CS-150402-00001", "CS-150402-00002"]
    assert AuditEntry.objects.filter(verb="place.create").count() == 200
    contact = PlaceContact.objects.get(place=made[7])
    assert contact.phone_masked == "138****0007"
    assert phones.open_phone(contact.phone_cipher) == "13847600007"
    with pytest.raises(NotFound):
        services.bulk_create(actor=people.stranger, rows=rows[:1])


def test_the_fast_insert_writes_what_bulk_create_writes(people):
    """A row through both ways comes back the same, field by field."""
    from fengsui.kernel.ids import new_id
    from fengsui.places.services.inserting import insert_many

    made = make_place(lon=LON, lat=LAT, note="换行\n引号'\"％", external_id="A-1", shared_manager="物业")
    for row in (made, made.contacts.get(), made.class_changes.get(), made.state_changes.get()):
        model = type(row)
        copies = []
        for write in (insert_many, model.objects.bulk_create):
            copy = model.objects.get(pk=row.pk)
            copy.pk = new_id()
            if isinstance(copy, Place):
                copy.number, copy.plate_code = f"CS-{copy.pk.hex[-12:]}", plate_codes.new_code()
            write([copy])
            copies.append(model.objects.get(pk=copy.pk))
        own = {"id", "number", "plate_code"}
        values = [{f.attname: getattr(copy, f.attname) for f in model._meta.concrete_fields} for copy in copies]
        assert {k: v for k, v in values[0].items() if k not in own} == {k: v for k, v in values[1].items() if k not in own}


def test_a_ledger_corrects_many_places_at_once(people, django_assert_max_num_queries):
    rows = [given(f"商户{n}", phone=f"138476{n:05d}") for n in range(120)]
    made = services.bulk_create(actor=people.director, rows=rows)
    edits = [PlaceEdit(place.pk, {"name": f"{place.name}新", "inputs": {"seats": 300}}, 1) for place in made[:100]]
    edits += [PlaceEdit(place.pk, {"name": place.name}, 1) for place in made[100:]]
    with django_assert_max_num_queries(20):
        done = services.bulk_update(actor=people.director, edits=edits)
    assert len(done) == 100
    place = Place.objects.get(pk=made[7].pk)
    assert (place.name, place.class_code, place.row_version, place.name_key) == ("商户7新", "key_catering", 2, "商户7新")
    assert "sh7x" in place.search_text
    assert AuditEntry.objects.filter(verb="place.update").count() == 100
    assert PlaceClassChange.objects.filter(to_class="key_catering").count() == 100
    with pytest.raises(Conflict):
        services.bulk_update(actor=people.director, edits=[PlaceEdit(place.pk, {"name": "又改"}, 1)])
    with pytest.raises(NotFound):
        services.bulk_update(actor=people.stranger, edits=[PlaceEdit(place.pk, {"name": "外人"})])
    everything = services.as_changes(given("整行", lon=LON, lat=LAT, note="整行更新"))
    services.bulk_update(actor=people.director, edits=[PlaceEdit(place.pk, everything, 2)])
    place.refresh_from_db()
    assert (place.name, place.lon, place.note, place.cell != "") == ("整行", LON, "整行更新", True)
