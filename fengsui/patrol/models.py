"""Visits, tasks, and what phones sent: every operation is kept with its outcome, so that nothing is lost or doubled."""

from django.db import models
from django.db.models import F, Q

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account, EvidenceLink
from fengsui.kernel.scope import AreaPathField, LongLedger, ScopedModel
from fengsui.org.models import Member
from fengsui.places.models import Place

TASK_KINDS = {
    "routine": ("例行巡查", "routine visit"),
    "review": ("复查", "review"),
    "locked_return": ("回访", "return visit"),
    "facility": ("设施到期", "facility due"),
}
TASK_STATES = {
    "open": ("待办", "to do"),
    "done": ("已完成", "done"),
    "missed": ("漏查", "missed"),
    "deferred": ("已延后", "deferred"),
    "cancelled": ("已取消", "cancelled"),
}
REASONS = {
    "due": ("到期", "due"),
    "never_visited": ("尚未查过", "never visited"),
    "locked_last_time": ("上次锁门", "locked last time"),
    "return_visit": ("上次未查成或装修", "could not be checked, or under renovation"),
    "review_due": ("复查到期", "review due"),
    "limit_over": ("整改期限已过", "limit is over"),
    "facility_due": ("设施到期", "facility due"),
}
VISIT_SOURCES = {"phone": ("手机", "phone"), "desk": ("电脑", "desk"), "demo": ("演示", "demo")}
CLOCK_FLAGS = {
    "": ("时钟正常", "clock fine"),
    "skewed": ("手机时钟偏差已校正", "phone clock was off and corrected"),
    "wild": ("手机时钟偏差超过一天，已校正", "phone clock was off by more than a day and corrected"),
    "unusable": ("手机时间不可信，按收到时间记", "phone time unusable; the time of receipt stands"),
}


class Visit(ScopedModel, LongLedger):
    """One visit to one place. The phone makes the id, the server the number; written by patrol.services only."""

    number = models.CharField(max_length=40, unique=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="visits")
    outcome = models.CharField(max_length=40)
    outcome_label = models.CharField(max_length=40, blank=True, default="")
    inspected = models.BooleanField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    received_at = models.DateTimeField()
    local_date = models.DateField()
    clock_offset_ms = models.BigIntegerField(default=0)
    clock_flag = models.CharField(max_length=20, blank=True, default="")
    by_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    answers = models.JSONField(default=list)
    item_count = models.PositiveIntegerField(default=0)
    bad_item_count = models.PositiveIntegerField(default=0)
    hazard_count = models.PositiveIntegerField(default=0)
    rulepack_version = models.CharField(max_length=60)
    checklist_codes = models.JSONField(default=list)
    signature = models.ForeignKey(EvidenceLink, on_delete=models.SET_NULL, null=True, related_name="+")
    signer_name = models.CharField(max_length=60, blank=True, default="")
    note = models.TextField(blank=True, default="")
    source = models.CharField(max_length=10)
    valid = models.BooleanField(default=True)
    content_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["area_path", "local_date"], name="visit_area_date"),
            # The area is at the end where it is looked at on the way: the index alone is read then.
            models.Index(fields=["place", "local_date", "area_path"], name="visit_place_date_area"),
            models.Index(fields=["by_account", "local_date"], name="visit_person_date"),
            models.Index(fields=["local_date", "number", "area_path"], name="visit_day_area"),
            models.Index(fields=["street_path", "local_date", "number", "area_path"], name="visit_street_day_area"),
            models.Index(
                fields=["street_path", "local_date", "number", "area_path"],
                name="visit_counted",
                condition=Q(valid=True, inspected=True),
            ),
            models.Index(fields=["outcome", "local_date", "number"], name="visit_outcome_day"),
            models.Index(fields=["local_date", "number"], name="visit_with_hazards", condition=Q(hazard_count__gt=0)),
            models.Index(fields=["local_date", "number"], name="visit_clock_flagged", condition=~Q(clock_flag="")),
            models.Index(fields=["local_date", "number"], name="visit_not_valid", condition=Q(valid=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(source__in=list(VISIT_SOURCES)), name="visit_source_known"),
            models.CheckConstraint(condition=Q(ended_at__gte=F("started_at")), name="visit_ends_after_start"),
            models.CheckConstraint(condition=Q(bad_item_count__lte=F("item_count")), name="visit_bad_within_items"),
        ]

    def __str__(self) -> str:
        return self.number


class Task(ScopedModel):
    """One thing to do at one place by a day, with its reason; at most one active task (open or put off) a subject."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=20)
    subject_key = models.CharField(max_length=80)
    hazard_id = models.UUIDField(null=True)
    due_on = models.DateField()
    due_provisional = models.BooleanField(default=False)
    due_from = models.DateField(null=True)
    due_working_days = models.PositiveSmallIntegerField(null=True)
    reason_code = models.CharField(max_length=30)
    reason = models.CharField(max_length=120)
    assignee = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    assignee_name = models.CharField(max_length=150, blank=True, default="")
    excluded_account_id = models.UUIDField(null=True)
    state = models.CharField(max_length=20, default="open")
    visit = models.ForeignKey(Visit, on_delete=models.SET_NULL, null=True, related_name="tasks")
    deferred_to = models.DateField(null=True)
    defer_reason = models.CharField(max_length=200, blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=120, blank=True, default="")
    row_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["area_path", "state", "due_on"], name="task_area_state_due"),
            models.Index(fields=["assignee", "state", "due_on"], name="task_person_state_due"),
            models.Index(fields=["place", "state"], name="task_place_state"),
            models.Index(fields=["updated_at"], name="task_updated"),
            models.Index(fields=["due_on", "id"], name="task_day"),
            models.Index(fields=["due_on", "id"], name="task_active_day", condition=Q(state__in=("open", "deferred"))),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(TASK_KINDS)), name="task_kind_known"),
            models.CheckConstraint(condition=Q(state__in=list(TASK_STATES)), name="task_state_known"),
            models.UniqueConstraint(
                fields=["subject_key"], condition=Q(state__in=["open", "deferred"]), name="one_active_task_a_subject"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"


class PlaceDeparture(ScopedModel):
    """A place that left an area: the phones of `area_path` are told to drop it with all they keep of it."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="departures")
    left_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["left_at", "area_path"], name="departure_time_area")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.area_path}"


class SyncOperation(models.Model):
    """One operation as a phone sent it, with its outcome. What is rejected keeps its payload; what waits is tried again."""

    class State(models.TextChoices):
        ACCEPTED = "accepted", "已接收"
        WAITING = "waiting", "等待前置记录"
        REJECTED = "rejected", "未接收（已保留）"
        CONFLICT = "conflict", "两份不同，待核定"
        SETTLED = "settled", "已由人员处理"

    id = models.UUIDField(primary_key=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    session_id = models.UUIDField(null=True)
    device_id = models.CharField(max_length=80, blank=True, default="")
    area_path = AreaPathField(blank=True, default="")
    kind = models.CharField(max_length=40)
    payload = models.JSONField()
    payload_sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    clock_offset_ms = models.BigIntegerField(default=0)
    received_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=State.choices)
    waits_for = models.UUIDField(null=True, db_index=True)
    subject_type = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.CharField(max_length=64, blank=True, default="")
    subject_number = models.CharField(max_length=40, blank=True, default="")
    problem = models.JSONField(default=dict)
    versions = models.JSONField(default=list)
    tries = models.PositiveIntegerField(default=1)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    settled_choice = models.CharField(max_length=10, blank=True, default="")
    settled_note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["state", "received_at"], name="sync_state_received")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class PhoneReport(models.Model):
    """What a phone says it still holds: unsent operations and photos, the oldest of them, since when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    device_key = models.CharField(max_length=80)
    area_path = AreaPathField(blank=True, default="", db_index=True)
    unsent_operations = models.PositiveIntegerField(default=0)
    unsent_photos = models.PositiveIntegerField(default=0)
    oldest_unsent_at = models.DateTimeField(null=True)
    app_version = models.CharField(max_length=40, blank=True, default="")
    storage_persisted = models.BooleanField(null=True)
    reported_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "device_key"], name="one_report_a_phone")]

    def __str__(self) -> str:
        return f"{self.device_key} {self.unsent_operations}+{self.unsent_photos}"


class PlaceCorrection(ScopedModel):
    """What one person said of a place at its door, or a change at the desk that such a report met; never changed after.

    The id is the operation's. `values` by field class (patrol.sync.merging), contacts as ids of their rows; `seen` is
    the record's version the phone held, `version` the one the record got with it, `withdrawn` what a person settled otherwise.
    """

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    author = models.CharField(max_length=60)
    by_name = models.CharField(max_length=150)
    from_phone = models.BooleanField()
    seen = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    contacts = models.JSONField(default=list)
    note = models.CharField(max_length=500, blank=True, default="")
    withdrawn = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["place", "at"], name="correction_place_at")]

    def __str__(self) -> str:
        return f"{self.by_name} {'、'.join(self.values)}"


# The tables of the rooms beside this one belong to the same app.
from fengsui.patrol.households.models import BuildingShape, HouseholdVisit  # noqa: E402, F401
from fengsui.patrol.quality.models import PhotoPrint, QualityDue, SampleDraw, SampleItem, VisitDoubt  # noqa: E402, F401
from fengsui.patrol.rescue.models import RescueImport, RescuePart  # noqa: E402, F401
from fengsui.patrol.tracks.models import DutySpell, TrackPiece, TrackViewing  # noqa: E402, F401
from fengsui.patrol.unsent.models import UnsentAlarm  # noqa: E402, F401
