"""Grants: which role holds where, in which line, from when to when."""

from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.models.account import Account
from fengsui.kernel.scope import AreaPathField


class Grant(models.Model):
    """A role held by an account on an area and everything below it. Plain values: no relation points right."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    line = models.CharField(max_length=40, blank=True, default="")
    area_path = AreaPathField(db_index=True)
    campaign_id = models.UUIDField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    granted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["account", "revoked_at"])]

    def __str__(self) -> str:
        return f"{self.role}@{self.area_path}"
