"""Phone numbers inside kept operations: sealed in the database, opened only to do the operation."""

from typing import Any

from fengsui.kernel.phones import open_phone, seal_phone

# Where a kind of operation carries a phone number in its payload.
PHONE_FIELDS: dict[str, tuple[str, ...]] = {"place.propose": ("contact_phone",)}
SEALED = "sealed_phone"


def shielded(kind: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Return a payload as it is stored: phone numbers replaced by their cipher and last four digits."""
    kept = dict(payload)
    for name in PHONE_FIELDS.get(kind, ()):
        value = kept.get(name)
        if isinstance(value, str) and value.strip():
            sealed = seal_phone(value)
            kept[name] = {SEALED: sealed.cipher, "last4": sealed.last4}
    return kept


def opened(payload: dict[str, Any]) -> dict[str, Any]:
    """Return a stored payload with its phone numbers readable, for the service that does the operation."""
    return {
        name: open_phone(value[SEALED]) if isinstance(value, dict) and SEALED in value else value
        for name, value in payload.items()
    }


def shown(payload: dict[str, Any]) -> dict[str, Any]:
    """Return a stored payload for a screen: only the last four digits of a phone number."""
    return {
        name: f"****{value['last4']}" if isinstance(value, dict) and SEALED in value else value for name, value in payload.items()
    }
