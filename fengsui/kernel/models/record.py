"""Small tables of the kernel: registers of numbers, operations seen, settings, the district's own calendar days."""

from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.scope import AreaPathField


class Register(models.Model):
    """The last number given out of one kind, district and year (0 = not yearly)."""

    kind = models.CharField(max_length=40)
    area_path = AreaPathField()
    year = models.PositiveIntegerField()
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "area_path", "year"], name="one_register")]


class Operation(models.Model):
    """An operation a client sent: its content's hash and its outcome, so that sending again changes nothing."""

    id = models.UUIDField(primary_key=True, editable=False)
    token = models.UUIDField()
    account_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    arguments_sha256 = models.CharField(max_length=64)
    result_type = models.CharField(max_length=60, blank=True, default="")
    result_id = models.CharField(max_length=64, blank=True, default="")
    result_json = models.JSONField(null=True)
    at = models.DateTimeField(db_index=True)


class Setting(models.Model):
    """One setting of the installation, such as installation.is_demo."""

    key = models.CharField(max_length=80, primary_key=True)
    value = models.JSONField()
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.key


class CalendarDay(models.Model):
    """A day on which an area's own word about working or resting overrules the State Council's calendar."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_path = AreaPathField()
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=[("working", "上班"), ("rest", "休息")])
    note = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area_path", "day"], name="one_word_a_day")]
