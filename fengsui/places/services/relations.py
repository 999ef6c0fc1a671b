"""Buildings stand in compounds, places stand in both: what may point to what."""

from uuid import UUID

from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import FieldError, InvalidInput
from fengsui.kernel.scope import visible
from fengsui.org.models import Organization
from fengsui.places.models import Place


def check_relations(
    actor: Actor, kind: str, compound_id: UUID | None, building_id: UUID | None, organization_id: UUID | None = None
) -> None:
    """Raise InvalidInput when a compound, building or manager is missing, out of scope or of the wrong kind."""
    errors = []
    wanted = {"compound_id": (compound_id, "compound", "小区院落"), "building_id": (building_id, "building", "建筑")}
    ids = [pk for pk, _, _ in wanted.values() if pk]
    found = {row.pk: row.kind for row in visible(Place.objects.filter(pk__in=ids), actor, "places.view")} if ids else {}
    for name, (pk, expected, words) in wanted.items():
        if not pk:
            continue
        if kind == "compound" or (kind == "building" and expected == "building"):
            errors.append(FieldError(name, f"这类档案不能再属于{words}", f"this kind cannot belong to a {expected}"))
        elif found.get(pk) != expected:
            errors.append(FieldError(name, f"找不到这个{words}档案", f"no such {expected} in your scope", "unknown"))
    if organization_id and not Organization.objects.filter(pk=organization_id).exists():
        errors.append(FieldError("shared_manager_organization_id", "找不到这个单位", "no such organization", "unknown"))
    if errors:
        raise InvalidInput("place_invalid", zh="有几项需要改正，请看每一项旁的说明。", en="Some fields are wrong.", fields=errors)
