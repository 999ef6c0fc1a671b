"""What a file really is, told by its bytes and not by its name: photos, PDF, body-camera video, spreadsheets."""

import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from fengsui.kernel.errors import InvalidInput, Unsupported

MAX_PIXELS = 80_000_000
_PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


@dataclass(frozen=True)
class FileKind:
    """The kind found: media type, and width and height in pixels for pictures."""

    media_type: str
    width: int | None = None
    height: int | None = None


def _not_taken() -> Unsupported:
    return Unsupported(
        "file_kind",
        zh="这不是可以接收的文件。请拍照或上传 JPG、PNG、WebP 图片，PDF，或 MP4 视频。",
        en="This kind of file is not taken. Send a JPG, PNG or WebP picture, a PDF, or an MP4 video.",
    )


def look(path: Path) -> FileKind:
    """Return the kind of a file from its content.

    Raises Unsupported for anything but pictures, PDF and MP4 (HTML and SVG under a picture's name included), and
    InvalidInput for a damaged picture or one of more than MAX_PIXELS pixels.
    """
    with path.open("rb") as handle:
        head = handle.read(64)
    if head.startswith(b"%PDF-"):
        return FileKind("application/pdf")
    if head[4:8] == b"ftyp":
        return FileKind("video/mp4")
    if not (head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or head[8:12] == b"WEBP"):
        raise _not_taken()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=list(_PICTURES)) as picture:
                width, height = picture.size
                if width * height > MAX_PIXELS:
                    raise InvalidInput(
                        "picture_too_many_pixels",
                        zh="图片像素过大，请用应用内拍照或缩小后再传。",
                        en="The picture has too many pixels; use the in-app camera or scale it down.",
                    )
                picture.load()
                return FileKind(_PICTURES[picture.format or ""], width, height)
    except UnidentifiedImageError:
        raise _not_taken() from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise InvalidInput(
            "picture_damaged",
            zh="图片已损坏，打不开。请重新拍摄或重新上传。",
            en="The picture is damaged and cannot be opened; take or send it again.",
        ) from None
