"""Plates for the door: one, or the plates of a whole filter, as a PDF to print and cut."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from fengsui.kernel import audit, documents, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import InvalidInput, TooLarge
from fengsui.org.models import Area
from fengsui.places import filters as place_filters
from fengsui.places import plate_codes
from fengsui.places.filters import PlaceFilters
from fengsui.places.models import Place
from fengsui.places.public import office_words, streets_of
from fengsui.places.queries.lists import matching_rows
from fengsui.places.states import ENDED

MOST_PLATES = 800
TEMPLATE = "places/templates/plates.typ"


@dataclass(frozen=True)
class PlateSize:
    """One way to print: words, the paper in mm, how many columns and rows of plates it holds.

    `by_grid` begins a page with every grid, named at its head, so that each grid worker gets a stack of their own.
    """

    code: str
    zh: str
    en: str
    width_mm: int
    height_mm: int
    columns: int = 1
    rows: int = 1
    by_grid: bool = False


SIZES: dict[str, PlateSize] = {
    size.code: size
    for size in (
        PlateSize("a4_sheet", "A4 拼版（每页 8 块，裁切）", "A4 sheet of 8, to cut", 210, 297, 2, 4),
        PlateSize("a4_by_grid", "A4 拼版，按网格分页（页眉写网格和块数）", "A4 sheets by grid", 210, 297, 2, 4, by_grid=True),
        PlateSize("card", "小牌 90×60 毫米", "card 90×60 mm", 90, 60),
        PlateSize("plate", "门牌 150×100 毫米", "plate 150×100 mm", 150, 100),
        PlateSize("poster", "A5 张贴 148×210 毫米", "A5 poster", 148, 210),
    )
}


def plates_pdf(*, actor: Actor, filters: PlaceFilters, size: str, base_url: str, sort: str = "area") -> tuple[bytes, int]:
    """Return the plates of every place that matches as one PDF, and how many; the audit keeps who printed them.

    Places that have ended and candidates get no plate. `base_url` ends in '/', e.g. https://host/. Raises Forbidden,
    InvalidInput for an unknown size or when nothing matches, TooLarge above MOST_PLATES.
    """
    layout = layout_of(size)
    rows = printable(actor=actor, filters=filters)
    total = rows.count()
    if total > MOST_PLATES:
        raise TooLarge(
            "plates_too_many",
            zh=f"共 {total} 块，直接打印最多 {MOST_PLATES} 块。请交任务中心按社区分册生成，或缩小筛选范围。",
            en=f"{total} plates; at most {MOST_PLATES} at once. Let the job centre make them, or narrow the filters.",
            extra={"limit": MOST_PLATES},
        )
    if not total:
        raise nothing_to_print()
    places = list(place_filters.order(rows, sort))
    content = set_plates(places, layout, base_url)
    with transaction.write():
        record_print(actor, filters, size, len(places))
    return content, len(places)


def printable(*, actor: Actor, filters: PlaceFilters) -> QuerySet[Place]:
    """Return the places that match and get a plate. Raises Forbidden."""
    rows = matching_rows(actor=actor, filters=filters, permission="places.plates")
    return rows.exclude(state__in=(*ENDED, "candidate")).select_related("area")


def nothing_to_print() -> InvalidInput:
    """Return the error for filters that no printable place matches."""
    return InvalidInput(
        "plates_none",
        zh="没有可以打印的场所：筛选结果为空，或都是待核实、已退出台账的档案。",
        en="Nothing to print: no place in the ledger matches.",
    )


def record_print(actor: Actor, filters: PlaceFilters, size: str, count: int) -> None:
    """Put into the audit who printed how many plates of which filters."""
    audit.record(
        actor=actor,
        verb="place.print_plates",
        area_path=filters.area,
        changes={
            "plates": [None, count],
            "size": [None, size],
            "filters": [None, filters.model_dump(mode="json", exclude_defaults=True)],
        },
    )


def plate_pdf(*, actor: Actor, place: Place, size: str, base_url: str) -> bytes:
    """Return the plate of one place, already found in scope of places.plates. Raises InvalidInput for an unknown size."""
    content = set_plates([place], layout_of(size), base_url)
    with transaction.write():
        audit.record(actor=actor, verb="place.print_plates", subject=place, changes={"size": [None, size]})
    return content


def plate_address(base_url: str, code: str) -> str:
    """Return the address a plate's QR code opens."""
    return f"{base_url.rstrip('/')}/q/{code}"


def layout_of(size: str) -> PlateSize:
    """Return a way to print by its code. Raises InvalidInput."""
    layout = SIZES.get(size)
    if layout is None:
        raise InvalidInput(
            "plate_size", zh=f"没有这种尺寸：{size}。", en=f"No such size: {size}.", extra={"sizes": sorted(SIZES)}
        )
    return layout


def set_plates(places: list[Place], layout: PlateSize, base_url: str) -> bytes:
    """Return plates set as one PDF; by grid, places must come in the order of their areas."""
    streets = streets_of({place.area_path for place in places})
    data = {
        "title": "场所二维码牌",
        "width": layout.width_mm,
        "height": layout.height_mm,
        "columns": layout.columns,
        "rows": layout.rows,
        "groups": _groups(places, layout, streets, base_url),
    }
    return documents.render_pdf(TEMPLATE, data)


def _groups(places: list[Place], layout: PlateSize, streets: dict[str, Area], base_url: str) -> list[dict[str, Any]]:
    """Return the plates in stacks: one of all, or one of each grid with its words."""
    made: list[dict[str, Any]] = []
    titles = _grid_words(places) if layout.by_grid else {}
    for path, members in groupby(places, key=lambda place: place.area_path if layout.by_grid else ""):
        plates = [_plate(place, streets, base_url) for place in members]
        made.append({"title": f"{titles[path]} · 共 {len(plates)} 块" if layout.by_grid else "", "plates": plates})
    return made


def _grid_words(places: list[Place]) -> dict[str, str]:
    """Return area path → street, community and grid in words (one query)."""
    paths = {place.area_path for place in places}
    parts = {"/".join(path.split("/")[:depth]) for path in paths for depth in (2, 3, 4)}
    names = dict(Area.objects.filter(path__in=parts).values_list("path", "name"))
    return {
        path: " ".join(names.get("/".join(path.split("/")[:depth]), "") for depth in range(2, path.count("/") + 2)).strip()
        for path in paths
    }


def _plate(place: Place, streets: dict[str, Area], base_url: str) -> dict[str, Any]:
    return {
        "name": place.name,
        "number": place.number,
        "code": plate_codes.spaced(place.plate_code),
        "office": office_words(place, streets),
        "qr": documents.qr_svg(plate_address(base_url, place.plate_code), error="q", border=4),
    }
