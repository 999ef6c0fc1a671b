"""The state table is whole: every state can be reached, every ended one left, each step says what follows."""

from fengsui.kernel import permissions
from fengsui.places import permissions as declared
from fengsui.places import states_page
from fengsui.places.states import ENDED, FIRST_STATES, IN_STOCK, STATES, VERBS, verbs_from


def test_there_are_fourteen_states():
    assert len(STATES) == 14
    assert "rejected" not in IN_STOCK
    assert "operating" in IN_STOCK


def test_every_state_is_reached_from_a_first_one():
    reached = set(FIRST_STATES)
    while more := {verb.to_state for verb in VERBS.values() if set(verb.from_states) & reached} - reached:
        reached |= more
    assert reached == set(STATES)


def test_every_ended_place_can_come_back():
    assert {verb.to_state for code in ENDED for verb in verbs_from(code, {"places.decide"})} >= {"registered"}


def test_every_row_names_known_states_a_declared_permission_and_a_consequence():
    assert declared
    for verb in VERBS.values():
        assert set(verb.from_states) <= STATES.keys()
        assert verb.to_state in STATES
        assert verb.to_state not in verb.from_states
        assert permissions.known(verb.permission).roles
        assert verb.consequence_zh.endswith("。")
        assert verb.consequence_en.endswith(".")


def test_a_street_cannot_record_a_sealing():
    assert not permissions.role_carries("street_inspector", "places.seal")
    assert not permissions.role_carries("centre_director", "places.seal")
    assert permissions.role_carries("brigade_leader", "places.seal")


def test_the_page_of_the_docs_is_the_table():
    assert states_page.PAGE.read_text(encoding="utf-8") == states_page.page(), "run python -m fengsui.places.states_page"
