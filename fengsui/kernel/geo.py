"""Coordinates: WGS84 inside, GCJ-02 and BD-09 converted at the edges, H3 cells for near-by look-ups."""

import math

import h3

# Krasovsky 1940 figures of the GCJ-02 offset, as published in the open re-implementations of the transform.
_AXIS_M = 6378245.0
_ECCENTRICITY2 = 0.00669342162296594323
_BD_ANGLE = math.pi * 3000.0 / 180.0
EARTH_RADIUS_M = 6371008.8


def _offset_lat(x: float, y: float) -> float:
    value = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    value += (20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)) * 2.0 / 3.0
    value += (20.0 * math.sin(y * math.pi) + 40.0 * math.sin(y / 3.0 * math.pi)) * 2.0 / 3.0
    return value + (160.0 * math.sin(y / 12.0 * math.pi) + 320.0 * math.sin(y * math.pi / 30.0)) * 2.0 / 3.0


def _offset_lon(x: float, y: float) -> float:
    value = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    value += (20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)) * 2.0 / 3.0
    value += (20.0 * math.sin(x * math.pi) + 40.0 * math.sin(x / 3.0 * math.pi)) * 2.0 / 3.0
    return value + (150.0 * math.sin(x / 12.0 * math.pi) + 300.0 * math.sin(x / 30.0 * math.pi)) * 2.0 / 3.0


def in_offset_region(lon: float, lat: float) -> bool:
    """Tell whether GCJ-02 differs from WGS84 at a point (the customary rectangle around China)."""
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def gcj02_from_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """Return (lon, lat) in GCJ-02, degrees, of a WGS84 point."""
    if not in_offset_region(lon, lat):
        return lon, lat
    x, y = lon - 105.0, lat - 35.0
    radians = lat / 180.0 * math.pi
    magic = 1.0 - _ECCENTRICITY2 * math.sin(radians) ** 2
    root = math.sqrt(magic)
    d_lat = _offset_lat(x, y) * 180.0 / ((_AXIS_M * (1 - _ECCENTRICITY2)) / (magic * root) * math.pi)
    d_lon = _offset_lon(x, y) * 180.0 / (_AXIS_M / root * math.cos(radians) * math.pi)
    return lon + d_lon, lat + d_lat


def wgs84_from_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """Return (lon, lat) in WGS84 of a GCJ-02 point, by fixed-point iteration (error below 1e-9 degree)."""
    guess_lon, guess_lat = lon, lat
    for _ in range(12):
        made_lon, made_lat = gcj02_from_wgs84(guess_lon, guess_lat)
        step_lon, step_lat = lon - made_lon, lat - made_lat
        guess_lon, guess_lat = guess_lon + step_lon, guess_lat + step_lat
        if abs(step_lon) < 1e-10 and abs(step_lat) < 1e-10:
            break
    return guess_lon, guess_lat


def gcj02_from_bd09(lon: float, lat: float) -> tuple[float, float]:
    """Return (lon, lat) in GCJ-02 of a BD-09 point."""
    x, y = lon - 0.0065, lat - 0.006
    radius = math.sqrt(x * x + y * y) - 0.00002 * math.sin(y * _BD_ANGLE)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * _BD_ANGLE)
    return radius * math.cos(angle), radius * math.sin(angle)


def wgs84_from_bd09(lon: float, lat: float) -> tuple[float, float]:
    """Return (lon, lat) in WGS84 of a BD-09 point."""
    return wgs84_from_gcj02(*gcj02_from_bd09(lon, lat))


def to_wgs84(lon: float, lat: float, system: str) -> tuple[float, float]:
    """Return (lon, lat) in WGS84 of a point given in 'wgs84', 'gcj02' or 'bd09'. Raises ValueError otherwise."""
    if system == "wgs84":
        return lon, lat
    if system == "gcj02":
        return wgs84_from_gcj02(lon, lat)
    if system == "bd09":
        return wgs84_from_bd09(lon, lat)
    raise ValueError(f"unknown coordinate system {system!r}; expected wgs84, gcj02 or bd09")


def haversine_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the great-circle distance in metres between two WGS84 points (mean Earth radius)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def cell(lon: float, lat: float, resolution: int = 9) -> str:
    """Return the H3 cell (text) of a WGS84 point; resolution 9 cells are about 175 m across."""
    return str(h3.latlng_to_cell(lat, lon, resolution))


def neighbour_cells(cell_text: str, rings: int = 1) -> list[str]:
    """Return a cell and its neighbours up to a number of rings."""
    return list(h3.grid_disk(cell_text, rings))
