"""Makers of areas and places for the stories of the ledger; places are written through the services."""

from typing import Any

from fengsui.kernel import actor as actors
from fengsui.kernel.actor import Actor
from fengsui.org.models import Area
from fengsui.places import services
from fengsui.places.models import Place
from fengsui.places.values import NewContact, NewPlace

DISTRICT, STREET, OTHER_STREET = "150402", "150402/006", "150402/001"
COMMUNITY, GRID, OTHER_GRID = "150402/006/002", "150402/006/002/07", "150402/001/003/01"
LON, LAT = 118.9539, 42.2661
NAMES = {
    DISTRICT: ("district", "红山区"),
    STREET: ("street", "站前街道"),
    OTHER_STREET: ("street", "西屯街道"),
    COMMUNITY: ("community", "铁南社区"),
    "150402/001/003": ("community", "六西街社区"),
    GRID: ("grid", "第七网格"),
    OTHER_GRID: ("grid", "第一网格"),
}


def make_areas() -> None:
    """Make a district with two streets, each with a community and a grid."""
    for path, (level, name) in NAMES.items():
        kind = level if level in ("community", "grid") else "street"
        parent = Area.objects.filter(path=path.rpartition("/")[0]).first()
        Area.objects.get_or_create(
            path=path, defaults={"code": path.replace("/", ""), "level": level, "kind": kind, "name": name, "parent": parent}
        )


def given(name: str = "好再来饭店", area_path: str = GRID, **fields: Any) -> NewPlace:
    """Return a place as given; a phone may be passed as phone='…'."""
    phone = fields.pop("phone", "13847612345")
    contacts = fields.pop("contacts", (NewContact(name="王师傅", phone=phone),) if phone else ())
    defaults: dict[str, Any] = {"address": "站前路1号", "activity": "restaurant", "inputs": {"area_m2": 80, "seats": 40}}
    return NewPlace(**{**defaults, "name": name, "area_path": area_path, "contacts": contacts, **fields})


def make_place(name: str = "好再来饭店", area_path: str = GRID, *, actor: Actor | None = None, **fields: Any) -> Place:
    """Return a place written by the service."""
    return services.create_place(actor=actor or actors.system("测试"), place=given(name, area_path, **fields))
