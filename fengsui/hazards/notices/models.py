"""The tables of notices: frozen as issued, one a source; what becomes of its service is appended entry by entry."""

from django.db import models
from django.db.models import Q

from fengsui.hazards.notices.serving_rules import STATES, WAYS
from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account, EvidenceLink
from fengsui.kernel.scope import ScopedModel
from fengsui.places.models import Place

SERVED_HOW = {
    "screen": ("屏幕出示，扫码留存", "shown on screen with QR code"),
    "none": ("未当场出示", "not shown on the spot"),
}


class Notice(ScopedModel):
    """One 告知书. `lines`, `standing` and the `power` behind its words stand as they did when it was issued.

    `orders` tells whether any line of it orders (wording.py). Written by hazards.notices.services only.
    """

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
    orders = models.BooleanField(default=False)
    power = models.JSONField(default=dict)
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
    service_state = models.CharField(max_length=10, default="unserved")
    service_way = models.CharField(max_length=12, blank=True, default="")
    served_at = models.DateTimeField(null=True)
    first_opened_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["area_path", "local_date"], name="notice_area_date"),
            models.Index(fields=["local_date", "number"], name="notice_day"),
            models.Index(fields=["place", "local_date", "area_path"], name="notice_place_date_area"),
            models.Index(fields=["service_state", "local_date"], name="notice_service"),
            models.Index(fields=["source_id"], name="notice_source"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source_kind", "source_id"], name="one_notice_a_source"),
            models.CheckConstraint(condition=Q(served_how__in=list(SERVED_HOW)), name="notice_served_known"),
            models.CheckConstraint(condition=Q(service_state__in=list(STATES)), name="notice_service_known"),
            models.CheckConstraint(condition=Q(line_count__gte=1), name="notice_says_something"),
            models.CheckConstraint(condition=Q(voided_at__isnull=True) | ~Q(void_reason=""), name="notice_void_has_reason"),
        ]

    def __str__(self) -> str:
        return self.number


class Serving(models.Model):
    """One entry of a notice's service, appended by hazards.notices.servings and never changed.

    `at` is the moment it happened, `received_at` when it was written down; an entry that was a mistake is taken back by
    another that names it. Its photos hang on it as evidence. It is seen by whoever sees its notice.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="servings")
    sequence = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=12)
    at = models.DateTimeField()
    receiver_name = models.CharField(max_length=60, blank=True, default="")
    receiver_role = models.CharField(max_length=60, blank=True, default="")
    signed = models.BooleanField(default=False)
    witness_name = models.CharField(max_length=60, blank=True, default="")
    witness_role = models.CharField(max_length=60, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    cancels = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="cancelled_by")
    by_account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["notice", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "sequence"], name="serving_in_order"),
            models.CheckConstraint(condition=Q(way__in=list(WAYS)), name="serving_way_known"),
            models.CheckConstraint(condition=~Q(way__in=["posted", "refused"]) | ~Q(witness_name=""), name="serving_has_witness"),
            models.CheckConstraint(
                condition=Q(way="taken_back", cancels__isnull=False) | (~Q(way="taken_back") & Q(cancels__isnull=True)),
                name="serving_correction_names_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.sequence} {self.way}"
