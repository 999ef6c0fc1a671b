"""Plates and exports on paper: readable by machine, audited, nothing of another street."""

import io
import zipfile
from uuid import uuid4

import openpyxl
import pypdf
import pytest

from fengsui.kernel import actor as actors
from fengsui.kernel import jobs
from fengsui.kernel.errors import Forbidden, InvalidInput, NotFound
from fengsui.kernel.models import AuditEntry
from fengsui.places import plate_jobs, plates, services
from fengsui.places.command import export_places
from fengsui.places.export import place_workbook
from fengsui.places.filters import PlaceFilters
from fengsui.places.plate_codes import spaced
from tests.places.factories import COMMUNITY, OTHER_GRID, make_place

BASE = "https://fengsui.example/"


def text_of(content):
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return len(pages), "".join(page.extract_text() for page in pages)


def table_of(content):
    rows = list(openpyxl.load_workbook(io.BytesIO(content), read_only=True)["场所台账"].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_a_sheet_of_plates_holds_eight_a_page(people):
    made = [make_place(f"商户{n}") for n in range(9)]
    make_place("外街店", OTHER_GRID)
    services.set_state(actor=people.director, place_id=made[8].pk, verb="move_away", reason="搬走")
    content, count = plates.plates_pdf(actor=people.inspector, filters=PlaceFilters(), size="a4_sheet", base_url=BASE)
    pages, text = text_of(content)
    assert (count, pages) == (8, 1)
    assert spaced(made[0].plate_code).replace(" ", "") in text.replace(" ", "")
    assert "站前街道消防安全服务中心" in text.replace("\n", "").replace(" ", "")
    assert "外街店" not in text
    assert AuditEntry.objects.get(verb="place.print_plates").changes["plates"] == [None, 8]


def test_by_grid_every_grid_begins_a_page_that_names_it(people):
    for n in range(9):
        make_place(f"商户{n}")
    make_place("社区里的店", COMMUNITY)
    content, count = plates.plates_pdf(actor=people.inspector, filters=PlaceFilters(), size="a4_by_grid", base_url=BASE)
    pages = [page.extract_text().replace(" ", "").replace("\n", "") for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert (count, len(pages)) == (10, 3)
    assert "站前街道铁南社区·共1块·第1/1页" in pages[0]
    assert ["第七网格·共9块·第1/2页" in pages[1], "第七网格·共9块·第2/2页" in pages[2]] == [True, True]


def test_a_whole_street_is_made_in_the_background_and_only_its_owner_takes_it(people):
    make_place("商户一")
    make_place("社区里的店", COMMUNITY)
    job = plate_jobs.queue_plates(actor=people.inspector, filters=PlaceFilters(), size="a4_by_grid", base_url=BASE)
    jobs.run_pending()
    job.refresh_from_db()
    assert (job.state, job.done_count, job.result["plates"], job.result["files"]) == ("done", 2, 2, 1)
    content, name = plate_jobs.bundle_of(actor=people.inspector, job_id=job.pk)
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        assert bundle.namelist() == ["站前街道-铁南社区-2块.pdf"]
    assert name == "场所二维码牌-2块.zip"
    with pytest.raises(NotFound):
        plate_jobs.bundle_of(actor=people.director, job_id=job.pk)
    with pytest.raises(Forbidden):
        plate_jobs.queue_plates(actor=people.grid_worker, filters=PlaceFilters(), size="a4_by_grid", base_url=BASE)


@pytest.mark.parametrize(("size", "width_mm", "height_mm"), [("card", 90, 60), ("plate", 150, 100), ("poster", 148, 210)])
def test_a_single_plate_has_its_size_and_says_nothing_about_persons(people, size, width_mm, height_mm):
    place = make_place("一个名字特别长的餐饮管理服务连锁经营店站前广场分店")
    content = plates.plate_pdf(actor=people.inspector, place=place, size=size, base_url=BASE)
    page = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(page) == 1
    assert round(float(page[0].mediabox.width) / 72 * 25.4) == width_mm
    assert round(float(page[0].mediabox.height) / 72 * 25.4) == height_mm
    assert "王师傅" not in page[0].extract_text()


def test_plates_nobody_asked_for_are_refused(people):
    with pytest.raises(InvalidInput):
        plates.plates_pdf(actor=people.inspector, filters=PlaceFilters(), size="a4_sheet", base_url=BASE)
    make_place()
    with pytest.raises(InvalidInput):
        plates.plates_pdf(actor=people.inspector, filters=PlaceFilters(), size="billboard", base_url=BASE)
    with pytest.raises(Forbidden):
        plates.plates_pdf(actor=people.grid_worker, filters=PlaceFilters(), size="card", base_url=BASE)


def test_the_export_is_the_list_with_masked_phones(people):
    make_place("好再来饭店", phone="13847612345")
    make_place("=HYPERLINK(1)", phone="")
    make_place("外街店", OTHER_GRID)
    content, count = place_workbook(actor=people.inspector, filters=PlaceFilters(), sort="number")
    rows = table_of(content)
    assert count == len(rows) == 2
    assert rows[0]["电话"] == "138****2345"
    assert rows[1]["场所名称"] == "=HYPERLINK(1)"
    assert "13847612345" not in str(rows)
    entry = AuditEntry.objects.get(verb="place.export")
    assert (entry.actor_name, entry.changes["rows"], entry.changes["whole_phones"]) == ("李巡查", [None, 2], [None, False])


def test_whole_phones_leave_only_with_their_own_permission(people):
    make_place(phone="13847612345")
    with pytest.raises(Forbidden):
        place_workbook(actor=people.inspector, filters=PlaceFilters(), sort="number", whole_phones=True)
    content, _ = place_workbook(actor=people.director, filters=PlaceFilters(), sort="number", whole_phones=True)
    assert table_of(content)[0]["电话"] == "13847612345"
    with pytest.raises(Forbidden):
        place_workbook(actor=people.grid_worker, filters=PlaceFilters(), sort="number")


def test_the_command_line_writes_a_file(people, tmp_path):
    make_place()
    make_place("外街店", OTHER_GRID)
    out = tmp_path / "台账.xlsx"
    assert export_places("150402/006", out, actor=actors.system("命令行")) == 1
    assert [row["场所名称"] for row in table_of(out.read_bytes())] == ["好再来饭店"]


def test_over_the_wire(people, client_for):
    place = make_place()
    client, stranger = client_for(people.inspector), client_for(people.stranger)
    answer = client.send("GET", f"/places/{place.pk}/plate.pdf?size=card")
    assert answer["Content-Type"] == "application/pdf"
    assert client.send("GET", "/places/plates.pdf?size=card").content.startswith(b"%PDF")
    assert client.send("GET", "/places/export.xlsx").content.startswith(b"PK")
    assert client.send("GET", f"/places/by-plate/{place.plate_code.lower()}").json()["name"] == "好再来饭店"
    assert stranger.send("GET", f"/places/by-plate/{place.plate_code}").status_code == 404
    assert stranger.send("GET", f"/places/{place.pk}/plate.pdf").status_code == 404
    with pytest.raises(NotFound):
        services.set_state(actor=people.stranger, operation_id=uuid4(), place_id=place.pk, verb="open")
