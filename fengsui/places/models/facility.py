"""Fire facilities of a place, with the day they run out."""

from django.db import models
from django.db.models import Q

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.places.kinds import FACILITY_KINDS, FACILITY_STATES
from fengsui.places.models.place import Place


class Facility(models.Model):
    """One kind of facility at one spot: how many, since when, until when, made to which edition of its standard."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="facilities")
    kind = models.CharField(max_length=30)
    label = models.CharField(max_length=80, blank=True, default="")
    quantity = models.PositiveIntegerField(default=1)
    position = models.CharField(max_length=80, blank=True, default="")
    installed_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    standard_edition = models.CharField(max_length=40, blank=True, default="")
    state = models.CharField(max_length=10, default="good")
    note = models.CharField(max_length=300, blank=True, default="")
    # Since when it reads as it does, once it was changed; what it said before is a removed row of its own.
    stands_since = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_on"], name="facility_expiry", condition=Q(removed_at__isnull=True, expires_on__isnull=False)
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(FACILITY_KINDS)), name="facility_kind_known"),
            models.CheckConstraint(condition=Q(state__in=list(FACILITY_STATES)), name="facility_state_known"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="facility_at_least_one"),
        ]

    def __str__(self) -> str:
        return self.label or FACILITY_KINDS.get(self.kind, (self.kind, ""))[0]
