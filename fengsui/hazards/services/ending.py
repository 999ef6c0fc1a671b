"""Cases that turn out otherwise: merged and parted again, split, reopened, taken back from the void."""

from collections.abc import Sequence
from uuid import UUID

from fengsui.hazards.models import Hazard
from fengsui.hazards.services.due_dates import set_limit
from fengsui.hazards.services.opening import open_hazard
from fengsui.hazards.services.reviewing import begin_round
from fengsui.hazards.services.transition import check_guards, facts_of, moment, require_reason, snapshot, take, write_step
from fengsui.hazards.states import OPEN_STATES, STATES, state_label
from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict, InvalidInput, not_found
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.scope import require
from fengsui.kernel.service import service


@service("hazard.merge")
def merge_hazard(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    into_id: UUID,
    reason: str,
    expected_version: int | None = None,
) -> Hazard:
    """Say that a case is the same hazard as another open one at the same place; it leaves the stock and can be parted again.

    Raises NotFound for another that is out of scope, Conflict for one that has ended or itself was merged,
    InvalidInput for the case itself or one at another place.
    """
    _lock_both(hazard_id, into_id)
    row = take(actor=actor, hazard_id=hazard_id, verb="merge", expected_version=expected_version)
    check_guards("merge", facts_of(row, actor))
    said = require_reason(reason)
    kept = _survivor(actor, row, into_id)
    before, when = snapshot(row), moment(None, None)
    row.ended_from, row.state, row.merged_into = row.state, "merged", kept
    write_step(
        actor=actor, row=row, verb="merge", before=before, when=when, note=said,
        data={"into": kept.number, "into_id": str(kept.pk)}, event_data={"into_id": str(kept.pk)},
    )  # fmt: skip
    before = snapshot(kept)
    kept.witness_count += row.witness_count
    kept.last_seen_at = max(filter(None, (kept.last_seen_at, row.last_seen_at, row.found_at)))
    data = {"merged": row.number, "merged_id": str(row.pk), "witnesses": kept.witness_count}
    write_step(actor=actor, row=kept, verb="take_in", before=before, when=when, note=said, data=data)
    return row


def _lock_both(one: UUID, other: UUID) -> None:
    """Lock two cases in one order, so that two people merging them into each other wait instead of blocking."""
    list(Hazard.objects.select_for_update(of=("self",)).filter(pk__in=(one, other)).order_by("pk").values_list("pk"))


def _survivor(actor: Actor, row: Hazard, into_id: UUID) -> Hazard:
    kept = Hazard.objects.select_related("place").filter(pk=into_id).first()
    if kept is None or not actor.may("hazards.view", area_path=kept.area_path, line=kept.line):
        raise not_found("隐患", "hazard")
    require(actor, "hazards.merge", area_path=kept.area_path, line=kept.line)
    if kept.pk == row.pk:
        raise InvalidInput(
            "merge_into_itself", zh="不能并入自己，请选择另一案。", en="A case cannot join itself; choose another."
        )
    if kept.place_id != row.place_id:
        raise InvalidInput(
            "merge_other_place",
            zh=f"两案不在同一场所（{row.place.name} / {kept.place.name}），不是同一处隐患。场所重复的，请先并档。",
            en="The cases lie at different places. If the places are one, merge those first.",
        )
    if kept.state not in OPEN_STATES:
        raise Conflict(
            "survivor_ended",
            zh=f"隐患 {kept.number} 现在是“{state_label(kept.state)}”，不能并入。请选择未销案的案件。",
            en=f"Hazard {kept.number} has ended; choose one that is open.",
        )
    if row.merged_here.exists():
        raise Conflict(
            "has_merged_cases",
            zh=f"已有案件并入 {row.number}。请反过来，把另一案并入 {row.number}。",
            en=f"Other cases were merged into {row.number}; merge the other way round.",
        )
    return kept


@service("hazard.unmerge")
def unmerge_hazard(
    *, actor: Actor, operation_id: UUID | None = None, hazard_id: UUID, reason: str, expected_version: int | None = None
) -> Hazard:
    """Part a merged case from the other again: it has the state and the limit it had before."""
    row = take(actor=actor, hazard_id=hazard_id, verb="unmerge", expected_version=expected_version)
    said, before, when = require_reason(reason), snapshot(row), moment(None, None)
    kept = Hazard.objects.select_for_update(of=("self",)).select_related("place").get(merged_here=row)
    _come_back(row)
    row.merged_into = None
    write_step(
        actor=actor, row=row, verb="unmerge", before=before, when=when, note=said,
        data={"from": kept.number}, event_data={"from_id": str(kept.pk)},
    )  # fmt: skip
    before = snapshot(kept)
    kept.witness_count = max(1, kept.witness_count - row.witness_count)
    write_step(actor=actor, row=kept, verb="part_with", before=before, when=when, note=said, data={"parted": row.number})
    return row


def _come_back(row: Hazard) -> None:
    row.state, row.ended_from = row.ended_from if row.ended_from in STATES else "found", ""


@service("hazard.restore")
def restore_hazard(
    *, actor: Actor, operation_id: UUID | None = None, hazard_id: UUID, reason: str, expected_version: int | None = None
) -> Hazard:
    """Take a void case back into the stock, in the state and with the limit it had."""
    row = take(actor=actor, hazard_id=hazard_id, verb="restore", expected_version=expected_version)
    said, before = require_reason(reason), snapshot(row)
    _come_back(row)
    row.voided_on, row.void_reason = None, ""
    write_step(actor=actor, row=row, verb="restore", before=before, when=moment(None, None), note=said)
    return row


@service("hazard.reopen")
def reopen_hazard(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    reason: str,
    limit_working_days: int | None = None,
    expected_version: int | None = None,
) -> Hazard:
    """Take a closing back: another round with a new limit from today, the former course kept.

    A hazard that came back after it was truly fixed is a new case that repeats this one, not a reopening.
    """
    row = take(actor=actor, hazard_id=hazard_id, verb="reopen", expected_version=expected_version)
    check_guards("reopen", facts_of(row, actor))
    said, before, when = require_reason(reason), snapshot(row), moment(None, None)
    was = {"closed_on": str(row.closed_on), "closed_how": row.closed_how, "reviewer": row.reviewer_name}
    begin_round(row, when.received_at)
    row.closed_at = row.closed_on = None
    row.closed_how = ""
    usual = row.limit_working_days or 0
    days = usual if limit_working_days is None else min(max(limit_working_days, 0), max(usual, 1))
    set_limit(row, start=clock.local_date(when.at), working_days=days, why="reopened")
    write_step(
        actor=actor, row=row, verb="reopen", before=before, when=when, note=said,
        data={**was, "due_on": str(row.due_on), "due_words": row.due_words},
    )  # fmt: skip
    return row


@service("hazard.split")
def split_hazard(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    hazard_id: UUID,
    item_code: str,
    reason: str,
    description: str = "",
    photos: Sequence[EvidencePhoto] = (),
    expected_version: int | None = None,
) -> Hazard:
    """Open a second case out of one that holds two hazards; its limit counts from the day the first was found.

    Returns the new case. Raises InvalidInput for an item the rule pack does not know.
    """
    row = take(actor=actor, hazard_id=hazard_id, verb="split", expected_version=expected_version)
    check_guards("split", facts_of(row, actor))
    said, before = require_reason(reason), snapshot(row)
    made = open_hazard(
        actor=actor, place_id=row.place_id, item_code=item_code, description=description, photos=photos,
        source_kind=row.source_kind if row.source_kind != "report" else "desk", source_id=row.source_id, split_from=row,
        rulepack_version=row.rulepack_version, at=row.found_at,
    )  # fmt: skip
    write_step(
        actor=actor, row=row, verb="split", before=before, when=moment(None, None), note=said,
        data={"made": made.number, "made_id": str(made.pk)}, event_data={"made_id": str(made.pk)},
    )  # fmt: skip
    return made
