"""Scope against a plain recount: which rows a grant reaches, by area and by line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fengsui.kernel import scope
from fengsui.kernel.actor import Actor, GrantValue
from fengsui.kernel.errors import Forbidden, NotFound
from fengsui.kernel.models import EvidenceLink

segments = st.lists(st.sampled_from(["001", "002", "01", "0", "00", "1"]), min_size=0, max_size=3)
paths = segments.map(lambda parts: "/".join(["150402", *parts]))
lines = st.sampled_from(["", "教育", "卫健"])
rows = st.lists(st.tuples(paths, lines), max_size=12)
held = st.lists(st.tuples(st.sampled_from(["supervisor", "system_admin"]), paths, lines), max_size=3)


def reaches(grant, path, line):
    role, area, grant_line = grant
    if role == "system_admin":
        return False
    inside = path.split("/")[: len(area.split("/"))] == area.split("/")
    return inside and grant_line in ("", line)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(rows, held, st.one_of(st.just(""), paths), st.booleans())
def test_the_filter_keeps_exactly_what_a_plain_recount_keeps(made, grants, within, passed):
    EvidenceLink.objects.all().delete()
    EvidenceLink.objects.bulk_create(
        EvidenceLink(area_path=path, line=line, sha256="0" * 64, subject_type="t", subject_id="1", role="scene")
        for path, line in made
    )
    person = Actor(kind="person", name="x", grants=tuple(GrantValue(*grant) for grant in grants))
    every = EvidenceLink.objects.all()
    seen = scope.visible(every, person, "evidence.view", within=within, passed=passed).values_list("area_path", "line")
    there = [(path, line) for path, line in made if not within or reaches(("supervisor", within, ""), path, line)]
    wanted = [(path, line) for path, line in there if any(reaches(grant, path, line) for grant in grants)]
    assert sorted(seen) == sorted(wanted)
    system = scope.visible(every, Actor(kind="system", name="x", is_system=True), "evidence.view", within=within, passed=passed)
    assert sorted(system.values_list("area_path", "line")) == sorted(there)


def test_no_permission_at_all_is_forbidden_but_a_foreign_row_is_not_found():
    inspector = Actor(kind="person", name="x", grants=(GrantValue("street_inspector", "150402/006"),))
    scope.require(inspector, "evidence.view", area_path="150402/006/002")
    with pytest.raises(NotFound):
        scope.require(inspector, "evidence.view", area_path="150402/001")
    with pytest.raises(Forbidden) as caught:
        scope.require(inspector, "audit.view", area_path="150402/006")
    assert "审计管理员" in caught.value.zh


def test_a_street_does_not_reach_another_whose_code_begins_alike():
    grant = GrantValue("supervisor", "150402/00")
    assert not grant.covers("150402/006")


def test_explain_says_why_in_words():
    inspector = Actor(kind="person", name="x", grants=(GrantValue("street_inspector", "150402/006"),))
    assert "镇街巡查员" in scope.explain(inspector, "evidence.view", area_path="150402/006/001")
    assert "不在其中" in scope.explain(inspector, "evidence.view", area_path="150402/001")
    assert "不含" in scope.explain(inspector, "audit.view", area_path="150402/001")


def test_undeclared_permissions_are_a_mistake_in_the_code():
    with pytest.raises(KeyError):
        scope.visible(EvidenceLink.objects.all(), Actor(kind="person", name="x"), "no.such")
