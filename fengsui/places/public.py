"""What anyone who scans a plate may learn of a place: its name, whose grid it is in, nothing about persons."""

from dataclasses import dataclass

from fengsui.org.models import Area
from fengsui.places import plate_codes
from fengsui.places.models import Place
from fengsui.places.states import ENDED, state_label

STREET_DEPTH = 2


@dataclass(frozen=True)
class PlateCard:
    """The public face of a place. `ended` tells that the record has left the ledger."""

    code: str
    name: str
    number: str
    state_label: str
    ended: bool
    street: str
    community: str
    grid: str
    office: str
    is_simulated: bool


def plate_card(text: str) -> PlateCard | None:
    """Return the card of a plate code as typed or scanned, of the surviving record for a merged one; None if unknown."""
    code = plate_codes.tidy(text)
    if not plate_codes.is_valid(code):
        return None
    place = Place.objects.select_related("area", "merged_into", "merged_into__area").filter(plate_code=code).first()
    if place is None or place.state == "rejected":
        return None
    seen = {place.pk}
    while place.merged_into is not None and place.merged_into.pk not in seen:
        place = place.merged_into
        seen.add(place.pk)
    chain = {area.level: area.name for area in Area.objects.filter(path__in=_chain(place.area_path))}
    return PlateCard(
        code=place.plate_code,
        name=place.name,
        number=place.number,
        state_label=state_label(place.state),
        ended=place.state in ENDED,
        street=chain.get("street", ""),
        community=chain.get("community", ""),
        grid=chain.get("grid", ""),
        office=office_words(place, streets_of({place.area_path})),
        is_simulated=place.is_simulated,
    )


def _chain(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]


def streets_of(paths: set[str]) -> dict[str, Area]:
    """Return path → area of the streets and districts that hold the given paths, in one query."""
    wanted = {"/".join(path.split("/")[:depth]) for path in paths for depth in (1, STREET_DEPTH)}
    return {area.path: area for area in Area.objects.filter(path__in=wanted)}


def office_words(place: Place, streets: dict[str, Area]) -> str:
    """Return the office that answers for a place's grid: its street's fire-safety service centre."""
    parts = place.area_path.split("/")
    area = streets.get("/".join(parts[:STREET_DEPTH])) or streets.get(parts[0])
    return f"{area.name}消防安全服务中心" if area else "消防安全服务中心"
