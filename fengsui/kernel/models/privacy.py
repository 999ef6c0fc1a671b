"""What is written about the handling of personal data: who has read the notice, what the daily job took away."""

from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.models.account import Account
from fengsui.kernel.scope import ScopedModel


class NoticeReading(models.Model):
    """One account has read one version of the privacy notice."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notice_readings")
    version = models.CharField(max_length=30)
    read_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "version"], name="one_reading_a_version")]


class RetentionRun(models.Model):
    """One run over everything whose time is up: how many rows of each kind, and what went wrong."""

    id = models.BigAutoField(primary_key=True)
    ended_at = models.DateTimeField(db_index=True)
    by_name = models.CharField(max_length=150)
    counts = models.JSONField(default=dict)
    faults = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"到期处理 {self.pk}"


class PrivacyRequest(ScopedModel):
    """Somebody asks what is kept of them, or that it be deleted; the officer's answer and what came of it.

    The phone is both what is looked up by and how the answer reaches the person; it is taken off when the record's own
    time is up. What was found is never kept here, only how much of which kind, and why what stays does.
    """

    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=[("access", "查阅复制"), ("deletion", "删除")])
    subject_kind = models.CharField(
        max_length=10, choices=[("contact", "场所负责人、联系人"), ("staff", "工作人员"), ("other", "其他人")]
    )
    asked_by = models.CharField(max_length=10, choices=[("self", "本人"), ("agent", "受托人"), ("family", "近亲属")])
    identity_words = models.CharField(max_length=200)
    wish = models.CharField(max_length=500, blank=True, default="")
    phone_cipher = models.CharField(max_length=120, blank=True, default="")
    phone_hmac = models.CharField(max_length=64, blank=True, default="")
    phone_last4 = models.CharField(max_length=4, blank=True, default="")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    received_on = models.DateField()
    due_on = models.DateField()
    due_words = models.CharField(max_length=400, blank=True, default="")
    taken_by_name = models.CharField(max_length=150)
    decision = models.CharField(
        max_length=10, blank=True, default="", choices=[("granted", "同意"), ("partly", "部分同意"), ("refused", "不同意")]
    )
    reason = models.CharField(max_length=500, blank=True, default="")
    result = models.JSONField(default=dict)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=150, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["decided_at", "due_on"], name="privacy_request_open")]

    def __str__(self) -> str:
        return self.number
