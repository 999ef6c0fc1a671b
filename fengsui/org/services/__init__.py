"""Every write to areas, people and equipment."""

from fengsui.org.ownership import who_owns_point
from fengsui.org.services.areas import create_area, load_shipped_areas, put_polygon, rename_area, retire_area
from fengsui.org.services.equipment import add_equipment, issue_equipment, return_equipment, set_equipment_state
from fengsui.org.services.people import (
    create_member,
    create_organization,
    end_member,
    end_post,
    open_post,
    substitute,
    unmask_member_phone,
    update_member,
)
from fengsui.org.services.zones import close_zone, create_zone, update_zone

__all__ = [
    "add_equipment",
    "close_zone",
    "create_area",
    "create_member",
    "create_organization",
    "create_zone",
    "end_member",
    "end_post",
    "issue_equipment",
    "load_shipped_areas",
    "open_post",
    "put_polygon",
    "rename_area",
    "retire_area",
    "return_equipment",
    "set_equipment_state",
    "substitute",
    "unmask_member_phone",
    "update_member",
    "update_zone",
    "who_owns_point",
]
