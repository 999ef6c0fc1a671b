"""The table of alarms over unsent work."""

from django.db import models
from django.db.models import Q

from fengsui.kernel.models import Account
from fengsui.kernel.scope import ScopedModel

CAUSES = {
    "old": ("记录超过一天未送达", "unsent for more than a day"),
    "silent": ("手机超过一天没有消息", "phone not heard of for a day"),
}


class UnsentAlarm(ScopedModel):
    """One alarm over one phone, from the moment it was raised until its cause was gone; at most one open a phone."""

    report = models.ForeignKey("patrol.PhoneReport", on_delete=models.PROTECT, related_name="alarms")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=10)
    unsent_operations = models.PositiveIntegerField()
    unsent_photos = models.PositiveIntegerField()
    oldest_unsent_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=150, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["area_path", "closed_at", "raised_at"], name="unsent_alarm_area")]
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(closed_at__isnull=True), name="one_open_alarm_a_phone"),
            models.CheckConstraint(condition=Q(cause__in=list(CAUSES)), name="unsent_alarm_cause_known"),
        ]

    def __str__(self) -> str:
        return f"{self.cause} {self.unsent_operations}+{self.unsent_photos}"
