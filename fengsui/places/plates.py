"""Plates for the door: one, or the plates of a whole filter, as a PDF to print and cut."""

from dataclasses import dataclass
from typing import Any

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
    """One way to print: words, the paper in mm, and how many columns and rows of plates it holds."""

    code: str
    zh: str
    en: str
    width_mm: int
    height_mm: int
    columns: int = 1
    rows: int = 1


SIZES: dict[str, PlateSize] = {
    size.code: size
    for size in (
        PlateSize("a4_sheet", "A4 拼版（每页 8 块，裁切）", "A4 sheet of 8, to cut", 210, 297, 2, 4),
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
    layout = _layout(size)
    rows = matching_rows(actor=actor, filters=filters, permission="places.plates")
    rows = rows.exclude(state__in=(*ENDED, "candidate")).select_related("area")
    total = rows.count()
    if total > MOST_PLATES:
        raise TooLarge(
            "plates_too_many",
            zh=f"共 {total} 块，一次最多打印 {MOST_PLATES} 块。请按社区或网格分批打印。",
            en=f"{total} plates; at most {MOST_PLATES} at once. Print by community or grid.",
            extra={"limit": MOST_PLATES},
        )
    if not total:
        raise InvalidInput(
            "plates_none",
            zh="没有可以打印的场所：筛选结果为空，或都是待核实、已退出台账的档案。",
            en="Nothing to print: no place in the ledger matches.",
        )
    places = list(place_filters.order(rows, sort))
    content = _set(places, layout, base_url)
    with transaction.write():
        audit.record(
            actor=actor,
            verb="place.print_plates",
            area_path=filters.area,
            changes={
                "plates": [None, len(places)],
                "size": [None, size],
                "filters": [None, filters.model_dump(mode="json", exclude_defaults=True)],
            },
        )
    return content, len(places)


def plate_pdf(*, actor: Actor, place: Place, size: str, base_url: str) -> bytes:
    """Return the plate of one place, already found in scope of places.plates. Raises InvalidInput for an unknown size."""
    content = _set([place], _layout(size), base_url)
    with transaction.write():
        audit.record(actor=actor, verb="place.print_plates", subject=place, changes={"size": [None, size]})
    return content


def plate_address(base_url: str, code: str) -> str:
    """Return the address a plate's QR code opens."""
    return f"{base_url.rstrip('/')}/q/{code}"


def _layout(size: str) -> PlateSize:
    layout = SIZES.get(size)
    if layout is None:
        raise InvalidInput(
            "plate_size", zh=f"没有这种尺寸：{size}。", en=f"No such size: {size}.", extra={"sizes": sorted(SIZES)}
        )
    return layout


def _set(places: list[Place], layout: PlateSize, base_url: str) -> bytes:
    streets = streets_of({place.area_path for place in places})
    data = {
        "title": "场所二维码牌",
        "width": layout.width_mm,
        "height": layout.height_mm,
        "columns": layout.columns,
        "rows": layout.rows,
        "plates": [_plate(place, streets, base_url) for place in places],
    }
    return documents.render_pdf(TEMPLATE, data)


def _plate(place: Place, streets: dict[str, Area], base_url: str) -> dict[str, Any]:
    return {
        "name": place.name,
        "number": place.number,
        "code": plate_codes.spaced(place.plate_code),
        "office": office_words(place, streets),
        "qr": documents.qr_svg(plate_address(base_url, place.plate_code), error="q", border=4),
    }
