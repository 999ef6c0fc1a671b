"""What the notices of before tell of their service."""

from django.db import migrations, models

AT_ONCE = 1000


def fill(apps, schema_editor):
    """Tell the service of the notices of before from their signatures and from the first opening of their pages."""
    notices, servings = apps.get_model("hazards", "Notice"), apps.get_model("hazards", "Serving")
    signed_for = models.Q(signature__isnull=False) | ~models.Q(signer_name="")
    wanted = notices.objects.filter(signed_for | models.Q(first_opened_at__isnull=False))
    changed, entries = [], []
    for row in wanted.order_by("pk").iterator(chunk_size=AT_ONCE):
        _tell(row, servings, entries)
        changed.append(row)
        if len(changed) >= AT_ONCE:
            _write(notices, servings, changed, entries)
    _write(notices, servings, changed, entries)


def _tell(row, servings, entries):
    signed, sequence = row.signature_id is not None, 0
    handed = signed or row.signer_name != ""
    if handed:
        sequence += 1
        entries.append(
            servings(
                notice=row, sequence=sequence, way="in_person", at=row.issued_at, receiver_name=row.signer_name, signed=signed,
                by_account_id=row.by_account_id, by_name=row.by_name, received_at=row.created_at,
            )
        )  # fmt: skip
    if row.first_opened_at is not None:
        opened = row.first_opened_at
        entries.append(servings(notice=row, sequence=sequence + 1, way="page", at=opened, by_name="持码人", received_at=opened))
    row.service_state = "signed" if signed else "served"
    by_page = not handed or (not signed and row.first_opened_at is not None and row.first_opened_at < row.issued_at)
    row.service_way = "page" if by_page else "in_person"
    row.served_at = min(moment for moment in (row.issued_at if handed else None, row.first_opened_at) if moment is not None)


def _write(notices, servings, changed, entries):
    notices.objects.bulk_update(changed, ["service_state", "service_way", "served_at"])
    servings.objects.bulk_create(entries)
    changed.clear()
    entries.clear()


class Migration(migrations.Migration):
    dependencies = [("hazards", "0008_servings")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
