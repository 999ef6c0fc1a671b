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
        zh="这不是可以接收的文件。请拍照或上传 JPG、PNG、WebP 图片，PDF，或 MP4、MOV、3GP、AVI 视频。",
        en="This kind of file is not taken. Send a JPG, PNG or WebP picture, a PDF, or an MP4, MOV, 3GP or AVI video.",
    )


def film_kind(head: bytes) -> str:
    """Return the media type of a film or sound recording by its first 12 bytes, "" for anything else.

    ISO base media (ISO/IEC 14496-12: MP4, QuickTime, 3GP by their brand) and AVI, as body cameras write them.
    """
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand == b"qt  ":
            return "video/quicktime"
        if brand == b"M4A ":
            return "audio/mp4"
        return "video/3gpp" if brand[:2] == b"3g" else "video/mp4"
    return "video/x-msvideo" if head[:4] == b"RIFF" and head[8:12] == b"AVI " else ""


def look(path: Path) -> FileKind:
    """Return the kind of a file from its content.

    Raises Unsupported for anything but pictures, PDF and film (HTML and SVG under a picture's name included), and
    InvalidInput for a damaged picture or one of more than MAX_PIXELS pixels.
    """
    with path.open("rb") as handle:
        head = handle.read(64)
    if head.startswith(b"%PDF-"):
        return FileKind("application/pdf")
    if kind := film_kind(head):
        return FileKind(kind)
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
