"""Evidence: files by content hash, receipts of who sent them, and the links through which they are reached."""

from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.scope import ScopedModel


class StoredFile(models.Model):
    """A file on the store, named by the SHA-256 of its bytes. Deleting keeps the hash and the reason."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=60)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    retention_class = models.CharField(max_length=30, default="evidence")
    stored_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True)
    delete_reason = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.media_type} {self.sha256[:16]}"


class FileReceipt(models.Model):
    """Proof that one account sent the whole content: without it a hash alone opens nothing."""

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="receipts")
    account_key = models.CharField(max_length=40)
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "account_key"], name="one_receipt_a_sender")]


class EvidenceLink(ScopedModel):
    """What a file is to a record: before, after, scene, signature. It may be made before its file arrives."""

    sha256 = models.CharField(max_length=64, db_index=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="links")
    arrived_at = models.DateTimeField(null=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    role = models.CharField(max_length=20)
    captured_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(default=clock.now)
    by_account_key = models.CharField(max_length=40, blank=True, default="")
    by_name = models.CharField(max_length=150, blank=True, default="")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    from_gallery = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True, default="")
    # A copy with marks drawn on it names the hash of the photo as taken; a clip names the time it covers.
    annotates = models.CharField(max_length=64, blank=True, default="")
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["sha256"], name="evidence_awaited", condition=models.Q(arrived_at__isnull=True)),
        ]
