"""The outbox: domain events written in the transaction of the deed, and their deliveries to handlers."""

from django.db import models

from fengsui.kernel.ids import new_id
from fengsui.kernel.scope import AreaPathField


class OutboxEvent(models.Model):
    """One domain event. `commit_order` is the PostgreSQL transaction id, 0 on SQLite, where id order is commit order."""

    id = models.BigAutoField(primary_key=True)
    event_id = models.UUIDField(default=new_id, unique=True)
    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    subject_label = models.CharField(max_length=120, blank=True, default="")
    area_path = AreaPathField()
    line = models.CharField(max_length=40, blank=True, default="")
    permission = models.CharField(max_length=60, blank=True, default="")
    payload = models.JSONField(default=dict)
    actor_name = models.CharField(max_length=150, blank=True, default="")
    account_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    commit_order = models.BigIntegerField(default=0)
    handled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["commit_order", "id"]),
            models.Index(fields=["id"], name="outbox_pending", condition=models.Q(handled_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type}:{self.subject_id}"


class OutboxDelivery(models.Model):
    """What became of one event at one handler: done once, or failed so many times and due again then."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=150)
    done_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="one_delivery_a_handler")]
