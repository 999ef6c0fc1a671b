"""The second step of signing in: a sealed secret an account, and the recovery codes kept as keyed hashes."""

from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.models.account import Account


class SecondFactor(models.Model):
    """The time-based codes of an account (RFC 6238).

    `secret_cipher` counts once `confirmed_at` is set; `pending_cipher` waits for its first code. `last_step` is the latest
    half minute whose code was taken: that code and all before it are spent.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="second_factor")
    secret_cipher = models.CharField(max_length=160, blank=True, default="")
    pending_cipher = models.CharField(max_length=160, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.account_id)


class RecoveryCode(models.Model):
    """One recovery code: opens the second step once, for whoever has lost the phone with the secret."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hmac = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "code_hmac"], name="one_recovery_code")]
