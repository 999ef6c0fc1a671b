"""Short codes: the phone and the server make the same one, slips of the finger are noticed, nothing can be guessed."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fengsui.hazards.notices import codes
from fengsui.kernel.ids import new_id

VECTORS = json.loads((Path(__file__).parents[1] / "files" / "notice_codes.json").read_text())
NUMBERS = st.integers(min_value=0, max_value=2**128 - 1)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["code"])
def test_the_codes_shared_with_the_phone(vector):
    assert codes.of_id(UUID(vector["id"])) == vector["code"]
    assert codes.is_valid(vector["code"])


@given(NUMBERS)
def test_a_code_is_read_back_however_it_is_typed(number):
    code = codes.of_number(number)
    assert len(code) == 12
    assert not set(code) & set("ILOU")
    assert codes.tidy(codes.spaced(code).lower()) == code
    assert codes.tidy(code.replace("0", "o").replace("1", "l")) == code
    assert codes.is_valid(code)


@given(NUMBERS, st.integers(0, 11), st.integers(1, 31))
def test_every_single_slip_is_noticed(number, place, shift):
    code = codes.of_number(number)
    other = codes.ALPHABET[(codes.ALPHABET.index(code[place]) + shift) % 32]
    assert not codes.is_valid(code[:place] + other + code[place + 1 :])


@given(NUMBERS, st.integers(0, 11), st.integers(0, 11))
def test_every_exchange_of_two_is_noticed(number, one, two):
    letters = list(codes.of_number(number))
    swapped = [*letters]
    swapped[one], swapped[two] = letters[two], letters[one]
    assert codes.is_valid("".join(swapped)) == (swapped == letters)


def test_different_visits_have_different_codes_and_each_carries_at_least_fifty_bits():
    assert len({codes.of_id(new_id()) for _ in range(20_000)}) == 20_000
    assert codes.BITS >= 50


@pytest.mark.parametrize("text", ["", "ABC", "ABCDEFGHJKMNP", "<script>", "UUUUUUUUUUUU", "１２３"])
def test_what_is_no_code_is_no_code(text):
    assert not codes.is_valid(codes.tidy(text))
