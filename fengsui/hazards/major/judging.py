"""What the engine is asked about a place: its hazards with their counts and photos, and what the place is."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from fengsui.hazards.evidence import SUBJECT
from fengsui.hazards.major.engine import Finding, Hit, Judgement, PlaceFacts, judge
from fengsui.hazards.major.rules import Element, RuleSet, rule_sets
from fengsui.hazards.models import Hazard
from fengsui.hazards.sightings.models import Sighting
from fengsui.hazards.states import OPEN_STATES
from fengsui.kernel import clock, rulepacks
from fengsui.kernel.models import EvidenceLink
from fengsui.kernel.rulepacks.engine import groups_of
from fengsui.places.models import Place

KINDS = {"direct": "直接判定", "comprehensive": "综合判定"}
# What was put right on the spot and only waits for its photo raises no suspicion.
STANDING = tuple(state for state in OPEN_STATES if state != "fixed_on_site")


def judgements_of(place: Place, *, also_closed: Iterable[UUID] = ()) -> tuple[Judgement, ...]:
    """Return what the rules say of a place now; `also_closed` are hazards of an open case that still count once closed."""
    return judge(findings_of(place, frozenset(also_closed)), facts_of(place), rule_sets())


def facts_of(place: Place) -> PlaceFacts:
    """Return what a place is by the rule pack in force for its area today."""
    content = rulepacks.published(place.area_path, clock.local_date()).content
    groups = groups_of({**place.inputs, "kind": place.kind, "activity": place.activity}, content)
    return PlaceFacts(place.class_code, place.activity, frozenset(group.code for group in groups))


def findings_of(place: Place, also_closed: frozenset[UUID] = frozenset()) -> list[Finding]:
    """Return the hazards of a place as findings, three queries; of several counts the one with the greatest share holds."""
    counted = Q(state__in=STANDING) | Q(state="closed", pk__in=also_closed)
    rows = list(Hazard.objects.filter(counted, place=place).order_by("number"))
    ids = [row.pk for row in rows]
    counts: dict[UUID, list[tuple[int, int]]] = {}
    for row in rows:
        counts[row.pk] = _counted(row.checked_count, row.bad_count)
    for seen in Sighting.objects.filter(hazard_id__in=ids):
        counts[seen.hazard_id] += _counted(seen.checked_count, seen.bad_count)
    photos = _photos(ids)
    made = []
    for row in rows:
        checked, bad = max(counts[row.pk], key=lambda pair: (pair[1] / pair[0], pair[0]), default=(None, None))
        item = rulepacks.by_version(row.rulepack_version).content.item(row.item_code)
        made.append(
            Finding(
                str(row.pk), row.number, row.item_code, row.title, row.found_on, checked, bad,
                item.counted if item else "", photos.get(str(row.pk), 0),
            )
        )  # fmt: skip
    return made


def _counted(checked: int | None, bad: int | None) -> list[tuple[int, int]]:
    return [(checked, bad)] if checked and bad is not None else []


def _photos(ids: Iterable[UUID]) -> dict[str, int]:
    rows = EvidenceLink.objects.filter(
        subject_type=SUBJECT, subject_id__in=[str(one) for one in ids], annotates="", removed_at__isnull=True
    )
    return {row["subject_id"]: row["n"] for row in rows.values("subject_id").annotate(n=Count("pk"))}


def pairs_of(judgements: Iterable[Judgement]) -> set[tuple[str, str]]:
    """Return (element, hazard) of every element that holds in a rule set that suspects."""
    return {
        (hit.element.code, proof.finding.hazard_id)
        for one in judgements
        if one.suspected
        for hit in one.hits
        for proof in hit.proofs
    }


def as_kept(judgements: Iterable[Judgement]) -> list[dict[str, Any]]:
    """Return judgements as a case keeps them: every element with its evidence and the state of its clause."""
    return [
        {
            "rule_set": one.rule_set.code,
            "standard": one.rule_set.standard,
            "title": one.rule_set.title,
            "valid": valid_words(one.rule_set),
            "note": one.rule_set.note,
            "suspected": one.suspected,
            "why": list(one.why),
            "elements": [_hit(one.rule_set, hit) for hit in one.hits],
            "uncounted": [
                {"hazard_id": row.hazard_id, "number": row.number, "title": row.title} for row in one.uncounted
            ],
        }
        for one in judgements
    ]  # fmt: skip


def element_words(rule_set: RuleSet, element: Element) -> dict[str, Any]:
    """Return an element in words, with the state of its clause."""
    return {
        "code": element.code,
        "label": element.zh,
        "label_en": element.en,
        "kind": element.kind,
        "kind_label": KINDS[element.kind],
        "group_label": rule_set.groups[element.group],
        "clause": element.clause_words,
        "verified": element.verified,
    }


def _hit(rule_set: RuleSet, hit: Hit) -> dict[str, Any]:
    evidence = [
        {
            "hazard_id": proof.finding.hazard_id,
            "number": proof.finding.number,
            "title": proof.finding.title,
            "found_on": proof.finding.found_on.isoformat(),
            "checked": proof.finding.checked,
            "bad": proof.finding.bad,
            "photos": proof.finding.photos,
            "words": proof.words,
        }
        for proof in hit.proofs
    ]
    return {**element_words(rule_set, hit.element), "evidence": evidence}


def valid_words(rule_set: RuleSet) -> str:
    """Say on which days a rule set holds."""
    if rule_set.valid_to is None:
        return f"{rule_set.valid_from} 起发现的隐患"
    if rule_set.valid_from is None:
        return f"{rule_set.valid_to} 及以前发现的隐患"
    return f"{rule_set.valid_from} 至 {rule_set.valid_to} 发现的隐患"
