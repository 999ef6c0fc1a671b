"""Who ran a shop from when to when: a change of tenant ends one period and begins another on the same record."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.places.models.place import Place


class PlaceTenancy(models.Model):
    """One period: what the shop was called and did, its people (phones masked), from the first day to the last.

    A record that never changed hands has none. `since_on` is empty for the first: it was there when the record was made.
    `handed` tells what of the former tenant was open when this one came, and who answers for it, by decision.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="tenancies")
    sequence = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    credit_code = models.CharField(max_length=18, blank=True, default="")
    activity = models.CharField(max_length=40, blank=True, default="")
    people: "models.JSONField[list[dict[str, str]]]" = models.JSONField(default=list)
    since_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    handed: "models.JSONField[list[dict[str, Any]]]" = models.JSONField(default=list)
    by_name = models.CharField(max_length=150, blank=True, default="")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["place", "sequence"], name="place_tenancy_in_order"),
            models.UniqueConstraint(fields=["place"], condition=Q(until_on__isnull=True), name="place_one_tenant_now"),
            models.CheckConstraint(
                condition=Q(since_on__isnull=True) | Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")),
                name="place_tenancy_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.name}"
