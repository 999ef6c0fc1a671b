"""Plate codes: nobody confuses them, and a slip of the hand is noticed."""

from hypothesis import given
from hypothesis import strategies as st

from fengsui.places import plate_codes
from fengsui.places.plate_codes import ALPHABET, LENGTH, is_valid, new_code, spaced, tidy

bodies = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)
codes = bodies.map(lambda body: body + plate_codes.check_character(body))


def test_no_character_is_mistaken_for_another():
    assert not set("0O1IU") & set(ALPHABET)
    assert len(set(ALPHABET)) == 31


@given(codes)
def test_a_whole_code_holds_and_survives_how_people_write_it(code):
    assert is_valid(code)
    assert tidy(f" {spaced(code).lower()} ") == code
    assert tidy("-".join(code)) == code


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(code, position, wrong):
    if code[position] != wrong:
        assert not is_valid(code[:position] + wrong + code[position + 1 :])


@given(codes, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_two_exchanged_characters_are_always_noticed(code, first, second):
    swapped = list(code)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    if swapped != list(code):
        assert not is_valid("".join(swapped))


def test_new_codes_are_whole_and_differ():
    made = {new_code() for _ in range(200)}
    assert len(made) == 200
    assert all(is_valid(code) for code in made)


def test_anything_else_is_no_code():
    assert not is_valid("")
    assert not is_valid("ABC")
    assert not is_valid("O" * LENGTH)
