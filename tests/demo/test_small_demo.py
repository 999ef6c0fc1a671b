"""The small demo: lived through the services, the same for the same seed, whole after an interruption, all of it simulated."""

import random
import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.db.models import Q

from fengsui.demo.cast import STREETS
from fengsui.demo.scenes import SCENES, draw
from fengsui.demo.world import WorkingHours
from fengsui.figures import queries
from fengsui.figures.day_ledger import day_ledger, day_ledger_pdf
from fengsui.figures.overview import overview
from fengsui.hazards.models import Hazard, HazardStep
from fengsui.kernel import audit, clock, seals, sessions, settings_store
from fengsui.kernel.actor import Actor, system
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.errors import NotFound
from fengsui.kernel.figure import Period, every
from fengsui.kernel.models import Account, AuditEntry, EvidenceLink, OutboxDelivery, StoredFile
from fengsui.kernel.permissions import ROLES
from fengsui.kernel.phones import open_phone
from fengsui.kernel.working_days import add_working_days
from fengsui.org.models import Member
from fengsui.outreach.models import TrainingSession
from fengsui.patrol.models import BuildingShape, HouseholdVisit, SyncOperation, Task, Visit
from fengsui.places.models import Place, PlaceContact, PlaceStateChange
from tests.demo.conftest import DAYS, NOW, TODAY, build, told
from tests.figures.histories import Case, History
from tests.figures.recount import recount

OFFICE = system("测试")
pytestmark = pytest.mark.django_db


def test_run_again_it_does_nothing(made: dict[str, Any]):
    before = (told(), AuditEntry.objects.count())
    again = build()
    assert not again["made"]
    assert (told(), AuditEntry.objects.count()) == before
    assert again["logins"] == made["logins"]


def test_every_word_of_it_is_invented_and_marked(made: dict[str, Any]):
    assert settings_store.is_demo()
    kinds = r"(站前|铁南)街道[一-龥]+\d{2,3}"
    for place in Place.objects.all():
        assert re.fullmatch(kinds, place.name), place.name
        assert "模拟路" in place.address
        assert place.is_simulated
        assert place.source == "demo"
    for member in Member.objects.all():
        assert re.fullmatch(r"(红山区|(站前|铁南)街道)[一-龥]+\d{2}", member.name)
        assert member.is_simulated
    assert all(account.is_simulated for account in Account.objects.all())
    phones = {open_phone(contact.phone_cipher) for contact in PlaceContact.objects.all()}
    phones |= {open_phone(member.phone_cipher) for member in Member.objects.all()}
    assert all(re.fullmatch(r"199\d{8}", phone) for phone in phones)
    assert set(Visit.objects.values_list("source", flat=True)) == {"demo"}


def test_every_page_says_that_it_is_simulated(made: dict[str, Any]):
    import io

    from pypdf import PdfReader

    with clock.frozen(NOW):
        assert day_ledger(actor=OFFICE, day=TODAY, area_path=STREETS[0])["simulated"]
        assert overview(actor=OFFICE, area_path="150402")["simulated"]
        pages = PdfReader(io.BytesIO(day_ledger_pdf(actor=OFFICE, day=TODAY - timedelta(days=1), area_path=STREETS[0]))).pages
    assert 1 <= len(pages) <= 2
    assert all("模拟数据" in page.extract_text() for page in pages)


def test_there_is_a_sign_in_for_every_role(made: dict[str, Any]):
    assert [login["role"] for login in made["logins"]] == list(ROLES)
    for login in made["logins"]:
        account = Account.objects.get(username=login["username"])
        assert check_password(login["password"], account.password)
        assert not account.must_change_password
        actor = sessions.actor_for_account(account.pk)
        assert login["role"] in actor.roles


def test_the_loop_shows_all_its_sides(made: dict[str, Any]):
    states = Counter(Hazard.objects.values_list("state", flat=True))
    assert {"assigned", "reported_fixed", "closed"} <= states.keys()
    assert set(Hazard.objects.filter(state="closed").values_list("closed_how", flat=True)) == {"on_site", "reviewed"}
    assert HazardStep.objects.filter(verb="review_fail").exists()
    outcomes = Counter(Visit.objects.values_list("outcome", flat=True))
    assert outcomes["checked"] > outcomes["locked"] > 0
    assert Place.objects.filter(kind="compound").exists()
    assert len(set(Place.objects.values_list("class_code", flat=True))) >= 12
    assert not SyncOperation.objects.exclude(state="accepted").exists()
    assert not OutboxDelivery.objects.filter(done_at__isnull=True).exists()
    overdue = queries.value(queries.figure_of("hazards.overdue"), actor=OFFICE, period=Period.day(TODAY)).value
    assert overdue > 0


def test_today_waits_with_tasks_and_with_photos_not_arrived(made: dict[str, Any]):
    workers = set(
        Task.objects.filter(state="open", due_on__lte=TODAY + timedelta(days=2)).values_list("assignee_name", flat=True)
    )
    # Inspectors who look at what has run out do the grid workers' doors on the way.
    assert len([name for name in workers if "网格员" in name]) >= 2
    assert len(workers) >= 4
    assert queries.value(queries.figure_of("patrol.evidence_awaited"), actor=OFFICE, period=Period.day(TODAY)).value > 0
    with clock.frozen(NOW):
        notes = day_ledger(actor=OFFICE, day=TODAY, area_path="150402")["notes"]
    assert any("部手机" in note for note in notes)


def test_nothing_is_told_of_the_future_and_the_weekend_is_slow(made: dict[str, Any]):
    assert not Visit.objects.filter(Q(ended_at__gt=NOW) | Q(received_at__gt=NOW)).exists()
    assert not AuditEntry.objects.filter(at__gt=NOW).exists()
    by_day = Counter(Visit.objects.values_list("local_date", flat=True))
    weekend = [by_day[day] for day in (date(2026, 11, 14), date(2026, 11, 15))]
    assert max(weekend) < by_day[date(2026, 11, 16)]


def test_photos_are_distinct_small_and_their_seals_hold(made: dict[str, Any]):
    sizes = list(StoredFile.objects.values_list("size", flat=True))
    assert len(sizes) > 50
    assert max(sizes) < 40_000
    shared = Counter(EvidenceLink.objects.values_list("sha256", flat=True))
    assert max(shared.values()) == 1
    verified = seals.verify()
    assert verified.faults == ()
    assert verified.seals >= DAYS
    assert audit.readers_of("places.place", "none", "places.view") == []


# What the made-up histories of tests/figures count their own way: their areas, their people, nobody listed.
ELSEWHERE = ("org.", "places.key_units", "hazards.major", "patrol.samples")


def history_of_the_demo() -> History:
    """Read the demo's rows as plain facts to recount from."""
    history, nth = History(), {}
    for n, place in enumerate(Place.objects.all()):
        nth[place.pk] = n
        changes = PlaceStateChange.objects.filter(place=place).order_by("on", "at")
        history.places.append((place.area_path, place.kind, [(change.on, change.to_state) for change in changes]))
    for v in Visit.objects.all():
        facts = (v.area_path, v.local_date, nth[v.place_id], v.by_account_id, v.inspected, v.valid, v.hazard_count)
        history.visits.append(facts)  # type: ignore[arg-type]
    for row in Hazard.objects.all():
        events = [(step.on, step.verb, step.to_state, step.due_on) for step in row.steps.order_by("sequence")]
        case = Case(
            row.area_path, row.found_on, events, row.fixed_on_site_on, row.closed_on, row.closed_how, row.state == "void",  # type: ignore[arg-type]
            voided=row.voided_on, reported=row.reported_fixed_on, due=row.due_on, category=row.legal_category,
            repeat=row.repeat_of_id is not None, source=row.source_kind,
        )  # fmt: skip
        for day, verb, _, _ in events:
            if verb == "report_fixed":
                case.review_due = add_working_days(day, 3, calendar_for(row.area_path)).date
                case.reviewed = None
            elif verb in ("review_pass", "review_fail"):
                case.reviewed = day
        history.cases.append(case)
    told = Hazard.objects.filter(source_kind="visit").values("source_id")
    for visit in Visit.objects.filter(pk__in=told):
        history.notices.append((visit.area_path, visit.local_date, not visit.valid))
    for area, due_on, state, closed_at in Task.objects.values_list("area_path", "due_on", "state", "closed_at"):
        history.tasks.append((area, due_on, state, clock.local_date(closed_at) if closed_at else TODAY))
    history.links = list(EvidenceLink.objects.values_list("area_path", "received_at", "arrived_at", "removed_at"))
    knocks = HouseholdVisit.objects.values_list("area_path", "local_date", "household", "outcome", "valid", "leaflets")
    history.knocks = list(knocks)
    for area, created_at, doors in BuildingShape.objects.values_list("area_path", "created_at", "door_count"):
        history.buildings.append((area, clock.local_date(created_at), doors))
    for one in TrainingSession.objects.all():
        came = {nth[place_id] for place_id in one.attendances.values_list("place_id", flat=True)}
        history.trainings.append((one.area_path, one.held_on, one.attended_count, came, one.voided_on is not None))
    return history


def agree_with_a_recount() -> dict[str, int]:
    """Compare every figure of the demo with a plain recount, for days, windows and streets; return those of the whole district."""
    history = history_of_the_demo()
    days = [TODAY - timedelta(days=n) for n in range(DAYS)]
    periods = [Period.day(day) for day in days] + [Period(days[-1], TODAY), Period(days[5], days[1])]
    for period in periods:
        for path in ("150402", *STREETS):
            values = {key: item.value for key, item in queries.values(actor=OFFICE, period=period, area_path=path).items()}
            told = recount(history, period.start, period.end, path)
            differ = {
                key: (values.get(key), n) for key, n in told.items() if not key.startswith(ELSEWHERE) and values.get(key) != n
            }
            assert not differ, (period, path)
            assert values["hazards.stock_closing"] == (
                values["hazards.stock_opening"] + values["hazards.found"] - values["hazards.closed"]
            )
    lived = Period(days[-1], TODAY)
    return {key: item.value for key, item in queries.values(actor=OFFICE, period=lived, area_path="150402").items()}


def test_every_figure_of_the_demo_equals_a_plain_recount(made: dict[str, Any]):
    assert agree_with_a_recount()["hazards.found"] > 0


def test_another_streets_inspector_gets_nothing_of_this_street(made: dict[str, Any]):
    account = Account.objects.get(username="tienan.xuncha01")
    inspector: Actor = sessions.actor_for_account(account.pk)
    period = Period(TODAY - timedelta(days=DAYS), TODAY)
    for figure in every():
        with pytest.raises(NotFound):
            queries.rows(figure, actor=inspector, period=period, area_path=STREETS[0])
        if inspector.has(figure.permission) and figure.subject != "kernel.account":
            total, rows = queries.rows(figure, actor=inspector, period=period)
            assert total == len(rows)
            assert all(row["area_path"].startswith(STREETS[1]) for row in rows)
    with clock.frozen(NOW), pytest.raises(NotFound):
        day_ledger(actor=inspector, day=TODAY, area_path=STREETS[0])


def test_a_demo_made_at_dawn_still_has_a_today():
    dawn = NOW.replace(hour=1, minute=10)
    hours = WorkingHours.of(TODAY, dawn)
    assert hours.begin < hours.until < dawn
    full = WorkingHours.of(TODAY - timedelta(days=1), dawn)
    assert (full.begin.hour, full.until.hour) == (8, 23)


def test_scenes_differ_and_the_fix_shows_the_same_room():
    chance = random.Random(1)
    seen = set()
    for scene in SCENES:
        for fixed in (False, True):
            for n in range(5):
                seen.add(draw(scene, seed=f"{n}{chance.random()}", words=("站前街道餐饮店012", "2026-11-20"), fixed=fixed).sha256)
        again = draw(scene, seed="same", words=("甲", "乙"))
        assert again == draw(scene, seed="same", words=("甲", "乙"))
        assert again != draw(scene, seed="same", words=("甲", "乙"), fixed=True)
    assert len(seen) == len(SCENES) * 10
