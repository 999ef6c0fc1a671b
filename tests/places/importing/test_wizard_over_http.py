"""The wizard over HTTP: from upload to the marked workbook, a stranger, a bad file, a filtered preview."""

import io

import pytest
from openpyxl import load_workbook

from fengsui.kernel import jobs
from fengsui.kernel.ids import new_id
from fengsui.places.importing.models import ImportBatch
from tests.files.ledgers import ugly
from tests.places.factories import STREET


def upload_over_http(client, content, area=STREET, name="台账.xlsx"):
    file = io.BytesIO(content)
    file.name = name
    return client.post("/api/v1/places/imports", {"file": file, "area_path": area}, headers={"Idempotency-Key": str(new_id())})


def test_the_wizard_over_http_from_upload_to_the_marked_workbook(people, client_for):
    client = client_for(people.director)
    made = upload_over_http(client, ugly.wrong_values())
    assert made.status_code == 201, made.content
    address = f"/places/imports/{made.json()['id']}"
    columns = {str(column["column"]): column["field"] for column in made.json()["columns"]}
    mapped = client.send("PUT", f"{address}/mapping", {"mapping": columns})
    assert mapped.json()["state"] == "mapped"
    assert client.send("POST", f"{address}/preview").json()["state"] == "previewing"
    jobs.run_pending()
    shown = client.send("GET", address).json()
    assert shown["next_steps"] == ["map", "preview", "decide", "apply"]
    rejected = client.send("GET", f"{address}/rows?verdict=rejected").json()
    assert rejected["total"] == shown["counts"]["rejected"] == 2
    assert client.send("POST", f"{address}/apply").status_code == 200
    jobs.run_pending()
    answer = client.send("GET", f"{address}/result.xlsx")
    page = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    said = {row[0].value: (row[1].value, row[2].value) for row in page.iter_rows(min_row=3)}
    assert said[2][0] == "已新增"
    assert said[3][0] == "退回"
    assert "没有场所名称" in said[3][1]
    comments = [cell.comment.text for row in page.iter_rows() for cell in row if cell.comment]
    assert any("不是电话号码" in text for text in comments)
    undone = client.send("POST", f"{address}/undo", {"reason": "试一试"})
    assert undone.json()["state"] == "undoing"


def test_a_stranger_gets_404_for_every_step_over_http(people, client_for):
    made = upload_over_http(client_for(people.director), ugly.plain()).json()
    stranger = client_for(people.stranger)
    address = f"/places/imports/{made['id']}"
    for method, path, data in (
        ("GET", address, None), ("GET", f"{address}/rows", None), ("GET", f"{address}/result.xlsx", None),
        ("PUT", f"{address}/mapping", {}), ("POST", f"{address}/preview", None), ("POST", f"{address}/apply", None),
        ("POST", f"{address}/decisions", {"decision": "new"}), ("POST", f"{address}/undo", {"reason": "不是我的"}),
    ):  # fmt: skip
        assert stranger.send(method, path, data).status_code == 404, path
    assert stranger.send("GET", "/places/imports").json()["total"] == 0
    assert upload_over_http(stranger, ugly.plain()).status_code == 404


@pytest.mark.parametrize(
    ("make", "status", "code"),
    [
        (lambda: b"", 422, "sheet_empty"), (ugly.truncated, 422, "sheet_broken"), (ugly.encrypted, 422, "sheet_encrypted"),
        (ugly.far_cells, 413, "sheet_too_large"), (ugly.word_document, 415, "sheet_kind"),
    ],
)  # fmt: skip
def test_a_bad_file_over_http_is_a_problem_in_words(people, client_for, make, status, code):
    answer = upload_over_http(client_for(people.director), make())
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert ImportBatch.objects.count() == 0


def test_the_preview_is_filtered_to_what_needs_a_look(people, checked, client_for):
    batch = checked(people.director, ugly.wrong_values())
    client = client_for(people.director)
    assert client.send("GET", f"/places/imports/{batch.pk}/rows?problems=true").json()["total"] == 3
    clean = checked(people.director, ugly.plain())
    assert client.send("GET", f"/places/imports/{clean.pk}/rows?problems=true").json()["total"] == 0
    found = client.send("GET", f"/places/imports/{clean.pk}/rows?search=惠民").json()["items"]
    assert [row["name"] for row in found] == ["惠民超市"]
    assert client.send("GET", f"/places/imports/{clean.pk}/rows?search=3").json()["items"][0]["number"] == 3
    codes = client.send("GET", "/places/imports/codes").json()
    assert {one["code"] for one in codes["verdicts"]} == {"new", "changed", "same", "doubtful", "conflict", "rejected"}
