import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fengsui.kernel.clock
import fengsui.kernel.ids
import fengsui.kernel.scope


class Migration(migrations.Migration):
    dependencies = [
        ("hazards", "0001_initial"),
        ("kernel", "0002_append_only"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                ("number", models.CharField(max_length=40, unique=True)),
                ("short_code", models.CharField(max_length=12, unique=True)),
                ("source_kind", models.CharField(max_length=20)),
                ("source_id", models.UUIDField()),
                ("place_name", models.CharField(max_length=200)),
                ("place_address", models.CharField(blank=True, default="", max_length=300)),
                ("place_number", models.CharField(max_length=40)),
                ("lines", models.JSONField()),
                ("line_count", models.PositiveIntegerField()),
                ("standing", models.JSONField(default=list)),
                ("issued_at", models.DateTimeField()),
                ("local_date", models.DateField()),
                ("issuer", models.CharField(max_length=120)),
                ("by_name", models.CharField(max_length=150)),
                ("by_role", models.CharField(max_length=60)),
                ("signer_name", models.CharField(blank=True, default="", max_length=60)),
                ("rulepack_version", models.CharField(max_length=60)),
                ("served_how", models.CharField(max_length=10)),
                ("first_opened_at", models.DateTimeField(null=True)),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.CharField(blank=True, default="", max_length=500)),
                ("created_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                (
                    "by_account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="places.place"),
                ),
                (
                    "signature",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="kernel.evidencelink"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area_path", "local_date"], name="notice_area_date"),
                    models.Index(fields=["local_date", "number"], name="notice_day"),
                    models.Index(fields=["place", "local_date"], name="notice_place_date"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("source_kind", "source_id"), name="one_notice_a_source"),
                    models.CheckConstraint(
                        condition=models.Q(("served_how__in", ["screen", "none"])), name="notice_served_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("line_count__gte", 1)), name="notice_says_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at__isnull", True), models.Q(("void_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="notice_void_has_reason",
                    ),
                ],
            },
        ),
    ]
