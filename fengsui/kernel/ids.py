"""Record identities: UUIDv7, made by whoever creates the record, never used for ordering."""

from uuid import UUID

from uuid_utils import compat


def new_id() -> UUID:
    """Return a fresh UUIDv7 (RFC 9562) as a standard library UUID."""
    return compat.uuid7()
