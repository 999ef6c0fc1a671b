"""One record as it stood at the end of a past day, beside what it says today."""

from datetime import date
from typing import Any
from uuid import UUID

from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import not_found
from fengsui.kernel.panels import panels_of
from fengsui.kernel.scope import require_anywhere
from fengsui.places import inputs
from fengsui.places.classing import labels_for
from fengsui.places.models import Place
from fengsui.places.queries.detail import facility
from fengsui.places.queries.lists import full, in_scope
from fengsui.places.queries.shown import brief, contact
from fengsui.places.queries.then import ON_DAY, PlaceOnDay, check_day, facilities_then, full_then, stood, turned_back

_COMPARED = {
    "name": "名称",
    "address": "地址",
    "area_name": "区域",
    "activity_label": "经营活动",
    "class_label": "类别",
    "state_label": "状态",
    "key_unit_label": "重点单位",
    "inputs": "分类依据",
    "credit_code": "信用代码",
    "people": "联系人",
    "facilities": "消防设施",
    "note": "备注",
}


def place_then(*, actor: Actor, place_id: UUID, on: date) -> dict[str, Any]:
    """Return a record as of the end of a day with what differs from today. Raises NotFound, Forbidden, InvalidInput."""
    require_anywhere(actor, "places.view")
    now = full(in_scope(actor)).defer(None).filter(pk=place_id).first()
    if now is None:
        raise not_found("场所", "place")
    check_day(on)
    found = turned_back(full_then(stood(in_scope(actor).filter(pk=place_id), on), on))
    if not found:
        return {"on": on, "existed": False}
    then = found[0]
    facilities = [facility(one) for one in facilities_then(then, on)]
    standing = [facility(one) for one in now.facilities.filter(removed_at__isnull=True).order_by("kind", "id")]
    return {
        "on": on,
        "existed": True,
        "row": brief(then, labels_for(then.area_path)),
        "inputs_words": inputs.words(then.inputs),
        "credit_code": then.credit_code,
        "note": then.note,
        "contacts": [contact(one) for one in then.standing_contacts],  # type: ignore[attr-defined]
        "facilities": facilities,
        "panels": [
            {
                "key": panel.key,
                "title": panel.title_zh,
                "title_en": panel.title_en,
                "rows": panel.query(actor, PlaceOnDay(now, on)),
            }
            for panel in panels_of(ON_DAY)
        ],
        "differences": _differences(_words(then, facilities), _words(now, standing)),
    }


def _words(row: Place, facilities: list[dict[str, Any]]) -> dict[str, str]:
    shown = brief(row, labels_for(row.area_path))
    people = [contact(one) for one in row.standing_contacts]  # type: ignore[attr-defined]
    return {
        **{key: str(shown.get(key, "")) for key in _COMPARED},
        "inputs": "；".join(inputs.words(row.inputs)),
        "credit_code": row.credit_code,
        "people": "；".join(f"{one['role_label']} {one['name']} {one['phone']}".strip() for one in people),
        "facilities": "；".join(
            f"{one['kind_label']}×{one['quantity']}" + (f"（{one['expires_on']} 到期）" if one["expires_on"] else "")
            for one in facilities
        ),
        "note": row.note,
    }


def _differences(then: dict[str, str], now: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"field": key, "label": label, "then": then[key], "now": now[key]}
        for key, label in _COMPARED.items()
        if then[key] != now[key]
    ]
