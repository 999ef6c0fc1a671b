"""One case: timeline, photos in pairs, deadlines, allowed steps, who saw it and why one may see it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from fengsui.hazards import due, priority, rules
from fengsui.hazards.escalation import queries as escalation
from fengsui.hazards.evidence import SUBJECT
from fengsui.hazards.models import ASSIGNEE_KINDS, Hazard, HazardStep
from fengsui.hazards.notices import queries as notices
from fengsui.hazards.queries.lists import brief, in_scope
from fengsui.hazards.requests.models import Cosign, Extension
from fengsui.hazards.services.transition import facts_of
from fengsui.hazards.sightings.queries import witnesses
from fengsui.hazards.states import LEGAL_CATEGORIES, LIMIT_STATES, OPEN_STATES, VERBS, offers, state_label
from fengsui.kernel import audit, clock, evidence, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.calendars import calendar_for
from fengsui.kernel.errors import not_found
from fengsui.kernel.models import EvidenceLink
from fengsui.kernel.scope import explain
from fengsui.places.kinds import CONTACT_ROLES, label
from fengsui.places.states import state_label as place_state_label

READ_VERB = "hazard.read"


def find(*, actor: Actor, hazard_id: UUID) -> Hazard:
    """Return a hazard in scope. Raises NotFound."""
    row = in_scope(actor).filter(pk=hazard_id).first() or in_scope(actor).filter(sightings__pk=hazard_id).first()
    if row is None:
        raise not_found("隐患", "hazard")
    return row


def allowed_verbs(actor: Actor, hazard: Hazard) -> list[dict[str, Any]]:
    """Return the buttons of a case for an actor: label, consequence, what the form needs, and why it is blocked."""
    held = {
        verb.permission
        for verb in VERBS.values()
        if verb.permission and actor.may(verb.permission, area_path=hazard.area_path, line=hazard.line)
    }
    made = []
    for offer in offers(facts_of(hazard, actor), held):
        verb, guard = offer.verb, offer.blocked_by
        made.append(
            {
                "verb": verb.code,
                "label": verb.zh,
                "label_en": verb.en,
                "consequence": verb.consequence_zh,
                "consequence_en": verb.consequence_en,
                "to_state": verb.to_state,
                "to_state_label": state_label(verb.to_state) if verb.to_state else "",
                "needs": list(verb.needs),
                "blocked": guard is not None,
                "blocked_code": guard.code if guard else "",
                "blocked_why": guard.zh if guard else "",
                "blocked_why_en": guard.en if guard else "",
            }
        )
    return made


def case(*, actor: Actor, hazard_id: UUID, opened: bool = True) -> dict[str, Any]:
    """Return the whole case page. Raises NotFound.

    `opened` writes into the audit that the actor read it; the answer to one's own deed is no reading.
    """
    row = find(actor=actor, hazard_id=hazard_id)
    if opened:
        with transaction.write():
            audit.record(actor=actor, verb=READ_VERB, subject=row)
    today = clock.local_date()
    photos = photos_of(row)
    words = rules.words_of(row.item_code, row.rulepack_version)
    return {
        **brief(row, today),
        "missing_photos": sum(link.arrived_at is None for link in photos),
        "rulepack_version": row.rulepack_version,
        "item_title": words.title,
        "item_help": words.help,
        "item_counted": words.counted,
        "basis": [{"text": text, "verified": verified, "mark": "" if verified else "待核"} for text, verified in words.basis],
        "checked_count": row.checked_count,
        "bad_count": row.bad_count,
        "found_at": row.found_at,
        "source_id": row.source_id,
        "assignee_kind": row.assignee_kind,
        "assignee_kind_label": ASSIGNEE_KINDS[row.assignee_kind][0],
        "assigned_at": row.assigned_at,
        "rectifier": row.rectifier,
        "fix_reported_by_name": row.fix_reported_by_name,
        "reported_fixed_at": row.reported_fixed_at,
        "reviewer_name": row.reviewer_name,
        "review_passed_at": row.review_passed_at,
        "closed_at": row.closed_at,
        "voided_on": row.voided_on,
        "void_reason": row.void_reason,
        "legal_category_label_en": LEGAL_CATEGORIES[row.legal_category][1],
        "deadline": deadline(row),
        "clocks": clocks(row),
        "priority_reasons": list(
            priority.of(
                grade=row.grade,
                witnesses=row.witness_count,
                repeats=row.repeat_count,
                round=row.round,
                complained=row.check_due_at is not None,
            ).reasons
        ),
        "witnesses": witnesses(row),
        "related": related(actor, row),
        "extensions": [extension_shown(one) for one in row.extensions.all()],
        "ladder": escalation.of_case(row, actor),
        "cosigns": [cosign_shown(one, actor) for one in row.cosigns.select_related("member").all()],
        "place": place_card(row),
        "timeline": [step_shown(step) for step in row.steps.order_by("sequence")],
        "photos": photos_shown(photos),
        "photo_pairs": pairs(photos),
        "verbs": allowed_verbs(actor, row),
        "seen_by": seen_by(row),
        "notice": notices.of_source(actor=actor, source_id=row.source_id),
        "why_visible": explain(actor, "hazards.view", area_path=row.area_path, line=row.line),
    }


def deadline(row: Hazard) -> dict[str, Any]:
    """Return the limit of a case: the day, working days left in words, how it was computed."""
    today = clock.local_date()
    running = row.state in LIMIT_STATES
    left = ""
    if running and row.due_on is not None:
        left = due.days_left_words(row.due_on, today, calendar_for(row.area_path), provisional=row.due_provisional)
    return {
        "due_on": row.due_on,
        "running": running and row.paused_on is None,
        "paused_on": row.paused_on,
        "resume_by": row.resume_by,
        "provisional": row.due_provisional,
        "provisional_label": "待国务院公布" if row.due_provisional else "",
        "limit_words": row.limit_words,
        "limit_from": row.limit_from,
        "left_words": left,
        "computed": row.due_words,
        "overdue": running and row.due_on is not None and row.due_on < today,
    }


def photos_of(row: Hazard) -> list[EvidenceLink]:
    """Return the photos of a case, and after them those of the cases that were merged into it."""
    joined = [str(pk) for pk in row.merged_here.order_by("number").values_list("pk", flat=True)]
    links = evidence.links_of_many(SUBJECT, [row.pk, *joined])
    return [link for subject in (str(row.pk), *joined) for link in links.get(subject, [])]


def clocks(row: Hazard) -> list[dict[str, Any]]:
    """Return every clock of a case that runs or stands: the fix, the review, the check of a complaint."""
    today, made = clock.local_date(), []
    if row.state in LIMIT_STATES:
        made.append(_clock("rectify", "整改", row.due_on, row.due_words, row.due_on is not None and row.due_on < today))
    if row.state == "reported_fixed" and row.review_due_on is not None:
        waits = row.reviewer_id is None
        made.append(_clock("review", "复查", row.review_due_on, row.review_due_words, waits and row.review_due_on < today))
    if row.check_due_at is not None and row.checked_at is None and row.state in OPEN_STATES:
        day = clock.local_date(row.check_due_at)
        made.append(
            {**_clock("check", "核查举报", day, row.check_due_words, row.check_due_at < clock.now()), "due_at": row.check_due_at}
        )
    return made


def _clock(code: str, label: str, due_on: date | None, computed: str, overdue: bool) -> dict[str, Any]:
    return {"code": code, "label": label, "due_on": due_on, "due_at": None, "computed": computed, "overdue": overdue}


def related(actor: Actor, row: Hazard) -> list[dict[str, Any]]:
    """Return the cases in scope that belong to this one, in one query: repeated, repeating, merged, split, and like ones."""
    named = {pk for pk in (row.repeat_of_id, row.merged_into_id, row.split_from_id) if pk}
    like = Q(place_id=row.place_id, state__in=OPEN_STATES) & (Q(legal_category=row.legal_category) | Q(item_code=row.item_code))
    belongs = Q(pk__in=named) | Q(repeat_of=row) | Q(merged_into=row) | Q(split_from=row) | like
    rows = in_scope(actor).filter(belongs).exclude(pk=row.pk).order_by("number")[:50]
    made = [{"relation": _relation(row, one), **_in_short(one)} for one in rows]
    return sorted(made, key=lambda one: RELATIONS.index(one["relation"]))


RELATIONS = ("重复自", "此后重复", "并入", "并进来的", "拆自", "拆出", "同场所同类")


def _relation(row: Hazard, one: Hazard) -> str:
    ways = (
        one.pk == row.repeat_of_id, one.repeat_of_id == row.pk, one.pk == row.merged_into_id, one.merged_into_id == row.pk,
        one.pk == row.split_from_id, one.split_from_id == row.pk, True,
    )  # fmt: skip
    return next(words for words, holds in zip(RELATIONS, ways, strict=True) if holds)


def _in_short(one: Hazard) -> dict[str, Any]:
    return {
        "id": one.pk, "number": one.number, "title": one.title, "state": one.state, "state_label": state_label(one.state),
        "found_on": one.found_on, "closed_on": one.closed_on,
    }  # fmt: skip


def extension_shown(one: Extension) -> dict[str, Any]:
    """Return a request for more time with its decision."""
    return {
        "id": one.pk, "working_days": one.working_days, "reason": one.reason, "safeguards": one.safeguards,
        "asked_by_name": one.asked_by_name, "asked_at": one.asked_at, "granted": one.granted,
        "decided_by_name": one.decided_by_name, "decided_at": one.decided_at, "words": one.words,
        "due_before": one.due_before, "due_after": one.due_after,
    }  # fmt: skip


def cosign_shown(one: Cosign, actor: Actor) -> dict[str, Any]:
    """Return a countersignature; `mine` says that the actor is the one to give it."""
    mine = one.given_at is None and (one.member is None or one.member.account_id == actor.account_id)
    return {
        "id": one.pk, "name": one.name, "asked_by_name": one.asked_by_name, "asked_at": one.asked_at, "question": one.question,
        "agrees": one.agrees, "opinion": one.opinion, "given_by_name": one.given_by_name, "given_at": one.given_at, "mine": mine,
    }  # fmt: skip


def place_card(row: Hazard) -> dict[str, Any]:
    """Return what a case shows of its place; phones stay in the place's own page, masked."""
    place = row.place
    contacts = [
        {"id": contact.pk, "name": contact.name, "role": contact.role, "role_label": label(CONTACT_ROLES, contact.role)}
        for contact in place.contacts.filter(removed_at__isnull=True).order_by("-is_primary", "role", "name")
    ]
    return {
        "id": place.pk,
        "number": place.number,
        "name": place.name,
        "address": place.address,
        "class_code": place.class_code,
        "state": place.state,
        "state_label": place_state_label(place.state),
        "lon": place.lon,
        "lat": place.lat,
        "area_name": place.area.name if place.area else "",
        "contacts": contacts,
    }


def step_shown(step: HazardStep) -> dict[str, Any]:
    """Return a step of the timeline with labels; late says that it reached the server over an hour after it happened."""
    verb = VERBS.get(step.verb)
    return {
        "id": step.pk,
        "sequence": step.sequence,
        "verb": step.verb,
        "verb_label": verb.zh if verb else step.verb,
        "from_state": step.from_state,
        "from_state_label": state_label(step.from_state) if step.from_state else "",
        "to_state": step.to_state,
        "to_state_label": state_label(step.to_state),
        "round": step.round,
        "actor_name": step.actor_name,
        "at": step.at,
        "recorded_at": step.recorded_at,
        "received_at": step.received_at,
        "late": (step.received_at - step.at).total_seconds() > 3600,
        "note": step.note,
        "data": step.data,
    }


def photos_shown(photos: Sequence[EvidenceLink]) -> list[dict[str, Any]]:
    """Return the photos as taken, each with its marked copies; a copy whose original was taken off stands alone."""
    originals = {link.sha256 for link in photos if not link.annotates}
    copies: dict[str, list[EvidenceLink]] = {}
    for link in photos:
        if link.annotates in originals:
            copies.setdefault(link.annotates, []).append(link)
    return [photo_shown(link, copies.get(link.sha256, ())) for link in photos if link.annotates not in originals]


def photo_shown(link: EvidenceLink, copies: Sequence[EvidenceLink] = ()) -> dict[str, Any]:
    """Return a photo of the case: its role, times and addresses, whether its file has arrived, and its marked copies."""
    return {
        "id": link.pk,
        "role": link.role,
        "role_label": {"before": "整改前", "after": "整改后", "scene": "现场", "review": "复查"}.get(link.role, link.role),
        "arrived": link.arrived_at is not None,
        "captured_at": link.captured_at,
        "received_at": link.received_at,
        "by_name": link.by_name,
        "sha256": link.sha256,
        "from_gallery": link.from_gallery,
        "url": f"/api/v1/evidence/{link.pk}",
        "thumb_url": f"/api/v1/evidence/{link.pk}/thumb",
        "marked": [
            {
                "id": copy.pk,
                "arrived": copy.arrived_at is not None,
                "url": f"/api/v1/evidence/{copy.pk}",
                "thumb_url": f"/api/v1/evidence/{copy.pk}/thumb",
            }
            for copy in copies
        ],
    }


def pairs(photos: list[EvidenceLink]) -> list[dict[str, Any]]:
    """Return before and after photos side by side in the order they were taken; the latest after-photos come last."""
    shown = photos_shown(photos)
    before = [photo for photo in shown if photo["role"] in ("before", "scene")]
    after = [photo for photo in shown if photo["role"] == "after"]
    longest = max(len(before), len(after))
    return [
        {"before": before[n] if n < len(before) else None, "after": after[n] if n < len(after) else None} for n in range(longest)
    ]


def seen_by(row: Hazard) -> list[dict[str, Any]]:
    """Return who read the case, each person once with the last time, from the audit of reads."""
    latest: dict[str, dict[str, Any]] = {}
    for entry in audit.readers_of("hazards.hazard", row.pk, READ_VERB, limit=200):
        latest.setdefault(str(entry.account_id or entry.actor_name), {"name": entry.actor_name, "at": entry.at})
    return list(latest.values())
