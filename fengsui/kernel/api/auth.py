"""Authentication of API requests: the desk's cookie (with CSRF) or the phone's bearer token."""

from django.http import HttpRequest
from ninja.utils import check_csrf

from fengsui.kernel import second_factor, sessions
from fengsui.kernel.actor import Actor
from fengsui.kernel.api.requests import client_ip, operation_id
from fengsui.kernel.errors import Forbidden, NeedsSignIn

COOKIE = "fengsui_session"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def token_of(request: HttpRequest) -> tuple[str, str]:
    """Return (token, kind) of a request, kind 'phone' or 'desk'; ('', '') when it carries neither."""
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        return header.removeprefix("Bearer ").strip(), "phone"
    cookie = request.COOKIES.get(COOKIE, "")
    return (cookie, "desk") if cookie else ("", "")


def from_cookie_or_token(request: HttpRequest) -> Actor:
    """Establish who acts; sets request.actor, and request.operation_id on writes.

    Raises NeedsSignIn without a valid session, Forbidden on a failed CSRF check, while the first password has not been
    changed, or while a role that must have a second step has none.
    """
    actor = establish(request)
    if request.account_must_change_password:  # type: ignore[attr-defined]
        raise Forbidden(
            "password_change_required",
            zh="首次登录请先修改密码。",
            en="Change the first password before going on.",
        )
    if request.account_must_set_second_factor:  # type: ignore[attr-defined]
        require_second_factor(phone="Authorization" in request.headers)
    return actor


def require_second_factor(*, phone: bool) -> None:
    """Say that the second step has to be set up first: at once at a desk, at a desk and then signing in again on a phone.

    Raises NeedsSignIn on a phone, which keeps what is not delivered and asks for the password, Forbidden at a desk.
    """
    zh = "您的角色必须使用两步验证，请先设置验证器。"
    en = "Your role needs a second step at sign-in; set it up first."
    if phone:
        raise NeedsSignIn("second_factor_required", zh=f"{zh}请在电脑上登录设置，再登录手机。", en=f"{en} Do so at a desk.")
    raise Forbidden("second_factor_required", zh=zh, en=en)


def establish(request: HttpRequest) -> Actor:
    """Establish who acts without insisting on a changed first password or a second step."""
    token, kind = token_of(request)
    if not token:
        raise NeedsSignIn("sign_in_needed", zh="请先登录。", en="Sign in first.")
    if kind == "desk" and request.method not in SAFE:
        require_csrf(request)
    actor, session = sessions.resolve(token, kind=kind, ip=client_ip(request), user_agent=request.headers.get("User-Agent", ""))
    request.actor = actor  # type: ignore[attr-defined]
    request.account_session = session  # type: ignore[attr-defined]
    request.account_must_change_password = session.account.must_change_password  # type: ignore[attr-defined]
    missing = second_factor.must_have(actor.roles) and second_factor.of(session.account) is None
    request.account_must_set_second_factor = missing  # type: ignore[attr-defined]
    if request.method not in SAFE:
        request.operation_id = operation_id(request)  # type: ignore[attr-defined]
    return actor


def require_csrf(request: HttpRequest) -> None:
    """Raise Forbidden unless the request carries the CSRF token of its own page."""
    if check_csrf(request):
        raise Forbidden(
            "csrf_failed",
            zh="页面已过期或来源不明，请刷新页面后重试，已填内容请先复制保存。",
            en="The page is stale or of unknown origin; reload it and try again.",
        )
