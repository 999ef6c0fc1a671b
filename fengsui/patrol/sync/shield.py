"""Phone numbers inside kept operations: sealed in the database, opened only to do the operation."""

from collections.abc import Callable
from typing import Any

from fengsui.kernel.phones import open_phone, seal_phone

# The names under which operations carry a phone number, at whatever depth.
PHONE_FIELDS: dict[str, tuple[str, ...]] = {"place.propose": ("contact_phone",), "place.correct": ("phone",)}
SEALED = "sealed_phone"


def shielded(kind: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Return a payload as it is stored: phone numbers replaced by their cipher and last four digits."""
    names = PHONE_FIELDS.get(kind, ())

    def walk(value: Any) -> Any:
        if isinstance(value, list):
            return [walk(member) for member in value]
        if isinstance(value, dict):
            return {
                _own(key): _sealed(member) if key in names and isinstance(member, str) else walk(member)
                for key, member in value.items()
            }
        return value

    kept: dict[str, Any] = walk(payload)
    return kept


def _own(key: str) -> str:
    """Return a key as it is stored: what a phone sends can never pass for a number sealed here."""
    return f"_{key}" if key == SEALED else key


def _sealed(value: str) -> Any:
    if not value.strip():
        return value
    sealed = seal_phone(value)
    return {SEALED: sealed.cipher, "last4": sealed.last4}


def opened(payload: dict[str, Any]) -> dict[str, Any]:
    """Return a stored payload with its phone numbers readable, for the service that does the operation."""
    return {name: _walked(value, lambda cover: open_phone(cover[SEALED])) for name, value in payload.items()}


def shown(payload: dict[str, Any]) -> dict[str, Any]:
    """Return a stored payload for a screen: only the last four digits of a phone number."""
    return {name: _walked(value, lambda cover: f"****{cover['last4']}") for name, value in payload.items()}


def _walked(value: Any, uncover: Callable[[dict[str, Any]], str]) -> Any:
    if isinstance(value, list):
        return [_walked(member, uncover) for member in value]
    if isinstance(value, dict):
        return uncover(value) if SEALED in value else {key: _walked(member, uncover) for key, member in value.items()}
    return value
