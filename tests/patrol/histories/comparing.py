"""What a history came to, as plain data: every domain row without what depends on the order of arrival."""

from typing import Any

from fengsui.hazards.models import Hazard, HazardStep
from fengsui.patrol.models import PlaceCorrection, SyncOperation, Task, Visit
from fengsui.patrol.services import correcting
from fengsui.patrol.sync import merging
from fengsui.places.models import Facility, Place, PlaceContact


def dump() -> dict[str, Any]:
    """Return the rows of every kind by id. Numbers, versions, and times of receipt are the server's and left out."""
    return {
        "visits": list(Visit.objects.order_by("id").values("id", "place_id", "outcome", "ended_at", "by_name", "hazard_count")),
        "hazards": list(
            Hazard.objects.order_by("id").values(
                "id", "place_id", "item_code", "state", "round", "found_by_name", "fix_reported_by_name", "reviewer_name"
            )
        ),
        "steps": [_step(row) for row in HazardStep.objects.order_by("hazard_id", "sequence")],
        "tasks": [_task(row) for row in Task.objects.order_by("subject_key", "created_at")],
        "places": [_place(place) for place in Place.objects.order_by("id")],
        "operations": list(SyncOperation.objects.order_by("id").values("id", "state", "versions")),
    }


def _step(row: HazardStep) -> tuple[Any, ...]:
    """A case closed on its photos is closed by their arrival, whoever's row came last."""
    by_arrival = row.verb == "close_on_evidence"
    return (row.hazard_id, row.verb, *(() if by_arrival else (row.actor_name, row.at)))


def _task(row: Task) -> tuple[Any, ...]:
    """A task that was done no longer shows to what day it had been put off."""
    put_off = (row.deferred_to, row.defer_reason) if row.state == "deferred" else ()
    return (row.subject_key, row.state, row.visit_id, *put_off)


def _place(place: Place) -> dict[str, Any]:
    reports = correcting.reports_of(place)
    contacts = PlaceContact.objects.filter(place=place, removed_at__isnull=True).order_by("phone_hmac", "name")
    return {
        "id": place.pk, "name": place.name, "address": place.address, "state": place.state, "inputs": place.inputs,
        "point": (place.lon, place.lat), "facts": merging.facts(reports, "aliases"), "tallies": merging.tallies(reports),
        "facilities": sorted(Facility.objects.filter(place=place).values_list("kind", flat=True)),
        "contacts": [(row.name, row.phone_last4, row.is_primary) for row in contacts],
        "reports": PlaceCorrection.objects.filter(place=place).count(),
    }  # fmt: skip


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Return what differs between two dumps, a line each."""
    found = []
    for kind, rows in one.items():
        if len(rows) != len(other[kind]):
            found.append(f"{kind}: {len(rows)} / {len(other[kind])} rows: {rows} / {other[kind]}")
        else:
            found += [f"{kind}: {a} / {b}" for a, b in zip(rows, other[kind], strict=True) if a != b]
    return found
