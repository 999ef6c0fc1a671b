"""Reading witnesses: the case a phone's finding belongs to, what one visit found, and who saw a case."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from fengsui.hazards.models import SOURCE_KINDS, Hazard
from fengsui.hazards.sightings.models import Sighting
from fengsui.kernel.actor import Actor
from fengsui.kernel.scope import visible


def case_known_as(hazard_id: UUID) -> Hazard | None:
    """Return the case a phone knows by an id: its own, or that of the finding it gave the id. The caller checks scope."""
    # scope: the caller says nothing of a case out of scope
    row = Hazard.objects.filter(pk=hazard_id).first()
    if row is not None:
        return row
    # scope: as above
    return Hazard.objects.filter(sightings__pk=hazard_id).first()


def found_by_source(source_id: UUID) -> list[UUID]:
    """Return the ids that deeds on what a source found may name: its cases, and its sightings of others' cases."""
    # scope: ids only, for the waiting deeds of the same sender
    cases = list(Hazard.objects.filter(source_id=source_id).values_list("pk", flat=True))
    # scope: as above
    seen = Sighting.objects.filter(source_id=source_id).values_list("pk", "hazard_id")
    return [*cases, *(one for pair in seen for one in pair)]


def of_source(source_id: UUID) -> Q:
    """Return the filter of cases that a source found, first or as a further witness."""
    return Q(source_id=source_id) | Q(sightings__source_id=source_id)


def witnesses(row: Hazard) -> list[dict[str, Any]]:
    """Return who saw a case in scope, the first to report it first."""
    first = _shown(row.pk, row.source_kind, row.source_id, row.found_at, row.found_by_name, row.description, True)
    # scope: the case was found in scope, and a sighting lies where its case does
    rows = Sighting.objects.filter(hazard=row).order_by("received_at", "id")
    return [first, *(_shown(s.pk, s.source_kind, s.source_id, s.seen_at, s.by_name, s.description, False) for s in rows)]


def _shown(id: UUID, kind: str, source_id: UUID | None, at: datetime, by_name: str, words: str, first: bool) -> dict[str, Any]:
    label = SOURCE_KINDS.get(kind)
    return {
        "id": id, "source_kind": kind, "source_label": label[0] if label else kind, "source_id": source_id, "at": at,
        "by_name": by_name, "description": words, "first": first,
    }  # fmt: skip


def joined_since(actor: Actor, since: datetime) -> list[UUID]:
    """Return the ids phones gave to findings that became sightings since: they leave those and keep the case instead."""
    rows = visible(Sighting.objects.filter(received_at__gte=since), actor, "hazards.view")
    return list(rows.values_list("pk", flat=True))
