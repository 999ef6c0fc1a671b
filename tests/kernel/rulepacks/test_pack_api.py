"""Rule packs over HTTP: a worker reads and tries them, a supervisor drafts, the chief publishes."""

import pytest

from fengsui.kernel.ids import new_id

pytestmark = pytest.mark.usefixtures("installed")


def current(client):
    return client.send("GET", "/rulepacks/current?area_path=150402/006&on=2026-03-10").json()


def test_a_grid_worker_reads_and_tries_the_rules(actor_for, client_for):
    client = client_for(actor_for("grid_worker"))
    rows = client.send("GET", "/rulepacks").json()
    assert {row["version"] for row in rows} == {"national-2026.1.1", "neimenggu-2026.1.1"}
    assert all(row["state_label"] == "已发布" and row["unverified_count"] > 0 for row in rows)
    pack = current(client)
    assert (pack["version"], pack["problems"], pack["intact"]) == ("neimenggu-2026.1.1", [], True)
    assert any("待核" in text for text in pack["remarks"])
    inputs = {"activity": "shop", "area_m2": 80, "lodging": True, "floor": 3, "floors": 2}
    tried = client.send("POST", f"/rulepacks/{pack['id']}/classify", {"inputs": inputs}).json()
    assert (tried["class_code"], tried["class_label"]) == ("small_shopping", "小购物场所")
    assert tried["checklists"] == ["COM", "NS", "MX"]
    assert [group["label"] for group in tried["groups"]] == ["疑似合用场所（经营区有人住宿）"]
    assert tried["conflicts"] == ["所在楼层高于总层数（所在楼层 3，层数 2）"]
    bands = client.send("GET", f"/rulepacks/{pack['id']}/bands").json()
    assert {"activity": "shop", "high": 300.0, "class_code": "small_shopping"}.items() <= bands[0].items()
    refused = client.send("POST", "/rulepacks", {"id": str(new_id()), "source_id": pack["id"], "version": "mine-1"})
    assert refused.status_code == 403


def test_a_screen_learns_the_words_of_every_part(actor_for, client_for):
    words = client_for(actor_for("committee_office")).send("GET", "/rulepacks/words").json()
    assert {"code": "area_m2", "label": "面积", "unit": "m²"} in words["inputs"]
    assert {"code": "brigade", "label": "消防救援大队", "unit": ""} in words["issuers"]
    assert {row["code"] for row in words["source_states"]} == {"verified", "partly_read", "secondary", "needs_text", "inferred"}
    assert {"items", "classes", "groups", "outcomes"} <= {row["code"] for row in words["sections"]}


@pytest.mark.usefixtures("fixed_clock")
def test_a_change_goes_from_draft_to_force(actor_for, client_for):
    supervisor, chief = client_for(actor_for("supervisor")), client_for(actor_for("brigade_leader", "150402"))
    source = current(supervisor)
    wanted = {"id": str(new_id()), "source_id": source["id"], "version": "neimenggu-2026.2"}
    draft = supervisor.send("POST", "/rulepacks", wanted).json()
    path = f"/rulepacks/{draft['id']}"
    content = draft["content"]
    next(row for row in content["items"] if row["code"] == "COM-10")["grade"] = "B"
    saved = supervisor.send("PUT", path, {"content": content, "row_version": draft["row_version"]}).json()
    made = supervisor.send("GET", f"{path}/difference?other_id={source['id']}").json()
    # The effective date moved to tomorrow, the item to another grade.
    assert [change["what"] for change in made] == ["规则包", "检查项 COM-10"]
    assert made[1]["words"] == "检查项 COM-10：等级由“C”改为“B”；时限（工作日）由“7”改为“3”"
    assert made[1]["fields"][0] == {"field": "grade", "label": "等级", "old": "C", "new": "B"}
    assert supervisor.send("POST", f"{path}/test").json()["state"] == "tested"
    assert supervisor.send("POST", f"{path}/publish").status_code == 403
    assert chief.send("POST", f"{path}/publish").json()["state_label"] == "已发布"
    stale = supervisor.send("PUT", path, {"content": content, "row_version": saved["row_version"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "rulepack_state")
    after = supervisor.send("GET", "/rulepacks/current?area_path=150402&on=2026-03-11").json()
    assert after["version"] == "neimenggu-2026.2"


def test_a_draft_is_thrown_away(actor_for, client_for):
    client = client_for(actor_for("supervisor"))
    wanted = {"id": str(new_id()), "source_id": current(client)["id"], "version": "neimenggu-2026.2"}
    draft = client.send("POST", "/rulepacks", wanted).json()
    assert client.send("DELETE", f"/rulepacks/{draft['id']}").json() == {"version": "neimenggu-2026.2"}
    assert client.send("GET", f"/rulepacks/{draft['id']}").status_code == 404
