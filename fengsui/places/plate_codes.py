"""Codes on the plates at the door: ten characters nobody confuses, the last of them a check. Pure."""

import re
import secrets
import unicodedata

# 31 characters without 0/O, 1/I and U; a prime number of them lets one weighted sum catch every single wrong character
# and every exchange of two.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
LENGTH = 10
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_NOT_CODE = re.compile(r"[^0-9A-Z]")


def check_character(body: str) -> str:
    """Return the character that completes nine: the sum of position x value over all ten is 0 modulo 31.

    Raises KeyError for a character outside the alphabet.
    """
    total = sum(position * _VALUE[character] for position, character in enumerate(body, start=1))
    for value, character in enumerate(ALPHABET):
        if (total + LENGTH * value) % len(ALPHABET) == 0:
            return character
    raise AssertionError("10 has an inverse modulo 31")


def is_valid(code: str) -> bool:
    """Tell whether a tidied code is whole: ten known characters whose check holds."""
    if len(code) != LENGTH or any(character not in _VALUE for character in code):
        return False
    return check_character(code[:-1]) == code[-1]


def tidy(text: str) -> str:
    """Return what was typed or scanned as a code would be written: one width, upper case, no spaces or dashes."""
    return _NOT_CODE.sub("", unicodedata.normalize("NFKC", text).upper())


def new_code() -> str:
    """Return a fresh random code; the caller makes sure it is not taken."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check_character(body)


def spaced(code: str) -> str:
    """Return a code as it is printed: ABC DEFG HJK."""
    return f"{code[:3]} {code[3:7]} {code[7:]}"
