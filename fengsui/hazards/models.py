"""Hazards and the steps of their timeline; what must always hold is a constraint of the database."""

from django.db import models
from django.db.models import F, Q

from fengsui.hazards.states import GRADES, LIMIT_STATES, OPEN_STATES, STATES
from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account
from fengsui.kernel.scope import ScopedModel
from fengsui.org.models import Member, Organization
from fengsui.places.models import Place, PlaceContact

ASSIGNEE_KINDS: dict[str, tuple[str, str]] = {
    "": ("未交办", "not assigned"),
    "member": ("人员", "person"),
    "organization": ("单位", "organization"),
    "contact": ("场所联系人", "contact of the place"),
}
CLOSED_HOW: dict[str, tuple[str, str]] = {"reviewed": ("复查通过", "reviewed"), "on_site": ("当场改正", "fixed on site")}
SOURCE_KINDS: dict[str, tuple[str, str]] = {
    "visit": ("巡查", "patrol visit"),
    "desk": ("电脑登记", "entered at the desk"),
    "report": ("群众随手拍", "citizen report"),
    "self_check": ("场所自查", "self-check"),
    "device": ("物联设备", "device"),
    "letter": ("函件", "letter"),
    "campaign": ("专项行动", "campaign"),
}


class Hazard(ScopedModel):
    """One hazard at one place, from the moment it was found to its closing. Written by hazards.services only."""

    # Figures look cases up by one of these days, or by their state, and at the area on the way.
    DAYS_THAT_NARROW = ("found_on", "due_on", "closed_on")

    number = models.CharField(max_length=40, unique=True)
    # Its index is hazard_place_found, which begins with it.
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="hazards", db_index=False)
    item_code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    legal_category = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=1)
    rulepack_version = models.CharField(max_length=60)
    fixable_on_site = models.BooleanField(default=False)
    checked_count = models.PositiveIntegerField(null=True)
    bad_count = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=20, default="found")
    round = models.PositiveSmallIntegerField(default=1)
    round_from = models.DateTimeField(default=clock.now)

    found_at = models.DateTimeField()
    found_on = models.DateField()
    found_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    found_by_name = models.CharField(max_length=150, blank=True, default="")

    limit_from = models.DateField(null=True)
    limit_working_days = models.PositiveSmallIntegerField(null=True)
    limit_why = models.CharField(max_length=20, default="found")
    limit_words = models.CharField(max_length=60, blank=True, default="")
    due_on = models.DateField(null=True)
    due_provisional = models.BooleanField(default=False)
    due_words = models.CharField(max_length=400, blank=True, default="")

    assignee_kind = models.CharField(max_length=20, blank=True, default="")
    assigned_to = models.CharField(max_length=200, blank=True, default="")
    assignee_member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    assignee_organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    assignee_contact = models.ForeignKey(PlaceContact, on_delete=models.SET_NULL, null=True, related_name="+")
    assigned_at = models.DateTimeField(null=True)

    rectifier = models.CharField(max_length=150, blank=True, default="")
    rectifier_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    fix_reported_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    fix_reported_by_name = models.CharField(max_length=150, blank=True, default="")
    reported_fixed_at = models.DateTimeField(null=True)
    reported_fixed_on = models.DateField(null=True)
    fixed_on_site_on = models.DateField(null=True)

    reviewer = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    reviewer_name = models.CharField(max_length=150, blank=True, default="")
    review_passed_at = models.DateTimeField(null=True)

    closed_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    closed_how = models.CharField(max_length=20, blank=True, default="")
    voided_on = models.DateField(null=True)
    void_reason = models.CharField(max_length=500, blank=True, default="")

    # What ended a case without closing it, and the state to return to when that is undone.
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged_here")
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="split_off")
    ended_from = models.CharField(max_length=20, blank=True, default="")

    # Witnesses beyond the first are sightings; a repeat names the case that was closed before.
    witness_count = models.PositiveSmallIntegerField(default=1)
    last_seen_at = models.DateTimeField(null=True)
    repeat_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="repeated_as")
    repeat_count = models.PositiveSmallIntegerField(default=0)
    priority = models.PositiveSmallIntegerField(default=0)

    # The limit's clock: days granted on top, spells in which it stood still ([from, to] dates), the spell that runs now.
    limit_extension_days = models.PositiveSmallIntegerField(default=0)
    extension_count = models.PositiveSmallIntegerField(default=0)
    limit_pauses: "models.JSONField[list[list[str]]]" = models.JSONField(default=list)
    paused_on = models.DateField(null=True)
    resume_by = models.DateField(null=True)
    urged_on = models.DateField(null=True)
    # The clocks of others: the review of the last reported fix with the day it was made, the check of a complaint.
    review_due_on = models.DateField(null=True)
    reviewed_on = models.DateField(null=True)
    review_due_words = models.CharField(max_length=400, blank=True, default="")
    check_due_at = models.DateTimeField(null=True)
    check_due_words = models.CharField(max_length=400, blank=True, default="")
    checked_at = models.DateTimeField(null=True)

    referred_to = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    referred_on = models.DateField(null=True)

    source_kind = models.CharField(max_length=20)
    source_id = models.UUIDField(null=True)
    content_sha256 = models.CharField(max_length=64, blank=True, default="")
    search_text = models.TextField(blank=True, default="")
    row_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["area_path", "state", "due_on"], name="hazard_area_state_due"),
            models.Index(fields=["area_path", "found_on", "number", "id"], name="hazard_area_found_number"),
            models.Index(fields=["area_path", "closed_on"], name="hazard_area_closed"),
            models.Index(fields=["place", "state"], name="hazard_place_state"),
            models.Index(fields=["place", "updated_at", "number"], name="hazard_place_changed"),
            models.Index(fields=["place", "found_on", "number", "area_path", "id"], name="hazard_place_found"),
            models.Index(fields=["source_id"], name="hazard_source"),
            models.Index(fields=["updated_at"], name="hazard_updated"),
            models.Index(fields=["due_on"], name="hazard_provisional", condition=Q(due_provisional=True)),
            models.Index(fields=["place", "item_code", "state"], name="hazard_place_item"),
            models.Index(fields=["due_on"], name="hazard_limit_runs", condition=Q(state__in=LIMIT_STATES)),
            models.Index(fields=["area_path", "place", "state", "due_on"], name="hazard_map"),
            models.Index(fields=["resume_by"], name="hazard_paused", condition=Q(paused_on__isnull=False)),
            models.Index(fields=["area_path", "due_on", "number"], name="hazard_open", condition=Q(state__in=OPEN_STATES)),
            models.Index(fields=["found_on", "number", "area_path"], name="hazard_found_day_area"),
            models.Index(
                fields=["found_on", "number", "area_path"], name="hazard_open_found", condition=Q(state__in=OPEN_STATES)
            ),
            models.Index(
                fields=[
                    "state",
                    "area_path",
                    "due_on",
                    "due_provisional",
                    "review_due_on",
                    "reviewer",
                    "repeat_count",
                    "witness_count",
                ],
                name="hazard_open_board",
                condition=Q(state__in=OPEN_STATES),
            ),
            models.Index(fields=["due_on", "number"], name="hazard_due_day"),
            models.Index(fields=["closed_on", "number", "area_path"], name="hazard_closed_day_area"),
            models.Index(fields=["state", "area_path"], name="hazard_state_area"),
            models.Index(fields=["item_code"], name="hazard_item"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="hazard_state_known"),
            models.CheckConstraint(condition=Q(grade__in=list(GRADES)), name="hazard_grade_known"),
            models.CheckConstraint(condition=Q(legal_category__gte=1, legal_category__lte=12), name="hazard_category_known"),
            models.CheckConstraint(condition=Q(round__gte=1), name="hazard_round_from_one"),
            models.CheckConstraint(
                condition=Q(checked_count__isnull=True) | Q(bad_count__isnull=True) | Q(bad_count__lte=F("checked_count")),
                name="hazard_bad_within_checked",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, closed_on__isnull=False, closed_how__in=list(CLOSED_HOW))
                | (~Q(state="closed") & Q(closed_at__isnull=True, closed_on__isnull=True, closed_how="")),
                name="hazard_closed_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(closed_how="reviewed") | Q(reviewer__isnull=False, review_passed_at__isnull=False),
                name="hazard_review_has_reviewer",
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | Q(fix_reported_by__isnull=True) | ~Q(reviewer=F("fix_reported_by")),
                name="hazard_reviewer_not_reporter",
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | Q(rectifier_account__isnull=True) | ~Q(reviewer=F("rectifier_account")),
                name="hazard_reviewer_not_rectifier",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("found_on")),
                name="hazard_closed_after_found",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="hazard_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(paused_on__isnull=True) | Q(resume_by__isnull=False, due_on__isnull=True),
                name="hazard_pause_has_an_end",
            ),
            models.CheckConstraint(condition=Q(witness_count__gte=1), name="hazard_has_a_witness"),
            models.CheckConstraint(
                condition=~Q(state="void") | (Q(voided_on__isnull=False) & ~Q(void_reason="")),
                name="hazard_void_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class HazardStep(models.Model):
    """One step of a hazard's timeline: what happened when, who did it, when it reached the server.

    `on` is the district date of `at` and `due_on` the limit after the step, so that any past day can be told again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hazard = models.ForeignKey(Hazard, on_delete=models.CASCADE, related_name="steps")
    sequence = models.PositiveIntegerField()
    verb = models.CharField(max_length=30)
    from_state = models.CharField(max_length=20, blank=True, default="")
    to_state = models.CharField(max_length=20)
    round = models.PositiveSmallIntegerField(default=1)
    actor_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    on = models.DateField()
    due_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    received_at = models.DateTimeField()
    note = models.TextField(blank=True, default="")
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["hazard_id", "sequence"]
        constraints = [models.UniqueConstraint(fields=["hazard", "sequence"], name="hazard_step_order")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"


# The tables of the rooms beside this one belong to the same app.
from fengsui.hazards.bulk.models import BulkBatch, BulkItem  # noqa: E402, F401
from fengsui.hazards.escalation.models import Escalation  # noqa: E402, F401
from fengsui.hazards.major.models import MajorCase, MajorHazard, MajorStep  # noqa: E402, F401
from fengsui.hazards.notices.models import Notice  # noqa: E402, F401
from fengsui.hazards.requests.models import Cosign, Extension  # noqa: E402, F401
from fengsui.hazards.sightings.models import Sighting  # noqa: E402, F401
