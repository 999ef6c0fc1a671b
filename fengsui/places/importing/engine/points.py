"""Coordinates of a ledger: which system they are in, swapped columns put right. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fengsui.kernel.geo import to_wgs84

SYSTEMS = {
    "wgs84": ("WGS84（GPS、天地图）", "WGS84"),
    "gcj02": ("GCJ-02（高德、腾讯）", "GCJ-02"),
    "bd09": ("BD-09（百度）", "BD-09"),
}
# Tells whether a WGS84 point lies in the area of a path; None when that area has no outline.
Inside = Callable[[str, float, float], bool | None]
_DECLARED = (
    ("bd09", ("百度", "bd09", "bd-09")),
    ("gcj02", ("高德", "腾讯", "gcj", "火星")),
    ("wgs84", ("wgs", "gps", "天地图", "2000")),
)


@dataclass(frozen=True)
class SystemGuess:
    """The coordinate system taken, whether it is certain enough not to ask, and why in words."""

    system: str
    certain: bool
    zh: str
    en: str


def put_right(first: float, second: float) -> tuple[float, float, bool] | None:
    """Return (lon, lat, swapped) of two numbers; None when they are no point in or near China in either order."""
    if 72 <= first <= 137 and 3 <= second <= 54:
        return first, second, False
    if 72 <= second <= 137 and 3 <= first <= 54:
        return second, first, True
    return None


def declared_in(labels: Sequence[str]) -> str:
    """Return the system that headers of coordinate columns name, such as 百度经度; '' when they name none."""
    for label in labels:
        for system, words in _DECLARED:
            if any(word in label.lower() for word in words):
                return system
    return ""


def guess_system(points: Sequence[tuple[str, float, float]], inside: Inside, labels: Sequence[str] = ()) -> SystemGuess:
    """Return the system in which most points fall into the area named on their row.

    `points`: (area path, lon, lat). Falls back to what the headers say, then to GCJ-02, flagged as uncertain.
    """
    counts = dict.fromkeys(SYSTEMS, 0)
    seen = 0
    for path, lon, lat in points:
        told = [inside(path, *to_wgs84(lon, lat, system)) for system in SYSTEMS]
        if None in told:
            continue
        seen += 1
        for system, falls in zip(SYSTEMS, told, strict=True):
            counts[system] += bool(falls)
    declared = declared_in(labels)
    ranked = sorted(SYSTEMS, key=lambda system: -counts[system])
    best, second = ranked[0], ranked[1]
    if declared:
        zh = f"表头写明坐标为{SYSTEMS[declared][0]}"
        return SystemGuess(declared, True, zh, f"the header says {SYSTEMS[declared][1]}")
    if seen >= 3 and counts[best] >= 0.5 * seen and counts[best] > counts[second] * 1.05 + 1:
        zh = f"按{SYSTEMS[best][0]}换算时，{seen} 个点中有 {counts[best]} 个落在所写的区域内，多于{SYSTEMS[second][0]}的 {counts[second]} 个"
        en = f"as {SYSTEMS[best][1]}, {counts[best]} of {seen} points fall into the area named beside them"
        return SystemGuess(best, True, zh, en)
    return SystemGuess(
        "gcj02",
        False,
        "看不出坐标系，先按 GCJ-02（高德、腾讯）换算；如来自百度地图或 GPS，请改选",
        "the system cannot be told; taken as GCJ-02, please check",
    )
