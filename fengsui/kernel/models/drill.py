"""Drills of the backup: each one kept with what it compared and whether both sides read alike."""

from django.db import models

from fengsui.kernel.ids import new_id


class DrillRun(models.Model):
    """One drill: a backup made, restored elsewhere, and read next to the living installation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(db_index=True)
    by_name = models.CharField(max_length=150)
    ok = models.BooleanField()
    database = models.CharField(max_length=20, blank=True, default="")
    backup_bytes = models.PositiveBigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    figures = models.PositiveIntegerField(default=0)
    seals = models.PositiveIntegerField(default=0)
    differences = models.JSONField(default=list)
    problem = models.CharField(max_length=400, blank=True, default="")

    def __str__(self) -> str:
        return f"恢复演练 {self.started_at:%Y-%m-%d}"
