"""Tries to prove who one is, by name and address: how many went wrong, and when no more are taken for a while."""

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet

from fengsui.kernel import clock
from fengsui.kernel.errors import Locked
from fengsui.kernel.models import SignInAttempt


def _failures(username: str) -> QuerySet[SignInAttempt]:
    since = clock.now() - timedelta(minutes=settings.LOCKOUT_MINUTES)
    recent = SignInAttempt.objects.filter(username=username, at__gte=since)
    last_success = recent.filter(succeeded=True).order_by("-at").first()
    failed = recent.filter(succeeded=False)
    return failed.filter(at__gt=last_success.at) if last_success else failed


def require_open(*, username: str, ip: str) -> None:
    """Raise Locked after LOCKOUT_TRIES failures within LOCKOUT_MINUTES for a name and address, four times as many for a name."""
    failures, limit = _failures(username), settings.LOCKOUT_TRIES
    if failures.filter(ip=ip).count() >= limit or failures.count() >= limit * 4:
        raise Locked(
            "sign_in_locked",
            zh=f"连续输错次数过多，账号已锁定 {settings.LOCKOUT_MINUTES} 分钟。到时再试，或请系统管理员重设密码。",
            en=f"Too many wrong attempts: locked for {settings.LOCKOUT_MINUTES} minutes.",
            extra={"minutes": settings.LOCKOUT_MINUTES},
        )


def left(*, username: str, ip: str) -> int:
    """Return how many tries a name has left from an address before it is locked."""
    return max(0, settings.LOCKOUT_TRIES - _failures(username).filter(ip=ip).count())


def warning(tries_left: int) -> str:
    """Say in Chinese what the next wrong try leads to."""
    if tries_left:
        return f"再错 {tries_left} 次将锁定 {settings.LOCKOUT_MINUTES} 分钟。"
    return "账号已锁定，请稍后再试。"


def note(*, username: str, ip: str, succeeded: bool) -> None:
    """Keep one try, in the caller's transaction."""
    SignInAttempt.objects.create(username=username, ip=ip, succeeded=succeeded)
