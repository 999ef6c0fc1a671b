"""The tables of tracks."""

from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.models import Account
from fengsui.kernel.scope import ScopedModel

ENDED = {
    "": ("上岗中", "on duty"),
    "person": ("本人下岗", "ended by the person"),
    "left": ("退出登录", "signed out"),
    "limit": ("到时自动下岗", "ended by itself"),
}


class DutySpell(ScopedModel):
    """A time on duty, from the person's own press to the person's own press, never past the night."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)
    started_at = models.DateTimeField()
    local_date = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=10, blank=True, default="")
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["account", "local_date"], name="spell_person_day")]

    def __str__(self) -> str:
        return f"{self.by_name} {self.local_date}"


class TrackPiece(models.Model):
    """Some minutes of a spell as positions [seconds, lon, lat, accuracy]; deleted a month after."""

    id = models.UUIDField(primary_key=True)
    spell = models.ForeignKey(DutySpell, on_delete=models.CASCADE, related_name="pieces")
    began_at = models.DateTimeField()
    local_date = models.DateField(db_index=True)
    points = models.JSONField(default=list)


class TrackViewing(ScopedModel):
    """Who looked at whose day, and why; the person looked at reads it too."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    local_date = models.DateField()
    viewed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    viewer_name = models.CharField(max_length=150)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["account", "at"], name="viewing_of_person")]
