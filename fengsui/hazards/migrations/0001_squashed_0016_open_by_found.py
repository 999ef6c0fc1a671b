# What a new installation begins with: the tables as the migrations named here leave them.

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fengsui.kernel.clock
import fengsui.kernel.ids
import fengsui.kernel.scope

# A module whose name begins with a digit cannot be imported by a statement.
servings = import_module("fengsui.hazards.migrations.0008_servings")


class Migration(migrations.Migration):
    replaces = [
        ("hazards", "0001_initial"),
        ("hazards", "0002_notices"),
        ("hazards", "0003_loop"),
        ("hazards", "0004_escalation"),
        ("hazards", "0005_major"),
        ("hazards", "0006_bulk"),
        ("hazards", "0007_reviewed_on"),
        ("hazards", "0008_servings"),
        ("hazards", "0009_servings_told"),
        ("hazards", "0010_notice_power"),
        ("hazards", "0011_hazard_map"),
        ("hazards", "0012_long_lists"),
        ("hazards", "0013_search_at_depth"),
        ("hazards", "0014_covering_indexes"),
        ("hazards", "0015_days_with_area"),
        ("hazards", "0016_open_by_found"),
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
            name="Hazard",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="hazards", to="places.place"),
                ),
                ("item_code", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True, default="")),
                ("legal_category", models.PositiveSmallIntegerField()),
                ("grade", models.CharField(max_length=1)),
                ("rulepack_version", models.CharField(max_length=60)),
                ("fixable_on_site", models.BooleanField(default=False)),
                ("checked_count", models.PositiveIntegerField(null=True)),
                ("bad_count", models.PositiveIntegerField(null=True)),
                ("state", models.CharField(default="found", max_length=20)),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("round_from", models.DateTimeField(default=fengsui.kernel.clock.now)),
                ("found_at", models.DateTimeField()),
                ("found_on", models.DateField()),
                (
                    "found_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("found_by_name", models.CharField(blank=True, default="", max_length=150)),
                ("limit_from", models.DateField(null=True)),
                ("limit_working_days", models.PositiveSmallIntegerField(null=True)),
                ("limit_why", models.CharField(default="found", max_length=20)),
                ("limit_words", models.CharField(blank=True, default="", max_length=60)),
                ("due_on", models.DateField(null=True)),
                ("due_provisional", models.BooleanField(default=False)),
                ("due_words", models.CharField(blank=True, default="", max_length=400)),
                ("assignee_kind", models.CharField(blank=True, default="", max_length=20)),
                ("assigned_to", models.CharField(blank=True, default="", max_length=200)),
                (
                    "assignee_member",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.member"),
                ),
                (
                    "assignee_organization",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.organization"
                    ),
                ),
                (
                    "assignee_contact",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="places.placecontact"
                    ),
                ),
                ("assigned_at", models.DateTimeField(null=True)),
                ("rectifier", models.CharField(blank=True, default="", max_length=150)),
                (
                    "rectifier_account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "fix_reported_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("fix_reported_by_name", models.CharField(blank=True, default="", max_length=150)),
                ("reported_fixed_at", models.DateTimeField(null=True)),
                ("reported_fixed_on", models.DateField(null=True)),
                ("fixed_on_site_on", models.DateField(null=True)),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("reviewer_name", models.CharField(blank=True, default="", max_length=150)),
                ("review_passed_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_on", models.DateField(null=True)),
                ("closed_how", models.CharField(blank=True, default="", max_length=20)),
                ("voided_on", models.DateField(null=True)),
                ("void_reason", models.CharField(blank=True, default="", max_length=500)),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="merged_here", to="hazards.hazard"
                    ),
                ),
                (
                    "split_from",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="split_off", to="hazards.hazard"
                    ),
                ),
                ("ended_from", models.CharField(blank=True, default="", max_length=20)),
                ("witness_count", models.PositiveSmallIntegerField(default=1)),
                ("last_seen_at", models.DateTimeField(null=True)),
                (
                    "repeat_of",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="repeated_as", to="hazards.hazard"
                    ),
                ),
                ("repeat_count", models.PositiveSmallIntegerField(default=0)),
                ("priority", models.PositiveSmallIntegerField(default=0)),
                ("limit_extension_days", models.PositiveSmallIntegerField(default=0)),
                ("extension_count", models.PositiveSmallIntegerField(default=0)),
                ("limit_pauses", models.JSONField(default=list)),
                ("paused_on", models.DateField(null=True)),
                ("resume_by", models.DateField(null=True)),
                ("urged_on", models.DateField(null=True)),
                ("review_due_on", models.DateField(null=True)),
                ("reviewed_on", models.DateField(null=True)),
                ("review_due_words", models.CharField(blank=True, default="", max_length=400)),
                ("check_due_at", models.DateTimeField(null=True)),
                ("check_due_words", models.CharField(blank=True, default="", max_length=400)),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "referred_to",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.organization"
                    ),
                ),
                ("referred_on", models.DateField(null=True)),
                ("source_kind", models.CharField(max_length=20)),
                ("source_id", models.UUIDField(null=True)),
                ("content_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("search_text", models.TextField(blank=True, default="")),
                ("row_version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                ("updated_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area_path", "state", "due_on"], name="hazard_area_state_due"),
                    models.Index(fields=["area_path", "found_on", "number", "id"], name="hazard_area_found_number"),
                    models.Index(fields=["area_path", "closed_on"], name="hazard_area_closed"),
                    models.Index(fields=["place", "state"], name="hazard_place_state"),
                    models.Index(fields=["source_id"], name="hazard_source"),
                    models.Index(fields=["updated_at"], name="hazard_updated"),
                    models.Index(condition=models.Q(("due_provisional", True)), fields=["due_on"], name="hazard_provisional"),
                    models.Index(fields=["place", "item_code", "state"], name="hazard_place_item"),
                    models.Index(
                        condition=models.Q(("state__in", ("found", "assigned", "accepted", "referred"))),
                        fields=["due_on"],
                        name="hazard_limit_runs",
                    ),
                    models.Index(fields=["area_path", "place", "state", "due_on"], name="hazard_map"),
                    models.Index(condition=models.Q(("paused_on__isnull", False)), fields=["resume_by"], name="hazard_paused"),
                    models.Index(
                        condition=models.Q(
                            ("state__in", ("found", "assigned", "accepted", "referred", "reported_fixed", "fixed_on_site"))
                        ),
                        fields=["area_path", "due_on", "number"],
                        name="hazard_open",
                    ),
                    models.Index(fields=["found_on", "number", "area_path"], name="hazard_found_day_area"),
                    models.Index(
                        condition=models.Q(
                            ("state__in", ("found", "assigned", "accepted", "referred", "reported_fixed", "fixed_on_site"))
                        ),
                        fields=["found_on", "number", "area_path"],
                        name="hazard_open_found",
                    ),
                    models.Index(fields=["due_on", "number"], name="hazard_due_day"),
                    models.Index(fields=["closed_on", "number", "area_path"], name="hazard_closed_day_area"),
                    models.Index(fields=["state", "area_path"], name="hazard_state_area"),
                    models.Index(fields=["item_code"], name="hazard_item"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "found",
                                    "assigned",
                                    "accepted",
                                    "referred",
                                    "reported_fixed",
                                    "fixed_on_site",
                                    "closed",
                                    "void",
                                    "merged",
                                ],
                            )
                        ),
                        name="hazard_state_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("grade__in", ["A", "B", "C", "D"])), name="hazard_grade_known"),
                    models.CheckConstraint(
                        condition=models.Q(("legal_category__gte", 1), ("legal_category__lte", 12)), name="hazard_category_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("round__gte", 1)), name="hazard_round_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_count__isnull", True),
                            ("bad_count__isnull", True),
                            ("bad_count__lte", models.F("checked_count")),
                            _connector="OR",
                        ),
                        name="hazard_bad_within_checked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_how__in", ["reviewed", "on_site"]),
                                ("closed_on__isnull", False),
                                ("state", "closed"),
                            ),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True),
                                ("closed_at__isnull", True),
                                ("closed_how", ""),
                                ("closed_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="hazard_closed_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_how", "reviewed"), _negated=True),
                            models.Q(("review_passed_at__isnull", False), ("reviewer__isnull", False)),
                            _connector="OR",
                        ),
                        name="hazard_review_has_reviewer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewer__isnull", True),
                            ("fix_reported_by__isnull", True),
                            models.Q(("reviewer", models.F("fix_reported_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="hazard_reviewer_not_reporter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewer__isnull", True),
                            ("rectifier_account__isnull", True),
                            models.Q(("reviewer", models.F("rectifier_account")), _negated=True),
                            _connector="OR",
                        ),
                        name="hazard_reviewer_not_rectifier",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True), ("closed_on__gte", models.F("found_on")), _connector="OR"
                        ),
                        name="hazard_closed_after_found",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("state", "merged")),
                            models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)),
                            _connector="OR",
                        ),
                        name="hazard_merged_into_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paused_on__isnull", True),
                            models.Q(("due_on__isnull", True), ("resume_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="hazard_pause_has_an_end",
                    ),
                    models.CheckConstraint(condition=models.Q(("witness_count__gte", 1)), name="hazard_has_a_witness"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "void"), _negated=True),
                            models.Q(("voided_on__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="hazard_void_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkBatch",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                ("verb", models.CharField(max_length=30)),
                ("arguments", models.JSONField(default=dict)),
                ("filters", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("previewed", "待执行"),
                            ("running", "执行中"),
                            ("done", "已执行"),
                            ("undoing", "撤销中"),
                            ("undone", "已撤销"),
                        ],
                        default="previewed",
                        max_length=10,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("by_name", models.CharField(max_length=150)),
                ("created_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                ("job_id", models.UUIDField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MajorCase",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                ("number", models.CharField(max_length=40, unique=True)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="major_cases", to="places.place"),
                ),
                ("state", models.CharField(default="suspected", max_length=20)),
                ("rule_sets", models.CharField(blank=True, default="", max_length=60)),
                ("judgements", models.JSONField(default=list)),
                ("named", models.JSONField(default=list)),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                ("opened_on", models.DateField()),
                ("opened_by_name", models.CharField(max_length=150)),
                ("proposal_due_on", models.DateField()),
                ("proposal_provisional", models.BooleanField(default=False)),
                ("proposal_words", models.CharField(blank=True, default="", max_length=400)),
                ("decided_on", models.DateField(null=True)),
                ("decider_count", models.PositiveSmallIntegerField(default=0)),
                ("decision_words", models.CharField(blank=True, default="", max_length=1000)),
                ("participants", models.JSONField(default=list)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("notice_due_on", models.DateField(null=True)),
                ("notice_provisional", models.BooleanField(default=False)),
                ("notice_words", models.CharField(blank=True, default="", max_length=400)),
                ("served_on", models.DateField(null=True)),
                ("served_to", models.CharField(blank=True, default="", max_length=100)),
                ("listed_on", models.DateField(null=True)),
                ("listed_by", models.CharField(blank=True, default="", max_length=100)),
                ("limit_on", models.DateField(null=True)),
                ("released_on", models.DateField(null=True)),
                ("release_words", models.CharField(blank=True, default="", max_length=1000)),
                ("released_by", models.JSONField(default=list)),
                ("search_text", models.TextField(blank=True, default="")),
                ("row_version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                ("updated_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area_path", "state", "opened_on"], name="major_area_state"),
                    models.Index(fields=["place", "state"], name="major_place_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["suspected", "decided", "listed"])),
                        fields=("place",),
                        name="one_open_major_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["suspected", "decided", "listed", "released", "dismissed"])),
                        name="major_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on__isnull", True), ("state", "suspected")),
                            models.Q(
                                models.Q(("state", "suspected"), _negated=True),
                                ("decided_on__isnull", False),
                                ("decider_count__gte", 2),
                            ),
                            _connector="OR",
                        ),
                        name="major_decided_by_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "listed"), _negated=True),
                            models.Q(
                                ("limit_on__isnull", False),
                                ("listed_on__isnull", False),
                                models.Q(("listed_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="major_listing_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_on__isnull", False), ("state", "released")),
                            models.Q(models.Q(("state", "released"), _negated=True), ("released_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="major_release_is_whole",
                    ),
                ],
            },
        ),
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
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="places.place"),
                ),
                ("place_name", models.CharField(max_length=200)),
                ("place_address", models.CharField(blank=True, default="", max_length=300)),
                ("place_number", models.CharField(max_length=40)),
                ("lines", models.JSONField()),
                ("line_count", models.PositiveIntegerField()),
                ("standing", models.JSONField(default=list)),
                ("orders", models.BooleanField(default=False)),
                ("power", models.JSONField(default=dict)),
                ("issued_at", models.DateTimeField()),
                ("local_date", models.DateField()),
                ("issuer", models.CharField(max_length=120)),
                (
                    "by_account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("by_name", models.CharField(max_length=150)),
                ("by_role", models.CharField(max_length=60)),
                ("signer_name", models.CharField(blank=True, default="", max_length=60)),
                (
                    "signature",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="kernel.evidencelink"
                    ),
                ),
                ("rulepack_version", models.CharField(max_length=60)),
                ("served_how", models.CharField(max_length=10)),
                ("service_state", models.CharField(default="unserved", max_length=10)),
                ("service_way", models.CharField(blank=True, default="", max_length=12)),
                ("served_at", models.DateTimeField(null=True)),
                ("first_opened_at", models.DateTimeField(null=True)),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.CharField(blank=True, default="", max_length=500)),
                ("created_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["area_path", "local_date"], name="notice_area_date"),
                    models.Index(fields=["local_date", "number"], name="notice_day"),
                    models.Index(fields=["place", "local_date", "area_path"], name="notice_place_date_area"),
                    models.Index(fields=["service_state", "local_date"], name="notice_service"),
                    models.Index(fields=["source_id"], name="notice_source"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("source_kind", "source_id"), name="one_notice_a_source"),
                    models.CheckConstraint(
                        condition=models.Q(("served_how__in", ["screen", "none"])), name="notice_served_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("service_state__in", ["unserved", "refused", "served", "signed"])),
                        name="notice_service_known",
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
        migrations.CreateModel(
            name="HazardStep",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "hazard",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="hazards.hazard"),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("verb", models.CharField(max_length=30)),
                ("from_state", models.CharField(blank=True, default="", max_length=20)),
                ("to_state", models.CharField(max_length=20)),
                ("round", models.PositiveSmallIntegerField(default=1)),
                (
                    "actor_account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("actor_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("on", models.DateField()),
                ("due_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("note", models.TextField(blank=True, default="")),
                ("data", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["hazard_id", "sequence"],
                "constraints": [models.UniqueConstraint(fields=("hazard", "sequence"), name="hazard_step_order")],
            },
        ),
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "batch",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="items", to="hazards.bulkbatch"),
                ),
                ("position", models.PositiveIntegerField()),
                ("hazard", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="hazards.hazard")),
                ("version", models.PositiveIntegerField()),
                ("version_after", models.PositiveIntegerField(null=True)),
                ("before", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "可以办"),
                            ("blocked", "不能办"),
                            ("done", "已办"),
                            ("failed", "没有办成"),
                            ("undone", "已撤销"),
                            ("kept", "不能撤销"),
                        ],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(blank=True, default="", max_length=60)),
                ("zh", models.CharField(blank=True, default="", max_length=300)),
                ("en", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "indexes": [models.Index(fields=["batch", "state", "position"], name="bulk_item_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "position"), name="bulk_item_order"),
                    models.UniqueConstraint(fields=("batch", "hazard"), name="bulk_case_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                (
                    "hazard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="escalations", to="hazards.hazard"
                    ),
                ),
                ("ladder", models.CharField(max_length=10)),
                ("cycle", models.CharField(blank=True, default="", max_length=30)),
                ("rung", models.CharField(max_length=12)),
                ("reason", models.CharField(max_length=200)),
                ("due_on", models.DateField()),
                ("on", models.DateField()),
                ("at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                (
                    "holder",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("holder_name", models.CharField(blank=True, default="", max_length=150)),
                ("stands_in_for", models.CharField(blank=True, default="", max_length=150)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("acknowledged_by_name", models.CharField(blank=True, default="", max_length=150)),
                ("words", models.CharField(blank=True, default="", max_length=300)),
                ("held_until", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_why", models.CharField(blank=True, default="", max_length=120)),
                ("rules_version", models.CharField(max_length=20)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)), fields=["area_path", "at"], name="escalation_open"
                    ),
                    models.Index(condition=models.Q(("ended_at__isnull", True)), fields=["holder"], name="escalation_of"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("hazard", "ladder", "cycle", "rung"), name="one_rung_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ladder__in", ["rectify", "at_once", "review", "check"])),
                        name="escalation_ladder_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rung__in", ["grid", "inspector", "centre", "supervisor", "brigade", "letter"])),
                        name="escalation_rung_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MajorHazard",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="links", to="hazards.majorcase"),
                ),
                (
                    "hazard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="major_links", to="hazards.hazard"
                    ),
                ),
                ("elements", models.JSONField(default=list)),
                ("added_on", models.DateField()),
                ("added_by_name", models.CharField(max_length=150)),
            ],
            options={
                "ordering": ["added_on", "id"],
                "constraints": [models.UniqueConstraint(fields=("case", "hazard"), name="a_hazard_once_in_a_major_case")],
            },
        ),
        migrations.CreateModel(
            name="MajorStep",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="hazards.majorcase"),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("verb", models.CharField(max_length=30)),
                ("from_state", models.CharField(blank=True, default="", max_length=20)),
                ("to_state", models.CharField(max_length=20)),
                (
                    "actor_account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("actor_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("note", models.TextField(blank=True, default="")),
                ("data", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["case_id", "sequence"],
                "constraints": [models.UniqueConstraint(fields=("case", "sequence"), name="major_step_order")],
            },
        ),
        migrations.CreateModel(
            name="Serving",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "notice",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="servings", to="hazards.notice"),
                ),
                ("sequence", models.PositiveSmallIntegerField()),
                ("way", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("receiver_name", models.CharField(blank=True, default="", max_length=60)),
                ("receiver_role", models.CharField(blank=True, default="", max_length=60)),
                ("signed", models.BooleanField(default=False)),
                ("witness_name", models.CharField(blank=True, default="", max_length=60)),
                ("witness_role", models.CharField(blank=True, default="", max_length=60)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                (
                    "cancels",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cancelled_by", to="hazards.serving"
                    ),
                ),
                (
                    "by_account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("by_name", models.CharField(max_length=150)),
                ("received_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
            ],
            options={
                "ordering": ["notice", "sequence"],
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "sequence"), name="serving_in_order"),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["in_person", "page", "posted", "refused", "absent", "taken_back"])),
                        name="serving_way_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way__in", ["posted", "refused"]), _negated=True),
                            models.Q(("witness_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="serving_has_witness",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancels__isnull", False), ("way", "taken_back")),
                            models.Q(models.Q(("way", "taken_back"), _negated=True), ("cancels__isnull", True)),
                            _connector="OR",
                        ),
                        name="serving_correction_names_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "hazard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="extensions", to="hazards.hazard"
                    ),
                ),
                ("working_days", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=500)),
                ("safeguards", models.CharField(max_length=500)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("asked_by_name", models.CharField(max_length=150)),
                ("asked_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                ("granted", models.BooleanField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("decided_by_name", models.CharField(blank=True, default="", max_length=150)),
                ("decided_at", models.DateTimeField(null=True)),
                ("words", models.CharField(blank=True, default="", max_length=500)),
                ("due_before", models.DateField(null=True)),
                ("due_after", models.DateField(null=True)),
            ],
            options={
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("granted__isnull", True)), fields=("hazard",), name="one_extension_waits"
                    ),
                    models.CheckConstraint(condition=models.Q(("working_days__gte", 1)), name="extension_adds_days"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            ("asked_by__isnull", True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="extension_decided_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cosign",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "hazard",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="cosigns", to="hazards.hazard"),
                ),
                (
                    "member",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.member"),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.organization"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("asked_by_name", models.CharField(max_length=150)),
                ("asked_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
                ("question", models.CharField(blank=True, default="", max_length=500)),
                ("agrees", models.BooleanField(null=True)),
                ("opinion", models.CharField(blank=True, default="", max_length=500)),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("given_by_name", models.CharField(blank=True, default="", max_length=150)),
                ("given_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agrees__isnull", True), ("given_at__isnull", True)),
                            models.Q(("agrees__isnull", False), ("given_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="cosign_is_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                ("id", models.UUIDField(default=fengsui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("area_path", fengsui.kernel.scope.AreaPathField(db_index=True, max_length=60)),
                ("line", models.CharField(blank=True, default="", max_length=40)),
                (
                    "hazard",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="sightings", to="hazards.hazard"),
                ),
                ("place", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place")),
                ("item_code", models.CharField(max_length=40)),
                ("source_kind", models.CharField(max_length=20)),
                ("source_id", models.UUIDField(null=True)),
                ("seen_at", models.DateTimeField()),
                ("seen_on", models.DateField()),
                (
                    "by_account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("by_name", models.CharField(blank=True, default="", max_length=150)),
                ("description", models.TextField(blank=True, default="")),
                ("checked_count", models.PositiveIntegerField(null=True)),
                ("bad_count", models.PositiveIntegerField(null=True)),
                ("photo_count", models.PositiveSmallIntegerField(default=0)),
                ("content_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("received_at", models.DateTimeField(default=fengsui.kernel.clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["hazard", "seen_at"], name="sighting_case"),
                    models.Index(fields=["source_id"], name="sighting_source"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source_kind__in", ["visit", "desk", "report", "self_check", "device", "letter", "campaign"])
                        ),
                        name="sighting_source_known",
                    )
                ],
            },
        ),
        migrations.RunPython(servings.protect, servings.unprotect),
    ]
