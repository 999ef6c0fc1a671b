"""Every write of the ledger."""

from fengsui.places.services.context import Context
from fengsui.places.services.correcting import (
    DOOR_STATES,
    check_door_state,
    correct_place,
    first_reported_is_called,
    see_contact,
)
from fengsui.places.services.deciding import override_class, recompute_classes
from fengsui.places.services.editing import as_changes, bulk_update, update_place
from fengsui.places.services.facilities import add_facility, edit_facility, remove_facility
from fengsui.places.services.living import set_state
from fengsui.places.services.making import MOST_AT_ONCE, bulk_create, create_place, place_propose
from fengsui.places.services.people import add_contact, edit_contact, remove_contact, reveal_phone
from fengsui.places.services.photos import attach_photo, remove_photo
from fengsui.places.services.tenancy import change_tenant

__all__ = [
    "DOOR_STATES",
    "MOST_AT_ONCE",
    "Context",
    "add_contact",
    "add_facility",
    "as_changes",
    "attach_photo",
    "bulk_create",
    "bulk_update",
    "change_tenant",
    "check_door_state",
    "correct_place",
    "create_place",
    "edit_contact",
    "edit_facility",
    "first_reported_is_called",
    "override_class",
    "place_propose",
    "recompute_classes",
    "remove_contact",
    "remove_facility",
    "remove_photo",
    "reveal_phone",
    "see_contact",
    "set_state",
    "update_place",
]
