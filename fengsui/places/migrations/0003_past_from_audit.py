"""Tells what each record said before, from the audit log that kept every change, for records changed before this version."""

from django.db import migrations

COLUMNS = (
    "kind", "name", "address", "area_path", "line", "activity", "class_code", "class_conflict", "key_unit_status",
    "compound_id", "building_id", "source",
)  # fmt: skip
OTHERS = (
    "inputs", "class_declared", "class_computed", "class_overridden", "class_reason", "credit_code", "lon", "lat",
    "coordinate_source", "shared_manager", "shared_manager_organization_id", "note", "external_id",
)  # fmt: skip


def tell(apps, schema_editor):
    place_model, past_model = apps.get_model("places", "Place"), apps.get_model("places", "PlacePast")
    entries = apps.get_model("kernel", "AuditEntry").objects.filter(subject_type="places.place", changes__has_key="row_version")
    for place in place_model.objects.filter(row_version__gt=1).iterator(chunk_size=500):
        values = {key: getattr(place, key) for key in (*COLUMNS, *OTHERS)}
        made = []
        for entry in entries.filter(subject_id=str(place.pk)).order_by("-id"):
            values.update({key: pair[0] for key, pair in entry.changes.items() if key in values})
            manager = values["shared_manager_organization_id"]
            made.append(
                past_model(
                    place=place,
                    row_version=entry.changes["row_version"][0],
                    until=entry.at,
                    by_name=entry.actor_name,
                    search_text=place.search_text,
                    others={key: values[key] for key in OTHERS} | {"shared_manager_organization_id": manager and str(manager)},
                    **{key: values[key] for key in COLUMNS},
                )
            )
        past_model.objects.bulk_create(made)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_messages"), ("places", "0002_past_and_key_units")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
