"""Versions of rule packs through their days: drafted, tested, published, ended; a record keeps the words it was made with."""

from datetime import date

import pytest

from fengsui.kernel import actor, clock, rulepacks
from fengsui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import AuditEntry, OutboxEvent, RulePack
from fengsui.kernel.rulepacks import queries, services

pytestmark = pytest.mark.usefixtures("installed", "fixed_clock")
DOER = actor.system("测试")


@pytest.fixture
def supervisor(actor_for):
    return actor_for("supervisor")


@pytest.fixture
def chief(actor_for):
    return actor_for("brigade_leader", "150402")


def drafted(doer, version, *, source="neimenggu-2026.1.1", start="2026-04-01", region="", title=""):
    origin = RulePack.objects.get(version=source)
    draft = services.create_draft(actor=doer, id=new_id(), source_id=origin.pk, version=version, region=region)
    content = {**draft.content, "effective_from": start}
    if title:
        content["items"] = [{**content["items"][0], "title": title}, *content["items"][1:]]
    return services.save_draft(actor=doer, pack_id=draft.pk, content=content, row_version=draft.row_version)


def published(doer, version, **given):
    draft = drafted(doer, version, **given)
    services.examine_pack(actor=doer, pack_id=draft.pk)
    return services.publish_pack(actor=doer, pack_id=draft.pk)


def in_force(day, area="150402"):
    return rulepacks.published(area, date.fromisoformat(day)).version


def test_the_most_specific_region_in_force_wins(chief):
    assert services.import_shipped(actor=DOER) == 0
    assert in_force("2026-03-01", "150402/006") == "neimenggu-2026.1.1"
    assert in_force("2026-03-01", "370102/001") == "national-2026.1.1"
    published(chief, "hongshan-2026.1", region="150402")
    assert in_force("2026-04-01", "150402/006") == "hongshan-2026.1"
    assert in_force("2026-04-01", "150403") == "neimenggu-2026.1.1"
    assert in_force("2026-03-31", "150402/006") == "neimenggu-2026.1.1"


def test_a_base_serves_only_the_regions_inside_its_own(chief):
    origin = RulePack.objects.get(version="neimenggu-2026.1.1")
    with pytest.raises(InvalidInput, match="region_outside"):
        services.create_draft(actor=chief, id=new_id(), source_id=origin.pk, version="other-1", region="37")
    with pytest.raises(NotFound):
        services.create_draft(actor=chief, id=new_id(), source_id=new_id(), version="other-1")


def test_a_supervisor_drafts_the_chief_publishes_and_old_records_keep_their_text(supervisor, chief):
    new_words = "疏散通道、楼梯间畅通，一件东西也不放"
    draft = drafted(supervisor, "neimenggu-2026.2", title=new_words)
    with pytest.raises(Conflict, match="row_changed"):
        services.save_draft(actor=supervisor, pack_id=draft.pk, content=draft.content, row_version=1)
    with pytest.raises(Conflict, match="rulepack_state"):
        services.publish_pack(actor=chief, pack_id=draft.pk)
    services.examine_pack(actor=supervisor, pack_id=draft.pk)
    with pytest.raises(Forbidden):
        services.publish_pack(actor=supervisor, pack_id=draft.pk)
    row = services.publish_pack(actor=chief, pack_id=draft.pk)
    assert (row.tested_by_id, row.published_by_id) == (supervisor.account_id, chief.account_id)
    assert in_force("2026-03-31") == "neimenggu-2026.1.1"
    assert in_force("2026-04-01") == "neimenggu-2026.2"
    was = rulepacks.by_version("neimenggu-2026.1.1").content.item("COM-01")
    now = rulepacks.by_version("neimenggu-2026.2").content.item("COM-01")
    assert was.title != now.title == new_words
    with pytest.raises(Conflict, match="rulepack_state"):
        services.save_draft(actor=supervisor, pack_id=draft.pk, content=draft.content, row_version=row.row_version)
    assert OutboxEvent.objects.filter(kind="RulePackPublished", payload__version="neimenggu-2026.2").count() == 1
    verbs = set(AuditEntry.objects.filter(subject_id=str(draft.pk)).values_list("verb", flat=True))
    assert verbs == {"rulepack.draft", "rulepack.save", "rulepack.test", "rulepack.publish"}


def test_editing_a_tested_draft_makes_it_untested_again(supervisor):
    draft = drafted(supervisor, "neimenggu-2026.2")
    tested = services.examine_pack(actor=supervisor, pack_id=draft.pk)
    assert tested.state == "tested"
    again = services.save_draft(actor=supervisor, pack_id=draft.pk, content=draft.content, row_version=draft.row_version)
    assert again.state == "draft"


def test_a_draft_whose_example_fails_is_not_tested(supervisor):
    draft = drafted(supervisor, "neimenggu-2026.2")
    content = {**draft.content, "tests": [{"inputs": {"activity": "shop", "area_m2": 80}, "class_code": "key_market"}]}
    draft = services.save_draft(actor=supervisor, pack_id=draft.pk, content=content, row_version=draft.row_version)
    with pytest.raises(InvalidInput, match="rulepack_fails") as refused:
        services.examine_pack(actor=supervisor, pack_id=draft.pk)
    assert "应为 key_market，实际 small_shopping" in refused.value.fields[0].zh
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_what_is_no_pack_is_not_saved(supervisor):
    draft = drafted(supervisor, "neimenggu-2026.2")
    content = {**draft.content, "grades": [{"code": "E", "zh": "x", "limit_working_days": 1}]}
    with pytest.raises(InvalidInput, match="rulepack_wrong") as refused:
        services.save_draft(actor=supervisor, pack_id=draft.pk, content=content, row_version=draft.row_version)
    assert refused.value.fields[0].zh.startswith("grades.1.code")


def test_a_draft_and_a_tested_one_are_not_for_records(supervisor):
    draft = drafted(supervisor, "neimenggu-2026.2")
    services.examine_pack(actor=supervisor, pack_id=draft.pk)
    with pytest.raises(InvalidInput, match="rulepack_unknown"):
        rulepacks.by_version("neimenggu-2026.2")
    with pytest.raises(InvalidInput, match="rulepack_unknown"):
        rulepacks.by_version("nowhere-1")
    assert in_force("2026-12-01") == "neimenggu-2026.1.1"


def test_rules_do_not_work_backwards(chief):
    draft = drafted(chief, "neimenggu-2026.2", start="2026-03-09")
    services.examine_pack(actor=chief, pack_id=draft.pk)
    with pytest.raises(Conflict, match="effective_past"):
        services.publish_pack(actor=chief, pack_id=draft.pk)
    assert published(chief, "neimenggu-2026.3", start="2026-03-10").state == "published"


def test_a_version_slipped_in_before_a_later_one_ends_where_that_begins(chief):
    published(chief, "neimenggu-2026.3", start="2026-06-01")
    between = published(chief, "neimenggu-2026.2", start="2026-04-01")
    assert between.effective_to == date(2026, 5, 31)
    assert [in_force(day) for day in ("2026-03-31", "2026-04-01", "2026-05-31", "2026-06-01", "2027-06-01")] == [
        "neimenggu-2026.1.1", "neimenggu-2026.2", "neimenggu-2026.2", "neimenggu-2026.3", "neimenggu-2026.3",
    ]  # fmt: skip


def test_of_two_that_begin_on_one_day_the_one_published_later_holds(chief):
    published(chief, "neimenggu-2026.9")
    with clock.frozen(clock.now().replace(hour=3)):
        published(chief, "neimenggu-2026.10")
    assert in_force("2026-04-01") == "neimenggu-2026.10"
    assert in_force("2026-05-01") == "neimenggu-2026.10"


def test_a_retired_pack_serves_to_its_last_day(chief):
    row = RulePack.objects.get(version="neimenggu-2026.1.1")
    with pytest.raises(InvalidInput, match="last_day_past"):
        services.retire_pack(actor=chief, pack_id=row.pk, last_day=date(2026, 3, 9))
    services.retire_pack(actor=chief, pack_id=row.pk, last_day=date(2026, 3, 31))
    assert in_force("2026-03-31") == "neimenggu-2026.1.1"
    assert in_force("2026-04-01") == "national-2026.1.1"


def test_the_last_base_pack_stays(chief):
    row = RulePack.objects.get(version="national-2026.1.1")
    with pytest.raises(Conflict, match="last_pack"):
        services.retire_pack(actor=chief, pack_id=row.pk, last_day=date(2026, 3, 31))


def test_a_draft_thrown_away_frees_its_version(supervisor, chief):
    draft = drafted(supervisor, "neimenggu-2026.2")
    origin = RulePack.objects.get(version="neimenggu-2026.1.1")
    with pytest.raises(Conflict, match="version_taken"):
        services.create_draft(actor=supervisor, id=new_id(), source_id=origin.pk, version="neimenggu-2026.2")
    assert services.discard_draft(actor=supervisor, pack_id=draft.pk) == {"version": "neimenggu-2026.2"}
    assert published(chief, "neimenggu-2026.2").state == "published"
    with pytest.raises(Conflict, match="rulepack_state"):
        services.discard_draft(actor=chief, pack_id=origin.pk)
    assert AuditEntry.objects.filter(verb="rulepack.discard").count() == 1


def test_a_pack_changed_behind_the_services_is_noticed():
    row = RulePack.objects.get(version="national-2026.1.1")
    assert queries.intact(row)
    row.content["grades"][0]["limit_working_days"] = 90
    assert not queries.intact(row)


def test_the_same_draft_sent_twice_is_made_once(supervisor):
    origin = RulePack.objects.get(version="neimenggu-2026.1.1")
    wanted = {"id": new_id(), "source_id": origin.pk, "version": "neimenggu-2026.2"}
    operation = new_id()
    first = services.create_draft(actor=supervisor, operation_id=operation, **wanted)
    assert services.create_draft(actor=supervisor, operation_id=operation, **wanted).pk == first.pk
    assert RulePack.objects.filter(version="neimenggu-2026.2").count() == 1


def test_reading_a_pack_again_asks_the_database_once(django_assert_num_queries):
    rulepacks.published("150402", date(2026, 3, 10))
    with django_assert_num_queries(1):
        rulepacks.published("150402/006", date(2026, 3, 10))


def test_a_shipped_pack_in_the_place_of_one_that_was_retired_ends_when_that_did(chief):
    former = RulePack.objects.get(version="neimenggu-2026.1.1")
    RulePack.objects.filter(pk=former.pk).update(
        version="neimenggu-2026.1", state=RulePack.State.RETIRED, effective_to=date(2026, 6, 30)
    )
    assert in_force("2026-05-01") == "neimenggu-2026.1"
    assert services.import_shipped(actor=DOER) == 1
    assert in_force("2026-05-01") == "neimenggu-2026.1.1"
    assert in_force("2026-07-01") == "national-2026.1.1"
    assert rulepacks.by_version("neimenggu-2026.1").version == "neimenggu-2026.1"
    assert services.import_shipped(actor=DOER) == 0
