"""The areas that come with the product: real names and codes, simulated borders."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from fengsui.org import ground

DATA = Path(__file__).parent / "data"
DISTRICTS = {"150402": "红山区"}
GRIDS = {"150402": 469}
# Where the old town stands and the two towns lie; the rest of the streets spiral around it. Simulation only.
CENTRES = {"150402": (118.962, 42.268)}
FAR = {"150402100": (119.06, 42.20), "150402102": (118.99, 42.11), "150402400": (119.10, 42.29), "150402401": (118.90, 42.16)}
STEP_DEGREES = 0.0105


@dataclass(frozen=True)
class ShippedArea:
    """One area to be: code, path, level, kind, names, its simulated or real polygon as GeoJSON."""

    code: str
    path: str
    level: str
    kind: str
    name: str
    short_name: str
    polygon: dict[str, Any]
    polygon_source: str
    is_simulated: bool


def kind_of_street(name: str) -> str:
    """Return street, town or park by the ending of an official name."""
    if name.endswith("街道"):
        return "street"
    return "town" if name.endswith(("镇", "乡")) else "park"


def short(name: str) -> str:
    """Return the everyday name: 一西街社区居委会 → 一西街社区, a park without its upper body's name."""
    for tail in ("居委会", "居民委员会", "村民委员会"):
        if name.endswith(tail):
            name = name.removesuffix(tail)
    if name.endswith("村委会"):
        name = name.removesuffix("委会")
    for head in ("内蒙古赤峰高新技术产业开发区管理委员会", "内蒙古赤峰"):
        name = name.removeprefix(head)
    return name


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def _grids_per_community(total: int, communities: list[str]) -> dict[str, int]:
    each, left = divmod(total, len(communities))
    return {code: each + (1 if n < left else 0) for n, code in enumerate(communities)}


def shipped_areas(district: str = "150402") -> list[ShippedArea]:
    """Return every area of a shipped district, parents before children. Raises KeyError for one that does not ship."""
    name = DISTRICTS[district]
    outline = shape(json.loads((DATA / f"{district}_outline.geojson").read_text(encoding="utf-8"))["features"][0]["geometry"])
    made = [ShippedArea(district, district, "district", "district", name, name, ground.as_geojson(outline), "公开轮廓", False)]
    streets = _rows(f"{district}_streets.csv")
    communities = _rows(f"{district}_communities.csv")
    far = FAR if district == "150402" else {}
    near = [row["code"] for row in streets if row["code"] not in far]
    spiral = dict(zip(near, ground.spiral(CENTRES[district], len(near), STEP_DEGREES), strict=True))
    centres = [{**spiral, **far}[row["code"]] for row in streets]
    networked = [row["code"] for row in communities if kind_of_street(_name(streets, row["streetCode"])) != "park"]
    grids = _grids_per_community(GRIDS[district], networked)
    for row, cell in zip(streets, ground.around(outline, centres), strict=True):
        code = row["code"]
        path = f"{district}/{code[6:9]}"
        made.append(_simulated(code, path, "street", kind_of_street(row["name"]), row["name"], cell))
        own = [c for c in communities if c["streetCode"] == code]
        for community, piece in zip(own, ground.divide(cell, len(own), int(code)) if own else [], strict=True):
            made += _community(community, path, piece, grids.get(community["code"], 1))
    return made


def _name(streets: list[dict[str, str]], code: str) -> str:
    return next(row["name"] for row in streets if row["code"] == code)


def _community(row: dict[str, str], street_path: str, piece: BaseGeometry, grid_count: int) -> list[ShippedArea]:
    code = row["code"]
    path = f"{street_path}/{code[9:12]}"
    kind = "village" if "村" in row["name"] else "community"
    made = [_simulated(code, path, "community", kind, row["name"], piece)]
    for n, cell in enumerate(ground.divide(piece, grid_count, int(code), rounds=3), 1):
        name = f"{short(row['name'])}第{n:02d}网格"
        made.append(_simulated(f"{code}{n:02d}", f"{path}/{n:02d}", "grid", "grid", name, cell))
    return made


def _simulated(code: str, path: str, level: str, kind: str, name: str, cell: BaseGeometry) -> ShippedArea:
    polygon = ground.as_geojson(cell)
    return ShippedArea(code, path, level, kind, name, short(name), polygon, "模拟", True)
