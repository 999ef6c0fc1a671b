"""Who is responsible at a place; phones are sealed, found by keyed hash or last four digits."""

from django.db import models
from django.db.models import Q

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.places.kinds import CONTACT_ROLES
from fengsui.places.models.place import Place


class PlaceContact(models.Model):
    """A person or phone to reach at a place. Removed ones keep their row so that papers that name them stay readable."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=60, blank=True, default="")
    role = models.CharField(max_length=20, default="owner")
    phone_cipher = models.CharField(max_length=120, blank=True, default="")
    phone_hmac = models.CharField(max_length=64, blank=True, default="")
    phone_last4 = models.CharField(max_length=4, blank=True, default="")
    phone_masked = models.CharField(max_length=20, blank=True, default="")
    is_primary = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True, default="")
    # Since when it reads as it does, once it was changed; what it said before is a removed row of its own.
    stands_since = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["phone_hmac"], name="place_contact_hmac", condition=~Q(phone_hmac="")),
            models.Index(fields=["phone_last4"], name="place_contact_last4", condition=~Q(phone_last4="")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=list(CONTACT_ROLES)), name="place_contact_role_known"),
            models.CheckConstraint(condition=~Q(name="", phone_hmac=""), name="place_contact_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.phone_masked}".strip()
