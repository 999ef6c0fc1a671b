"""Accounts, their sessions on desks and phones, and the attempts to sign in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id


class AccountManager(BaseUserManager["Account"]):
    """Looks accounts up by their sign-in name."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account of a sign-in name, compared without case."""
        return self.get(username=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """Someone who can sign in. What they may do stands in Grant, who they are in org.Member."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=60)
    phone_cipher = models.CharField(max_length=120, blank=True, default="")
    phone_hmac = models.CharField(max_length=64, blank=True, default="", db_index=True)
    phone_last4 = models.CharField(max_length=4, blank=True, default="")
    language = models.CharField(max_length=5, default="zh")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(null=True)
    is_simulated = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    def __str__(self) -> str:
        return f"{self.display_name}（{self.username}）"


class PasswordRecord(models.Model):
    """A former password hash, kept so that the last ones are not used again."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField(default=clock.now)


class AccountSession(models.Model):
    """One sign-in on one desk or phone: an opaque token stored hashed, seen, ended with a reason."""

    class Kind(models.TextChoices):
        DESK = "desk", "电脑"
        PHONE = "phone", "手机"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    token_sha256 = models.CharField(max_length=64, unique=True)
    device_name = models.CharField(max_length=80, blank=True, default="")
    ip = models.CharField(max_length=45, blank=True, default="")
    user_agent = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)
    last_seen_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=40, blank=True, default="")
    unsent_count = models.PositiveIntegerField(default=0)
    unsent_reported_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "ended_at"])]


class SignInAttempt(models.Model):
    """One attempt to sign in, by name and address, for the lock-out rule and the audit desk."""

    username = models.CharField(max_length=60)
    ip = models.CharField(max_length=45, blank=True, default="")
    at = models.DateTimeField(default=clock.now)
    succeeded = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["username", "at"])]
