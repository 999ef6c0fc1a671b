# What a new installation begins with: the tables as the migrations named here leave them.

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import fengsui.kernel.clock
import fengsui.kernel.ids
import fengsui.kernel.scope


class Migration(migrations.Migration):
    replaces = [
        ("patrol", "0001_initial"),
        ("patrol", "0002_long_lists"),
        ("patrol", "0003_corrections"),
        ("patrol", "0004_rescue"),
        ("patrol", "0005_unsent_alarms"),
        ("patrol", "0006_departures"),
        ("patrol", "0007_quality"),
        ("patrol", "0008_households"),
        ("patrol", "0009_print_down"),
        ("patrol", "0010_tracks"),
        ("patrol", "0011_long_lists"),
        ("patrol", "0012_covering_indexes"),
    ]

    initial = True

    dependencies = [
        ("kernel", "0009_privacy_and_drills"),
        ("org", "0001_initial"),
        ("places", "0005_three_way"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "street_path",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Left("area_path", 10),
                        output_field=fengsui.kernel.scope.AreaPathField(max_length=10),
                    ),
                ),
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="places.place"),
                ),
                ("outcome", models.CharField(max_length=40)),
                ("outcome_label", models.CharField(blank=True, default="", max_length=40)),
                ("inspected", models.BooleanField()),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("local_date", models.DateField()),
                ("clock_offset_ms", models.BigIntegerField(default=0)),
                ("clock_flag", models.CharField(blank=True, default="", max_length=20)),
                (
                    "by_account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("by_name", models.CharField(max_length=150)),
                (
                    "member",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.member"),
                ),
                ("lon", models.FloatField(null=True)),
                ("lat", models.FloatField(null=True)),
                ("accuracy_m", models.FloatField(null=True)),
                ("answers", models.JSONField(default=list)),
                ("item_count", models.PositiveIntegerField(default=0)),
                ("bad_item_count", models.PositiveIntegerField(default=0)),
                ("hazard_count", models.PositiveIntegerField(default=0)),
                ("rulepack_version", models.CharField(max_length=60)),
                ("checklist_codes", models.JSONField(default=list)),
                (
                    "signature",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="kernel.evidencelink"
                    ),
                ),
                ("signer_name", models.CharField(blank=True, default="", max_length=60)),
                ("note", models.TextField(blank=True, default="")),
                ("source", models.CharField(max_length=10)),
                ("valid", models.BooleanField(default=True)),
                ("content_sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area_path", "local_date"], name="visit_area_date"),
                    models.Index(fields=["place", "local_date", "area_path"], name="visit_place_date_area"),
                    models.Index(fields=["by_account", "local_date"], name="visit_person_date"),
                    models.Index(fields=["local_date", "number", "area_path"], name="visit_day_area"),
                    models.Index(fields=["street_path", "local_date", "number", "area_path"], name="visit_street_day_area"),
                    models.Index(
                        condition=models.Q(("inspected", True), ("valid", True)),
                        fields=["street_path", "local_date", "number", "area_path"],
                        name="visit_counted",
                    ),
                    models.Index(fields=["outcome", "local_date", "number"], name="visit_outcome_day"),
                    models.Index(
                        condition=models.Q(("hazard_count__gt", 0)), fields=["local_date", "number"], name="visit_with_hazards"
                    ),
                    models.Index(
                        condition=models.Q(("clock_flag", ""), _negated=True),
                        fields=["local_date", "number"],
                        name="visit_clock_flagged",
                    ),
                    models.Index(condition=models.Q(("valid", False)), fields=["local_date", "number"], name="visit_not_valid"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["phone", "desk", "demo"])), name="visit_source_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at__gte", models.F("started_at"))), name="visit_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bad_item_count__lte", models.F("item_count"))), name="visit_bad_within_items"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceDeparture",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="departures", to="places.place"),
                ),
                ("left_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
            ],
            options={
                "indexes": [models.Index(fields=["left_at", "area_path"], name="departure_time_area")],
            },
        ),
        migrations.CreateModel(
            name="SyncOperation",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("actor_name", models.CharField(max_length=150)),
                ("session_id", models.UUIDField(null=True)),
                ("device_id", models.CharField(blank=True, default="", max_length=80)),
                ("area_path", fengsui.kernel.scope.AreaPathField(blank=True, default="", max_length=60)),
                ("kind", models.CharField(max_length=40)),
                ("payload", models.JSONField()),
                ("payload_sha256", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField()),
                ("clock_offset_ms", models.BigIntegerField(default=0)),
                ("received_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                (
                    "state",
                    models.CharField(
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
                ("waits_for", models.UUIDField(db_index=True, null=True)),
                ("subject_type", models.CharField(blank=True, default="", max_length=60)),
                ("subject_id", models.CharField(blank=True, default="", max_length=64)),
                ("subject_number", models.CharField(blank=True, default="", max_length=40)),
                ("problem", models.JSONField(default=dict)),
                ("versions", models.JSONField(default=list)),
                ("tries", models.PositiveIntegerField(default=1)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("settled_choice", models.CharField(blank=True, default="", max_length=10)),
                ("settled_note", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "received_at"], name="sync_state_received")],
            },
        ),
        migrations.CreateModel(
            name="PhoneReport",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("device_key", models.CharField(max_length=80)),
                ("area_path", fengsui.kernel.scope.AreaPathField(blank=True, db_index=True, default="", max_length=60)),
                ("unsent_operations", models.PositiveIntegerField(default=0)),
                ("unsent_photos", models.PositiveIntegerField(default=0)),
                ("oldest_unsent_at", models.DateTimeField(null=True)),
                ("app_version", models.CharField(blank=True, default="", max_length=40)),
                ("storage_persisted", models.BooleanField(null=True)),
                ("reported_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "device_key"), name="one_report_a_phone")],
            },
        ),
        migrations.CreateModel(
            name="PlaceCorrection",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                ("place", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.place")),
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
            ],
            options={
                "indexes": [models.Index(fields=["place", "at"], name="correction_place_at")],
            },
        ),
        migrations.CreateModel(
            name="BuildingShape",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                ("name", models.CharField(max_length=80)),
                ("units", models.PositiveSmallIntegerField()),
                ("floors", models.PositiveSmallIntegerField()),
                ("first_floor", models.PositiveSmallIntegerField(default=1)),
                ("doors_per_floor", models.PositiveSmallIntegerField()),
                ("skipped", models.JSONField(default=list)),
                ("door_count", models.PositiveIntegerField()),
                ("drawn_at", models.DateTimeField()),
                ("drawn_by_operation", models.UUIDField()),
                ("by_name", models.CharField(blank=True, default="", max_length=150)),
                ("created_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                ("updated_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
            ],
            options={
                "indexes": [models.Index(fields=["area_path", "name"], name="shape_area_name")],
            },
        ),
        migrations.CreateModel(
            name="PhotoPrint",
            fields=[
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="kernel.storedfile",
                    ),
                ),
                ("band_1", models.PositiveIntegerField(null=True)),
                ("band_2", models.PositiveIntegerField(null=True)),
                ("band_3", models.PositiveIntegerField(null=True)),
                ("band_4", models.PositiveIntegerField(null=True)),
                ("down", models.CharField(blank=True, default="", max_length=16)),
                ("made_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["band_1"], name="photo_band_1"),
                    models.Index(fields=["band_2"], name="photo_band_2"),
                    models.Index(fields=["band_3"], name="photo_band_3"),
                    models.Index(fields=["band_4"], name="photo_band_4"),
                    models.Index(fields=["made_at"], name="photo_print_made"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SampleDraw",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                ("week_from", models.DateField()),
                ("seed", models.CharField(max_length=64)),
                ("count", models.PositiveSmallIntegerField()),
                ("doubted_count", models.PositiveIntegerField()),
                ("others_count", models.PositiveIntegerField()),
                ("candidates", models.BinaryField()),
                ("candidates_sha256", models.CharField(max_length=64)),
                (
                    "by_account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("by_name", models.CharField(max_length=150)),
                ("drawn_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("area_path", "week_from"), name="one_draw_a_street_and_week")],
            },
        ),
        migrations.CreateModel(
            name="RescueImport",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("account_name", models.CharField(max_length=150)),
                ("device_name", models.CharField(blank=True, default="", max_length=80)),
                ("app_version", models.CharField(blank=True, default="", max_length=80)),
                ("exported_at", models.DateTimeField()),
                ("clock_offset_ms", models.BigIntegerField(null=True)),
                ("operation_count", models.PositiveIntegerField()),
                ("photo_count", models.PositiveIntegerField()),
                ("damaged_count", models.PositiveIntegerField()),
                ("oldest_at", models.DateTimeField(null=True)),
                ("state", models.CharField(default="read", max_length=10)),
                ("run", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("problem", models.JSONField(default=dict)),
                ("job_id", models.UUIDField(null=True)),
                ("by_account_id", models.UUIDField(null=True)),
                ("by_name", models.CharField(max_length=150)),
                ("created_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["area_path", "created_at"], name="rescue_area_created")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["read", "importing", "done", "failed"])), name="rescue_state_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DutySpell",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("by_name", models.CharField(max_length=150)),
                ("started_at", models.DateTimeField()),
                ("local_date", models.DateField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_how", models.CharField(blank=True, default="", max_length=10)),
                ("received_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
            ],
            options={
                "indexes": [models.Index(fields=["account", "local_date"], name="spell_person_day")],
            },
        ),
        migrations.CreateModel(
            name="TrackViewing",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("local_date", models.DateField()),
                (
                    "viewed_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("viewer_name", models.CharField(max_length=150)),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=fengsui.kernel.clock.now)),
            ],
            options={
                "indexes": [models.Index(fields=["account", "at"], name="viewing_of_person")],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="places.place"),
                ),
                ("kind", models.CharField(max_length=20)),
                ("subject_key", models.CharField(max_length=80)),
                ("hazard_id", models.UUIDField(null=True)),
                ("due_on", models.DateField()),
                ("due_provisional", models.BooleanField(default=False)),
                ("due_from", models.DateField(null=True)),
                ("due_working_days", models.PositiveSmallIntegerField(null=True)),
                ("reason_code", models.CharField(max_length=30)),
                ("reason", models.CharField(max_length=120)),
                (
                    "assignee",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("assignee_name", models.CharField(blank=True, default="", max_length=150)),
                ("excluded_account_id", models.UUIDField(null=True)),
                ("state", models.CharField(default="open", max_length=20)),
                (
                    "visit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="tasks", to="patrol.visit"
                    ),
                ),
                ("deferred_to", models.DateField(null=True)),
                ("defer_reason", models.CharField(blank=True, default="", max_length=200)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_why", models.CharField(blank=True, default="", max_length=120)),
                ("row_version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                ("updated_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area_path", "state", "due_on"], name="task_area_state_due"),
                    models.Index(fields=["assignee", "state", "due_on"], name="task_person_state_due"),
                    models.Index(fields=["place", "state"], name="task_place_state"),
                    models.Index(fields=["updated_at"], name="task_updated"),
                    models.Index(fields=["due_on", "id"], name="task_day"),
                    models.Index(
                        condition=models.Q(("state__in", ("open", "deferred"))), fields=["due_on", "id"], name="task_active_day"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["routine", "review", "locked_return", "facility"])),
                        name="task_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "done", "missed", "deferred", "cancelled"])),
                        name="task_state_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["open", "deferred"])),
                        fields=("subject_key",),
                        name="one_active_task_a_subject",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HouseholdVisit",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                (
                    "building",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="patrol.buildingshape"
                    ),
                ),
                ("door", models.CharField(max_length=12)),
                ("household", models.CharField(max_length=50)),
                ("outcome", models.CharField(max_length=10)),
                ("topics", models.JSONField(default=list)),
                ("leaflets", models.PositiveSmallIntegerField(default=0)),
                ("hazards", models.JSONField(default=list)),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("local_date", models.DateField()),
                ("clock_offset_ms", models.BigIntegerField(default=0)),
                ("clock_flag", models.CharField(blank=True, default="", max_length=20)),
                (
                    "by_account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("by_name", models.CharField(max_length=150)),
                ("replaces", models.UUIDField(db_index=True, null=True)),
                ("valid", models.BooleanField(default=True)),
                ("content_sha256", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area_path", "local_date"], name="household_area_date"),
                    models.Index(fields=["local_date", "id"], name="household_day"),
                    models.Index(fields=["local_date", "happened_at", "id"], name="household_moment"),
                    models.Index(fields=["building", "received_at"], name="household_building"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["met", "away", "refused", "mistake"])), name="household_outcome_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QualityDue",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "visit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="patrol.visit"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kernel.evidencelink"
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="VisitDoubt",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                (
                    "visit",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="doubt", to="patrol.visit"),
                ),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("score", models.PositiveSmallIntegerField()),
                ("reasons", models.JSONField(default=list)),
                ("reused", models.JSONField(default=list)),
                ("rules_version", models.CharField(max_length=40)),
                ("found_at", models.DateTimeField()),
                ("shown_at", models.DateTimeField(null=True)),
                ("list_from", models.DateTimeField()),
                ("explained_at", models.DateTimeField(null=True)),
                ("explanation", models.CharField(blank=True, default="", max_length=500)),
                ("listed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "found_at"], name="doubt_person"),
                    models.Index(fields=["area_path", "listed_at"], name="doubt_area_listed"),
                    models.Index(condition=models.Q(("listed_at__isnull", True)), fields=["list_from"], name="doubt_to_list"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 1), ("score__lte", 100)), name="doubt_score_in_bounds"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SampleItem",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                (
                    "draw",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="items", to="patrol.sampledraw"),
                ),
                (
                    "visit",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="sample", to="patrol.visit"),
                ),
                ("place", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place")),
                (
                    "visitor",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("why", models.CharField(max_length=10)),
                ("result", models.CharField(blank=True, default="", max_length=10)),
                ("differences", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("done_at", models.DateTimeField(null=True)),
                ("done_on", models.DateField(null=True)),
                (
                    "by_account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("by_name", models.CharField(blank=True, default="", max_length=150)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area_path", "done_on"], name="sample_area_done"),
                    models.Index(fields=["draw", "result"], name="sample_draw_result"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("why__in", ["doubt", "random"])), name="sample_why_known"),
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ["", "match", "mismatch"])), name="sample_result_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on__isnull", True), ("result", "")),
                            models.Q(
                                models.Q(("result", ""), _negated=True), ("by_account__isnull", False), ("done_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="sample_done_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by_account__isnull", True),
                            ("visitor__isnull", True),
                            models.Q(("by_account", models.F("visitor")), _negated=True),
                            _connector="OR",
                        ),
                        name="sample_not_by_its_visitor",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RescuePart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rescue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="patrol.rescueimport"
                    ),
                ),
                ("index", models.PositiveIntegerField()),
                ("run", models.PositiveIntegerField()),
                ("type", models.CharField(max_length=10)),
                ("part_id", models.CharField(max_length=80)),
                ("kind", models.CharField(blank=True, default="", max_length=40)),
                ("at", models.CharField(blank=True, default="", max_length=80)),
                ("status", models.CharField(max_length=10)),
                ("problem", models.JSONField(default=dict)),
                ("subject_type", models.CharField(blank=True, default="", max_length=60)),
                ("subject_id", models.CharField(blank=True, default="", max_length=64)),
                ("subject_number", models.CharField(blank=True, default="", max_length=40)),
            ],
            options={
                "indexes": [models.Index(fields=["rescue", "status", "index"], name="rescue_part_status")],
                "constraints": [
                    models.UniqueConstraint(fields=("rescue", "index"), name="one_result_a_part"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "accepted",
                                    "merged",
                                    "duplicate",
                                    "waiting",
                                    "conflict",
                                    "rejected",
                                    "later",
                                    "received",
                                    "held",
                                    "damaged",
                                ],
                            )
                        ),
                        name="rescue_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrackPiece",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "spell",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="patrol.dutyspell"),
                ),
                ("began_at", models.DateTimeField()),
                ("local_date", models.DateField(db_index=True)),
                ("points", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="UnsentAlarm",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alarms", to="patrol.phonereport"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("cause", models.CharField(max_length=10)),
                ("unsent_operations", models.PositiveIntegerField()),
                ("unsent_photos", models.PositiveIntegerField()),
                ("oldest_unsent_at", models.DateTimeField(null=True)),
                ("heard_at", models.DateTimeField()),
                ("raised_at", models.DateTimeField()),
                ("escalated_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("acknowledged_by", models.CharField(blank=True, default="", max_length=150)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["area_path", "closed_at", "raised_at"], name="unsent_alarm_area")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)), fields=("report",), name="one_open_alarm_a_phone"
                    ),
                    models.CheckConstraint(condition=models.Q(("cause__in", ["old", "silent"])), name="unsent_alarm_cause_known"),
                ],
            },
        ),
    ]
