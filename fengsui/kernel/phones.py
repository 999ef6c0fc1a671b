"""Phone numbers: sealed at rest, found by keyed hash or last four digits, shown masked."""

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass

from fengsui.kernel import sealing
from fengsui.kernel.secrets import installation_key

MOBILE = re.compile(r"^1\d{10}$")
LANDLINE = re.compile(r"^0\d{2,3}\d{7,8}(?:-\d{1,6})?$|^\d{7,8}$|^[48]00\d{7}$")


@dataclass(frozen=True)
class SealedPhone:
    """A phone at rest: cipher (base64 AES-256-GCM, 12-byte nonce first), hmac (hex SHA-256), last4 digits."""

    cipher: str
    hmac: str
    last4: str


def normalise(text: str) -> str:
    """Return a phone number without spaces, dashes, full-width digits or the +86 prefix; '' stays ''."""
    folded = unicodedata.normalize("NFKC", text).strip()
    digits = re.sub(r"[\s()（）.·\-—_]", "", folded)
    return re.sub(r"^(?:\+?86|0086)(?=1\d{10}$)", "", digits)


def is_plausible(text: str) -> bool:
    """Tell whether a normalised number looks like a mainland mobile, landline or 400/800 number."""
    return bool(MOBILE.match(text) or LANDLINE.match(text))


def keyed_hash(text: str) -> str:
    """Return the hex HMAC-SHA256 of a normalised number; '' for an empty one."""
    number = normalise(text)
    if not number:
        return ""
    return hmac.new(installation_key("phone.hmac"), number.encode(), hashlib.sha256).hexdigest()


def seal_phone(text: str) -> SealedPhone:
    """Seal a phone number for storage. An empty number seals to three empty strings."""
    number = normalise(text)
    if not number:
        return SealedPhone("", "", "")
    return SealedPhone(sealing.seal("phone", number), keyed_hash(number), number[-4:])


def open_phone(cipher: str) -> str:
    """Return the number behind a cipher made by seal_phone; callers audit the read."""
    return sealing.open_sealed("phone", cipher)


def mask(text: str) -> str:
    """Return a number with its middle hidden: 138****5678, or ****1234 for other lengths; '' for ''."""
    number = normalise(text)
    if not number:
        return ""
    if MOBILE.match(number):
        return f"{number[:3]}****{number[-4:]}"
    return f"****{number[-4:]}"


def mask_last4(last4: str) -> str:
    """Return the mask shown when only the last four digits are at hand."""
    return f"*******{last4}" if last4 else ""
