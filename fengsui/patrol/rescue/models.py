"""Tables of rescue imports: one row a file taken in, one row a part with what became of it."""

from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.models import Account
from fengsui.kernel.scope import ScopedModel

STATES: dict[str, tuple[str, str]] = {
    "read": ("已读取，待导入", "read, to be imported"),
    "importing": ("正在导入", "being imported"),
    "done": ("已导入", "imported"),
    "failed": ("没有完成", "not finished"),
}
STATUSES: dict[str, tuple[str, str]] = {
    "accepted": ("已接收", "accepted"),
    "merged": ("已合并", "merged"),
    "duplicate": ("早已接收", "had arrived before"),
    "waiting": ("已保留，等待前置记录", "kept, waits for another record"),
    "conflict": ("有冲突，待核定", "conflict, to be settled"),
    "rejected": ("未接收", "not accepted"),
    "later": ("服务器忙，请再导入一次", "server busy, import again"),
    "received": ("照片已接收", "photo received"),
    "held": ("照片早已收到", "photo had arrived before"),
    "damaged": ("损坏", "damaged"),
}


class RescueImport(ScopedModel):
    """A rescue file. Its bytes lie in the data folder for thirty days; the row and its results stay."""

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    account_name = models.CharField(max_length=150)
    device_name = models.CharField(max_length=80, blank=True, default="")
    app_version = models.CharField(max_length=80, blank=True, default="")
    exported_at = models.DateTimeField()
    clock_offset_ms = models.BigIntegerField(null=True)
    operation_count = models.PositiveIntegerField()
    photo_count = models.PositiveIntegerField()
    damaged_count = models.PositiveIntegerField()
    oldest_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default="read")
    run = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)
    job_id = models.UUIDField(null=True)
    by_account_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["area_path", "created_at"], name="rescue_area_created")]
        constraints = [models.CheckConstraint(condition=models.Q(state__in=list(STATES)), name="rescue_state_known")]

    def __str__(self) -> str:
        return f"{self.account_name} {self.device_name}"


class RescuePart(models.Model):
    """What became of one part in the run `run`; a later run writes over it."""

    rescue = models.ForeignKey(RescueImport, on_delete=models.CASCADE, related_name="parts")
    index = models.PositiveIntegerField()
    run = models.PositiveIntegerField()
    type = models.CharField(max_length=10)
    part_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=40, blank=True, default="")
    at = models.CharField(max_length=80, blank=True, default="")
    status = models.CharField(max_length=10)
    problem = models.JSONField(default=dict)
    subject_type = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.CharField(max_length=64, blank=True, default="")
    subject_number = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["rescue", "status", "index"], name="rescue_part_status")]
        constraints = [
            models.UniqueConstraint(fields=["rescue", "index"], name="one_result_a_part"),
            models.CheckConstraint(condition=models.Q(status__in=list(STATUSES)), name="rescue_status_known"),
        ]
