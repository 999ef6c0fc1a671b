"""Valid requests for every operation, made from the OpenAPI document and from rows of a street."""

import hashlib
from typing import Any

from fengsui.figures.bulletins.models import Bulletin
from fengsui.figures.models import Disagreement, FrozenReport
from fengsui.hazards.escalation.models import Escalation
from fengsui.hazards.major.models import MajorCase
from fengsui.hazards.models import Hazard
from fengsui.hazards.notices.models import Notice, Serving
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account, AccountSession, AuditEntry, EvidenceLink, Grant, Job, PrivacyRequest, RulePack
from fengsui.org.models import Equipment, Member, Organization, Post, Zone
from fengsui.outreach.models import TrainingSession
from fengsui.patrol.models import BuildingShape, SampleDraw, SampleItem, Task, Visit
from fengsui.places.models import Facility, ImportBatch, Place, PlaceContact

SQUARE = {"type": "Polygon", "coordinates": [[[118.95, 42.25], [118.951, 42.25], [118.951, 42.251], [118.95, 42.25]]]}
TEXT = b"\xff\xd8\xff"


def first(model: Any, street: str, field: str = "area_path", **more: Any) -> Any:
    """Return a row of a street, or None."""
    return model.objects.filter(**{f"{field}__startswith": street}, **more).order_by("pk").first()


def path_value(name: str, operation: str, street: str) -> str:
    """Return what stands for a path parameter: the id of a row of that street, else a fresh id."""
    rows: dict[str, Any] = {
        "place_id": lambda: first(Place, street),
        "hazard_id": lambda: first(Hazard, street),
        "bulletin_id": lambda: first(Bulletin, street),
        "disagreement_id": lambda: first(Disagreement, street),
        "report_id": lambda: first(FrozenReport, street),
        "training_id": lambda: first(TrainingSession, street),
        # Who may take a rung on depends on the rung (ladder.TAKERS): here the inspector's, which all above them may.
        "escalation_id": lambda: first(Escalation, street, rung="inspector", cycle="oracle"),
        "major_id": lambda: first(MajorCase, street),
        "notice_id": lambda: first(Notice, street),
        "serving_id": lambda: first(Serving, street, "notice__area_path"),
        "visit_id": lambda: first(Visit, street),
        "building_id": lambda: first(BuildingShape, street),
        "task_id": lambda: first(Task, street),
        "draw_id": lambda: first(SampleDraw, street),
        "sample_id": lambda: first(SampleItem, street),
        "member_id": lambda: first(Member, street),
        "post_id": lambda: first(Post, street),
        "zone_id": lambda: first(Zone, street),
        "equipment_id": lambda: first(Equipment, street),
        "contact_id": lambda: first(PlaceContact, street, "place__area_path"),
        "facility_id": lambda: first(Facility, street, "place__area_path"),
        "link_id": lambda: first(EvidenceLink, street, arrived_at__isnull=False),
        "batch_id": lambda: first(ImportBatch, street),
        "organization_id": lambda: first(Organization, street),
        "pack_id": lambda: RulePack.objects.order_by("version").first(),
        "account_id": lambda: Account.objects.filter(username__startswith="o-").order_by("username").first(),
        "grant_id": lambda: Grant.objects.order_by("granted_at").first(),
        "session_id": lambda: AccountSession.objects.order_by("created_at").first(),
        "entry_id": lambda: AuditEntry.objects.order_by("-id").first(),
        "privacy_request_id": lambda: first(PrivacyRequest, street),
        "job_id": lambda: Job.objects.first(),
    }
    if name == "sha256":
        return hashlib.sha256(TEXT).hexdigest()
    if name in ("day", "on"):
        return "2026-11-20"
    if name == "level":
        return "grid"
    if name == "code":
        row = first(Place, street)
        return str(row.plate_code) if row else "0000000000"
    if name == "step":
        return "surveyed"
    if name == "figure_id":
        return "hazards.found"
    if name == "template_kind":
        return "weekly"
    if name == "ending":
        return "txt"
    if name == "part":
        return "visits"
    if name == "panel_id":
        return "overview.streets"
    if name in rows:
        row = rows[name]()
        return str(row.pk) if row is not None else str(new_id())
    return str(new_id())


def example(schema: dict[str, Any], document: dict[str, Any], street: str, name: str = "") -> Any:
    """Return a value that satisfies a JSON schema, ids and paths being those of a street where names tell."""
    if "$ref" in schema:
        return example(document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]], document, street, name)
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            options = [part for part in schema[key] if part.get("type") != "null"]
            return example(options[0], document, street, name) if options else None
    special = _special(name, street)
    if special is not None:
        return special
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    kind = schema.get("type")
    if kind == "object" or "properties" in schema:
        wanted = schema.get("required", [])
        return {key: example(part, document, street, key) for key, part in schema.get("properties", {}).items() if key in wanted}
    if kind == "array":
        return []
    if kind == "integer":
        return int(schema.get("minimum", 1))
    if kind == "number":
        return float(schema.get("minimum", 1))
    if kind == "boolean":
        return True
    form = schema.get("format")
    if form == "uuid":
        return str(new_id())
    if form == "date":
        return "2026-11-20"
    if form == "date-time":
        return "2026-11-20T08:00:00Z"
    return "核对一下" + "x" * max(0, int(schema.get("minLength", 0)) - 4)


def _special(name: str, street: str) -> Any:
    ids = {"place_id", "member_id", "post_id", "hazard_id", "organization_id", "account_id"}
    if name in ids:
        return path_value(name, "", street)
    fixed: dict[str, Any] = {
        "area_path": street, "area": street, "parent_path": f"{street}/001", "segment": "88", "polygon": SQUARE,
        "item_code": "COM-01", "outcome": "locked", "source_id": path_value("pack_id", "", street), "version": f"test-{new_id().hex[:8]}",
        "role": "grid_worker", "serial": new_id().hex[:10], "username": f"u{new_id().hex[:10]}", "content": {}, "on": "2026-11-20",
        "figure_ids": ["hazards.found"], "condition": "good", "held_on": "2026-11-20", "subject": "general", "decision": "skip", "system": "wgs84", "day": "2026-11-20", "valid_from": "2026-11-20",
        "last_day": "2026-12-20", "month": "2026-11", "operations": [], "phone": "19900001111", "columns": {}, "inputs": {},
        "lon": 118.96, "lat": 42.27, "verb": "close", "reason": "核对一下", "old_password": "x", "new_password": "y",
    }  # fmt: skip
    if name == "photos":
        return [{"sha256": "0" * 64, "role": "before"}]
    if name == "changes":
        return {"note": "核对一下"}
    return fixed.get(name)


QUERIES: dict[str, dict[str, str]] = {
    "get_area": {"path": "{street}"},
    "rename_area": {"path": "{street}/001"},
    "put_area_polygon": {"path": "{street}/001"},
    "retire_area": {"path": "{street}/001"},
    "get_point_owner": {"lon": "118.96", "lat": "42.27"},
    "get_calendar": {"area_path": "{street}", "from_date": "2026-11-01", "to_date": "2026-11-05"},
    "get_current_rulepack": {"area_path": "{street}"},
    "upload_import": {"filename": "a.csv", "area_path": "{street}"},
    "compare_rulepacks": {"other_id": "{pack}"},
    "explain_figure": {"first": "2026-11-01", "last": "2026-11-20"},
    "hazard_map": {"bbox": "118.8,42.0,119.2,42.4", "zoom": "12"},
    "place_map": {"bbox": "118.8,42.0,119.2,42.4", "zoom": "12"},
}


def query_for(operation: str, parameters: list[dict[str, Any]], document: dict[str, Any], street: str) -> dict[str, Any]:
    """Return the query of an operation: what it needs, no more."""
    made = {
        key: value.format(street=street, pack=path_value("pack_id", "", street))
        for key, value in QUERIES.get(operation, {}).items()
    }
    for parameter in parameters:
        if parameter["in"] == "query" and parameter.get("required") and parameter["name"] not in made:
            value = example(parameter["schema"], document, street, parameter["name"])
            made[parameter["name"]] = value if value is not None else "x"
    return made
