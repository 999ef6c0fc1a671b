import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fengsui.kernel.clock
import fengsui.kernel.ids
import fengsui.kernel.scope


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("org", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=10)),
                ("remarks", models.JSONField(default=list)),
                ("sheets", models.JSONField(default=list)),
                ("sheet", models.CharField(blank=True, default="", max_length=120)),
                ("header_row", models.PositiveIntegerField(default=0)),
                ("header_height", models.PositiveSmallIntegerField(default=1)),
                ("fingerprint", models.CharField(blank=True, default="", max_length=32)),
                ("columns", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("mapping_remembered", models.BooleanField(default=False)),
                ("system_choice", models.CharField(blank=True, default="", max_length=10)),
                ("system", models.CharField(blank=True, default="", max_length=10)),
                ("system_words", models.JSONField(default=dict)),
                ("state", models.CharField(default="uploaded", max_length=12)),
                ("counts", models.JSONField(default=dict)),
                ("problem", models.JSONField(default=dict)),
                ("job_id", models.UUIDField(null=True)),
                ("by_account_id", models.UUIDField(null=True)),
                ("by_name", models.CharField(blank=True, default="", max_length=150)),
                ("created_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                ("applied_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["created_at"], name="place_import_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "uploaded",
                                    "mapped",
                                    "previewing",
                                    "previewed",
                                    "applying",
                                    "applied",
                                    "undoing",
                                    "undone",
                                    "failed",
                                ],
                            )
                        ),
                        name="place_import_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", models.CharField(max_length=60)),
                ("fingerprint", models.CharField(max_length=32)),
                ("mapping", models.JSONField(default=dict)),
                ("system_choice", models.CharField(blank=True, default="", max_length=10)),
                ("by_name", models.CharField(blank=True, default="", max_length=150)),
                ("used_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("area_path", "fingerprint"), name="place_import_mapping_once")],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                ("number", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(default="place", max_length=10)),
                ("name", models.CharField(max_length=120)),
                ("address", models.CharField(blank=True, default="", max_length=200)),
                ("credit_code", models.CharField(blank=True, default="", max_length=18)),
                ("search_text", models.TextField(blank=True, default="")),
                ("name_key", models.CharField(blank=True, default="", max_length=120)),
                ("address_key", models.CharField(blank=True, default="", max_length=200)),
                ("activity", models.CharField(blank=True, default="", max_length=40)),
                ("inputs", models.JSONField(default=dict)),
                ("class_code", models.CharField(blank=True, default="", max_length=40)),
                ("class_computed", models.CharField(blank=True, default="", max_length=40)),
                ("class_declared", models.CharField(blank=True, default="", max_length=40)),
                ("class_overridden", models.BooleanField(default=False)),
                ("class_reason", models.CharField(blank=True, default="", max_length=300)),
                ("class_reasons", models.JSONField(default=list)),
                ("class_conflict", models.BooleanField(default=False)),
                ("rulepack_version", models.CharField(blank=True, default="", max_length=60)),
                ("key_unit_status", models.CharField(default="none", max_length=10)),
                ("key_unit_suggested", models.BooleanField(default=False)),
                ("state", models.CharField(default="registered", max_length=20)),
                ("state_since", models.DateField(null=True)),
                ("lon", models.FloatField(null=True)),
                ("lat", models.FloatField(null=True)),
                ("coordinate_source", models.CharField(blank=True, default="", max_length=10)),
                ("cell", models.CharField(blank=True, default="", max_length=16)),
                ("cell_number", models.BigIntegerField(null=True)),
                ("shared_manager", models.CharField(blank=True, default="", max_length=120)),
                ("plate_code", models.CharField(max_length=10, unique=True)),
                ("note", models.TextField(blank=True, default="")),
                ("source", models.CharField(default="desk", max_length=10)),
                ("external_id", models.CharField(blank=True, default="", max_length=80)),
                ("is_simulated", models.BooleanField(default=False)),
                ("row_version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                ("updated_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                (
                    "area",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.area"),
                ),
                (
                    "building",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="in_building", to="places.place"
                    ),
                ),
                (
                    "compound",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="in_compound", to="places.place"
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "shared_manager_organization",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.organization"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Facility",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=30)),
                ("label", models.CharField(blank=True, default="", max_length=80)),
                ("quantity", models.PositiveIntegerField(default=1)),
                ("position", models.CharField(blank=True, default="", max_length=80)),
                ("installed_on", models.DateField(null=True)),
                ("expires_on", models.DateField(null=True)),
                ("standard_edition", models.CharField(blank=True, default="", max_length=40)),
                ("state", models.CharField(default="good", max_length=10)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("removed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                ("updated_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="facilities", to="places.place"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlaceClassChange",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("from_class", models.CharField(blank=True, default="", max_length=40)),
                ("to_class", models.CharField(blank=True, default="", max_length=40)),
                ("computed", models.CharField(blank=True, default="", max_length=40)),
                ("inputs", models.JSONField(default=dict)),
                ("reasons", models.JSONField(default=list)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("rulepack_version", models.CharField(blank=True, default="", max_length=60)),
                ("actor_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                (
                    "actor_account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="class_changes", to="places.place"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="PlaceContact",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, default="", max_length=60)),
                ("role", models.CharField(default="owner", max_length=20)),
                ("phone_cipher", models.CharField(blank=True, default="", max_length=120)),
                ("phone_hmac", models.CharField(blank=True, default="", max_length=64)),
                ("phone_last4", models.CharField(blank=True, default="", max_length=4)),
                ("phone_masked", models.CharField(blank=True, default="", max_length=20)),
                ("is_primary", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("removed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="places.place"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlaceStateChange",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("verb", models.CharField(max_length=30)),
                ("from_state", models.CharField(blank=True, default="", max_length=20)),
                ("to_state", models.CharField(max_length=20)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("on", models.DateField()),
                ("actor_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                (
                    "actor_account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="state_changes", to="places.place"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(blank=True, default="", max_length=120)),
                ("values", models.JSONField(default=list)),
                ("given", models.JSONField(default=dict)),
                ("notes", models.JSONField(default=list)),
                ("problems", models.JSONField(default=list)),
                ("verdict", models.CharField(max_length=10)),
                ("matches", models.JSONField(default=list)),
                ("changes", models.JSONField(default=dict)),
                ("decision", models.CharField(blank=True, default="", max_length=6)),
                ("place_id", models.UUIDField(null=True)),
                ("place_version", models.PositiveIntegerField(default=0)),
                ("outcome", models.CharField(blank=True, default="", max_length=10)),
                ("outcome_words", models.JSONField(default=dict)),
                ("applied", models.JSONField(default=dict)),
                (
                    "batch",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="places.importbatch"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "number"), name="place_import_row_once"),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["new", "changed", "same", "doubtful", "rejected"])),
                        name="place_import_verdict_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["", "same", "new", "skip"])), name="place_import_decision_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["", "created", "updated", "unchanged", "skipped", "failed", "undone", "kept"])
                        ),
                        name="place_import_outcome_known",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["area_path", "state", "number", "id"], name="place_ledger"),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(
                fields=["area_path", "cell_number", "state", "class_code", "class_conflict", "lon", "lat"], name="place_map"
            ),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(condition=models.Q(("cell", ""), _negated=True), fields=["cell"], name="place_cell"),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["name_key"], name="place_name_key"),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(
                condition=models.Q(("address_key", ""), _negated=True), fields=["address_key"], name="place_address_key"
            ),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(
                condition=models.Q(("external_id", ""), _negated=True), fields=["external_id"], name="place_external"
            ),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(
                condition=models.Q(("credit_code", ""), _negated=True), fields=["credit_code"], name="place_credit_code"
            ),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["updated_at"], name="place_updated"),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["place", "building", "compound"])), name="place_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "candidate",
                            "registered",
                            "operating",
                            "renovating",
                            "suspended",
                            "seasonal",
                            "vacant",
                            "transferring",
                            "moved",
                            "closed",
                            "demolished",
                            "sealed",
                            "merged",
                            "rejected",
                        ],
                    )
                ),
                name="place_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["desk", "phone", "import", "demo"])), name="place_source_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(("key_unit_status__in", ["none", "declared", "verified", "listed", "filed", "delisted"])),
                name="place_key_unit_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(("coordinate_source__in", ["", "phone", "desk", "import", "address", "simulated"])),
                name="place_coordinate_source_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="place_has_name"),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cell", ""), ("cell_number__isnull", True), ("lat__isnull", True), ("lon__isnull", True)),
                    models.Q(
                        ("cell_number__isnull", False), ("lat__gte", -90), ("lat__lte", 90), ("lon__gte", -180), ("lon__lte", 180)
                    ),
                    _connector="OR",
                ),
                name="place_point_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(("class_overridden", False), models.Q(("class_reason", ""), _negated=True), _connector="OR"),
                name="place_override_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                    models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)),
                    _connector="OR",
                ),
                name="place_merged_into_another",
            ),
        ),
        migrations.AddIndex(
            model_name="facility",
            index=models.Index(
                condition=models.Q(("expires_on__isnull", False), ("removed_at__isnull", True)),
                fields=["expires_on"],
                name="facility_expiry",
            ),
        ),
        migrations.AddConstraint(
            model_name="facility",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "extinguisher",
                            "smoke_detector",
                            "gas_detector",
                            "alarm_system",
                            "sprinkler",
                            "simple_sprinkler",
                            "indoor_hydrant",
                            "outdoor_hydrant",
                            "hose_reel",
                            "water_tank",
                            "pump",
                            "smoke_exhaust",
                            "fire_door",
                            "fire_shutter",
                            "emergency_light",
                            "exit_sign",
                            "hood_suppression",
                            "escape_mask",
                            "escape_device",
                            "electric_monitor",
                            "charging_point",
                            "other",
                        ],
                    )
                ),
                name="facility_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="facility",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["good", "faulty", "expired", "off", "removed"])), name="facility_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="facility",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gte", 1)), name="facility_at_least_one"),
        ),
        migrations.AddIndex(
            model_name="placecontact",
            index=models.Index(
                condition=models.Q(("phone_hmac", ""), _negated=True), fields=["phone_hmac"], name="place_contact_hmac"
            ),
        ),
        migrations.AddIndex(
            model_name="placecontact",
            index=models.Index(
                condition=models.Q(("phone_last4", ""), _negated=True), fields=["phone_last4"], name="place_contact_last4"
            ),
        ),
        migrations.AddConstraint(
            model_name="placecontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        ["owner", "legal_person", "safety_manager", "contact", "duty", "property", "landlord", "micro_station"],
                    )
                ),
                name="place_contact_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="placecontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), ("phone_hmac", ""), _negated=True), name="place_contact_not_empty"
            ),
        ),
        migrations.AddIndex(
            model_name="placestatechange",
            index=models.Index(fields=["to_state", "on"], name="place_state_day"),
        ),
    ]
