"""The service of notices: entries appended one by one, and the state they amount to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fengsui.kernel.clock
import fengsui.kernel.ids

TABLE = "hazards_serving"


def protect(apps, schema_editor):
    """Let the database itself refuse to change or delete an entry."""
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION fengsui_append_only()"
        )
    elif vendor == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {TABLE}_no_{deed.lower()} BEFORE {deed} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, 'append-only table {TABLE}'); END"
            )


def unprotect(apps, schema_editor):
    """Drop the triggers."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_append_only ON {TABLE}")
        return
    for deed in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{deed}")


class Migration(migrations.Migration):
    dependencies = [
        ("hazards", "0007_reviewed_on"),
        ("kernel", "0009_privacy_and_drills"),
        ("places", "0005_three_way"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Serving",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("sequence", models.PositiveSmallIntegerField()),
                ("way", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("receiver_name", models.CharField(blank=True, default="", max_length=60)),
                ("receiver_role", models.CharField(blank=True, default="", max_length=60)),
                ("signed", models.BooleanField(default=False)),
                ("witness_name", models.CharField(blank=True, default="", max_length=60)),
                ("witness_role", models.CharField(blank=True, default="", max_length=60)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("by_name", models.CharField(max_length=150)),
                ("received_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
            ],
            options={
                "ordering": ["notice", "sequence"],
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="served_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="service_state",
            field=models.CharField(default="unserved", max_length=10),
        ),
        migrations.AddField(
            model_name="notice",
            name="service_way",
            field=models.CharField(blank=True, default="", max_length=12),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["service_state", "local_date"], name="notice_service"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("service_state__in", ["unserved", "refused", "served", "signed"])),
                name="notice_service_known",
            ),
        ),
        migrations.AddField(
            model_name="serving",
            name="by_account",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="serving",
            name="cancels",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cancelled_by", to="hazards.serving"
            ),
        ),
        migrations.AddField(
            model_name="serving",
            name="notice",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="servings", to="hazards.notice"),
        ),
        migrations.AddConstraint(
            model_name="serving",
            constraint=models.UniqueConstraint(fields=("notice", "sequence"), name="serving_in_order"),
        ),
        migrations.AddConstraint(
            model_name="serving",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["in_person", "page", "posted", "refused", "absent", "taken_back"])),
                name="serving_way_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="serving",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("way__in", ["posted", "refused"]), _negated=True),
                    models.Q(("witness_name", ""), _negated=True),
                    _connector="OR",
                ),
                name="serving_has_witness",
            ),
        ),
        migrations.AddConstraint(
            model_name="serving",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancels__isnull", False), ("way", "taken_back")),
                    models.Q(models.Q(("way", "taken_back"), _negated=True), ("cancels__isnull", True)),
                    _connector="OR",
                ),
                name="serving_correction_names_one",
            ),
        ),
        migrations.RunPython(protect, unprotect),
    ]
