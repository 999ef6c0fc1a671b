"""Pages of the server itself: the two web apps, health, and what is said when CSRF fails."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

NOT_BUILT = (
    "<!doctype html><meta charset=utf-8><title>烽燧</title><p>网页尚未构建：请运行 <code>python run</code>，"
    "或安装发布的 wheel 包。<p>The web pages are not built yet: run <code>python run</code>, or install the wheel."
)


def _file(root: Path, path: str) -> Path | None:
    found = (root / path).resolve()
    return found if found.is_relative_to(root.resolve()) and found.is_file() else None


def web_app(request: HttpRequest, app: str, path: str = "") -> HttpResponse:
    """Serve a file of a built web app, or its index page for the addresses the app itself understands."""
    root = Path(settings.WEB_ROOT) / app
    found = _file(root, path) if path else None
    if found is None:
        if path and "." in path.rsplit("/", 1)[-1]:
            raise Http404
        found = _file(root, "index.html")
        if found is None:
            return HttpResponse(NOT_BUILT, status=503)
    kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    if found.suffix == ".webmanifest":
        kind = "application/manifest+json"
    if found.suffix in (".js", ".mjs"):
        kind = "text/javascript"
    response = HttpResponse(found.read_bytes(), content_type=kind)
    hashed = "/assets/" in f"/{path}"
    response["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
    return response


def health(request: HttpRequest) -> JsonResponse:
    """Say whether the process can reach its database: 200 {"ok": true} or 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return JsonResponse({"ok": False}, status=503)
    return JsonResponse({"ok": True})


def csrf_failure(request: HttpRequest, reason: str = "") -> JsonResponse:
    """Answer a failed CSRF check of a plain form as problem+json."""
    return JsonResponse(
        {
            "type": "/errors/csrf_failed",
            "code": "csrf_failed",
            "title": "页面已过期，请刷新后重试。",
            "detail": "页面已过期，请刷新后重试。",
            "detail_en": "The page is stale; reload and try again.",
            "status": 403,
        },
        status=403,
        content_type="application/problem+json",
    )
