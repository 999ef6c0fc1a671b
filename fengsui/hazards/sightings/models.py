"""The table of sightings: every witness of a case after the first."""

from django.db import models

from fengsui.hazards.models import SOURCE_KINDS, Hazard
from fengsui.kernel import clock
from fengsui.kernel.models import Account
from fengsui.kernel.scope import ScopedModel
from fengsui.places.models import Place


class Sighting(ScopedModel):
    """One more witness of a hazard. `id` is the identity the phone gave its finding: deeds on it go to the case."""

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="sightings")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    item_code = models.CharField(max_length=40)
    source_kind = models.CharField(max_length=20)
    source_id = models.UUIDField(null=True)
    seen_at = models.DateTimeField()
    seen_on = models.DateField()
    by_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True, default="")
    description = models.TextField(blank=True, default="")
    checked_count = models.PositiveIntegerField(null=True)
    bad_count = models.PositiveIntegerField(null=True)
    photo_count = models.PositiveSmallIntegerField(default=0)
    content_sha256 = models.CharField(max_length=64, blank=True, default="")
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["hazard", "seen_at"], name="sighting_case"),
            models.Index(fields=["source_id"], name="sighting_source"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(source_kind__in=list(SOURCE_KINDS)), name="sighting_source_known"),
        ]

    def __str__(self) -> str:
        return f"{self.by_name} {self.seen_on}"
