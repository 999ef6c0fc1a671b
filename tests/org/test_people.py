"""People: posts open and close rights, 1+5+N shows what is missing, equipment is with one person at a time."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fengsui.kernel import actor, clock, grants
from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account, AuditEntry
from fengsui.org import queries, services
from fengsui.org.models import Area, Member, Post
from tests.conftest import OTHER_STREET, PASSWORD, STREET

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fixed_clock")]
DOER = actor.system("测试")
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def streets(db):
    Area.objects.create(code="150402", path="150402", level="district", kind="district", name="红山区")
    Area.objects.create(code="150402006", path=STREET, level="street", kind="street", name="站前街道")
    Area.objects.create(code="150402001", path=OTHER_STREET, level="street", kind="street", name="西屯街道")


def member(name="站前街道巡查员01", area=STREET, **more):
    return services.create_member(actor=DOER, id=new_id(), name=name, area_path=area, **more)


def test_opening_a_post_gives_the_right_and_ending_it_takes_it_back():
    person = member(username="zq-inspector-01", password=PASSWORD)
    post = services.open_post(actor=DOER, id=new_id(), member_id=person.pk, kind="inspector", area_path=STREET, valid_from=TODAY)
    held = grants.values_for(person.account_id)
    assert [(grant.role, grant.area_path) for grant in held] == [("street_inspector", STREET)]
    services.end_post(actor=DOER, post_id=post.pk, last_day=TODAY, reason="调岗")
    assert grants.values_for(person.account_id, TODAY)
    assert not grants.values_for(person.account_id, TODAY + timedelta(days=1))


def test_a_street_has_one_supervisor_at_a_time_and_a_substitute_may_stand_in():
    first, second = member("监督员01"), member("监督员02")
    post = services.open_post(actor=DOER, id=new_id(), member_id=first.pk, kind="supervisor", area_path=STREET, valid_from=TODAY)
    with pytest.raises(Conflict, match="post_taken") as caught:
        services.open_post(actor=DOER, id=new_id(), member_id=second.pk, kind="supervisor", area_path=STREET, valid_from=TODAY)
    assert "监督员01" in caught.value.zh
    stand_in = services.substitute(
        actor=DOER, id=new_id(), post_id=post.pk, member_id=second.pk, valid_from=TODAY, valid_to=TODAY + timedelta(days=7)
    )
    assert stand_in.substitute_for_id == post.pk


days = st.integers(0, 60)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(days, days), min_size=1, max_size=8))
def test_whatever_is_tried_a_single_post_never_has_two_holders_on_one_day(spans):
    Post.objects.all().delete()
    for n, (start, length) in enumerate(spans):
        person = Member.objects.filter(name=f"轮岗{n}").first() or member(f"轮岗{n}")
        begin = TODAY + timedelta(days=start)
        try:
            services.open_post(
                actor=DOER, id=new_id(), member_id=person.pk, kind="centre_director", area_path=STREET,
                valid_from=begin, valid_to=begin + timedelta(days=length),
            )  # fmt: skip
        except Conflict as refused:
            assert refused.code in ("post_taken", "post_held")  # noqa: PT017
    for offset in range(0, 121, 5):
        assert queries.posts(DOER, kind="centre_director", on=TODAY + timedelta(days=offset)).count() <= 1


def test_the_staffing_table_says_what_is_missing():
    for n in range(3):
        person = member(f"巡查员{n}")
        services.open_post(actor=DOER, id=new_id(), member_id=person.pk, kind="inspector", area_path=STREET, valid_from=TODAY)
    row = next(row for row in queries.staffing(DOER) if row["area_path"] == STREET)
    assert [cell["actual"] for cell in row["cells"]] == [0, 3, 0]
    assert row["missing"] == ["缺包联监督员 1 名", "缺服务中心人员 2 名"]
    assert queries.staffing(DOER, on=TODAY - timedelta(days=1))[0]["cells"][1]["actual"] == 0


def test_a_phone_is_masked_in_lists_and_shown_with_a_reason_that_is_kept(actor_for, client_for):
    person = member(phone="199 0000 1234")
    director = actor_for("centre_director")
    client = client_for(director)
    text = client.send("GET", "/members?search=1234").content.decode()
    assert "19900001234" not in text
    assert "1234" in text
    shown = client.send("POST", f"/members/{person.pk}/phone", {"reason": "夜间联系"})
    assert shown.json() == {"phone": "19900001234"}
    kept = AuditEntry.objects.get(verb="member.unmask")
    assert (kept.reason, kept.account_id) == ("夜间联系", director.account_id)
    assert client_for(actor_for("grid_worker")).send("POST", f"/members/{person.pk}/phone", {"reason": "好奇"}).status_code == 403


def test_an_unmasked_phone_is_not_kept_in_the_operations_table(actor_for, client_for):
    from fengsui.kernel.models import Operation

    person = member(phone="19900001235")
    client_for(actor_for("centre_director")).send("POST", f"/members/{person.pk}/phone", {"reason": "联系"})
    assert not [row for row in Operation.objects.all() if "19900001235" in str(row.result_json)]


def test_another_streets_director_sees_and_changes_nothing_here(actor_for, client_for):
    person = member()
    stranger = actor_for("centre_director", OTHER_STREET)
    client = client_for(stranger)
    assert client.send("GET", "/members").json()["total"] == 0
    assert client.send("GET", f"/members/{person.pk}").status_code == 404
    assert client.send("GET", "/staffing").json()[0]["area_path"] == OTHER_STREET
    with pytest.raises(NotFound):
        services.end_member(actor=stranger, member_id=person.pk, last_day=TODAY, reason="x")
    with pytest.raises(NotFound):
        services.create_member(actor=stranger, id=new_id(), name="某人", area_path=STREET)
    with pytest.raises(Forbidden):
        services.create_member(actor=actor_for("grid_worker"), id=new_id(), name="某人", area_path=STREET)


def test_who_leaves_loses_posts_and_account_that_day():
    person = member(username="zq-grid-01", password=PASSWORD)
    services.open_post(actor=DOER, id=new_id(), member_id=person.pk, kind="grid_worker", area_path=STREET, valid_from=TODAY)
    services.end_member(actor=DOER, member_id=person.pk, last_day=TODAY, reason="离职")
    assert Account.objects.get(pk=person.account_id).is_active is False
    assert Post.objects.get(member=person).valid_to == TODAY


def test_wrong_phones_and_repeated_people_are_told_so():
    with pytest.raises(InvalidInput, match="phone_wrong"):
        member(phone="12345")
    member("甲", phone="19900009999")
    with pytest.raises(Conflict, match="phone_taken"):
        member("乙", phone="199-0000-9999")


def test_nobody_is_filed_under_an_area_that_does_not_exist_or_below_a_grid():
    nowhere = f"{STREET}/001/01/1"
    with pytest.raises(InvalidInput, match="area_unknown") as refused:
        member(area=nowhere)
    assert nowhere in refused.value.zh
    with pytest.raises(InvalidInput, match="area_unknown"):
        services.create_organization(actor=DOER, id=new_id(), name="物业", kind="property", area_path=nowhere)
    with pytest.raises(InvalidInput, match="area_unknown"):
        services.add_equipment(actor=DOER, id=new_id(), kind="body_camera", serial="A-1", area_path=nowhere)
    person = member(username="zq-inspector-01", password=PASSWORD)
    with pytest.raises(InvalidInput, match="area_unknown"):
        services.open_post(actor=DOER, id=new_id(), member_id=person.pk, kind="grid_worker", area_path=nowhere, valid_from=TODAY)
    with pytest.raises(InvalidInput, match="area_unknown"):
        grants.give(actor=DOER, account=person.account, role="grid_worker", area_path=nowhere, valid_from=TODAY)


def test_equipment_is_with_one_person_at_a_time_and_comes_back_in_a_condition():
    one, two = member("甲"), member("乙")
    trike = services.add_equipment(actor=DOER, id=new_id(), kind="e_trike", serial="SLC-01", area_path=STREET)
    services.issue_equipment(actor=DOER, equipment_id=trike.pk, member_id=one.pk)
    with pytest.raises(Conflict) as caught:
        services.issue_equipment(actor=DOER, equipment_id=trike.pk, member_id=two.pk)
    assert "由甲领用" in caught.value.zh
    services.return_equipment(actor=DOER, equipment_id=trike.pk, condition="damaged", note="刹车")
    row = queries.equipment_row(queries.equipment(DOER).get(pk=trike.pk))
    assert (row["state"], row["holder"]) == ("repair", "")
    assert queries.equipment_history(DOER, trike.pk)[0]["condition"] == "damaged"
    with pytest.raises(Conflict, match="serial_taken"):
        services.add_equipment(actor=DOER, id=new_id(), kind="e_trike", serial="SLC-01", area_path=STREET)


def test_lists_take_the_same_number_of_queries_for_one_member_and_for_forty(actor_for, client_for, django_assert_max_num_queries):
    client = client_for(actor_for("brigade_leader", "150402"))
    for n in range(40):
        person = member(f"网格员{n:02d}")
        services.open_post(actor=DOER, id=new_id(), member_id=person.pk, kind="grid_worker", area_path=STREET, valid_from=TODAY)
    with django_assert_max_num_queries(5):
        assert len(client.send("GET", "/members").json()["items"]) == 40


def test_members_are_exported_with_masked_phones_and_an_audit_entry(actor_for, client_for):
    member(phone="19900001234")
    answer = client_for(actor_for("centre_director")).send("GET", "/members/export.xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert b"19900001234" not in answer.content
    assert AuditEntry.objects.filter(verb="member.export").count() == 1


def test_the_clock_is_the_districts(fixed_clock):
    assert clock.local_date() == TODAY
