import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fengsui.kernel.clock
import fengsui.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0004_messages"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="facility",
            name="stands_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="placecontact",
            name="stands_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="KeyUnitStep",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("verb", models.CharField(max_length=10)),
                ("from_status", models.CharField(max_length=10)),
                ("to_status", models.CharField(max_length=10)),
                ("on", models.DateField()),
                ("document", models.CharField(blank=True, default="", max_length=120)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("actor_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                (
                    "actor_account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="kernel.evidencelink"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="key_unit_steps", to="places.place"
                    ),
                ),
            ],
            options={
                "verbose_name": "重点单位记录",
                "ordering": ["-on", "-at", "-id"],
                "indexes": [models.Index(fields=["to_status", "on"], name="key_unit_step_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verb__in", ["declare", "verify", "decline", "list", "file", "delist"])),
                        name="key_unit_verb_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_status__in", ["none", "declared", "verified", "listed", "filed", "delisted"])),
                        name="key_unit_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlacePast",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("row_version", models.PositiveIntegerField()),
                ("until", models.DateTimeField()),
                ("by_name", models.CharField(max_length=150)),
                ("kind", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=120)),
                ("address", models.CharField(blank=True, default="", max_length=200)),
                ("search_text", models.TextField(blank=True, default="")),
                ("area_path", models.CharField(max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                ("activity", models.CharField(blank=True, default="", max_length=40)),
                ("class_code", models.CharField(blank=True, default="", max_length=40)),
                ("class_conflict", models.BooleanField(default=False)),
                ("key_unit_status", models.CharField(default="none", max_length=10)),
                ("compound_id", models.UUIDField(null=True)),
                ("building_id", models.UUIDField(null=True)),
                ("source", models.CharField(max_length=10)),
                ("others", models.JSONField(default=dict)),
                ("place", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="past", to="places.place")),
            ],
            options={
                "indexes": [models.Index(fields=["place", "until", "row_version"], name="place_past_until")],
            },
        ),
    ]
