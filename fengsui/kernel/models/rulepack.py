"""Rule packs: versions of a region's classes, checklists, limits and paper powers, draft → tested → published."""

from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.models.account import Account


class RulePack(models.Model):
    """One version of one region's rules; `content` is whole and never changes once published."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        TESTED = "tested", "已测试"
        PUBLISHED = "published", "已发布"
        RETIRED = "retired", "已停用"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40)
    version = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    region = models.CharField(max_length=12, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    content = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    row_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    tested_at = models.DateTimeField(null=True)
    tested_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["region", "state", "effective_from"])]

    def __str__(self) -> str:
        return self.version
