"""What a record said before each change: one row for every version that is no longer the present one."""

from typing import Any

from django.db import models

from fengsui.kernel.ids import new_id
from fengsui.places.models.place import Place


class PlacePast(models.Model):
    """A version of a record as it stood until a change. Columns are named as the place's, so that one filter reads both.

    A version whose number was passed over without a change has no row: what stood then is the next row kept. The life
    of a place is not here: PlaceStateChange tells it by the day each step took effect. `others` holds the fields no
    list is filtered by.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="past")
    row_version = models.PositiveIntegerField()
    until = models.DateTimeField()
    by_name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True, default="")
    search_text = models.TextField(blank=True, default="")
    area_path = models.CharField(max_length=60)
    line = models.CharField(max_length=40, blank=True, default="")
    activity = models.CharField(max_length=40, blank=True, default="")
    class_code = models.CharField(max_length=40, blank=True, default="")
    class_conflict = models.BooleanField(default=False)
    key_unit_status = models.CharField(max_length=10, default="none")
    compound_id = models.UUIDField(null=True)
    building_id = models.UUIDField(null=True)
    source = models.CharField(max_length=10)
    others: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["place", "until", "row_version"], name="place_past_until")]

    def __str__(self) -> str:
        return f"{self.name} v{self.row_version}"
