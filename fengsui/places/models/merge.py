"""One merging of two records of the same place, with all that followed, so that it can be taken back."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.places.models.place import Place


class PlaceMerge(models.Model):
    """`double` was merged into `kept`. `moved` holds table → what followed (ids), told by places.followers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    double = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="merges_away")
    kept = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="merges_here")
    moved: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True, default="")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["double"], condition=Q(undone_at__isnull=True), name="place_merged_once"),
            models.CheckConstraint(condition=~Q(double=F("kept")), name="place_merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.double_id}→{self.kept_id}"
