"""The outermost middleware: safety headers, and problem+json for errors that happen before an endpoint runs."""

from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from fengsui.kernel.api.problems import busy_or_full, problem_response
from fengsui.kernel.errors import InvalidInput

# The map draws on blob workers; pictures come as blob: while they wait to be sent. Nothing comes from elsewhere.
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; font-src 'self' data:; connect-src 'self' blob: data:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


def _refused(request: HttpRequest) -> HttpResponse | None:
    """Refuse a NUL character in a write or an address: PostgreSQL stores none. The phone's sync cleans its own."""
    found = "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path
    if not found and request.content_type == "application/json" and not request.path.endswith("/sync/operations"):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            found = b"\\u0000" in request.body or b"\0" in request.body
    if not found:
        return None
    wrong = InvalidInput(
        "control_character",
        zh="内容里有看不见的控制字符，无法保存。请删去从别处粘贴来的文字，重新输入。",
        en="The text holds a control character that cannot be stored; type it again instead of pasting.",
    )
    return problem_response(None, request, wrong)


def guard(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Add headers to every answer and turn a database outage into words."""

    def answer(request: HttpRequest) -> HttpResponse:
        try:
            response = _refused(request) or get_response(request)
        except OperationalError as error:
            response = problem_response(None, request, busy_or_full(error))
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        if request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response

    return answer
