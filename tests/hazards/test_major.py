"""重大火灾隐患 as lived: raised by the rules once, decided by the brigade together, listed, released when all is closed."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connections

from fengsui.hazards import services as hazards
from fengsui.hazards.major import handlers, queries, services
from fengsui.hazards.major.models import MajorCase, MajorHazard, MajorStep
from fengsui.hazards.major.queries import MajorFilters
from fengsui.hazards.major.services import Meeting
from fengsui.hazards.models import Hazard
from fengsui.kernel import actor as actors
from fengsui.kernel import clock, evidence, outbox
from fengsui.kernel.actor import Actor
from fengsui.kernel.calendars import set_day
from fengsui.kernel.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry, OutboxEvent
from tests.hazards.factories import DISTRICT, STREET, local, make_place, photo

pytestmark = pytest.mark.django_db
NOW = local("2026-11-16 10:00")
TODAY = date(2026, 11, 16)
THREE = ("COM-01", "COM-02", "COM-03")


@pytest.fixture
def now():
    with clock.frozen(NOW):
        yield NOW


@pytest.fixture
def brigade(people, actor_for: Callable[..., Actor]) -> list[Actor]:
    return [
        people.brigade,
        actor_for("supervisor", DISTRICT, name="周监督"),
        actor_for("committee_office", DISTRICT, name="防委办"),
    ]


def found(people, place, *items, **more):
    rows = [hazards.open_hazard(actor=people.inspector, place_id=place.pk, item_code=item, **more) for item in items]
    outbox.deliver_pending()
    return rows


def suspected(people, **more):
    """Return the case that the rules raise at a restaurant with three elements."""
    place = make_place(activity="restaurant", name="团圆酒楼")
    found(people, place, *THREE, **more)
    return MajorCase.objects.get(place=place)


def meeting(brigade, *, who=2, minutes=True, on=TODAY, words="三项要素并存，构成重大火灾隐患"):
    files = (photo("minutes", sent_by=brigade[0]),) if minutes else ()
    return Meeting(on, tuple(one.account_id for one in brigade[:who]), files, words)


def decided(brigade, case, **more):
    return services.decide(
        actor=brigade[0], major_id=case.pk, meeting=meeting(brigade), limit_on=date(2026, 12, 31), **more
    )  # fmt: skip


def close_all(people, case):
    for link in case.links.all():
        hazards.report_fixed(
            actor=people.grid_worker, hazard_id=link.hazard_id, photos=[photo("after", sent_by=people.grid_worker)]
        )
        hazards.review_hazard(actor=people.inspector, hazard_id=link.hazard_id, passed=True)


def test_three_elements_raise_one_suspicion_with_its_evidence_and_change_no_grade(people, now):
    place = make_place(activity="restaurant")
    first, second = found(people, place, "COM-01", "COM-02")
    assert not MajorCase.objects.exists()
    grades = [first.grade, second.grade]
    found(people, place, "COM-03")
    case = MajorCase.objects.get()
    assert case.number == "ZD-150402-2026-0001"
    assert (case.state, case.rule_sets, case.decided_on) == ("suspected", "GB 35181-2025", None)
    shown = queries.case(actor=people.director, major_id=case.pk, opened=False)
    assert "满 3 项" in shown["why"]
    elements = shown["judgements"][0]["elements"]
    assert {one["clause"] for one in elements} == {"条文号待核"}
    assert {proof["number"] for one in elements for proof in one["evidence"]} == set(
        Hazard.objects.values_list("number", flat=True)
    )
    assert [Hazard.objects.get(pk=row.pk).grade for row in (first, second)] == grades
    # Seven working days: 16 November is a Monday.
    assert case.proposal_due_on == date(2026, 11, 25)
    assert "7 个工作日" in shown["clocks"][0]["computed"]


def test_a_hazard_found_before_the_change_is_judged_by_the_old_rules(people, now):
    case = suspected(people, at=local("2025-10-31 10:00"), rulepack_version="national-2026.1.1")
    assert case.rule_sets == "GB 35181-2017"
    assert MajorHazard.objects.filter(elements__0__startswith="2017").count() == 3


def test_the_share_of_broken_lamps_counts_and_of_several_counts_the_worst_holds(people, now):
    place = make_place(activity="restaurant")
    found(people, place, "COM-01", "COM-02")
    found(people, place, "COM-08", checked_count=12, bad_count=5)
    assert not MajorCase.objects.exists()
    hazards.open_hazard(
        actor=people.director, place_id=place.pk, item_code="COM-08", checked_count=12, bad_count=8, source_kind="letter"
    )
    outbox.deliver_pending()
    shown = queries.case(actor=people.director, major_id=MajorCase.objects.get().pk, opened=False)
    words = [proof["words"] for one in shown["judgements"][0]["elements"] for proof in one["evidence"]]
    assert "标志和灯 12 坏 8 = 67%，超过 50%" in words


def test_a_handler_killed_half_way_runs_again_and_leaves_one_case(people, now, monkeypatch):
    place = make_place(activity="restaurant")
    found(people, place, "COM-01", "COM-02")
    real = services.evaluate_place

    def killed(**arguments):
        real(**arguments)
        raise RuntimeError("killed")

    monkeypatch.setattr(handlers.services, "evaluate_place", killed)
    found(people, place, "COM-03")
    assert not MajorCase.objects.exists()
    monkeypatch.setattr(handlers.services, "evaluate_place", real)
    with clock.frozen(local("2026-11-16 10:05")):
        outbox.deliver_pending()
        outbox.deliver_pending()
    case = MajorCase.objects.get()
    for event in OutboxEvent.objects.filter(kind="HazardOpened"):
        handlers.look_at_place(event)
    assert MajorCase.objects.get().row_version == case.row_version == 1
    assert case.links.count() == 3


def test_a_further_element_joins_the_open_case(people, now):
    case = suspected(people)
    found(people, case.place, "KU-25")
    case.refresh_from_db()
    assert (case.links.count(), case.state) == (4, "suspected")
    assert [step.verb for step in MajorStep.objects.filter(case=case)] == ["suspect", "extend"]
    assert OutboxEvent.objects.filter(kind="MajorExtended").count() == 1


def test_what_was_put_right_on_the_spot_raises_no_suspicion(people, now):
    place = make_place(activity="restaurant")
    for item in THREE:
        fixed = item != "COM-03"
        hazards.open_hazard(
            actor=people.inspector, place_id=place.pk, item_code=item, fixed_on_site=fixed, photos=[photo("after")] * fixed
        )
    outbox.deliver_pending()
    assert not MajorCase.objects.exists()


def test_a_street_sees_a_suspicion_and_cannot_decide(people, brigade, now):
    case = suspected(people)
    shown = queries.case(actor=people.director, major_id=case.pk)
    assert shown["state_label"] == "疑似重大"
    assert [one["verb"] for one in shown["verbs"]] == ["add_hazards"]
    assert shown["deciders"] == []
    assert AuditEntry.objects.filter(verb="major.read").count() == 1
    for deed in (services.decide, services.dismiss, services.release):
        extra = {"limit_on": date(2026, 12, 31)} if deed is services.decide else {}
        with pytest.raises(Forbidden):
            deed(actor=people.director, major_id=case.pk, meeting=meeting(brigade), **extra)
    with pytest.raises(NotFound):
        queries.case(actor=people.stranger, major_id=case.pk)


def test_the_system_itself_never_decides(people, brigade, now):
    case = suspected(people)
    with pytest.raises(InvalidInput) as refused:
        services.decide(
            actor=actors.system("规则"), major_id=case.pk, meeting=meeting(brigade), limit_on=date(2026, 12, 31)
        )  # fmt: skip
    assert refused.value.code == "person_required"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"minutes": False}, "minutes_required"), ({"who": 1}, "deciders_too_few"), ({"words": " "}, "words_required"),
        ({"on": date(2026, 11, 17)}, "day_out_of_range"), ({"on": date(2026, 11, 1)}, "day_out_of_range"),
    ],
)  # fmt: skip
def test_a_decision_needs_minutes_two_people_words_and_a_day(people, brigade, now, change, code):
    case = suspected(people)
    with pytest.raises(InvalidInput) as refused:
        services.decide(
            actor=brigade[0], major_id=case.pk, meeting=meeting(brigade, **change), limit_on=date(2026, 12, 31)
        )  # fmt: skip
    assert refused.value.code == code
    case.refresh_from_db()
    assert (case.state, case.row_version) == ("suspected", 1)


def test_minutes_that_have_not_arrived_and_people_of_the_street_do_not_count(people, brigade, now):
    case = suspected(people)
    said = meeting(brigade)
    unsent = Meeting(said.on, said.participant_ids, (photo("minutes"),), said.words)
    with pytest.raises(InvalidInput) as refused:
        services.decide(actor=brigade[0], major_id=case.pk, meeting=unsent, limit_on=date(2026, 12, 31))
    assert refused.value.code == "minutes_not_arrived"
    street = Meeting(said.on, (brigade[0].account_id, people.director.account_id), said.minutes, said.words)
    with pytest.raises(InvalidInput) as refused:
        services.decide(actor=brigade[0], major_id=case.pk, meeting=street, limit_on=date(2026, 12, 31))
    assert refused.value.code == "deciders_too_few"


def test_decided_served_listed_and_released_when_every_hazard_is_closed(people, brigade, now):
    case = decided(brigade, suspected(people))
    assert (case.state, case.decided_on, case.decider_count) == ("decided", TODAY, 2)
    # Three working days from Monday.
    assert case.notice_due_on == date(2026, 11, 19)
    services.serve(actor=brigade[1], major_id=case.pk, on=TODAY, receiver="店主赵某")
    services.enlist(
        actor=brigade[1], major_id=case.pk, on=TODAY, listed_by="红山区人民政府", limit_on=date(2027, 1, 31)
    )  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        services.release(actor=brigade[0], major_id=case.pk, meeting=meeting(brigade, words="整改完成，同意销案"))
    assert refused.value.code == "hazards_still_open"
    close_all(people, case)
    shown = queries.case(actor=brigade[0], major_id=case.pk, opened=False)
    assert [(one["verb"], one["blocked"]) for one in shown["verbs"]][-1] == ("release", False)
    row = services.release(actor=brigade[0], major_id=case.pk, meeting=meeting(brigade, words="整改完成，同意销案"))
    assert (row.state, row.released_on) == ("released", TODAY)
    shown = queries.case(actor=brigade[0], major_id=case.pk, opened=False)
    assert [step["verb"] for step in shown["timeline"]] == ["suspect", "decide", "serve", "list", "release"]
    assert [one["role_label"] for one in shown["minutes"]] == ["会议纪要", "销案会议纪要"]
    assert all(one["url"] for one in shown["minutes"])
    assert not any(one["url"] for one in queries.case(actor=people.director, major_id=case.pk)["minutes"])
    assert shown["verbs"] == []


def test_what_was_dismissed_is_not_raised_again_until_something_new_is_found(people, brigade, now):
    case = suspected(people)
    services.dismiss(actor=brigade[0], major_id=case.pk, meeting=meeting(brigade, words="不符合判定条件"))
    services.evaluate_place(actor=actors.system("规则"), place_id=case.place_id)
    assert MajorCase.objects.count() == 1
    found(people, case.place, "KU-25")
    assert MajorCase.objects.filter(state="suspected").count() == 1


def test_a_person_may_raise_what_no_checklist_tells(people, now):
    place = make_place(activity="restaurant")
    (hazard,) = found(people, place, "COM-06")
    case = services.suspect(
        actor=people.director, place_id=place.pk, hazard_ids=[hazard.pk], elements=["2025-04"], reason="应设喷淋而未设"
    )
    assert case.named[0]["label"] == "应设而未设自动灭火或自动报警"
    assert case.rule_sets == "GB 35181-2025"
    with pytest.raises(Conflict) as refused:
        services.suspect(actor=people.director, place_id=place.pk, hazard_ids=[hazard.pk], reason="再提一次")
    assert case.number in refused.value.zh
    (more,) = found(people, place, "COM-09")
    row = services.add_hazards(actor=people.director, major_id=case.pk, hazard_ids=[more.pk], reason="一并研究")
    assert row.links.count() == 2
    with pytest.raises(InvalidInput) as wrong:
        services.add_hazards(
            actor=people.director, major_id=case.pk, hazard_ids=[more.pk], elements=["2017-06"], reason="旧规则"
        )  # fmt: skip
    assert wrong.value.code == "element_wrong"
    with pytest.raises(InvalidInput):
        services.add_hazards(actor=people.director, major_id=case.pk, hazard_ids=[new_id()], reason="别处的")


def test_the_list_its_filters_and_a_changed_calendar(people, brigade, now, client_for):
    case = suspected(people)
    listed = queries.list_cases(actor=people.director, filters=MajorFilters(is_open=True, area=STREET, search="团圆"))
    assert [(row["number"], row["hazard_count"]) for row in listed.items] == [(case.number, 3)]
    assert queries.list_cases(actor=people.stranger, filters=MajorFilters()).total == 0
    assert queries.of_place(actor=people.director, place_id=case.place_id)[0]["number"] == case.number
    with clock.frozen(local("2026-11-26 10:00")):
        assert queries.list_cases(actor=people.director, filters=MajorFilters(overdue=True)).total == 1
    set_day(actor=people.brigade, area_path=DISTRICT, day=date(2026, 11, 18), kind="rest", note="冰雪停工")
    outbox.deliver_pending()
    case.refresh_from_db()
    assert case.proposal_due_on == date(2026, 11, 26)
    answer = client_for(people.director).send("GET", "/major-cases/export.xlsx")
    assert answer.status_code == 200
    codes = client_for(people.grid_worker).send("GET", "/major-cases/codes").json()
    assert [one["code"] for one in codes["rule_sets"]] == ["2017", "2025"]


def test_over_http_a_stale_page_is_told_who_did_what(people, brigade, now, client_for):
    case = suspected(people)
    decided(brigade, case)
    body = {
        "on": str(TODAY), "participant_ids": [str(one.account_id) for one in brigade], "words": "不构成", "expected_version": 1,
        "minutes": [{"sha256": photo("minutes", sent_by=brigade[1]).sha256}],
    }  # fmt: skip
    answer = client_for(brigade[1]).send("POST", f"/major-cases/{case.pk}/dismiss", body)
    assert answer.status_code == 409
    assert answer.json()["meanwhile"][0]["actor"] == "钱大队"
    assert "集体判定为重大" in answer.json()["title"]


def test_the_minutes_are_opened_by_the_brigade_only_whoever_knows_their_address(people, brigade, now, client_for):
    case = suspected(people)
    decided(brigade, case)
    minutes = evidence.links_of(case)[0]
    for one in (people.director, people.inspector):
        shown = client_for(one).send("GET", f"/major-cases/{case.pk}").json()["minutes"]
        assert [row["url"] for row in shown] == [""]
        for tail in ("", "/thumb"):
            assert client_for(one).send("GET", f"/evidence/{minutes.pk}{tail}").status_code == 404
    assert client_for(brigade[0]).send("GET", f"/evidence/{minutes.pk}").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_people_deciding_at_once(people, brigade):
    case = suspected(people)
    today = clock.local_date()
    meetings = [meeting([one, *[other for other in brigade if other is not one]], on=today) for one in brigade[:2]]
    gate, outcomes = threading.Barrier(2), [None, None]

    def decide(n):
        try:
            gate.wait()
            outcomes[n] = services.decide(
                actor=brigade[n], operation_id=new_id(), major_id=case.pk, meeting=meetings[n],
                limit_on=date(2099, 1, 1), expected_version=1,
            )  # fmt: skip
        except DomainError as error:
            outcomes[n] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    losers = [one for one in outcomes if isinstance(one, Conflict)]
    assert len(losers) == 1
    winner = next(step for step in MajorStep.objects.filter(verb="decide"))
    assert winner.actor_name in losers[0].zh
    assert losers[0].extra["state"] == "decided"
