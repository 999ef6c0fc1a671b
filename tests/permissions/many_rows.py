"""Two hundred rows of everything in a street, by copying rows there are: for tests of what a long list costs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, UniqueConstraint

from fengsui.kernel.cells.reading import settled
from fengsui.kernel.ids import new_id

# In an order in which a copy's parent is copied before it.
COPIED = (
    "kernel.Account", "kernel.AccountSession", "kernel.Grant", "kernel.AuditEntry", "kernel.Job", "kernel.RulePack",
    "kernel.CalendarDay", "org.Zone", "org.Organization", "org.Member", "org.Post", "org.Equipment", "org.EquipmentIssue",
    "places.ImportBatch", "places.ImportRow", "places.Place", "places.PlaceContact", "places.Facility", "places.PlaceClassChange",
    "places.PlaceStateChange", "hazards.Hazard", "hazards.HazardStep", "hazards.Notice", "hazards.Serving", "hazards.Extension", "hazards.Cosign",
    "hazards.Sighting", "patrol.Visit", "kernel.EvidenceLink", "patrol.Task", "patrol.SyncOperation", "patrol.PhoneReport",
    "patrol.PlaceCorrection", "patrol.BuildingShape", "patrol.HouseholdVisit", "patrol.VisitDoubt", "patrol.SampleDraw",
    "patrol.SampleItem", "patrol.RescueImport", "patrol.RescuePart", "patrol.DutySpell", "patrol.UnsentAlarm",
    "figures.FrozenReport", "figures.FrozenFigure", "figures.Disagreement",
)  # fmt: skip


def multiply(street: str, wanted: int) -> dict[str, int]:
    """Copy the rows of a street until there are as many of each model as wanted; return model → rows."""
    made: dict[str, list[Model]] = {}
    for label in COPIED:
        model = apps.get_model(label)
        made[label] = _copies(model, street, wanted, made)
    settled()
    return {label: len(rows) for label, rows in made.items()}


def _copies(model: type[Model], street: str, wanted: int, made: dict[str, list[Model]]) -> list[Model]:
    fields: list[Field[Any, Any]] = [field for field in model._meta.concrete_fields if not field.generated]
    rows = model._default_manager.order_by("pk")
    if any(field.name == "area_path" for field in fields) and model._meta.label != "kernel.AuditEntry":
        rows = rows.filter(area_path__startswith=street)
    sources = list(rows[:30])
    unique = {field.name for field in fields if field.unique and not field.primary_key}
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            unique |= set(constraint.fields)
    copies = []
    for n in range(wanted if sources else 0):
        source = sources[n % len(sources)]
        values = {field.attname: getattr(source, field.attname) for field in fields}
        for field in fields:
            if field.primary_key:
                values[field.attname] = None if "Auto" in field.get_internal_type() else new_id()
            elif isinstance(field, ForeignKey) and field.name in unique:
                values[field.attname] = _parent(field, values[field.attname], n, made)
            elif field.name in unique:
                values[field.attname] = _other(field, values[field.attname], n)
        if model._meta.pk is not None and "Auto" in model._meta.pk.get_internal_type():
            values.pop(model._meta.pk.attname)
        copies.append(model(**values))
    return list(model._default_manager.bulk_create(copies, batch_size=100))


def _parent(field: ForeignKey[Any, Any], value: Any, n: int, made: dict[str, list[Model]]) -> Any:
    copied = made.get(field.related_model._meta.label, [])  # type: ignore[union-attr]
    if value is None or not copied:
        return value
    return copied[n % len(copied)].pk


def _other(field: Field[Any, Any], value: Any, n: int) -> Any:
    kind = field.get_internal_type()
    if kind == "UUIDField" and value is not None:
        return new_id()
    if kind in ("CharField", "AreaPathField") and field.name != "area_path" and value:
        return f"{value}{n:05d}"[-(field.max_length or 200) :]
    if kind == "DateField":
        return value - timedelta(days=7 * (n + 1))
    if "Integer" in kind:
        return 10_000 + n
    return value
