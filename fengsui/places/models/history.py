"""What a place's class and state were before, why they changed and by whom."""

from typing import Any

from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account
from fengsui.places.models.place import Place


class PlaceClassChange(models.Model):
    """One change of a place's class, with the inputs, reasons and rule pack it was made from."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="class_changes")
    kind = models.CharField(max_length=20)
    from_class = models.CharField(max_length=40, blank=True, default="")
    to_class = models.CharField(max_length=40, blank=True, default="")
    computed = models.CharField(max_length=40, blank=True, default="")
    inputs: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    reasons: "models.JSONField[list[str]]" = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True, default="")
    rulepack_version = models.CharField(max_length=60, blank=True, default="")
    actor_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.from_class}→{self.to_class}"


class PlaceStateChange(models.Model):
    """One step in a place's life. `on` is the district's date it took effect."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="state_changes")
    verb = models.CharField(max_length=30)
    from_state = models.CharField(max_length=20, blank=True, default="")
    to_state = models.CharField(max_length=20)
    reason = models.CharField(max_length=300, blank=True, default="")
    on = models.DateField()
    actor_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["to_state", "on"], name="place_state_day")]

    def __str__(self) -> str:
        return f"{self.from_state}→{self.to_state}"
