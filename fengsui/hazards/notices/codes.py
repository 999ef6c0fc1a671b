"""Short codes of notices: made by the phone from the visit's id without network, and by the server the same way. Pure.

Eleven characters carry the last 55 bits of the id, all random in a UUIDv4 or v7; the twelfth is a check. That is enough
that nobody guesses one, and a slip in typing is told apart from a notice that has not arrived yet.
"""

import unicodedata
from uuid import UUID

# Crockford's base 32: no I, L, O and U, so that nothing reads as 1 or 0.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY = 11
LENGTH = BODY + 1
BITS = 5 * BODY
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_FIELD = 0b100101


def of_number(number: int) -> str:
    """Return the code that carries the lowest 55 bits of a number."""
    values = [(number >> 5 * place) & 31 for place in reversed(range(BODY))]
    return "".join(ALPHABET[value] for value in values) + ALPHABET[_check(values)]


def of_id(id: UUID) -> str:
    """Return the code of a visit's id."""
    return of_number(id.int)


def is_random(id: UUID) -> bool:
    """Tell whether the last bits of an id are random by its kind (UUIDv4, v7), so that its code cannot be guessed."""
    return id.version in (4, 7)


def is_valid(code: str) -> bool:
    """Tell whether a tidied code is whole: twelve known characters whose check holds."""
    if len(code) != LENGTH or any(character not in _VALUE for character in code):
        return False
    return _VALUE[code[-1]] == _check([_VALUE[character] for character in code[:-1]])


def tidy(text: str) -> str:
    """Return what was typed as a code is written: one width, upper case, without spaces and dashes, O as 0, I and L as 1."""
    wide = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in wide if character.isascii() and character.isalnum()).translate(_READ_AS)


def spaced(code: str) -> str:
    """Return a code as people read it: ABCD-EFGH-JKMN."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _check(values: list[int]) -> int:
    """Return the check of eleven values: each weighted by another power of a generator of GF(32).

    So every single wrong character is noticed, and every exchange of two.
    """
    total = 0
    for value in values:
        total = (total ^ value) << 1
        if total & 32:
            total ^= _FIELD
    return total
