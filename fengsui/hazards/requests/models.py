"""The tables of requests inside a case: more time, and another office's signature."""

from django.db import models
from django.db.models import F, Q

from fengsui.hazards.models import Hazard
from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account
from fengsui.org.models import Member, Organization


class Extension(models.Model):
    """More working days, asked for by one person and decided by another; undecided while `granted` is None."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hazard = models.ForeignKey(Hazard, on_delete=models.CASCADE, related_name="extensions")
    working_days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    safeguards = models.CharField(max_length=500)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=150)
    asked_at = models.DateTimeField(default=clock.now)
    granted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by_name = models.CharField(max_length=150, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=500, blank=True, default="")
    due_before = models.DateField(null=True)
    due_after = models.DateField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["hazard"], condition=Q(granted__isnull=True), name="one_extension_waits"),
            models.CheckConstraint(condition=Q(working_days__gte=1), name="extension_adds_days"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(asked_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="extension_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"+{self.working_days}"


class Cosign(models.Model):
    """Another person or office whose opinion a case needs before it can be passed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hazard = models.ForeignKey(Hazard, on_delete=models.CASCADE, related_name="cosigns")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    asked_by_name = models.CharField(max_length=150)
    asked_at = models.DateTimeField(default=clock.now)
    question = models.CharField(max_length=500, blank=True, default="")
    agrees = models.BooleanField(null=True)
    opinion = models.CharField(max_length=500, blank=True, default="")
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    given_by_name = models.CharField(max_length=150, blank=True, default="")
    given_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, agrees__isnull=True) | Q(given_at__isnull=False, agrees__isnull=False),
                name="cosign_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name
