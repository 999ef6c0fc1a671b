"""What `fengsui import areas` does: the shipped areas, or a CSV or GeoJSON file of one's own."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from shapely.geometry import shape

from fengsui.kernel import audit, clock, settings_store, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import FieldError, InvalidInput
from fengsui.org import polygons, shipped
from fengsui.org.models import Area
from fengsui.org.services.areas import fill, load_shipped_areas, searchable

LEVELS = {1: "district", 2: "street", 3: "community", 4: "grid"}
LENGTHS = {6: 1, 9: 2, 12: 3, 14: 4}


def path_of(code: str) -> str:
    """Return the area path of a statistical code of 6, 9, 12 or 14 digits. Raises ValueError for any other."""
    if not code.isascii() or not code.isdigit() or len(code) not in LENGTHS:
        raise ValueError(code)
    cuts = [0, 6, 9, 12, 14]
    return "/".join(code[cuts[n] : cuts[n + 1]] for n in range(LENGTHS[len(code)]))


def import_areas(file: Path | None, *, crs: str = "wgs84", actor: Actor) -> dict[str, int]:
    """Import areas; return {areas, existing, polygons}. Everything or nothing.

    CSV: columns code (6, 9, 12 or 14 digits) and name. GeoJSON: features with properties code and name, polygons
    in `crs`. Raises InvalidInput listing every wrong row in words.
    """
    if file is None:
        return {**load_shipped_areas(actor=actor), "polygons": 0}
    text = _text(file)
    rows = _features(text) if file.suffix.lower() in (".geojson", ".json") else _csv(text)
    with transaction.write():
        return _apply(rows, crs, actor)


def _text(file: Path) -> str:
    raw = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidInput("file_encoding", zh="文件编码认不出，请另存为 UTF-8。", en="Unknown encoding; save the file as UTF-8.")


def _csv(text: str) -> list[tuple[str, str, dict[str, Any] | None]]:
    reader = csv.DictReader(io.StringIO(text))
    if not {"code", "name"} <= set(reader.fieldnames or []):
        raise InvalidInput(
            "columns_missing", zh="CSV 要有 code 和 name 两列（区划代码、名称）。", en="The CSV needs the columns code and name."
        )
    return [((row["code"] or "").strip(), (row["name"] or "").strip(), None) for row in reader]


def _features(text: str) -> list[tuple[str, str, dict[str, Any] | None]]:
    try:
        document = json.loads(text)
        features = document["features"]
    except (ValueError, KeyError, TypeError):
        raise InvalidInput(
            "not_geojson", zh="文件不是 GeoJSON 图形集合（FeatureCollection）。", en="Not a GeoJSON FeatureCollection."
        ) from None
    return [
        (str((f.get("properties") or {}).get("code", "")), str((f.get("properties") or {}).get("name", "")), f.get("geometry"))
        for f in features
    ]


def _apply(rows: list[tuple[str, str, dict[str, Any] | None]], crs: str, actor: Actor) -> dict[str, int]:
    problems: list[FieldError] = []
    known = {row.path: row for row in Area.objects.all()}
    made = drawn = existing = 0
    for number, (code, name, geometry) in sorted(enumerate(rows, 1), key=lambda pair: (len(pair[1][0]), pair[1][0])):
        place = f"第 {number} 行"
        try:
            path = path_of(code)
        except ValueError:
            problems.append(FieldError(place, f"代码“{code}”应为 6、9、12 或 14 位数字。", f"Bad code {code}."))
            continue
        parent = known.get(path.rsplit("/", 1)[0]) if "/" in path else None
        if "/" in path and parent is None:
            problems.append(FieldError(place, f"“{name or code}”的上级区域不在系统里，也不在文件里。", f"No parent for {code}."))
            continue
        row = known.get(path)
        is_new = row is None
        if row is None:
            if len(name) < 2:
                problems.append(FieldError(place, f"代码 {code} 没有名称。", f"{code} has no name."))
                continue
            level = LEVELS[path.count("/") + 1]
            kind = shipped.kind_of_street(name) if level == "street" else level
            row = Area(
                code=code, path=path, level=level, kind=kind, name=name, short_name=shipped.short(name)[:40], parent=parent
            )
        if geometry is not None:
            try:
                found = polygons.read_polygon(geometry, system=crs)
                if parent is not None and parent.polygon:
                    polygons.inside_parent(found, shape(parent.polygon))
            except InvalidInput as wrong:
                problems.append(FieldError(f"{place} {name or code}", wrong.zh, wrong.en, wrong.code))
                continue
            fill(row, found)
            row.polygon_source, row.is_simulated = "导入", False
            drawn += 1
        row.changed_at, row.search_text = clock.now(), searchable(row)
        row.save(force_insert=is_new)
        known[path] = row
        made, existing = made + is_new, existing + (not is_new)
        audit.record(actor=actor, verb="area.import", subject=row)
    if problems:
        raise InvalidInput(
            "areas_wrong",
            zh=f"{len(problems)} 行有误，什么都没有写入。请改正后重新导入。",
            en=f"{len(problems)} rows are wrong; nothing was written.",
            fields=problems[:200],
        )
    districts = sorted(path for path in known if "/" not in path)
    if districts and settings_store.get(settings_store.DISTRICT) is None:
        settings_store.put(actor=actor, key=settings_store.DISTRICT, value=districts[0])
    return {"areas": made, "existing": existing, "polygons": drawn}
