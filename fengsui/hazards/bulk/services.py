"""Looking at a bulk deed, doing it in chunks, taking it back; killed at any moment nothing is lost and nothing doubled."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid5

from fengsui.hazards import filters as hazard_filters
from fengsui.hazards.bulk.models import BulkBatch, BulkItem
from fengsui.hazards.bulk.verbs import BULK, BulkVerb
from fengsui.hazards.filters import HazardFilters
from fengsui.hazards.models import Hazard
from fengsui.hazards.requests.models import Extension
from fengsui.hazards.states import LIMIT_STATES, VERBS, Facts, Guard, blocking_guard, legal, state_label
from fengsui.kernel import audit, clock, jobs, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, DomainError, FieldError, InvalidInput, TooLarge, not_found
from fengsui.kernel.scope import require_anywhere, visible
from fengsui.kernel.service import service

MOST = 20_000
CHUNK = 100
APPLY, UNDO = "hazards.bulk", "hazards.bulk_undo"
Progress = Callable[[int, int], None]


@service("hazard.bulk_preview")
def preview(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    verb: str,
    arguments: dict[str, Any],
    filters: HazardFilters | None = None,
    hazard_ids: Sequence[UUID] = (),
) -> BulkBatch:
    """Look at what a verb would do to every match of a filter (or to the cases named); nothing is done to them yet.

    The set and each case's version are kept, with the reason for every one that may not. Raises Forbidden without
    hazards.bulk, InvalidInput for a verb that is not done in bulk or a missing argument, TooLarge above 20,000 cases.
    """
    require_anywhere(actor, "hazards.bulk")
    bulk = _known(verb)
    given = _arguments(bulk, arguments)
    if hazard_ids:
        rows = visible(Hazard.objects.all(), actor, "hazards.view").filter(pk__in=list(hazard_ids))
    else:
        rows = hazard_filters.matching(actor, "hazards.view", filters or HazardFilters(), clock.local_date())
    total = rows.count()
    if total > MOST:
        raise TooLarge(
            "bulk_too_large",
            zh=f"共 {total} 条，一次最多批量办理 {MOST} 条。请缩小日期、区域或状态后分次办理。",
            en=f"{total} cases match; at most {MOST} can be handled at once. Narrow the filter.",
        )
    if not total:
        raise InvalidInput("bulk_empty", zh="没有符合条件的隐患，请换个条件。", en="No case matches; change the filter.")
    batch = BulkBatch(
        verb=verb, arguments=given, filters=(filters or HazardFilters()).model_dump(mode="json", exclude_defaults=True),
        account_id=actor.person_id, by_name=actor.name[:150], area_path=_area_of(actor),
    )  # fmt: skip
    batch.save(force_insert=True)
    cases = list(rows.select_related("assignee_member").order_by("number"))
    waiting = dict(_waiting(cases)) if verb == "grant_extension" else {}
    BulkItem.objects.bulk_create(
        (_item(batch, n, row, actor, verb, waiting) for n, row in enumerate(cases, start=1)), batch_size=500
    )
    audit.record(actor=actor, verb="hazard.bulk_preview", subject=batch, changes={"verb": [None, verb], "cases": [None, total]})
    return batch


def _known(verb: str) -> BulkVerb:
    if verb not in BULK:
        words = "、".join(VERBS[code].zh for code in BULK)
        raise InvalidInput(
            "verb_not_in_bulk",
            zh=f"“{VERBS[verb].zh if verb in VERBS else verb}”须逐案办理。可以批量的有：{words}。",
            en="This step is done case by case.",
            fields=[FieldError("verb", "不能批量办理", "not done in bulk", "unknown")],
        )
    return BULK[verb]


def _arguments(bulk: BulkVerb, arguments: dict[str, Any]) -> dict[str, Any]:
    given = {key: str(arguments[key]).strip() for key in bulk.takes if arguments.get(key)}
    lacking = [key for key in bulk.takes if key != "note" and not given.get(key)]
    if lacking or (given.get("reason") is not None and len(given["reason"]) < 2):
        fields = [FieldError(f"arguments.{key}", "请填写", "needed", "missing") for key in lacking or ["reason"]]
        raise InvalidInput("bulk_incomplete", zh="还差几项没有填。", en="Some fields are missing.", fields=fields)
    return given


def _area_of(actor: Actor) -> str:
    areas = actor.areas_for("hazards.bulk")
    return areas[0] if areas else ""


def _waiting(cases: Sequence[Hazard]) -> Any:
    # scope: extensions of cases already found in scope
    rows = Extension.objects.filter(hazard__in=[row.pk for row in cases], granted__isnull=True)
    return rows.values_list("hazard_id", "asked_by_id")


def _item(batch: BulkBatch, position: int, row: Hazard, actor: Actor, verb: str, waiting: dict[UUID, UUID]) -> BulkItem:
    made = BulkItem(
        batch=batch, position=position, hazard=row, version=row.row_version, state="ready",
        before={"assignee_kind": row.assignee_kind, "assignee_id": str(_assignee(row) or ""), "state": row.state},
    )  # fmt: skip
    refused = _refused(row, actor, verb, waiting)
    if refused:
        made.state, (made.code, made.zh, made.en) = "blocked", refused
    return made


def _assignee(row: Hazard) -> UUID | None:
    if row.state == "found":
        return None
    return row.assignee_member_id or row.assignee_organization_id or row.assignee_contact_id


def _refused(row: Hazard, actor: Actor, verb: str, waiting: dict[UUID, UUID]) -> tuple[str, str, str] | None:
    """Return code and words of what stands against a verb on a case, from the row alone; None when nothing does."""
    if not actor.may(VERBS[verb].permission, area_path=row.area_path, line=row.line):
        return "permission_missing", f"您没有在这里{VERBS[verb].zh}的权限。", "You may not do this there."
    if not legal(verb, row.state):
        words = f"现在是“{state_label(row.state)}”，不能{VERBS[verb].zh}。"
        return "hazard_verb_not_allowed", words, f"It is “{state_label(row.state, 'en')}” now."
    facts = Facts(
        state=row.state,
        is_person=not actor.is_system,
        actor_id=actor.account_id,
        assignee_id=row.assignee_member.account_id if row.assignee_member else None,
        paused=row.paused_on is not None,
        overdue=row.state in LIMIT_STATES and row.due_on is not None and row.due_on < clock.local_date(),
        extension_waits=row.pk in waiting,
        extension_asked_by=waiting.get(row.pk),
        extension_count=row.extension_count,
        urged_today=row.urged_on == clock.local_date(),
    )
    guard: Guard | None = blocking_guard(verb, facts)
    return (guard.code, guard.zh, guard.en) if guard else None


@service("hazard.bulk_apply")
def start(*, actor: Actor, operation_id: UUID | None = None, bulk_id: UUID) -> BulkBatch:
    """Begin to do what was looked at, as long work. Raises NotFound, Conflict when it was begun already."""
    batch = _mine(actor, bulk_id)
    if batch.state != "previewed":
        raise Conflict("bulk_started", zh="这一批已经执行，请看结果。", en="This batch has been started; see its result.")
    return _queue(actor, batch, "running", APPLY, f"批量{VERBS[batch.verb].zh}")


@service("hazard.bulk_undo")
def start_undo(*, actor: Actor, operation_id: UUID | None = None, bulk_id: UUID) -> BulkBatch:
    """Begin to take a batch back. Raises NotFound, Conflict before it is done, InvalidInput for a verb that stays."""
    batch = _mine(actor, bulk_id)
    if BULK[batch.verb].undo is None:
        raise InvalidInput(
            "bulk_not_undoable",
            zh=f"批量{VERBS[batch.verb].zh}不能撤销，请逐案处理。",
            en="This step cannot be taken back in bulk; handle the cases one by one.",
        )
    if batch.state != "done":
        raise Conflict(
            "bulk_not_done", zh="这一批还没有执行完，或已经撤销。", en="This batch is not done, or taken back already."
        )
    return _queue(actor, batch, "undoing", UNDO, f"撤销批量{VERBS[batch.verb].zh}")


def _mine(actor: Actor, bulk_id: UUID) -> BulkBatch:
    row = BulkBatch.objects.select_for_update(of=("self",)).filter(pk=bulk_id, account_id=actor.person_id).first()
    if row is None:
        raise not_found("批量办理", "bulk batch")
    return row


def _queue(actor: Actor, batch: BulkBatch, state: str, kind: str, title: str) -> BulkBatch:
    batch.state = state
    batch.job_id = jobs.queue(kind, {"bulk_id": str(batch.pk)}, actor=actor, title_zh=title, area_path=batch.area_path).pk
    batch.save(update_fields=["state", "job_id"])
    audit.record(actor=actor, verb=kind, subject=batch, changes={"state": [None, state]})
    return batch


def apply(*, actor: Actor, batch: BulkBatch, progress: Progress, chunk: int = CHUNK) -> dict[str, int]:
    """Do what waits in a batch, so many cases a transaction, and return how many were done and failed.

    What is done of a case and that it is done are written together; what cannot be done is listed and the rest goes on.
    """
    deed = BULK[batch.verb].do
    _walk(batch, "ready", chunk, progress, lambda item: _do(actor, batch, item, deed))
    return _finish(batch, "done")


def undo(*, actor: Actor, batch: BulkBatch, progress: Progress, chunk: int = CHUNK) -> dict[str, int]:
    """Take a batch back case by case; a case that somebody has handled since is kept and listed."""
    deed = BULK[batch.verb].undo
    assert deed is not None
    _walk(batch, "done", chunk, progress, lambda item: _take_back(actor, batch, item, deed))
    return _finish(batch, "undone")


def _walk(batch: BulkBatch, state: str, chunk: int, progress: Progress, each: Callable[[BulkItem], None]) -> None:
    total = batch.items.count()
    after = 0
    while True:
        with transaction.write():
            found = batch.items.select_for_update(of=("self",)).filter(state=state, position__gt=after).order_by("position")
            items = list(found[:chunk])
            for item in items:
                each(item)
                item.save(update_fields=["state", "code", "zh", "en", "version_after"])
        if not items:
            return
        after = items[-1].position
        progress(min(after, total), total)


def _do(actor: Actor, batch: BulkBatch, item: BulkItem, deed: Any) -> None:
    try:
        row = deed(actor, uuid5(batch.pk, f"do:{item.hazard_id}"), item.hazard_id, item.version, batch.arguments)
    except DomainError as error:
        item.state, item.code, item.zh, item.en = "failed", error.code[:60], error.zh[:300], error.en[:300]
        return
    item.state, item.version_after = "done", row.row_version


def _take_back(actor: Actor, batch: BulkBatch, item: BulkItem, deed: Any) -> None:
    try:
        deed(actor, uuid5(batch.pk, f"undo:{item.hazard_id}"), item.hazard_id, item.version_after or 0, item.before)
    except DomainError as error:
        item.state, item.code, item.zh, item.en = "kept", error.code[:60], error.zh[:300], error.en[:300]
        return
    item.state = "undone"


def _finish(batch: BulkBatch, state: str) -> dict[str, int]:
    with transaction.write():
        BulkBatch.objects.filter(pk=batch.pk).update(state=state)
    return {code: batch.items.filter(state=code).count() for code in ("done", "failed", "blocked", "undone", "kept")}
