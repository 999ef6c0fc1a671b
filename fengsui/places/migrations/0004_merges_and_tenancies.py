import django.db.models.deletion
from django.db import migrations, models

import fengsui.kernel.clock
import fengsui.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0003_past_from_audit"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlaceMerge",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("moved", models.JSONField(default=dict)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("by_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by_name", models.CharField(blank=True, default="", max_length=150)),
                (
                    "double",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="merges_away", to="places.place"),
                ),
                (
                    "kept",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="merges_here", to="places.place"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)), fields=("double",), name="place_merged_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("double", models.F("kept")), _negated=True), name="place_merge_of_two"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceTenancy",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("sequence", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("credit_code", models.CharField(blank=True, default="", max_length=18)),
                ("activity", models.CharField(blank=True, default="", max_length=40)),
                ("people", models.JSONField(default=list)),
                ("since_on", models.DateField(null=True)),
                ("until_on", models.DateField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("handed", models.JSONField(default=list)),
                ("by_name", models.CharField(blank=True, default="", max_length=150)),
                ("at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="tenancies", to="places.place"),
                ),
            ],
            options={
                "ordering": ["-sequence"],
                "constraints": [
                    models.UniqueConstraint(fields=("place", "sequence"), name="place_tenancy_in_order"),
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)), fields=("place",), name="place_one_tenant_now"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since_on__isnull", True),
                            ("until_on__isnull", True),
                            ("until_on__gte", models.F("since_on")),
                            _connector="OR",
                        ),
                        name="place_tenancy_ends_after_start",
                    ),
                ],
            },
        ),
    ]
