"""A place found on the way: handed to the ledger as a candidate, with the contact the worker was given."""

from uuid import UUID

from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import InvalidInput
from fengsui.kernel.service import service
from fengsui.org.services import who_owns_point
from fengsui.places import services
from fengsui.places.models import Place
from fengsui.places.values import NewContact, NewPlace


@service("patrol.propose_place")
def propose(
    *,
    actor: Actor,
    operation_id: UUID | None = None,
    id: UUID,
    name: str,
    lon: float,
    lat: float,
    address: str = "",
    activity: str = "",
    area_path: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    note: str = "",
) -> Place:
    """Propose a place to the ledger; without an area the point (WGS84 degrees) decides whose it is.

    The same id again returns the place that was proposed by it. Raises InvalidInput for a point no area owns,
    NotFound for one in somebody else's.
    """
    earlier = Place.objects.filter(pk=id, source="phone", name=name.strip()).first()
    if earlier is not None and actor.may("places.propose", area_path=earlier.area_path, line=earlier.line):
        return earlier
    contacts = (NewContact(name=contact_name, phone=contact_phone, is_primary=True),) if contact_name or contact_phone else ()
    return services.place_propose(
        actor=actor,
        place=NewPlace(
            id=id,
            name=name,
            area_path=area_path or _area_of(actor, lon, lat),
            address=address,
            activity=activity,
            lon=lon,
            lat=lat,
            coordinate_source="phone",
            contacts=contacts,
            note=note,
        ),
    )


def _area_of(actor: Actor, lon: float, lat: float) -> str:
    """Return the area a point is filed under: its own; where the map knows no grid there, the worker's."""
    area = who_owns_point(lon, lat)
    path = area.path if area else ""
    own = actor.areas_for("places.propose")
    narrower = [mine for mine in own if not path or mine.startswith(f"{path}/")]
    if narrower:
        return narrower[0]
    if not path:
        raise InvalidInput(
            "point_outside",
            zh="这个位置不在本区任何网格内，请到场所门口重新定位，或在电脑上建档。",
            en="No area owns this point; locate again at the door, or enter the place at the desk.",
        )
    return path
