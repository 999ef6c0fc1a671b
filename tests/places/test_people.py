"""Contacts, facilities and photos: phones sealed and masked, whole ones read with a reason, expiry found in time."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection

from fengsui.kernel.errors import Forbidden, InvalidInput, NotFound
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.models import AuditEntry, Operation
from fengsui.places import queries, services
from fengsui.places.models import PlaceContact
from fengsui.places.queries import FacilityFilters
from fengsui.places.values import NewContact
from tests.places.factories import OTHER_GRID, make_place

PHONE = "13847612345"


def test_a_phone_is_never_at_rest_or_in_an_answer(people):
    place = make_place(phone=PHONE)
    shown = queries.detail(actor=people.inspector, place_id=place.pk)
    assert shown["contacts"][0]["phone"] == "138****2345"
    assert PHONE not in str(shown)
    with connection.cursor() as cursor:
        for table in ("places_place", "places_placecontact", "kernel_auditentry", "kernel_outboxevent", "kernel_operation"):
            cursor.execute(f"SELECT * FROM {table}")
            assert PHONE not in str(cursor.fetchall()), table


def test_a_whole_number_is_read_with_a_reason_and_leaves_a_trace(people):
    contact = make_place(phone=PHONE).contacts.get()
    with pytest.raises(InvalidInput):
        services.reveal_phone(actor=people.inspector, contact_id=contact.pk, reason="")
    with pytest.raises(NotFound):
        services.reveal_phone(actor=people.stranger, contact_id=contact.pk, reason="想看看")
    with pytest.raises(Forbidden):
        services.reveal_phone(actor=people.auditor, contact_id=contact.pk, reason="想看看")
    assert services.reveal_phone(actor=people.inspector, contact_id=contact.pk, reason="通知复查") == PHONE
    entry = AuditEntry.objects.get(verb="place.reveal_phone")
    assert (entry.actor_name, entry.reason) == ("李巡查", "通知复查")
    assert PHONE not in str(entry.changes)


def test_contacts_are_added_changed_and_taken_off(people):
    place = make_place(phone="")
    first = services.add_contact(
        actor=people.grid_worker,
        operation_id=uuid4(),
        place_id=place.pk,
        contact=NewContact(name="王师傅", phone="138 4761 2345"),
    )
    assert first.is_primary
    second = services.add_contact(
        actor=people.grid_worker, operation_id=uuid4(), place_id=place.pk, contact=NewContact(name="李姐", is_primary=True)
    )
    first.refresh_from_db()
    assert (first.is_primary, second.is_primary) == (False, True)
    services.edit_contact(actor=people.grid_worker, contact_id=first.pk, changes={"name": "王老板"})
    first.refresh_from_db()
    assert (first.name, first.phone_last4) == ("王老板", "2345")
    services.edit_contact(actor=people.grid_worker, contact_id=first.pk, changes={"phone": "13900001111"})
    first.refresh_from_db()
    assert first.phone_masked == "139****1111"
    with pytest.raises(InvalidInput):
        services.edit_contact(actor=people.grid_worker, contact_id=first.pk, changes={"phone": "12"})
    services.remove_contact(actor=people.grid_worker, contact_id=first.pk, reason="已离职")
    assert [one["name"] for one in queries.detail(actor=people.inspector, place_id=place.pk)["contacts"]] == ["李姐"]
    # Two people, and what the first was called and reached by before each of the two changes.
    assert PlaceContact.objects.filter(place=place).count() == 4
    with pytest.raises(NotFound):
        services.edit_contact(actor=people.stranger, contact_id=second.pk, changes={"name": "外人"})
    assert Operation.objects.filter(verb="place.add_contact").count() == 2


def test_facilities_that_run_out_are_found_in_time(people):
    place, foreign, gone = make_place(), make_place("外街店", OTHER_GRID), make_place("搬走的店")
    expiries = ((place, date(2026, 3, 1)), (place, date(2026, 4, 1)), (place, date(2027, 1, 1)), (foreign, date(2026, 3, 12)))
    for where, expires in (*expiries, (gone, date(2026, 3, 12))):
        services.add_facility(
            actor=people.brigade, place_id=where.pk,
            facility={"kind": "extinguisher", "quantity": 4, "installed_on": date(2021, 3, 1), "expires_on": expires},
        )  # fmt: skip
    services.add_facility(actor=people.inspector, place_id=place.pk, facility={"kind": "emergency_light"})
    services.set_state(actor=people.brigade, place_id=gone.pk, verb="move_away", reason="迁往松山区")
    soon = queries.list_facilities(actor=people.inspector, filters=FacilityFilters(expires_within_days=30))
    assert [(row["expires_on"], row["expired"], row["days_left"]) for row in soon.items] == [
        (date(2026, 3, 1), True, -9),
        (date(2026, 4, 1), False, 22),
    ]
    every = queries.list_facilities(actor=people.inspector, filters=FacilityFilters())
    assert [row["expires_on"] for row in every.items][-1] is None
    assert every.total == 4
    due = queries.expiring_within(area_path="150402", days=30, today=date(2026, 3, 10))
    assert [pk for pk, _ in due] == [place.pk, foreign.pk]


def test_a_facility_is_corrected_and_taken_off_with_a_reason(people):
    place = make_place()
    row = services.add_facility(actor=people.grid_worker, place_id=place.pk, facility={"kind": "fire_door", "quantity": 2})
    services.edit_facility(actor=people.grid_worker, facility_id=row.pk, changes={"state": "faulty", "note": "闭门器坏"})
    with pytest.raises(InvalidInput):
        services.edit_facility(actor=people.grid_worker, facility_id=row.pk, changes={"quantity": 0})
    with pytest.raises(InvalidInput):
        services.edit_facility(
            actor=people.grid_worker, facility_id=row.pk,
            changes={"installed_on": date(2026, 3, 1), "expires_on": date(2026, 2, 1)},
        )  # fmt: skip
    with pytest.raises(NotFound):
        services.edit_facility(actor=people.stranger, facility_id=row.pk, changes={"note": "外人"})
    with pytest.raises(InvalidInput):
        services.remove_facility(actor=people.grid_worker, facility_id=row.pk, reason="")
    services.remove_facility(actor=people.grid_worker, facility_id=row.pk, reason="改建拆除")
    assert queries.detail(actor=people.inspector, place_id=place.pk)["facilities"] == []
    changed = AuditEntry.objects.get(verb="place.edit_facility").changes
    assert changed["state"] == ["good", "faulty"]


def test_a_photo_is_linked_shown_and_taken_off(people):
    place = make_place()
    link = services.attach_photo(actor=people.grid_worker, place_id=place.pk, photo=EvidencePhoto(sha256="a" * 64, role="place"))
    photos = queries.detail(actor=people.inspector, place_id=place.pk)["photos"]
    assert [(one["role"], one["arrived"]) for one in photos] == [("place", False)]
    with pytest.raises(InvalidInput):
        services.attach_photo(actor=people.grid_worker, place_id=place.pk, photo=EvidencePhoto(sha256="b" * 64, role="after"))
    services.remove_photo(actor=people.grid_worker, place_id=place.pk, link_id=link.pk, reason="拍错店")
    assert queries.detail(actor=people.inspector, place_id=place.pk)["photos"] == []
