"""Makers of rows and bytes for the stories of hazards and patrol."""

import hashlib
import io
from datetime import UTC, datetime
from typing import Any

from PIL import Image

from fengsui.hazards import queries, services
from fengsui.hazards.models import Hazard
from fengsui.kernel import clock, evidence, search_text
from fengsui.kernel.actor import Actor
from fengsui.kernel.evidence import EvidencePhoto
from fengsui.kernel.ids import new_id
from fengsui.org.models import Area
from fengsui.places.models import Place

DISTRICT, STREET, GRID, OTHER_STREET = "150402", "150402/006", "150402/006/001/01", "150402/001"
# Items of the shipped rule pack: A at once, C ordinary.
BLOCKED_PASSAGE, LIGHTS = "COM-01", "COM-08"
_made = {"places": 0, "pictures": 0}


def local(text: str) -> datetime:
    """Return an aware moment from district wall-clock text such as '2026-09-30 10:00'."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.zone()).astimezone(UTC)


def make_area(path: str, level: str = "street", name: str = "") -> Area:
    """Return the area of a path, made if need be."""
    row, _ = Area.objects.get_or_create(
        path=path,
        defaults={
            "code": path.replace("/", ""), "level": level, "kind": level if level == "grid" else "street",
            "name": name or f"区域{path[-3:]}", "centre_lon": 118.95, "centre_lat": 42.27,
        },
    )  # fmt: skip
    return row


def make_place(path: str = GRID, *, name: str = "好再来饭店", **fields: Any) -> Place:
    """Return a place on the ledger."""
    _made["places"] += 1
    n = _made["places"]
    defaults: dict[str, Any] = {
        "number": f"CS-150402-{n:05d}", "name": name, "address": f"站前路{n}号", "area": make_area(path, "grid"),
        "area_path": path, "class_code": "", "state": "operating", "plate_code": f"P{n:09d}", "search_text": search_text.build(name),
        "lon": None, "lat": None,
    }  # fmt: skip
    return Place.objects.create(**{**defaults, **fields})


def make_picture() -> tuple[str, bytes]:
    """Return a photo nobody has taken before: its SHA-256 and its bytes."""
    _made["pictures"] += 1
    n = _made["pictures"]
    out = io.BytesIO()
    Image.new("RGB", (24, 24), (n % 256, n // 256 % 256, 90)).save(out, "JPEG", comment=str(new_id()).encode())
    content = out.getvalue()
    return hashlib.sha256(content).hexdigest(), content


def photo(role: str, *, sent_by: Actor | None = None) -> EvidencePhoto:
    """Return a photo of a role; with `sent_by` its bytes have already arrived from that person."""
    sha256, content = make_picture()
    if sent_by is not None:
        evidence.store_upload(actor=sent_by, sha256=sha256, chunks=[content])
    return EvidencePhoto(sha256=sha256, role=role, captured_at=clock.now())


def upload(actor: Actor, content: bytes) -> None:
    """Send a photo's bytes as its taker."""
    evidence.store_upload(actor=actor, sha256=hashlib.sha256(content).hexdigest(), chunks=[content])


def found(actor: Actor, place: Place | None = None, *, item: str = LIGHTS, **more: Any) -> Hazard:
    """Open a hazard at a (new) place."""
    return services.open_hazard(actor=actor, operation_id=new_id(), place_id=(place or make_place()).pk, item_code=item, **more)


def case_of(actor: Actor, hazard: Hazard) -> dict[str, Any]:
    """Return the case page without leaving a trace of reading."""
    return queries.case(actor=actor, hazard_id=hazard.pk, opened=False)
