"""The table of notices: frozen as issued, one a source, never changed but for the receipt and the voiding."""

from django.db import models
from django.db.models import Q

from fengsui.kernel import clock
from fengsui.kernel.models import Account, EvidenceLink
from fengsui.kernel.scope import ScopedModel
from fengsui.places.models import Place

SERVED_HOW = {
    "screen": ("屏幕出示，扫码留存", "shown on screen with QR code"),
    "none": ("未当场出示", "not shown on the spot"),
}


class Notice(ScopedModel):
    """One 告知书. `lines` and `standing` stand as they did when it was issued; written by hazards.notices.services only."""

    number = models.CharField(max_length=40, unique=True)
    short_code = models.CharField(max_length=12, unique=True)
    source_kind = models.CharField(max_length=20)
    source_id = models.UUIDField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="notices")
    place_name = models.CharField(max_length=200)
    place_address = models.CharField(max_length=300, blank=True, default="")
    place_number = models.CharField(max_length=40)
    lines = models.JSONField()
    line_count = models.PositiveIntegerField()
    standing = models.JSONField(default=list)
    issued_at = models.DateTimeField()
    local_date = models.DateField()
    issuer = models.CharField(max_length=120)
    by_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    by_role = models.CharField(max_length=60)
    signer_name = models.CharField(max_length=60, blank=True, default="")
    signature = models.ForeignKey(EvidenceLink, on_delete=models.SET_NULL, null=True, related_name="+")
    rulepack_version = models.CharField(max_length=60)
    served_how = models.CharField(max_length=10)
    first_opened_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["area_path", "local_date"], name="notice_area_date"),
            models.Index(fields=["local_date", "number"], name="notice_day"),
            models.Index(fields=["place", "local_date"], name="notice_place_date"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source_kind", "source_id"], name="one_notice_a_source"),
            models.CheckConstraint(condition=Q(served_how__in=list(SERVED_HOW)), name="notice_served_known"),
            models.CheckConstraint(condition=Q(line_count__gte=1), name="notice_says_something"),
            models.CheckConstraint(condition=Q(voided_at__isnull=True) | ~Q(void_reason=""), name="notice_void_has_reason"),
        ]

    def __str__(self) -> str:
        return self.number
