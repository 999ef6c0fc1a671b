"""Corrections from the door: taken in as reports, merged by field class, with what a person has to settle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from fengsui.kernel import clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import not_found
from fengsui.kernel.models import AuditEntry
from fengsui.kernel.scope import require
from fengsui.kernel.service import service
from fengsui.patrol.models import PlaceCorrection, SyncOperation
from fengsui.patrol.sync import merging
from fengsui.places import services as place_services
from fengsui.places.inputs import INPUTS
from fengsui.places.kinds import CONTACT_ROLES, label
from fengsui.places.models import Place, PlaceContact
from fengsui.places.services.editing import locked
from fengsui.places.states import state_label
from fengsui.places.values import NewContact

FIELD_LABELS = {
    "name": "名称",
    "address": "地址",
    "activity": "经营活动",
    "state": "状态",
    "position": "位置",
    "contact": "联系人",
}
_OURS = "place.correct"


@dataclass(frozen=True)
class Taken:
    """What a report came to: the place, what of it stands beside another's word, and whether it was combined with one."""

    place: Place
    versions: list[dict[str, Any]] = field(default_factory=list)
    combined_with: list[str] = field(default_factory=list)


@service("patrol.correct_place")
def take_correction(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    id: UUID,
    place_id: UUID,
    at: datetime,
    seen: int,
    values: Mapping[str, Any],
    contacts: Sequence[NewContact] = (),
    note: str = "",
) -> PlaceCorrection:
    """Take in what a person reports of a place and write what all reports of it come to.

    Raises NotFound, Forbidden, InvalidInput for a value that cannot stand, Conflict where only the desk may change the state.
    """
    place = locked(place_id)
    require(actor, "places.edit", area_path=place.area_path, line=place.line)
    said = dict(values)
    if "state" in said:
        place_services.check_door_state(place, said["state"])
    _meet_desk_changes(place, seen)
    rows = [place_services.see_contact(actor=actor, place_id=place_id, contact=contact, report_id=id) for contact in contacts]
    row = PlaceCorrection(
        id=id, place=place, area_path=place.area_path, line=place.line, at=at, author=str(actor.account_id or actor.name)[:60],
        by_name=actor.name[:150], from_phone=True, seen=min(seen, place.row_version), version=place.row_version + 1,
        values=said, contacts=[str(contact.pk) for contact in rows], note=note[:500],
    )  # fmt: skip
    row.save(force_insert=True)
    row.version = rewrite(actor, place, claimed=said, reason=note, facilities=said.get("facilities_seen", ())).row_version
    row.save(update_fields=["version"])
    mark_differences(place)
    return row


def decide(*, actor: Actor, place_id: UUID, id: UUID, values: Mapping[str, Any], note: str) -> None:
    """Write what a person settled between two reports: it has seen all of them. In the caller's transaction.

    Raises NotFound, Forbidden, InvalidInput for a value that cannot stand.
    """
    place = locked(place_id)
    row = PlaceCorrection(
        id=id,
        place=place,
        area_path=place.area_path,
        line=place.line,
        at=clock.now(),
        author=str(actor.account_id or actor.name)[:60],
        by_name=actor.name[:150],
        from_phone=False,
        seen=place.row_version,
        version=place.row_version + 1,
        values=dict(values),
        note=note[:500],
    )
    row.save(force_insert=True)
    row.version = rewrite(actor, place, claimed=values, reason=note).row_version
    row.save(update_fields=["version"])


def reports_of(place: Place) -> list[merging.Report]:
    """Return every report of a place, in the order of time."""
    rows = PlaceCorrection.objects.filter(place=place).order_by("at", "id")
    return [
        merging.Report(
            id=str(row.pk),
            at=row.at,
            author=row.author,
            by=row.by_name,
            seen=row.seen,
            version=row.version,
            values=row.values,
            withdrawn=frozenset(row.withdrawn),
        )
        for row in rows
    ]


def rewrite(actor: Actor, place: Place, *, claimed: Mapping[str, Any], reason: str, facilities: Sequence[str] = ()) -> Place:
    """Write what all reports of a place come to; `claimed` is what the newest of them said, checked even where it loses."""
    ends = merging.settled(reports_of(place))
    state = ends.get("state")
    done = place_services.correct_place(
        actor=actor,
        place_id=place.pk,
        claimed=_as_changes(place, merging.flat(claimed)),
        changes=_as_changes(place, {name: end.value for name, end in ends.items()}),
        state=state.value if state else None,
        state_on=clock.local_date(state.report.at) if state else None,
        facilities=facilities,
        reason=reason,
    )
    told = PlaceCorrection.objects.filter(place=place).exclude(contacts=[])
    reported = [(row.at, str(row.pk), UUID(contact)) for row in told for contact in row.contacts]
    if reported:
        place_services.first_reported_is_called(place=done, reported=reported)
    return done


def _as_changes(place: Place, values: Mapping[str, Any]) -> dict[str, Any]:
    changes = {name: values[name] for name in merging.SINGLE if name in values}
    counts = {name.removeprefix("inputs."): value for name, value in values.items() if name.startswith("inputs.")}
    if counts:
        changes["inputs"] = {**place.inputs, **counts}
    if "position" in values:
        point = values["position"]
        changes.update({"lon": point["lon"], "lat": point["lat"], "coordinate_source": "phone"})
    return changes


def _meet_desk_changes(place: Place, seen: int) -> None:
    """Put what the desk changed since the version a phone held beside the phone's reports, so that both are weighed."""
    rows = AuditEntry.objects.filter(subject_type="places.place", subject_id=str(place.pk), changes__has_key="row_version")
    for entry in rows.exclude(verb=_OURS).order_by("-id")[:200]:
        before, after = entry.changes["row_version"]
        if after <= seen:
            break
        values = {name: entry.changes[name][1] for name in (*merging.SINGLE, "state") if name in entry.changes}
        if values:
            PlaceCorrection.objects.bulk_create(
                [PlaceCorrection(
                    id=uuid5(place.pk, f"desk:{after}"), place=place, area_path=place.area_path, line=place.line, at=entry.at,
                    author=str(entry.account_id or entry.actor_name)[:60], by_name=entry.actor_name, from_phone=False,
                    seen=before, version=after, values=values,
                )],
                ignore_conflicts=True,
            )  # fmt: skip


def mark_differences(place: Place) -> None:
    """Write on every operation of a place whether it waits for a person, and what the two versions are."""
    reports = reports_of(place)
    ends = merging.settled(reports)
    beside: dict[str, list[dict[str, Any]]] = {}
    for name, end in ends.items():
        for report in end.beside:
            beside.setdefault(report.id, []).append(_versions(name, report, end))
    rows = {str(row.pk): row for row in PlaceCorrection.objects.filter(place=place, from_phone=True)}
    contacts = list(place.contacts.filter(removed_at__isnull=True))
    for report_id, row in rows.items():
        if "contact" not in row.withdrawn:
            beside.setdefault(report_id, []).extend(_contact_versions(row, contacts))
    states = SyncOperation.State
    for operation in SyncOperation.objects.filter(pk__in=list(rows), state__in=(states.ACCEPTED, states.CONFLICT)):
        versions = beside.get(str(operation.pk), [])
        state = states.CONFLICT if versions else states.ACCEPTED
        if (operation.state, operation.versions) != (state, versions):
            operation.state, operation.versions = state, versions
            operation.save(update_fields=["state", "versions"])


def _versions(name: str, report: merging.Report, end: merging.Standing) -> dict[str, Any]:
    said = merging.flat(report.values)[name]
    return {
        "field": name,
        "label": field_label(name),
        "kind": "different",
        "this": {"value": said, "words": value_words(name, said), "by": report.by, "at": report.at.isoformat()},
        "other": {
            "value": end.value, "words": value_words(name, end.value), "by": end.report.by, "at": end.report.at.isoformat(),
        },
    }  # fmt: skip


def _contact_versions(row: PlaceCorrection, live: Sequence[PlaceContact]) -> list[dict[str, Any]]:
    made = []
    for contact in live:
        if str(contact.pk) not in row.contacts:
            continue
        for other in live:
            if other.role != contact.role or str(other.pk) in row.contacts:
                continue
            made.append(
                {
                    "field": "contact",
                    "label": f"联系人（{label(CONTACT_ROLES, contact.role)}）",
                    "kind": "both",
                    "this": {
                        "value": str(contact.pk), "words": f"{contact.name} {contact.phone_masked}".strip(),
                        "by": row.by_name, "at": row.at.isoformat(),
                    },
                    "other": {"value": str(other.pk), "words": f"{other.name} {other.phone_masked}".strip(), "by": "", "at": ""},
                }
            )  # fmt: skip
    return sorted(made, key=lambda one: (one["this"]["value"], one["other"]["value"]))


def field_label(name: str) -> str:
    """Return a field's words."""
    key = name.removeprefix("inputs.")
    return FIELD_LABELS.get(name) or (INPUTS[key].zh if key in INPUTS else name)


def value_words(name: str, value: Any) -> str:
    """Return a value as a person reads it."""
    return state_label(value) if name == "state" else str(value)


def taken(correction_id: UUID) -> Taken:
    """Return what a correction came to, for the answer to the phone. Raises NotFound."""
    row = PlaceCorrection.objects.select_related("place").filter(pk=correction_id).first()
    if row is None:
        raise not_found("更正", "correction")
    reports = reports_of(row.place)
    others: dict[str, None] = {}
    mine = merging.flat(row.values)
    for report in reports:
        if report.id != str(row.pk) and report.version > row.seen and report.author != row.author:
            shared = set(merging.flat(report.values)) & set(mine)
            if shared:
                others[report.by] = None
    return Taken(row.place, [], list(others))
