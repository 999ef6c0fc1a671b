"""Long work: a row anyone concerned can look up, run by the worker process, resumed when a worker dies."""

from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.scope import AreaPathField


class Job(models.Model):
    """One piece of long work with its progress, result or error in words."""

    class State(models.TextChoices):
        QUEUED = "queued", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "失败"
        CANCELLED = "cancelled", "已取消"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    title_zh = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)
    tries = models.PositiveIntegerField(default=0)
    account_id = models.UUIDField(null=True, db_index=True)
    actor_name = models.CharField(max_length=150, blank=True, default="")
    area_path = AreaPathField(blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "created_at"])]
