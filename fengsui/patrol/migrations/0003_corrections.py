"""Corrections of places from the door, and what a person has to settle between two of them."""

import django.db.models.deletion
from django.db import migrations, models

import fengsui.kernel.clock
import fengsui.kernel.ids
import fengsui.kernel.scope


class Migration(migrations.Migration):
    dependencies = [
        ("patrol", "0002_long_lists"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="syncoperation",
            name="settled_choice",
            field=models.CharField(blank=True, default="", max_length=10),
        ),
        migrations.AddField(
            model_name="syncoperation",
            name="versions",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="syncoperation",
            name="state",
            field=models.CharField(
                choices=[
                    ("accepted", "已接收"),
                    ("waiting", "等待前置记录"),
                    ("rejected", "未接收（已保留）"),
                    ("conflict", "两份不同，待核定"),
                    ("settled", "已由人员处理"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="PlaceCorrection",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                ("at", models.DateTimeField()),
                ("author", models.CharField(max_length=60)),
                ("by_name", models.CharField(max_length=150)),
                ("from_phone", models.BooleanField()),
                ("seen", models.PositiveIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("values", models.JSONField(default=dict)),
                ("contacts", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("withdrawn", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                ("place", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.place")),
            ],
            options={
                "indexes": [models.Index(fields=["place", "at"], name="correction_place_at")],
            },
        ),
    ]
