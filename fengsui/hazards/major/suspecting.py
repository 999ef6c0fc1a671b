"""Raising a suspicion: by the rules when a hazard is found, or by a person; further hazards join the open case."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fengsui.hazards.major.clocks import proposal_clock
from fengsui.hazards.major.engine import Judgement
from fengsui.hazards.major.judging import as_kept, element_words, judgements_of, pairs_of
from fengsui.hazards.major.models import MajorCase, MajorHazard
from fengsui.hazards.major.rules import in_force, rule_sets
from fengsui.hazards.major.states import SUSPECT
from fengsui.hazards.major.writing import link_hazards, open_case_of, require_words, snapshot, take, write_step
from fengsui.hazards.models import Hazard
from fengsui.hazards.states import OPEN_STATES as HAZARD_OPEN_STATES
from fengsui.kernel import clock, numbering, search_text
from fengsui.kernel.actor import Actor
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.errors import Conflict, FieldError, InvalidInput, not_found
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.places.models import Place


@service("major.evaluate", returns_json=True)
def evaluate_place(*, actor: Actor, operation_id: UUID | None = None, place_id: UUID) -> dict[str, str]:
    """Look at a place by the rules: open a suspicion, or add to the open one, when something new speaks for it.

    Running it again changes nothing. What people have dismissed raises no suspicion again. Returns {"number": …}, empty
    when nothing was written.
    """
    place = Place.objects.select_for_update(of=("self",)).filter(pk=place_id).first()
    if place is None:
        return {"number": ""}
    row = open_case_of(place.pk)
    linked = [link.hazard_id for link in row.links.all()] if row else []
    judgements = judgements_of(place, also_closed=linked)
    pairs = pairs_of(judgements)
    if row is None:
        if not pairs - _dismissed(place):
            return {"number": ""}
        row = _open(actor=actor, place=place, judgements=judgements, pairs=pairs, reason="", named=[])
        return {"number": row.number}
    if not pairs - _linked(row) and not _counts_changed(row, judgements):
        return {"number": ""}
    before = snapshot(row)
    added = link_hazards(actor=actor, row=row, pairs=pairs)
    _keep(row, judgements)
    write_step(
        actor=actor, row=row, verb="extend", before=before, note="；".join(_why(judgements)), data={"hazards": _numbers(added)}
    )
    return {"number": row.number}


def _keep(row: MajorCase, judgements: Sequence[Judgement]) -> None:
    row.judgements = as_kept(judgements)
    suspecting = [one.rule_set.standard for one in judgements if one.suspected]
    row.rule_sets = "、".join(suspecting or [one.rule_set.standard for one in judgements])


def _why(judgements: Sequence[Judgement]) -> list[str]:
    return [words for one in judgements if one.suspected for words in one.why]


def _linked(row: MajorCase) -> set[tuple[str, str]]:
    return {(element, str(link.hazard_id)) for link in row.links.all() for element in link.elements}


def _dismissed(place: Place) -> set[tuple[str, str]]:
    links = MajorHazard.objects.filter(case__place=place, case__state="dismissed")
    return {(element, str(link.hazard_id)) for link in links for element in link.elements}


def _counts_changed(row: MajorCase, judgements: Sequence[Judgement]) -> bool:
    def counted(kept: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
        return {
            (element["code"], proof["hazard_id"], proof["checked"], proof["bad"])
            for one in kept
            if one["suspected"]
            for element in one["elements"]
            for proof in element["evidence"]
        }

    return row.state == "suspected" and not counted(as_kept(judgements)) <= counted(row.judgements)


def _numbers(ids: Sequence[str]) -> list[str]:
    return list(Hazard.objects.filter(pk__in=ids).order_by("number").values_list("number", flat=True))


def _open(
    *,
    actor: Actor,
    place: Place,
    judgements: Sequence[Judgement],
    pairs: set[tuple[str, str]],
    reason: str,
    named: list[dict[str, Any]],
) -> MajorCase:
    today = clock.local_date()
    due = proposal_clock(today, calendar_for(place.area_path))
    number = numbering.next_number(kind="major", area_path=place.area_path, year=today.year)
    row = MajorCase(
        number=number, place=place, area_path=place.area_path, line=place.line, opened_on=today,
        opened_by_name=actor.name[:150], reason=reason, named=named, proposal_due_on=due.due_on,
        proposal_provisional=due.provisional, proposal_words=due.computed[:400],
        search_text=search_text.build(number, place.name, place.address),
    )  # fmt: skip
    _keep(row, judgements)
    if named:
        row.rule_sets = "、".join(dict.fromkeys([*filter(None, row.rule_sets.split("、")), *(one["standard"] for one in named)]))
    note = reason or "；".join(_why(judgements))
    ids = sorted({hazard_id for _, hazard_id in pairs})
    write_step(actor=actor, row=row, verb="suspect", before={}, note=note, data={"hazards": _numbers(ids)})
    link_hazards(actor=actor, row=row, pairs=pairs)
    return row


@service("major.suspect")
def suspect(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    place_id: UUID,
    hazard_ids: Sequence[UUID],
    elements: Sequence[str] = (),
    reason: str,
) -> MajorCase:
    """Raise a suspicion as a person: which open hazards of the place, which elements they stand for, and why.

    Raises NotFound for a place out of scope, Conflict `major_exists` when the place has an open case, InvalidInput for
    hazards of another place or closed, for an element of another day's rules, without a reason.
    """
    place = Place.objects.select_for_update(of=("self",)).filter(pk=place_id).first()
    if place is None:
        raise not_found("场所", "place")
    require(actor, SUSPECT, area_path=place.area_path, line=place.line)
    existing = open_case_of(place.pk)
    if existing is not None:
        raise Conflict(
            "major_exists",
            zh=f"这家场所已有 {existing.number}，请打开它，用“加列隐患”补充。",
            en=f"The place has {existing.number} open already; add the hazards there.",
            extra={"major_id": str(existing.pk), "number": existing.number},
        )
    said = _reason(reason)
    rows = _hazards(place.pk, hazard_ids)
    named = _named(actor, rows, elements, said)
    judgements = judgements_of(place)
    return _open(
        actor=actor, place=place, judgements=judgements, reason=said, named=named,
        pairs=pairs_of(judgements) | _given(rows, elements),
    )  # fmt: skip


@service("major.add_hazards")
def add_hazards(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    major_id: UUID,
    hazard_ids: Sequence[UUID],
    elements: Sequence[str] = (),
    reason: str,
    expected_version: int | None = None,
) -> MajorCase:
    """Put further open hazards of the place into the case, with the elements they stand for, and why."""
    row = take(actor=actor, major_id=major_id, verb="add_hazards", expected_version=expected_version)
    before, said = snapshot(row), _reason(reason)
    rows = _hazards(row.place_id, hazard_ids)
    row.named = [*row.named, *_named(actor, rows, elements, said)]
    added = link_hazards(actor=actor, row=row, pairs=_given(rows, elements))
    if not added and not elements:
        zh, en = "所选隐患已经列在本案里。", "These hazards are in the case already."
        raise InvalidInput("nothing_new", zh=zh, en=en, fields=[FieldError("hazard_ids", zh, en, "same")])
    write_step(actor=actor, row=row, verb="add_hazards", before=before, note=said, data={"hazards": _numbers(added)})
    return row


def _reason(text: str) -> str:
    return require_words(
        text, field="reason", zh="请写明理由（至少 2 个字）。", en="Give a reason of at least 2 characters.", most=500
    )


def _given(rows: Sequence[Hazard], elements: Sequence[str]) -> set[tuple[str, str]]:
    return {(element, str(row.pk)) for row in rows for element in (*elements, "")}


def _hazards(place_id: UUID, ids: Sequence[UUID]) -> list[Hazard]:
    rows = list(Hazard.objects.filter(place_id=place_id, pk__in=ids, state__in=HAZARD_OPEN_STATES).order_by("number"))
    if not ids or len(rows) != len(set(ids)):
        zh, en = "请选择本场所未销案的隐患。", "Choose open hazards of this very place."
        raise InvalidInput("hazards_wrong", zh=zh, en=en, fields=[FieldError("hazard_ids", zh, en, "unknown")])
    return rows


def _named(actor: Actor, rows: Sequence[Hazard], codes: Sequence[str], reason: str) -> list[dict[str, Any]]:
    made = []
    for code in dict.fromkeys(codes):
        rule_set = next((one for one in rule_sets() if one.element(code)), None)
        own = [row for row in rows if rule_set is not None and in_force(row.found_on) is rule_set]
        element = rule_set.element(code) if rule_set else None
        if rule_set is None or element is None or not own:
            zh = f"判定要素 {code} 不是这些隐患发现当日的规则，请重新选择。"
            en = f"Element {code} does not belong to the rules of the day these hazards were found."
            raise InvalidInput("element_wrong", zh=zh, en=en, fields=[FieldError("elements", zh, en, "unknown")])
        made.append(
            {
                **element_words(rule_set, element), "rule_set": rule_set.code, "standard": rule_set.standard,
                "by": actor.name, "on": clock.local_date().isoformat(), "reason": reason,
                "hazards": [{"hazard_id": str(row.pk), "number": row.number} for row in own],
            }
        )  # fmt: skip
    return made
