"""Bulletins: drafted once when due, checked by one and issued by another, kept as issued, worded by the office."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from fengsui.figures import queries
from fengsui.figures.bulletins import schedule
from fengsui.figures.bulletins.fields import figure_names
from fengsui.figures.bulletins.gathering import change_words
from fengsui.figures.bulletins.models import Bulletin
from fengsui.figures.freeze.models import FrozenReport
from fengsui.hazards.models import Hazard
from fengsui.kernel import actor as actors
from fengsui.kernel import clock, jobs, settings_store, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.figure import Period
from fengsui.kernel.models import Job, Message
from tests.figures.histories import at, live

pytestmark = pytest.mark.django_db
DISTRICT, FEBRUARY = "150402", Period(date(2026, 2, 1), date(2026, 2, 28))
FIRST = at(date(2026, 3, 10), 9)
MM = 72 / 25.4


@pytest.fixture
def office(actor_for: Callable[..., Actor], client_for: Callable[[Actor], Any]) -> Any:
    """Return the clients of the office that drafts and of the leader who issues, in a district with a history."""
    with clock.frozen(FIRST):
        live(8)
        people = [actor_for("committee_office", DISTRICT, name="办公室"), actor_for("brigade_leader", DISTRICT, name="大队长")]
        yield [client_for(person) for person in people]


def drafted(client: Any, kind: str = "monthly", day: str | None = None) -> dict[str, Any]:
    """Draft a bulletin at the desk and let the worker count its figures."""
    made = client.send("POST", "/bulletins", {"kind": kind, "area_path": DISTRICT, "day": day})
    assert made.status_code == 200, made.content
    jobs.run_pending()
    shown: dict[str, Any] = client.send("GET", f"/bulletins/{made.json()['id']}").json()
    return shown


def step(client: Any, row: dict[str, Any], verb: str, **more: Any) -> Any:
    return client.send("POST", f"/bulletins/{row['id']}/{verb}", {"row_version": row["row_version"], **more})


def issued(office: Any, **kind: Any) -> dict[str, Any]:
    """Take a bulletin from draft to its papers."""
    writer, leader = office
    checked = step(writer, drafted(writer, **kind), "check").json()
    row: dict[str, Any] = step(leader, checked, "issue").json()
    jobs.run_pending()
    return row


def paper(client: Any, row: dict[str, Any], ending: str) -> bytes:
    answer = client.send("GET", f"/bulletins/{row['id']}/paper.{ending}")
    assert answer.status_code == 200, answer.content[:300]
    return bytes(answer.content)


def test_a_month_is_checked_by_one_and_issued_by_another_and_then_stays_as_it_is(office: Any):
    writer, leader = office
    row = drafted(writer)
    assert (row["state"], row["from_date"], row["to_date"]) == ("draft", "2026-02-01", "2026-02-28")
    assert [s["verb"] for s in row["steps"]] == ["save", "refresh", "check", "void"]
    # Every figure on the paper is the figure of the desk.
    main = next(block["table"] for block in row["content"]["blocks"] if block["text"] == "主要数据")
    truth = queries.values(actor=actors.system("核对"), period=FEBRUARY, area_path=DISTRICT, ids=list(figure_names()))
    assert {line["name"]: line["value"] for line in main["rows"]} == {v.figure.zh: v.value for v in truth.values()}
    assert step(leader, row, "issue").json()["code"] == "bulletin_state"
    checked = step(writer, row, "check").json()
    assert len(checked["facts_sha256"]) == 64
    own = step(writer, checked, "issue")
    assert (own.status_code, own.json()["code"]) == (409, "same_person")
    made = step(leader, checked, "issue").json()
    assert (made["number"], made["issue"]) == ("TB-150402-2026-001", "2026年第1期")
    early = leader.send("GET", f"/bulletins/{row['id']}/paper.pdf")
    assert early.json()["code"] == "bulletin_papers"
    jobs.run_pending()
    kept = {ending: paper(leader, made, ending) for ending in ("pdf", "docx", "txt")}
    # The records go on; what was issued does not.
    settings_store.put(actor=actors.system("x"), key="bulletins.settings", value={DISTRICT: {"organ": "另一个单位"}})
    with clock.frozen(FIRST + timedelta(days=2)):
        assert {ending: paper(leader, made, ending) for ending in kept} == kept
    assert step(writer, made, "check").json()["code"] == "bulletin_state"


def lock_of(client: Any, row: dict[str, Any]) -> dict[str, Any]:
    lock: dict[str, Any] = client.send("GET", f"/bulletins/{row['id']}").json()["lock"]
    return lock


def void_one(period: Period = FEBRUARY) -> Hazard:
    """Take back a hazard of a period, as somebody would who finds it was noted twice."""
    cases = Hazard.objects.filter(state="assigned", found_on__gte=period.start, found_on__lte=period.end)
    case = cases.order_by("number").first()
    assert case is not None
    with transaction.write():
        case.state, case.voided_on, case.void_reason = "void", FIRST.date(), "重复登记"
        case.save()
    return case


def test_checking_locks_the_figures_and_every_paper_names_the_lock(office: Any):
    made = issued(office)
    lock = lock_of(office[1], made)
    assert (lock["number"], lock["bulletin_id"]) == ("SS-150402-2026-0001", made["id"])
    report = office[1].send("GET", f"/frozen-reports/{lock['id']}").json()
    row = Bulletin.objects.get(pk=made["id"])
    assert report["signed"] and row.facts_sha256 in report["note"] and report["by_name"] == "办公室"
    assert {one["figure_id"]: one["value"] for one in report["figures"]} == {f["id"]: f["value"] for f in row.facts["figures"]}
    words = f"锁数 {lock['number']}"
    assert words in "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper(office[1], made, "pdf"))).pages)
    assert words in docx.Document(io.BytesIO(paper(office[1], made, "docx"))).paragraphs[-1].text
    assert paper(office[1], made, "txt").decode().splitlines()[-1] == words
    # A day on one page names its own.
    day = issued(office, kind="daily", day="2026-03-09")
    assert "锁数 SS-150402-2026-0002" in PdfReader(io.BytesIO(paper(office[1], day, "pdf"))).pages[0].extract_text()


def test_a_figure_that_changes_after_the_lock_shows_with_its_row_and_the_paper_stays(office: Any):
    made = issued(office)
    lock = lock_of(office[1], made)
    kept = paper(office[1], made, "pdf")
    gone = void_one()
    checked = office[1].send("GET", f"/frozen-reports/{lock['id']}/check").json()
    found = next(one for one in checked["figures"] if one["figure_id"] == "hazards.found")
    assert (found["now"], [one["id"] for one in found["went"]]) == (found["frozen"] - 1, [str(gone.pk)])
    assert checked["signed"] and paper(office[1], made, "pdf") == kept


def test_a_draft_whose_records_moved_on_is_counted_again_before_it_is_checked(office: Any):
    writer, _ = office
    row = drafted(writer)
    void_one()
    refused = step(writer, row, "check")
    assert (refused.status_code, refused.json()["code"]) == (409, "figures_moved")
    assert "发现隐患" in refused.json()["title"] + refused.json().get("detail", "")
    assert FrozenReport.objects.count() == 0
    again = step(writer, row, "refresh").json()
    jobs.run_pending()
    checked = step(writer, again, "check").json()
    assert (checked["state"], checked["lock_number"]) == ("checked", "SS-150402-2026-0001")
    # Sent back, the lock no longer counts; the next check makes another, and the two are not held against each other.
    back = step(writer, checked, "return", reason="文字再改").json()
    assert (back["lock_number"], back["lock"]) == ("", None)
    void_one()
    again = step(writer, back, "refresh").json()
    jobs.run_pending()
    assert step(writer, again, "check").json()["lock"]["flags"] == []


def test_two_bulletins_that_disagree_raise_a_flag_on_both(office: Any):
    writer, leader = office
    week = Period(date(2026, 2, 23), date(2026, 3, 1))
    first = issued(office, kind="weekly", day="2026-02-25")
    first = step(leader, leader.send("GET", f"/bulletins/{first['id']}").json(), "void", reason="重复登记一处").json()
    void_one(week)
    second = issued(office, kind="weekly", day="2026-02-25")
    flags = lock_of(writer, second)["flags"]
    found = next(one for one in flags if one["figure_id"] == "hazards.found")
    assert found["earlier_value"] - found["later_value"] == 1
    assert {one["id"] for one in lock_of(writer, first)["flags"]} == {one["id"] for one in flags}
    # What the next week says of this one is held against it as well.
    void_one(week)
    following = issued(office, kind="weekly", day="2026-03-04")
    against = [one for one in lock_of(writer, following)["flags"] if one["figure_id"] == "hazards.found"]
    assert [(one["earlier"]["number"], one["earlier_value"] - one["later_value"]) for one in against] == [
        (lock_of(writer, first)["number"], 2), (lock_of(writer, second)["number"], 1),
    ]  # fmt: skip
    told = writer.send("POST", f"/frozen-reports/disagreements/{against[1]['id']}/explain", {"explanation": "又作废一处重复的"})
    assert told.status_code == 200
    explained = next(one for one in lock_of(writer, following)["flags"] if one["id"] == against[1]["id"])
    assert explained["explanation"] == "又作废一处重复的"


def test_numbers_have_no_gaps_and_a_voided_one_stays_used(office: Any):
    writer, leader = office
    first = issued(office)
    taken = writer.send("POST", "/bulletins", {"kind": "monthly", "area_path": DISTRICT, "day": "2026-02-03"})
    assert (taken.status_code, taken.json()["code"]) == (409, "bulletin_exists")
    first = leader.send("GET", f"/bulletins/{first['id']}").json()
    assert step(leader, first, "void").json()["code"] == "reason_required"
    voided = step(leader, first, "void", reason="数字有误").json()
    assert (voided["state"], voided["number"]) == ("voided", "TB-150402-2026-001")
    again = issued(office)
    assert again["number"] == "TB-150402-2026-002"
    assert issued(office, kind="daily", day="2026-03-09")["number"] == "RB-150402-2026-001"
    assert Bulletin.objects.filter(kind="monthly", number__isnull=False).count() == 2


def strokes(page: Any) -> tuple[list[tuple[float, float, str]], list[tuple[float, float, float]]]:
    """Return the text of a page as (left mm, baseline mm from the top, words) and its lines as (left, top, length) in mm."""
    words: list[tuple[float, float, str]] = []
    lines: list[tuple[float, float, float]] = []
    height = float(page.mediabox.height)

    def before(op: bytes, args: Any, cm: Any, tm: Any) -> None:
        if op == b"TJ":
            words.append((cm[4] / MM, (height - cm[5]) / MM, ""))
        if op == b"l":
            lines.append((cm[4] / MM, (height - cm[5]) / MM, float(args[0]) / MM))

    page.extract_text(visitor_operand_before=before)
    return words, lines


def test_the_monthly_paper_has_the_measures_of_an_official_one(office: Any):
    """GB/T 9704-2012 as noted: A4, 37/28 mm, 156 mm wide, 22 lines of 29 pt, the red line 4 mm under the issue."""
    made = issued(office)
    pages = PdfReader(io.BytesIO(paper(office[1], made, "pdf"))).pages
    assert (round(float(pages[0].mediabox.width) / MM), round(float(pages[0].mediabox.height) / MM)) == (210, 297)
    words, lines = strokes(pages[0])
    assert min(left for left, _, _ in words) >= 27.9
    red = lines[0]
    assert (round(red[0], 1), round(red[2], 1)) == (28.0, 156.0)
    issue = words[1]
    assert red[1] - issue[1] == pytest.approx(4.0 + 0.12 * 16 / MM, abs=0.2)
    # The mark's upper edge is 35 mm below the text block's.
    assert words[0][1] > 37 + 35 and words[0][1] - 12 < 37 + 35
    body, _ = strokes(pages[1])
    first = body[0][1] - 0.88 * 16 / MM
    assert first == pytest.approx(37, abs=0.3)
    pitches = {round((b[1] - a[1]) * MM) for a, b in pairwise(body[1:5])}
    assert pitches == {29}
    assert 21 * 29 + 16 <= 225 * MM < 22 * 29 + 16
    longest = max(pages[1].extract_text().splitlines(), key=len)
    assert 26 <= len(longest.strip()) <= 34
    # The page number stands 7 mm below the block, right on odd pages and left on even ones.
    for page, odd in ((pages[0], True), (pages[1], False)):
        left, down, _ = strokes(page)[0][-1]
        assert down - (297 - 35) == pytest.approx(7 + 0.88 * 14 / MM, abs=1.5)
        assert (left > 105) == odd
    text = "".join(page.extract_text() for page in pages)
    assert "关于2月全区消防安全工作情况的通报" in text and "（第1期）" in text
    assert all(part in text for part in ("目　录", "表1　主要数据", "图1　每日走势", "附表1", "— 2 —"))


def test_a_day_fits_on_one_page_and_a_chat(office: Any):
    made = issued(office, kind="daily", day="2026-03-09")
    assert len(PdfReader(io.BytesIO(paper(office[1], made, "pdf"))).pages) == 1
    text = paper(office[1], made, "txt").decode()
    assert text.startswith("402红山区消防巡查日报 2026年3月9日\n")
    assert len(text) < 300 and all(ord(letter) < 0x10000 for letter in text) and "{" not in text
    visits = queries.value(
        queries.figure_of("patrol.visits"), actor=actors.system("核对"), period=Period.day(date(2026, 3, 9)), area_path=DISTRICT
    )
    assert f"巡查{visits.value}家次" in text


def test_the_office_can_edit_the_docx(office: Any):
    made = issued(office)
    book = docx.Document(io.BytesIO(paper(office[1], made, "docx")))
    headings = [p.text for p in book.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "一、总体情况" and len(headings) == 5
    assert [p.text for p in book.paragraphs if p.style.name == "Heading 2"] == ["（一）逐处销号", "（二）补齐短板"]
    section = book.sections[0]
    assert (section.top_margin.twips, section.left_margin.twips) == (2098, 1588)
    assert (book.styles["Normal"].font.size.pt, book.styles["Normal"].paragraph_format.line_spacing.pt) == (16, 29)
    body = book.element.xml
    assert 'TOC \\o "1-2"' in body and "SEQ 表" in body and "svgBlip" in body and "tblHeader" in body
    assert "PAGE" in section.footer.paragraphs[0]._p.xml
    shapes = [rel for rel in book.part.rels.values() if rel.reltype.endswith("/image")]
    kinds = sorted({rel.target_part.content_type for rel in shapes})
    assert kinds == ["image/png", "image/svg+xml"]
    shown = office[1].send("GET", f"/bulletins/{made['id']}").json()["content"]["blocks"]
    for block, table in zip([b for b in shown if b["type"] in ("table", "annex")], book.tables, strict=True):
        keys = [column["key"] for column in block["table"]["columns"]]
        for line, row in zip(block["table"]["rows"], table.rows[1:], strict=bool(block["table"]["rows"])):
            assert [cell.text for cell in row.cells] == ["—" if line.get(key) is None else str(line[key]) for key in keys]


def test_a_wording_that_names_what_there_is_not_is_refused_by_name(office: Any):
    writer, _ = office
    shown = writer.send("GET", f"/bulletins/templates/weekly?area={DISTRICT}").json()
    assert (shown["version"], shown["is_default"]) == (0, True)
    words = {key: shown[key] for key in ("title", "body", "short")} | {"area_path": DISTRICT}
    wrong = writer.send(
        "PUT",
        "/bulletins/templates/weekly",
        {**words, "from_version": 0, "body": "一、情况\n发现{发现隐患数}处，{__class__}\n【表：各街】"},
    )
    assert (wrong.status_code, wrong.json()["code"]) == (422, "bulletin_words")
    told = wrong.json()["title"] + wrong.json().get("detail", "")
    assert "发现隐患数" in told and "{发现隐患}" in told and "__class__" in told and "各街" in told and "第 2 行" in told
    kept = writer.send(
        "PUT",
        "/bulletins/templates/weekly",
        {**words, "from_version": 0, "short": "{区域}本周发现{发现隐患.数}处，{发现隐患.环比}"},
    ).json()
    assert (kept["version"], kept["is_default"]) == (1, False)
    late = writer.send("PUT", "/bulletins/templates/weekly", {**words, "from_version": 0})
    assert late.json()["code"] == "row_changed"
    tried = writer.send("POST", "/bulletins/templates/weekly/preview", {key: kept[key] for key in words}).json()
    assert tried["text"].startswith("402红山区本周发现") and tried["period"] == "2026年3月2日至3月8日"
    back = writer.send("PUT", "/bulletins/templates/weekly", {**words, "from_version": 1, "to_default": True}).json()
    assert (back["version"], back["is_default"], back["short"]) == (2, True, shown["short"])
    assert [row["version"] for row in back["versions"]] == [2, 1]


def drafts(kind: str) -> list[str]:
    return sorted(str(day) for day in Bulletin.objects.filter(kind=kind).values_list("from_date", flat=True))


def test_what_is_due_is_drafted_once_and_after_a_downtime_too(office: Any):
    def run(day: date, hour: int) -> int:
        with clock.frozen(at(day, hour)):
            return schedule.draft_due()

    thursday = date(2026, 3, 26)
    assert run(thursday, 17) == 0
    assert run(thursday, 18) == 1
    assert run(thursday, 18) == 0
    assert drafts("daily") == ["2026-03-26"]
    # Down from Friday to Wednesday: five evenings, a Monday, and the 1st, each made up for once.
    wednesday = date(2026, 4, 1)
    assert run(wednesday, 9) == 5 + 1 + 1
    assert drafts("daily")[1:] == ["2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30", "2026-03-31"]
    assert drafts("weekly") == ["2026-03-23"]
    assert drafts("monthly") == ["2026-03-01"]
    assert run(wednesday, 9) == 0
    # A draft somebody has voided does not come back.
    Bulletin.objects.filter(kind="weekly").update(state="voided", void_reason="不用")
    assert run(wednesday, 10) == 0
    assert Job.objects.filter(kind="figures.bulletin_facts").count() == 8
    jobs.run_pending()
    told = Message.objects.filter(kind="bulletin", title_zh__startswith="月度通报草稿")
    assert told.count() == 2
    jobs.run_pending()
    assert told.count() == 2


def test_the_office_chooses_what_is_drafted_by_itself(office: Any):
    writer, _ = office
    sent = {"area_path": DISTRICT, "organ": "红山区消防救援大队", "daily": {"active": False, "hour": 18},
            "weekly": {"active": True, "hour": 10}, "monthly": {"active": False, "hour": 8}}  # fmt: skip
    assert writer.send("PUT", "/bulletins/settings", sent).json()["weekly"] == {"active": True, "hour": 10}
    monday = date(2026, 3, 16)
    with clock.frozen(at(monday, 9)):
        assert schedule.draft_due() == 0
    with clock.frozen(at(monday, 10)):
        assert schedule.draft_due() == 1
    assert (drafts("daily"), drafts("weekly")) == ([], ["2026-03-09"])
    assert drafted(writer)["content"]["organ"] == "红山区消防救援大队"


def test_a_figure_compared_with_nothing_has_no_rate():
    assert [change_words(*pair) for pair in ((9, 8), (6, 8), (8, 8), (3, 0), (0, 0))] == [
        "上升12.5%", "下降25.0%", "持平", "上期为0", "持平",
    ]  # fmt: skip
