"""The table of escalations: one row a rung of a ladder, once."""

from django.db import models
from django.db.models import Q

from fengsui.hazards.escalation.ladder import LADDERS, RUNGS
from fengsui.hazards.models import Hazard
from fengsui.kernel import clock
from fengsui.kernel.models import Account
from fengsui.kernel.scope import ScopedModel


class Escalation(ScopedModel):
    """One rung climbed: when, why, who was told (or who stood in), whether they took it on, when it ended."""

    hazard = models.ForeignKey(Hazard, on_delete=models.CASCADE, related_name="escalations")
    ladder = models.CharField(max_length=10)
    cycle = models.CharField(max_length=30, blank=True, default="")
    rung = models.CharField(max_length=12)
    reason = models.CharField(max_length=200)
    due_on = models.DateField()
    on = models.DateField()
    at = models.DateTimeField(default=clock.now)
    holder = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    holder_name = models.CharField(max_length=150, blank=True, default="")
    stands_in_for = models.CharField(max_length=150, blank=True, default="")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    acknowledged_by_name = models.CharField(max_length=150, blank=True, default="")
    words = models.CharField(max_length=300, blank=True, default="")
    held_until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_why = models.CharField(max_length=120, blank=True, default="")
    rules_version = models.CharField(max_length=20)

    class Meta:
        indexes = [
            models.Index(fields=["area_path", "at"], name="escalation_open", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["holder"], name="escalation_of", condition=Q(ended_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["hazard", "ladder", "cycle", "rung"], name="one_rung_once"),
            models.CheckConstraint(condition=Q(ladder__in=list(LADDERS)), name="escalation_ladder_known"),
            models.CheckConstraint(condition=Q(rung__in=list(RUNGS)), name="escalation_rung_known"),
        ]

    def __str__(self) -> str:
        return f"{LADDERS[self.ladder][0]} · {RUNGS[self.rung].zh}"
