"""Reads of areas, people, staffing and equipment."""

import hashlib
import json
from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from shapely.geometry import mapping, shape

from fengsui.kernel import clock, phones, search_text
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import not_found
from fengsui.kernel.scope import explain, under, visible
from fengsui.org.models import Area, Equipment, EquipmentIssue, Member, Organization, Post, Zone

# 1+5+N: the model of each street. `count` None is N.
MODEL: tuple[tuple[str, tuple[str, ...], int | None], ...] = (
    ("包联监督员", ("supervisor",), 1),
    ("服务中心人员", ("centre_director", "centre_staff", "inspector"), 5),
    ("社会力量", ("grid_worker", "volunteer", "property", "micro_station"), None),
)
SIMPLIFY_DEGREES = {"district": 0.0004, "street": 0.0002, "community": 0.0001, "grid": 0.00005}


def areas(actor: Actor, *, level: str = "", parent: str = "", search: str = "", active_on: date | None = None) -> QuerySet[Area]:
    """Return the areas in scope, by path. An area above one's own is not in scope, except for its name in a trail."""
    rows = visible(Area.objects.all(), actor, "areas.view", area_field="path", line_field=None)
    if level:
        rows = rows.filter(level=level)
    if parent:
        rows = rows.filter(under(parent, "path")).exclude(path=parent)
    if search:
        rows = rows.filter(search_text__contains=search_text.fold(search))
    day = active_on or clock.local_date()
    rows = rows.filter(Q(active_to__isnull=True) | Q(active_to__gte=day))
    return rows.order_by("path")


def area_row(row: Area) -> dict[str, Any]:
    """Return an area as lists show it, without its polygon."""
    return {
        "id": row.pk,
        "code": row.code,
        "path": row.path,
        "level": row.level,
        "level_label": row.get_level_display(),
        "kind": row.kind,
        "kind_label": row.get_kind_display(),
        "name": row.name,
        "short_name": row.short_name or row.name,
        "parent_path": row.path.rsplit("/", 1)[0] if "/" in row.path else "",
        "has_polygon": row.polygon is not None,
        "polygon_source": row.polygon_source,
        "is_simulated": row.is_simulated,
        "centre_lon": row.centre_lon,
        "centre_lat": row.centre_lat,
        "active_to": row.active_to,
        "row_version": row.row_version,
    }


def area_detail(actor: Actor, path: str) -> dict[str, Any]:
    """Return one area with its polygon, the trail of names above it, and why the asker may see it. Raises NotFound."""
    row = areas(actor).filter(path=path).first()
    if row is None:
        raise not_found("区域", "area")
    parts = path.split("/")
    above = ["/".join(parts[: n + 1]) for n in range(len(parts) - 1)]
    names = dict(Area.objects.filter(path__in=above).values_list("path", "short_name"))  # scope: names of the trail only
    return {
        **area_row(row),
        "polygon": row.polygon,
        "trail": [{"path": p, "name": names.get(p, p)} for p in above],
        "why_visible": explain(actor, "areas.view", area_path=row.path),
    }


def layer(actor: Actor, level: str) -> tuple[bytes, str]:
    """Return a map layer of one level in scope as GeoJSON bytes, simplified for its scale, and its ETag."""
    features = []
    for row in areas(actor, level=level).filter(polygon__isnull=False):
        simple = shape(row.polygon).simplify(SIMPLIFY_DEGREES.get(level, 0.0001))
        made = mapping(simple if not simple.is_empty else shape(row.polygon))
        features.append(
            {
                "type": "Feature",
                "id": int(row.code[-9:]),
                "properties": {
                    "path": row.path, "name": row.short_name or row.name, "level": row.level,
                    "simulated": row.is_simulated, "lon": row.centre_lon, "lat": row.centre_lat,
                },
                "geometry": json.loads(json.dumps(made), parse_float=lambda text: round(float(text), 5)),
            }
        )  # fmt: skip
    content = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")).encode()
    return content, f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def zones(actor: Actor, *, include_closed: bool = False) -> QuerySet[Zone]:
    """Return the zones in scope, by name."""
    rows = visible(Zone.objects.all(), actor, "areas.view")
    return (rows if include_closed else rows.filter(closed_at__isnull=True)).order_by("name", "id")


def organizations(actor: Actor, *, search: str = "", kind: str = "") -> QuerySet[Organization]:
    """Return the organizations in scope, by name."""
    rows = visible(Organization.objects.filter(closed_at__isnull=True), actor, "members.view")
    if search:
        rows = rows.filter(search_text__contains=search_text.fold(search))
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by("name", "id")


def _holding(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def members(
    actor: Actor, *, search: str = "", area: str = "", kind: str = "", on: date | None = None, include_ended: bool = False
) -> QuerySet[Member]:
    """Return the members in scope with their posts of a day, by name: found by name, initials or phone tail."""
    day = on or clock.local_date()
    posts = visible(Post.objects.filter(_holding(day)), actor, "members.view").order_by("kind", "area_path")
    rows = visible(Member.objects.select_related("organization", "account"), actor, "members.view")
    rows = rows.prefetch_related(Prefetch("posts", queryset=posts, to_attr="posts_today"))
    if not include_ended:
        rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))
    if search:
        wanted = search_text.fold(search)
        by_tail = Q(phone_last4=wanted[-4:]) if wanted.isdigit() and len(wanted) >= 4 else Q()
        rows = rows.filter(Q(search_text__contains=wanted) | by_tail) if by_tail else rows.filter(search_text__contains=wanted)
    if area:
        rows = rows.filter(under(area))
    if kind:
        held = visible(Post.objects.all(), actor, "members.view").filter(_holding(day), member=OuterRef("pk"), kind=kind)
        rows = rows.filter(Exists(held))
    return rows.order_by("name", "id")


def member_row(row: Member) -> dict[str, Any]:
    """Return a member as lists show it: the phone masked."""
    held: list[Post] = getattr(row, "posts_today", [])
    return {
        "id": row.pk,
        "name": row.name,
        "phone_masked": phones.mask_last4(row.phone_last4),
        "area_path": row.area_path,
        "organization": row.organization.name if row.organization else "",
        "username": row.account.username if row.account else "",
        "account_id": row.account_id,
        "posts": [post_row(post) for post in held],
        "is_simulated": row.is_simulated,
        "ended_on": row.ended_on,
        "row_version": row.row_version,
    }


def post_row(post: Post) -> dict[str, Any]:
    """Return a post as shown under its member."""
    return {
        "id": post.pk,
        "kind": post.kind,
        "kind_label": post.get_kind_display(),
        "area_path": post.area_path,
        "line": post.line,
        "valid_from": post.valid_from,
        "valid_to": post.valid_to,
        "is_substitute": post.substitute_for_id is not None,
    }


def posts(actor: Actor, *, area: str = "", kind: str = "", on: date | None = None) -> QuerySet[Post]:
    """Return the posts in scope held on a day, by area and kind."""
    rows = visible(Post.objects.select_related("member"), actor, "members.view").filter(_holding(on or clock.local_date()))
    if area:
        rows = rows.filter(under(area))
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by("area_path", "kind", "id")


def staffing(actor: Actor, *, on: date | None = None) -> list[dict[str, Any]]:
    """Return for each street in scope what 1+5+N asks and what there is on a day, with what is missing in words."""
    day = on or clock.local_date()
    streets = list(areas(actor, level="street", active_on=day).exclude(kind="park"))
    held = visible(Post.objects.all(), actor, "members.view").filter(_holding(day), substitute_for__isnull=True)
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in held.values("area_path", "kind").annotate(n=Count("member", distinct=True)):
        counts["/".join(row["area_path"].split("/")[:2])][row["kind"]] += row["n"]
    grids: dict[str, int] = defaultdict(int)
    for path in areas(actor, level="grid", active_on=day).values_list("path", flat=True):
        grids["/".join(path.split("/")[:2])] += 1
    table = []
    for street in streets:
        own = counts[street.path]
        cells = []
        missing = []
        for label, kinds, wanted in MODEL:
            actual = sum(own[kind] for kind in kinds)
            cells.append({"label": label, "wanted": wanted, "actual": actual, "by_kind": {k: own[k] for k in kinds}})
            if wanted is not None and actual < wanted:
                missing.append(f"缺{label} {wanted - actual} 名")
        if own["grid_worker"] < grids[street.path]:
            missing.append(f"{grids[street.path]} 个网格只有 {own['grid_worker']} 名网格员")
        table.append(
            {
                "area_path": street.path, "name": street.short_name or street.name, "cells": cells,
                "grids": grids[street.path], "missing": missing, "is_complete": not missing,
            }
        )  # fmt: skip
    return table


def equipment(actor: Actor, *, kind: str = "", state: str = "", search: str = "", area: str = "") -> QuerySet[Equipment]:
    """Return the equipment in scope with who holds it now, by kind and serial."""
    open_issues = EquipmentIssue.objects.filter(returned_at__isnull=True).select_related("member")
    rows = visible(Equipment.objects.all(), actor, "equipment.view")
    rows = rows.prefetch_related(Prefetch("issues", queryset=open_issues, to_attr="open_issues"))
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    if area:
        rows = rows.filter(under(area))
    if search:
        rows = rows.filter(Q(serial__icontains=search) | Q(label__contains=search))
    return rows.order_by("kind", "serial")


def equipment_row(row: Equipment) -> dict[str, Any]:
    """Return a piece of equipment as lists show it."""
    issues: list[EquipmentIssue] = getattr(row, "open_issues", [])
    holder = issues[0] if issues else None
    return {
        "id": row.pk,
        "kind": row.kind,
        "kind_label": row.get_kind_display(),
        "serial": row.serial,
        "label": row.label,
        "state": row.state,
        "state_label": row.get_state_display(),
        "area_path": row.area_path,
        "holder_id": holder.member_id if holder else None,
        "holder": holder.member.name if holder else "",
        "issued_at": holder.issued_at if holder else None,
        "bought_on": row.bought_on,
    }


def equipment_history(actor: Actor, equipment_id: Any) -> list[dict[str, Any]]:
    """Return who held a piece and how it came back, latest first. Raises NotFound."""
    row = visible(Equipment.objects.all(), actor, "equipment.view").filter(pk=equipment_id).first()
    if row is None:
        raise not_found("装备", "equipment")
    return [
        {
            "member": issue.member.name,
            "issued_at": issue.issued_at,
            "returned_at": issue.returned_at,
            "condition": issue.condition,
            "note": issue.note,
        }
        for issue in row.issues.select_related("member").order_by("-issued_at")
    ]
