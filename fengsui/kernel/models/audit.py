"""The audit log and its seals; database triggers refuse to change or delete either."""

from django.db import models

from fengsui.kernel.scope import AreaPathField


class AuditEntry(models.Model):
    """One deed: who, when, what, on which row, from where, with what result."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor_kind = models.CharField(max_length=10)
    account_id = models.UUIDField(null=True, db_index=True)
    actor_name = models.CharField(max_length=150)
    session_id = models.UUIDField(null=True)
    ip = models.CharField(max_length=45, blank=True, default="")
    user_agent = models.CharField(max_length=200, blank=True, default="")
    verb = models.CharField(max_length=60, db_index=True)
    subject_type = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.CharField(max_length=64, blank=True, default="")
    subject_label = models.CharField(max_length=200, blank=True, default="")
    area_path = AreaPathField(blank=True, default="", db_index=True)
    changes = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True, default="")
    result = models.CharField(max_length=20, default="ok")

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "verb"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_label}"


class AuditSeal(models.Model):
    """A signed batch of entries, linked to the one before: any later change breaks the chain."""

    id = models.BigAutoField(primary_key=True)
    first_entry_id = models.BigIntegerField()
    last_entry_id = models.BigIntegerField(unique=True)
    entry_count = models.PositiveIntegerField()
    entries_sha256 = models.CharField(max_length=64)
    previous_sha256 = models.CharField(max_length=64, blank=True, default="")
    seal_sha256 = models.CharField(max_length=64, unique=True)
    signature = models.CharField(max_length=128)
    sealed_at = models.DateTimeField()


class AuditVerification(models.Model):
    """One finished check of the whole chain of seals: what was looked at, and the faults in words."""

    id = models.BigAutoField(primary_key=True)
    ended_at = models.DateTimeField(db_index=True)
    by_name = models.CharField(max_length=150)
    last_seal_id = models.BigIntegerField(default=0)
    seals = models.PositiveIntegerField()
    entries = models.PositiveBigIntegerField()
    unsealed = models.PositiveBigIntegerField()
    faults = models.JSONField(default=list)
    broken_seals = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"核验 {self.pk}"
