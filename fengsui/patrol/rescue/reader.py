"""Reading a rescue file, in bounded memory, trusting nothing in it. No database.

Layout (all made by the phone; see docs/decisions/rescue.md):

    bytes 0-9    ASCII ``FSRESCUE1`` and a newline
    4 bytes      length H of the header, big-endian
    H bytes      header, UTF-8 JSON: v, account_id, username, device_name, app_version, exported_at (ISO, device clock),
                 clock_offset_ms or null, escrow, parts
    the rest     the parts back to back, in the header's order

A part is AES-256-GCM under the phone's data key: ciphertext with its 16-byte tag, `length` bytes in all, `iv` of 12 bytes
in the header, additional data ``<type>:<id>``. Plaintext of an operation is the UTF-8 JSON of its payload, of a file its
bytes. A part that is cut off, changed or nonsensical is marked by itself; the others can still be read.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import GCM

from fengsui.kernel.errors import InvalidInput

MAGIC = b"FSRESCUE1\n"
LARGEST_HEADER = 16 * 1024 * 1024
MOST_PARTS = 50_000
LARGEST_OPERATION = 4 * 1024 * 1024
IV_BYTES, TAG_BYTES = 12, 16
CHUNK = 1 << 20
# Why a part cannot be taken in, in both languages.
PROBLEMS: dict[str, tuple[str, str]] = {
    "part_cut_off": ("文件在这里中断，这一项不完整。请在手机上重新导出。", "The file ends here; export it on the phone again."),
    "part_changed": (
        "这一项已损坏或被改动，无法解开。请在手机上重新导出。",
        "This part is damaged or was changed; export it again.",
    ),
    "part_malformed": (
        "这一项的说明不完整，无法读取。请在手机上重新导出。",
        "This part's description is broken; export it again.",
    ),
    "part_too_large": ("这一项超过系统接收的大小，没有读取。", "This part is larger than is taken in; it was not read."),
}


class DamagedPart(Exception):
    """A part that cannot be read; `code` is a key of PROBLEMS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Part:
    """One part: `at` is the device's time of the record or photo (as text), `problem` a key of PROBLEMS or ''."""

    index: int
    type: str
    id: str
    iv: bytes
    offset: int
    length: int
    kind: str
    at: str
    sha256: str
    problem: str


@dataclass(frozen=True)
class Header:
    """Whose file it is, from which phone and when, and what it holds. Only the account is proved (by the escrow)."""

    account_id: UUID
    username: str
    device_name: str
    app_version: str
    exported_at: datetime
    clock_offset_ms: int | None
    escrow: Any
    parts: tuple[Part, ...]


def read_header(handle: BinaryIO, size: int) -> Header:
    """Return the header of a file of `size` bytes. Raises InvalidInput when it is none, or its header is broken."""
    handle.seek(0)
    if handle.read(len(MAGIC)) != MAGIC:
        raise InvalidInput(
            "rescue_unknown",
            zh="这不是烽燧救援文件（.fsrescue）。请选择在手机“未送达”页面导出的文件。",
            en="This is no rescue file (.fsrescue); choose the file exported on the phone.",
        )
    length = int.from_bytes(handle.read(4))
    start = len(MAGIC) + 4 + length
    if length > LARGEST_HEADER or start > size:
        raise _broken()
    try:
        raw = json.loads(handle.read(length))
        if raw["v"] != 1:
            raise _newer()
        exported_at = datetime.fromisoformat(raw["exported_at"])
        offset = raw.get("clock_offset_ms")
        listed = raw["parts"]
        if exported_at.tzinfo is None or not isinstance(listed, list) or len(listed) > MOST_PARTS:
            raise _broken()
        return Header(
            account_id=UUID(raw["account_id"]), username=_text(raw, "username"), device_name=_text(raw, "device_name"),
            app_version=_text(raw, "app_version"), exported_at=exported_at,
            clock_offset_ms=offset if type(offset) is int and abs(offset) < 2**62 else None,
            escrow=raw["escrow"], parts=tuple(_parts(listed, start, size)),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise _broken() from error


def _text(raw: dict[str, Any], name: str) -> str:
    value = raw.get(name, "")
    # Unpaired surrogates and NUL are legal in JSON and in no database.
    return value.encode("utf-8", "replace").decode().replace("\0", "")[:80] if isinstance(value, str) else ""


def _parts(listed: list[Any], start: int, size: int) -> Iterator[Part]:
    offset, lost = start, False
    for index, given in enumerate(listed):
        raw = given if isinstance(given, dict) else {}
        length = raw.get("length")
        if type(length) is not int or not TAG_BYTES <= length <= 2**40:
            lost = True
            length = 0
        kind = _text(raw, "type")
        try:
            iv = base64.b64decode(raw["iv"], validate=True)
        except (KeyError, TypeError, ValueError):
            iv = b""
        problem = ""
        sha256 = _text(raw, "sha256").lower()
        if lost or len(iv) != IV_BYTES or kind not in ("operation", "file") or not _text(raw, "id"):
            # Without a length nobody knows where the next part begins: it and all behind it are lost.
            problem = "part_malformed"
        elif kind == "file" and (len(sha256) != 64 or set(sha256) - set("0123456789abcdef")):
            problem = "part_malformed"
        elif offset + length > size:
            problem = "part_cut_off"
        yield Part(
            index, kind[:10], _text(raw, "id"), iv, offset, length, _text(raw, "kind")[:40],
            _text(raw, "recorded_at" if kind == "operation" else "captured_at"), sha256[:64], problem,
        )  # fmt: skip
        offset += length


def open_operation(handle: BinaryIO, part: Part, key: bytes) -> dict[str, Any]:
    """Return the payload of an operation part. Raises DamagedPart."""
    if part.length > LARGEST_OPERATION:
        raise DamagedPart("part_too_large")
    plain = b"".join(open_bytes(handle, part, key))
    try:
        payload = json.loads(plain)
    except (ValueError, RecursionError) as error:
        raise DamagedPart("part_malformed") from error
    if not isinstance(payload, dict):
        raise DamagedPart("part_malformed")
    return payload


def open_bytes(handle: BinaryIO, part: Part, key: bytes) -> Iterator[bytes]:
    """Yield the plaintext of a part in pieces of at most 1 MiB. Raises DamagedPart.

    Whether the part is genuine is known only at the end: nothing yielded may be used before the iterator is exhausted.
    """
    if part.problem:
        raise DamagedPart(part.problem)
    decryptor = Cipher(AES(key), GCM(part.iv)).decryptor()
    decryptor.authenticate_additional_data(f"{part.type}:{part.id}".encode())
    handle.seek(part.offset)
    left = part.length - TAG_BYTES
    while left:
        piece = handle.read(min(CHUNK, left))
        if not piece:
            raise DamagedPart("part_cut_off")
        left -= len(piece)
        yield decryptor.update(piece)
    try:
        yield decryptor.finalize_with_tag(handle.read(TAG_BYTES))
    except (InvalidTag, ValueError) as error:
        raise DamagedPart("part_changed") from error


def _broken() -> InvalidInput:
    return InvalidInput(
        "rescue_broken",
        zh="救援文件的开头不完整或已损坏，没有读取任何内容。请在手机上重新导出，或换一种方式拷贝（不要经会压缩文件的软件）。",
        en="The head of the rescue file is cut off or damaged; nothing was read. Export it again or copy it another way.",
    )


def _newer() -> InvalidInput:
    return InvalidInput(
        "rescue_newer",
        zh="救援文件由更新版本的手机应用导出，请先升级服务器。",
        en="The rescue file was written by a newer app; upgrade the server first.",
    )
