"""Reads of 重大火灾隐患: the list, one case with its evidence and timeline, the mark of a place, the rules in words."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from ninja import Schema
from pydantic import Field

from fengsui.hazards.major.deciding import deciders_of
from fengsui.hazards.major.judging import element_words, valid_words
from fengsui.hazards.major.models import MajorCase, MajorHazard, MajorStep
from fengsui.hazards.major.rules import rule_sets
from fengsui.hazards.major.states import DECIDE, OPEN_STATES, STATES, SUSPECT, VERBS, VIEW, offers, state_label
from fengsui.hazards.major.writing import facts_of
from fengsui.hazards.queries.lists import in_scope as hazards_in_scope
from fengsui.hazards.states import OPEN_STATES as HAZARD_OPEN_STATES
from fengsui.hazards.states import state_label as hazard_state_label
from fengsui.kernel import audit, clock, evidence, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.api import Paged, page_of
from fengsui.kernel.errors import TooLarge
from fengsui.kernel.models import EvidenceLink
from fengsui.kernel.scope import explain, require_anywhere, under, visible
from fengsui.kernel.scope import find as find_in_scope
from fengsui.kernel.search_text import fold

WHAT = ("重大火灾隐患", "major hazard")
EXPORT_LIMIT = 50_000
SORTS = {
    "opened_on": ("opened_on", "number"), "number": ("number",), "state": ("state", "opened_on", "number"),
    "place": ("place__name", "number"), "limit_on": ("limit_on", "number"),
}  # fmt: skip
Sort = Literal["opened_on", "-opened_on", "number", "-number", "state", "-state", "place", "-place", "limit_on", "-limit_on"]


class MajorFilters(Schema):
    """What narrows the list; days are district days, both included."""

    search: str = Field(default="", max_length=100)
    area: str = Field(default="", max_length=60)
    state: list[str] = Field(default_factory=list)
    is_open: bool | None = None
    overdue: bool = False
    place_id: UUID | None = None
    opened_from: date | None = None
    opened_to: date | None = None


def in_scope(actor: Actor, permission: str = VIEW) -> QuerySet[MajorCase]:
    """Return the cases an actor may reach with a permission, with the number of their hazards."""
    rows = visible(MajorCase.objects.select_related("place__area"), actor, permission)
    return rows.annotate(hazard_count=Count("links"))


def overdue(today: date) -> Q:
    """Return the filter of cases one of whose clocks is over: the proposal, the notice, the limit."""
    return (
        Q(state="suspected", proposal_due_on__lt=today)
        | Q(state__in=("decided", "listed"), served_on__isnull=True, notice_due_on__lt=today)
        | Q(state__in=("decided", "listed"), limit_on__lt=today)
    )


def matching(rows: QuerySet[MajorCase], filters: MajorFilters, sort: str) -> QuerySet[MajorCase]:
    """Return the rows that match every filter set, in the wanted order."""
    exact: dict[str, object] = {
        "state__in": filters.state,
        "place_id": filters.place_id,
        "opened_on__gte": filters.opened_from,
        "opened_on__lte": filters.opened_to,
    }
    rows = rows.filter(**{key: value for key, value in exact.items() if value not in (None, [])})
    if filters.area:
        rows = rows.filter(under(filters.area))
    if filters.is_open is not None:
        rows = rows.filter(state__in=OPEN_STATES) if filters.is_open else rows.exclude(state__in=OPEN_STATES)
    if filters.overdue:
        rows = rows.filter(overdue(clock.local_date()))
    if filters.search:
        wanted = fold(filters.search)
        rows = rows.filter(Q(search_text__contains=wanted) | Q(place__search_text__contains=wanted))
    fields = SORTS[sort.removeprefix("-")]
    return rows.order_by(*(f"-{name}" if sort.startswith("-") else name for name in fields))


def list_cases(
    *, actor: Actor, filters: MajorFilters, sort: str = "-opened_on", page: int = 1, page_size: int = 50
) -> Paged[dict[str, Any]]:
    """Return one page of the cases in scope, in two queries. Raises Forbidden without hazards.view."""
    require_anywhere(actor, VIEW)
    return page_of(matching(in_scope(actor), filters, sort), page, page_size, brief)


def counts(*, actor: Actor, filters: MajorFilters) -> dict[str, Any]:
    """Return how many cases in scope stand in each state, and how many are late, in one query. Raises Forbidden."""
    require_anywhere(actor, VIEW)
    rows = matching(visible(MajorCase.objects.all(), actor, VIEW), filters, "number").order_by()
    found = rows.aggregate(
        **{code: Count("pk", filter=Q(state=code)) for code in STATES},
        late=Count("pk", filter=overdue(clock.local_date())),
    )
    states = [
        {"code": s.code, "label": s.zh, "label_en": s.en, "is_open": s.open, "count": found[s.code]} for s in STATES.values()
    ]
    return {"states": states, "total": sum(found[code] for code in STATES), "overdue": found["late"]}


def export_rows(*, actor: Actor, filters: MajorFilters, sort: str) -> list[dict[str, Any]]:
    """Return every row of the list for its export. Raises Forbidden, or TooLarge above 50,000 rows."""
    require_anywhere(actor, "hazards.export")
    rows = matching(in_scope(actor, "hazards.export"), filters, sort)
    total = rows.count()
    if total > EXPORT_LIMIT:
        raise TooLarge(
            "export_too_large",
            zh=f"共 {total} 件，超过一次导出的上限 {EXPORT_LIMIT} 件。请缩小日期或区域后分次导出。",
            en=f"{total} rows exceed the limit of {EXPORT_LIMIT} for one export; narrow the filters.",
        )
    return [{**brief(row), "decision_words": row.decision_words, "participants": names(row.participants)} for row in rows]


def names(people: list[dict[str, str]]) -> str:
    """Return the people of a decision in words."""
    return "、".join(f"{one['name']}（{one['role']}）" if one.get("role") else one["name"] for one in people)


def brief(row: MajorCase) -> dict[str, Any]:
    """Return one case as a row of a list."""
    clocks = clocks_of(row)
    return {
        "id": row.pk,
        "number": row.number,
        "place_id": row.place_id,
        "place_name": row.place.name,
        "place_address": row.place.address,
        "area_path": row.area_path,
        "area_name": row.place.area.name if row.place.area else "",
        "state": row.state,
        "state_label": state_label(row.state),
        "state_label_en": state_label(row.state, "en"),
        "is_open": row.state in OPEN_STATES,
        "rule_sets": row.rule_sets,
        "why": "；".join(words for one in row.judgements if one["suspected"] for words in one["why"]) or row.reason,
        "hazard_count": getattr(row, "hazard_count", 0),
        "opened_on": row.opened_on,
        "opened_by_name": row.opened_by_name,
        "decided_on": row.decided_on,
        "served_on": row.served_on,
        "listed_on": row.listed_on,
        "listed_by": row.listed_by,
        "limit_on": row.limit_on,
        "released_on": row.released_on,
        "overdue": any(one["overdue"] for one in clocks),
        "next_due_on": min((one["due_on"] for one in clocks), default=None),
        "row_version": row.row_version,
    }


def clocks_of(row: MajorCase) -> list[dict[str, Any]]:
    """Return the clocks that run: the written proposal, the notice, the limit for putting it right."""
    today, made = clock.local_date(), []
    if row.state == "suspected":
        made.append(("proposal", "集体研究和书面意见", row.proposal_due_on, row.proposal_words, row.proposal_provisional))
    elif row.state in ("decided", "listed"):
        if row.served_on is None and row.notice_due_on is not None:
            made.append(("notice", "送达整改通知书", row.notice_due_on, row.notice_words, row.notice_provisional))
        if row.limit_on is not None:
            words = f"{row.listed_by}挂牌督办时指定" if row.state == "listed" else "集体判定时指定"
            made.append(("limit", "整改期限", row.limit_on, words, False))
    return [
        {"code": code, "label": label, "due_on": due, "computed": words, "provisional": soft, "overdue": due < today}
        for code, label, due, words, soft in made
    ]


def case(*, actor: Actor, major_id: UUID, opened: bool = True) -> dict[str, Any]:
    """Return one case whole. Raises Forbidden, NotFound. `opened` writes into the audit that the actor read it."""
    row = find_in_scope(in_scope(actor), actor, VIEW, major_id, what=WHAT)
    if opened:
        with transaction.write():
            audit.record(actor=actor, verb="major.read", subject=row)
    decides = actor.may(DECIDE, area_path=row.area_path, line=row.line)
    links = list(row.links.select_related("hazard"))
    return {
        **brief(row),
        "judgements": row.judgements,
        "named": row.named,
        "reason": row.reason,
        "hazards": [_hazard(link) for link in links],
        "can_add": _can_add(actor, row, {link.hazard_id for link in links}),
        "clocks": clocks_of(row),
        "decision_words": row.decision_words,
        "participants": row.participants,
        "served_to": row.served_to,
        "release_words": row.release_words,
        "released_by": row.released_by,
        "minutes": [_minutes(link, decides) for link in evidence.links_of(row)],
        "timeline": [_step(step) for step in row.steps.order_by("sequence")],
        "verbs": _offers(actor, row),
        "deciders": deciders_of(row.area_path, row.line) if decides and row.state in OPEN_STATES else [],
        "why_visible": explain(actor, VIEW, area_path=row.area_path, line=row.line),
    }


def _hazard(link: MajorHazard) -> dict[str, Any]:
    one = link.hazard
    return {
        "id": one.pk, "number": one.number, "title": one.title, "grade": one.grade, "found_on": one.found_on,
        "state": one.state, "state_label": hazard_state_label(one.state), "in_stock": one.state in HAZARD_OPEN_STATES,
        "due_on": one.due_on, "closed_on": one.closed_on, "added_on": link.added_on, "added_by_name": link.added_by_name,
        "elements": link.elements,
    }  # fmt: skip


def _can_add(actor: Actor, row: MajorCase, linked: set[UUID]) -> list[dict[str, Any]]:
    if row.state not in OPEN_STATES or not actor.may(SUSPECT, area_path=row.area_path, line=row.line):
        return []
    rows = hazards_in_scope(actor).filter(place_id=row.place_id, state__in=HAZARD_OPEN_STATES).exclude(pk__in=linked)
    return [
        {"id": one.pk, "number": one.number, "title": one.title, "found_on": one.found_on}
        for one in rows.order_by("number")[:100]
    ]


def _minutes(link: EvidenceLink, decides: bool) -> dict[str, Any]:
    return {
        "id": link.pk,
        "role_label": {"minutes": "会议纪要", "release_minutes": "销案会议纪要"}.get(link.role, link.role),
        "by_name": link.by_name,
        "received_at": link.received_at,
        "media_type": link.file.media_type if link.file else "",
        # What was said in the brigade's meeting is the brigade's: others see that minutes are there.
        "url": f"/api/v1/evidence/{link.pk}" if decides else "",
    }


def _step(step: MajorStep) -> dict[str, Any]:
    verb = VERBS.get(step.verb)
    return {
        "id": step.pk, "sequence": step.sequence, "verb": step.verb, "verb_label": verb.zh if verb else step.verb,
        "from_state": step.from_state, "to_state": step.to_state, "to_state_label": state_label(step.to_state),
        "actor_name": step.actor_name, "at": step.at, "note": step.note, "data": step.data,
    }  # fmt: skip


def _offers(actor: Actor, row: MajorCase) -> list[dict[str, Any]]:
    held = {code for code in (SUSPECT, DECIDE) if actor.may(code, area_path=row.area_path, line=row.line)}
    return [
        {
            "verb": verb.code, "label": verb.zh, "label_en": verb.en, "consequence": verb.consequence_zh,
            "consequence_en": verb.consequence_en, "to_state": verb.to_state, "needs": list(verb.needs),
            "collective": verb.collective, "blocked": guard is not None, "blocked_why": guard.zh if guard else "",
            "blocked_why_en": guard.en if guard else "",
        }
        for verb, guard in offers(facts_of(row, actor), held)
    ]  # fmt: skip


def of_place(*, actor: Actor, place_id: UUID) -> list[dict[str, Any]]:
    """Return the cases of a place in scope, the open one first. Nothing for somebody who may not see hazards."""
    rows = list(in_scope(actor).filter(place_id=place_id).order_by("-opened_on", "-number")[:20])
    return [brief(row) for row in sorted(rows, key=lambda row: row.state not in OPEN_STATES)]


def codes() -> dict[str, Any]:
    """Return states, verbs and the rules in words, with the state of every clause."""
    return {
        "states": [{"code": s.code, "label": s.zh, "label_en": s.en, "is_open": s.open} for s in STATES.values()],
        "rule_sets": [
            {
                "code": one.code, "standard": one.standard, "title": one.title, "valid": valid_words(one), "note": one.note,
                "valid_from": one.valid_from, "valid_to": one.valid_to,
                "elements": [
                    {**element_words(one, element), "people_only": element.people_only} for element in one.elements
                ],
                "combinations": [row.zh for row in one.combinations],
            }
            for one in rule_sets()
        ],
    }  # fmt: skip
