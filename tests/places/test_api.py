"""The ledger over HTTP: a desk's morning, and what a stranger gets."""

import json

import pytest

from fengsui.kernel.ids import new_id
from tests.places.factories import GRID, LAT, LON, OTHER_GRID, make_place


@pytest.fixture
def desk(people, client_for):
    return client_for(people.inspector)


@pytest.fixture
def stranger(people, client_for):
    return client_for(people.stranger)


def test_a_morning_at_the_desk(desk, people, client_for):
    body = {
        "name": "好再来饭店", "area_path": GRID, "address": "站前路1号", "activity": "restaurant",
        "inputs": {"area_m2": "80", "seats": 40}, "lon": LON, "lat": LAT,
        "contacts": [{"name": "王师傅", "phone": "138-4761-2345"}],
    }  # fmt: skip
    made = desk.send("POST", "/places", body)
    assert made.status_code == 201, made.content
    place = made.json()
    assert (place["class_label"], place["state_label"], place["contact_phone"]) == ("小餐饮场所", "已建档", "138****2345")
    assert {"places.edit", "places.unmask"} <= set(place["may"])

    changed = desk.send("PATCH", f"/places/{place['id']}", {"expected_version": 1, "changes": {"name": "好再来酒楼"}})
    assert (changed.status_code, changed.json()["row_version"]) == (200, 2)
    late = desk.send("PATCH", f"/places/{place['id']}", {"expected_version": 1, "changes": {"note": "晚了"}})
    assert (late.status_code, late.json()["code"]) == (409, "place_changed")
    assert late.json()["changed"][0]["fields"]["name"] == ["好再来饭店", "好再来酒楼"]

    opened = desk.send("POST", f"/places/{place['id']}/state", {"verb": "open"})
    assert opened.json()["state_label"] == "在营"
    assert "停业" in {verb["label"] for verb in opened.json()["verbs"]}

    contact = place["contacts"][0]["id"]
    assert desk.send("POST", f"/place-contacts/{contact}/reveal", {"reason": ""}).status_code == 422
    assert desk.send("POST", f"/place-contacts/{contact}/reveal", {"reason": "通知复查"}).json() == {"phone": "13847612345"}

    added = desk.send("POST", f"/places/{place['id']}/facilities", {"kind": "extinguisher", "quantity": 4})
    assert (added.status_code, added.json()["kind_label"]) == (201, "灭火器")
    fixed = desk.send("PATCH", f"/facilities/{added.json()['id']}", {"expires_on": "2026-04-01"})
    assert fixed.json()["expires_on"] == "2026-04-01"
    assert desk.send("GET", "/places/facilities?expires_within_days=30").json()["total"] == 1

    director = client_for(people.director)
    decided = director.send("POST", f"/places/{place['id']}/class", {"class_code": "combined_place", "reason": "二楼住人"})
    assert decided.json()["class_label"] == "住宿与经营合用场所"

    listed = desk.send("GET", "/places?search=hzl&class_code=combined_place&state=operating").json()
    assert [row["name"] for row in listed["items"]] == ["好再来酒楼"]
    assert desk.send("GET", "/places/summary").json()["by_state"] == {"operating": 1}
    alike = desk.send("GET", f"/places/similar?name=好再来酒楼&address=站前路1号&area_path={GRID}").json()
    assert alike[0]["id"] == place["id"]


def test_the_codes_name_everything_in_two_languages(desk):
    codes = desk.send("GET", "/places/codes").json()
    assert len(codes["states"]) == 14
    for section in ("states", "verbs", "contact_roles", "facility_kinds", "activities", "classes", "inputs", "plate_sizes"):
        assert all(one["label"] and one["label_en"] for one in codes[section]), section
    assert codes["rulepack_version"] == "neimenggu-2026.1.1"


def test_the_map_answers_geojson(desk, people):
    make_place(lon=LON, lat=LAT)
    answer = desk.send("GET", "/places/map?bbox=118,42,120,43&zoom=10")
    assert answer["Content-Type"] == "application/geo+json"
    assert json.loads(answer.content)["features"][0]["properties"] == {"n": 1}
    assert desk.send("GET", "/places/map?bbox=1,2&zoom=10").json()["code"] == "bbox_invalid"


def test_a_stranger_gets_nothing_and_learns_nothing(desk, stranger, people):
    mine = make_place(lon=LON, lat=LAT, phone="13847612345")
    contact = mine.contacts.get()
    assert stranger.send("GET", f"/places/{mine.pk}").status_code == 404
    assert stranger.send("GET", f"/places/{mine.pk}").json() == stranger.send("GET", f"/places/{new_id()}").json()
    assert stranger.send("GET", "/places").json()["total"] == 0
    assert stranger.send("GET", "/places?search=2345").json()["total"] == 0
    assert stranger.send("GET", "/places/summary").json()["total"] == 0
    assert json.loads(stranger.send("GET", "/places/map?bbox=118,42,120,43&zoom=16").content)["features"] == []
    assert stranger.send("GET", "/places/facilities").json()["total"] == 0
    assert stranger.send("GET", "/places/similar?name=好再来饭店&phone=13847612345").json() == []
    writes = (
        ("PATCH", f"/places/{mine.pk}", {"changes": {"name": "抢"}}),
        ("POST", f"/places/{mine.pk}/state", {"verb": "open"}),
        ("POST", f"/places/{mine.pk}/contacts", {"name": "外人"}),
        ("POST", f"/places/{mine.pk}/facilities", {"kind": "pump"}),
        ("POST", f"/places/{mine.pk}/photos", {"sha256": "a" * 64}),
        ("POST", f"/place-contacts/{contact.pk}/reveal", {"reason": "好奇"}),
        ("PATCH", f"/place-contacts/{contact.pk}", {"name": "外人"}),
        ("POST", f"/place-contacts/{contact.pk}/remove", {"reason": "外人"}),
    )
    for method, path, body in writes:
        assert stranger.send(method, path, body).status_code == 404, path


def test_somebody_without_the_permission_is_told_so(people, client_for):
    auditor = client_for(people.auditor)
    answer = auditor.send("GET", "/places")
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_missing")
    make_place("外街店", OTHER_GRID)
    worker = client_for(people.grid_worker)
    assert worker.send("GET", "/places/export.xlsx").status_code == 403
    assert worker.send("POST", "/places", {"name": "店", "area_path": GRID}).status_code == 403
    proposed = worker.send("POST", "/places/propose", {"name": "新店", "area_path": GRID, "id": str(new_id())})
    assert (proposed.status_code, proposed.json()["state_label"]) == (201, "待核实")
