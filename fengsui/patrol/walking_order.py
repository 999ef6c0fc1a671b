"""The order of doors: what is overdue first, then each time the nearest door not yet taken. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from fengsui.kernel.geo import haversine_m


@dataclass(frozen=True)
class Door:
    """One door to visit: its key, WGS84 lon/lat in degrees (None when unknown), and its rank (lower goes first)."""

    key: str
    lon: float | None
    lat: float | None
    rank: int = 0


def walking_order(doors: Sequence[Door], start: tuple[float, float] | None) -> list[str]:
    """Return the keys in walking order: by rank, then nearest neighbour from the start or from the last door taken.

    Doors without coordinates follow at the end of their rank in the given order. O(n²) in the doors of one rank.
    """
    ordered: list[str] = []
    here = start
    for rank in sorted({door.rank for door in doors}):
        group = [door for door in doors if door.rank == rank]
        located = [(door, door.lon, door.lat) for door in group if door.lon is not None and door.lat is not None]
        while located:
            lon, lat = here if here is not None else (located[0][1], located[0][2])
            nearest = min(range(len(located)), key=lambda i: haversine_m(lon, lat, located[i][1], located[i][2]))
            door, door_lon, door_lat = located.pop(nearest)
            ordered.append(door.key)
            here = (door_lon, door_lat)
        ordered.extend(door.key for door in group if door.lon is None or door.lat is None)
    return ordered
