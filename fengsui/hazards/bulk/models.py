"""The tables of bulk deeds: the batch, and one row a case it was meant for."""

from django.db import models

from fengsui.hazards.models import Hazard
from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account
from fengsui.kernel.scope import ScopedModel


class BulkBatch(ScopedModel):
    """One verb with its arguments on every case that matched when it was looked at; the set never changes afterwards."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", "待执行"
        RUNNING = "running", "执行中"
        DONE = "done", "已执行"
        UNDOING = "undoing", "撤销中"
        UNDONE = "undone", "已撤销"

    verb = models.CharField(max_length=30)
    arguments = models.JSONField(default=dict)
    filters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEWED)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=clock.now)
    job_id = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.verb} {self.created_at:%F %T}"


class BulkItem(models.Model):
    """One case of a batch: the version that was looked at, what came of it, and what it was before."""

    class State(models.TextChoices):
        READY = "ready", "可以办"
        BLOCKED = "blocked", "不能办"
        DONE = "done", "已办"
        FAILED = "failed", "没有办成"
        UNDONE = "undone", "已撤销"
        KEPT = "kept", "不能撤销"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(BulkBatch, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    hazard = models.ForeignKey(Hazard, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    version_after = models.PositiveIntegerField(null=True)
    before = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices)
    code = models.CharField(max_length=60, blank=True, default="")
    zh = models.CharField(max_length=300, blank=True, default="")
    en = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="bulk_item_order"),
            models.UniqueConstraint(fields=["batch", "hazard"], name="bulk_case_once"),
        ]
        indexes = [models.Index(fields=["batch", "state", "position"], name="bulk_item_state")]

    def __str__(self) -> str:
        return f"{self.position} {self.state}"
