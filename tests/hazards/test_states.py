"""The state table by itself: every row is sound, the page is current, buttons say what they do and why they are grey."""

from uuid import uuid4

import pytest

from fengsui.hazards.states import LIMIT_STATES, OPEN_STATES, STATES, VERBS, Facts, blocking_guard, legal, offers
from fengsui.hazards.states_page import PAGE, page

EVERYTHING = {verb.permission for verb in VERBS.values() if verb.permission}


def test_every_verb_starts_and_ends_in_known_states_and_says_what_it_does_in_both_languages():
    for verb in VERBS.values():
        assert set(verb.from_states) <= STATES.keys()
        assert verb.to_state in STATES or verb.to_state == ""
        assert verb.consequence_zh
        assert verb.consequence_en
        assert verb.zh
        assert verb.en
        assert all(guard.rule and guard.zh and guard.en for guard in verb.guards)


def test_every_state_is_reached_and_every_state_in_stock_can_be_left():
    reached = {verb.to_state for verb in VERBS.values() if verb.to_state}
    assert reached == STATES.keys()
    assert all(verb.from_states for verb in VERBS.values() if verb.returns)
    for state in OPEN_STATES:
        assert any(legal(code, state) and verb.to_state not in ("", state) for code, verb in VERBS.items())


def test_an_ended_case_comes_back_only_by_a_deed_of_its_own_with_a_reason():
    back = {state: [code for code in VERBS if legal(code, state)] for state in ("closed", "void", "merged")}
    own = {state: {code for code in codes if code not in ("sight", "part_with")} for state, codes in back.items()}
    assert own == {"closed": {"reopen"}, "void": {"restore"}, "merged": {"unmerge"}}
    assert all(VERBS[code].needs == ("reason",) for codes in own.values() for code in codes)


def test_the_limit_runs_only_while_somebody_has_to_act():
    assert set(LIMIT_STATES) == {"found", "assigned", "accepted", "referred"}


def test_the_page_in_docs_is_the_table():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m fengsui.hazards.states_page"


def test_the_person_who_reported_the_fix_sees_the_review_button_grey_with_the_reason():
    me = uuid4()
    facts = Facts(state="reported_fixed", actor_id=me, fix_reported_by_id=me, after_photos=1)
    shown = {offer.verb.code: offer.blocked_by for offer in offers(facts, EVERYTHING)}
    assert shown["review_pass"].code == "reviewer_is_rectifier"
    assert shown["review_fail"].code == "reviewer_is_rectifier"
    assert shown["void"] is None
    assert "assign" not in shown
    assert "open" not in shown


def test_the_person_who_made_the_fix_cannot_review_it_either():
    me = uuid4()
    facts = Facts(state="reported_fixed", actor_id=me, rectifier_id=me, after_photos=1)
    assert blocking_guard("review_pass", facts).code == "reviewer_is_rectifier"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (Facts(state="reported_fixed", actor_id=None), "person_required"),
        (Facts(state="reported_fixed", is_person=False, actor_id=uuid4()), "person_required"),
        (Facts(state="reported_fixed", actor_id=uuid4(), after_photos=0), "after_photo_required"),
        (Facts(state="reported_fixed", actor_id=uuid4(), after_photos=2, missing_evidence=1), "evidence_missing"),
        (Facts(state="reported_fixed", actor_id=uuid4(), after_photos=2, passed_by_id=uuid4()), "already_passed"),
    ],
)
def test_a_pass_is_refused_without_person_photo_or_evidence(facts, code):
    assert blocking_guard("review_pass", facts).code == code


def test_photos_taken_with_the_review_itself_may_still_be_on_their_way():
    facts = Facts(state="reported_fixed", actor_id=uuid4(), after_photos=1, missing_evidence=1, arriving_with_verdict=1)
    assert blocking_guard("review_pass", facts) is None


def test_without_permission_there_is_no_button():
    assert offers(Facts(state="found", actor_id=uuid4()), {"hazards.view"}) == []
