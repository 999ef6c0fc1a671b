"""Messages to people: one row a message, its key unique so that the same message can never be written twice."""

from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.models.account import Account
from fengsui.kernel.scope import AreaPathField


class Message(models.Model):
    """What one account is told, where it leads, and when it was read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=40)
    title_zh = models.CharField(max_length=120)
    body_zh = models.CharField(max_length=400, blank=True, default="")
    link = models.CharField(max_length=200, blank=True, default="")
    urgent = models.BooleanField(default=False)
    area_path = AreaPathField(blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-created_at"], name="message_of_account"),
            models.Index(fields=["account"], name="message_unread", condition=models.Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.title_zh
