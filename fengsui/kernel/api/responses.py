"""Answers that are files."""

from urllib.parse import quote

from django.http import HttpResponse

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}


def download(content: bytes, filename: str) -> HttpResponse:
    """Return a file to save under a (Chinese) name; its kind is told by the ending."""
    ending = filename.rsplit(".", 1)[-1]
    response = HttpResponse(content, content_type=MEDIA[ending])
    response["Content-Disposition"] = f"attachment; filename=\"file.{ending}\"; filename*=UTF-8''{quote(filename)}"
    response["Cache-Control"] = "private, no-store"
    return response
