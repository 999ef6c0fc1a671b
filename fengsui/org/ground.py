"""Simulated ground: divides an outline into nested cells, the same for the same seed. Pure; knows no Django."""

import math
import random
from collections.abc import Sequence

from shapely import MultiPoint, MultiPolygon, Point, Polygon, voronoi_polygons
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry


def _point_in(area: BaseGeometry, rng: random.Random) -> Point:
    left, bottom, right, top = area.bounds
    for _ in range(10_000):
        point = Point(rng.uniform(left, right), rng.uniform(bottom, top))
        if area.contains(point):
            return point
    return area.representative_point()


def _areal(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygonal part of a geometry."""
    parts = [part for part in getattr(geometry, "geoms", [geometry]) if isinstance(part, Polygon) and part.area > 0]
    flat: list[Polygon] = []
    for part in getattr(geometry, "geoms", [geometry]):
        if isinstance(part, MultiPolygon):
            flat += list(part.geoms)
    parts += flat
    whole: BaseGeometry = parts[0] if len(parts) == 1 else MultiPolygon(parts)
    return whole


def _cells(area: BaseGeometry, seeds: Sequence[Point]) -> list[BaseGeometry]:
    """Return one cell a seed: the part of the area nearer to it than to any other."""
    if len(seeds) == 1:
        return [_areal(area)]
    cells = list(voronoi_polygons(MultiPoint(list(seeds)), extend_to=area).geoms)
    made: list[BaseGeometry] = []
    for seed in seeds:
        cell = min(cells, key=lambda candidate: candidate.distance(seed))
        made.append(_areal(cell.intersection(area)))
    return made


def divide(area: BaseGeometry, count: int, seed: int, rounds: int = 4) -> list[BaseGeometry]:
    """Divide an area into `count` cells of similar size (Lloyd's relaxation), the same for the same seed.

    Returns `count` polygons that cover the area and meet only at their borders.
    """
    rng = random.Random(seed)
    seeds = [_point_in(area, rng) for _ in range(count)]
    for _ in range(rounds):
        moved = []
        for cell in _cells(area, seeds):
            centre = cell.centroid
            moved.append(centre if area.contains(centre) else cell.representative_point())
        seeds = moved
    return _cells(area, seeds)


def around(area: BaseGeometry, centres: Sequence[tuple[float, float]]) -> list[BaseGeometry]:
    """Divide an area among given centres (lon, lat), each taking what is nearest to it."""
    return _cells(area, [Point(*centre) for centre in centres])


def spiral(centre: tuple[float, float], count: int, step_degrees: float) -> list[tuple[float, float]]:
    """Return `count` points on a sunflower spiral: a dense middle and a wider rim, as a town grows."""
    golden = math.pi * (3 - math.sqrt(5))
    points = []
    for n in range(count):
        radius = step_degrees * math.sqrt(n + 0.5)
        points.append((centre[0] + radius * math.cos(n * golden) * 1.3, centre[1] + radius * math.sin(n * golden)))
    return points


def as_geojson(geometry: BaseGeometry) -> dict[str, object]:
    """Return a geometry as GeoJSON with six decimals (about 0.1 m)."""

    def rounded(value: object) -> object:
        if isinstance(value, float):
            return round(value, 6)
        if isinstance(value, list | tuple):
            return [rounded(part) for part in value]
        return value

    made = mapping(geometry)
    return {"type": made["type"], "coordinates": rounded(made["coordinates"])}


def from_geojson(document: dict[str, object]) -> BaseGeometry:
    """Return the geometry of a GeoJSON geometry object."""
    return shape(document)
