"""Domain errors: a stable code, a Chinese message that says what to do, an English one, an HTTP status."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FieldError:
    """One wrong field: its name (dotted path), what is wrong in both languages, a stable code."""

    field: str
    zh: str
    en: str
    code: str = "invalid"


class DomainError(Exception):
    """Base of every error a person may see. The API turns it into RFC 9457 problem+json in one place."""

    default_status = 400

    def __init__(
        self,
        code: str,
        *,
        zh: str,
        en: str,
        status: int | None = None,
        fields: Sequence[FieldError] = (),
        extra: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{code}: {zh}")
        self.code = code
        self.zh = zh
        self.en = en
        self.status = status or self.default_status
        self.fields = tuple(fields)
        self.extra = dict(extra or {})

    def as_problem(self) -> dict[str, Any]:
        """Return the problem+json members (RFC 9457) of this error."""
        return {
            "type": f"/errors/{self.code}",
            "code": self.code,
            "title": self.zh,
            "detail": self.zh,
            "detail_en": self.en,
            "status": self.status,
            "errors": [{"field": f.field, "code": f.code, "zh": f.zh, "en": f.en} for f in self.fields],
            **self.extra,
        }


class InvalidInput(DomainError):
    """What was sent cannot be accepted as it is."""

    default_status = 422


class NeedsSignIn(DomainError):
    """No valid session or token came with the request."""

    default_status = 401


class Forbidden(DomainError):
    """The person is known, but no grant carries the permission."""

    default_status = 403


class NotFound(DomainError):
    """No such record, or it lies outside the person's scope: the two are told apart to nobody."""

    default_status = 404


class Conflict(DomainError):
    """The record has moved on, or the same identity came with other content."""

    default_status = 409


class TooLarge(DomainError):
    """The content exceeds a stated limit."""

    default_status = 413


class Unsupported(DomainError):
    """The content is of a kind that is not taken."""

    default_status = 415


class Locked(DomainError):
    """Access is closed for a stated time."""

    default_status = 423


class TooMany(DomainError):
    """Too many requests or records at once."""

    default_status = 429


class Unavailable(DomainError):
    """Something the service needs (disk, database) is not there at the moment; trying again later is right."""

    default_status = 503


def not_found(zh_what: str = "记录", en_what: str = "record") -> NotFound:
    """Return the one 'not found or not yours' error, naming what was looked for."""
    return NotFound(
        "not_found",
        zh=f"找不到这条{zh_what}，或它不在您的数据范围内。请检查链接，或向服务中心主任申请授权。",
        en=f"No such {en_what}, or it is outside your scope. Check the link or ask for a grant.",
    )
