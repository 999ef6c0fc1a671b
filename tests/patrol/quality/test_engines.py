"""The engines of quality: doubts from facts, prints of pictures, the draw; by examples and by properties."""

import hashlib
import io
import itertools
import random
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from fengsui.patrol.quality.drawing import Doubted, chance, draw
from fengsui.patrol.quality.prints import NEAR_BITS, alike, bands, differing, print_of, stamp_height, whole
from fengsui.patrol.quality.rules import CURRENT, VERSIONS, Facts, Reuse, judge

ORDINARY = Facts(
    inspected=True, item_count=22, all_fine=True, dwell_s=150, distance_m=20, distance_uncertain_m=15, pace_m=80,
    pace_uncertain_m=20, pace_s=240, fine_streak=8, colleagues_fine=0.7,
)  # fmt: skip
ELSEWHERE = Reuse("mine", "other", 1, same_place=False)
HERE = Reuse("mine", "other", 0, same_place=True)


def words(facts):
    return [reason.zh for reason in judge(facts).reasons]


def test_an_ordinary_visit_raises_no_doubt():
    assert judge(ORDINARY).score == 0 and judge(ORDINARY).reasons == () and not judge(ORDINARY).kept


def test_reasons_say_what_was_measured():
    hurried = replace(ORDINARY, dwell_s=40, distance_m=620, distance_uncertain_m=40)
    assert words(hurried) == ["记录位置距场所 620 米（两处定位误差合计 40 米）", "停留 40 秒，检查表 22 项"]
    found = judge(hurried)
    assert (found.score, found.kept, found.version) == (65, True, "quality-2026.1")
    assert found.reasons[1].en == "40 s on site for 22 items"


@pytest.mark.parametrize(
    ("changed", "score"),
    [
        ({"dwell_s": 44}, 0), ({"dwell_s": 43}, 25), ({"dwell_s": 16}, 40), ({"dwell_s": 3, "item_count": 2}, 0),
        ({"dwell_s": 3, "inspected": False}, 0), ({"distance_m": 165}, 0), ({"distance_m": 166}, 20),
        ({"distance_m": 3000, "distance_uncertain_m": 2900}, 0), ({"distance_m": 9000}, 50),
        ({"pace_m": 4200, "pace_s": 240}, 20), ({"pace_m": 9000, "pace_s": 240}, 40), ({"pace_m": 310, "pace_s": 1}, 0),
        ({"fine_streak": 20, "colleagues_fine": 0.7}, 20), ({"fine_streak": 19, "colleagues_fine": 0.5}, 0),
        ({"fine_streak": 200, "colleagues_fine": 0.99}, 0), ({"fine_streak": 300, "all_fine": False, "colleagues_fine": 0.5}, 0),
        ({"reused": (ELSEWHERE,)}, 50), ({"reused": (HERE,)}, 40), ({"reused": (HERE, replace(ELSEWHERE, photo="b"))}, 55),
        ({"reused": tuple(replace(ELSEWHERE, photo=str(n)) for n in range(30))}, 70),
        ({"from_gallery": 3}, 10), ({"clock_flag": "skewed"}, 0), ({"clock_flag": "wild"}, 10),
    ],
)  # fmt: skip
def test_how_much_each_fact_weighs(changed, score):
    assert judge(replace(ORDINARY, **changed)).score == score


def test_a_minute_at_a_good_door_a_weak_position_and_a_set_clock_are_never_enough_alone():
    for changed in ({"dwell_s": 40}, {"distance_m": 200}, {"clock_flag": "wild"}, {"from_gallery": 5}, {"fine_streak": 300}):
        assert not judge(replace(ORDINARY, **changed)).kept


def optional(**bounds):
    return st.none() | st.floats(allow_nan=False, **bounds)


FACTS = st.builds(
    Facts,
    inspected=st.booleans(),
    item_count=st.integers(0, 80),
    all_fine=st.booleans(),
    dwell_s=optional(min_value=0, max_value=50_000),
    distance_m=optional(min_value=0, max_value=1e6),
    distance_uncertain_m=optional(min_value=0, max_value=1e5),
    pace_m=optional(min_value=0, max_value=1e6),
    pace_uncertain_m=optional(min_value=0, max_value=1e5),
    pace_s=optional(min_value=0, max_value=50_000),
    fine_streak=st.none() | st.integers(0, 400),
    colleagues_fine=optional(min_value=0, max_value=1),
    reused=st.lists(st.builds(Reuse, st.sampled_from("abcd"), st.just("x"), st.integers(0, 3), st.booleans()), max_size=5).map(
        tuple
    ),
    from_gallery=st.integers(0, 9),
    clock_flag=st.sampled_from(["", "skewed", "wild", "unusable"]),
)
NULLABLE = [field.name for field in fields(Facts) if "None" in str(field.type)]


@settings(max_examples=300)
@given(FACTS)
def test_the_score_is_bounded_and_is_the_sum_of_its_reasons(facts):
    found = judge(facts)
    assert 0 <= found.score <= 100 and found.score == min(100, sum(reason.weight for reason in found.reasons))
    assert found.kept == (found.score >= VERSIONS[CURRENT].keep_from)
    assert all(reason.weight > 0 and reason.zh and reason.en for reason in found.reasons)
    assert len({reason.code for reason in found.reasons}) == len(found.reasons)


@settings(max_examples=300)
@given(FACTS, st.sets(st.sampled_from(NULLABLE)))
def test_a_fact_that_is_missing_never_raises_the_doubt(facts, missing):
    assert judge(replace(facts, **dict.fromkeys(missing))).score <= judge(facts).score


# For each fact, which way is worse.
WORSE = {"dwell_s": -1, "distance_m": 1, "distance_uncertain_m": -1, "pace_m": 1, "pace_uncertain_m": -1, "pace_s": -1,
         "fine_streak": 1, "colleagues_fine": -1, "from_gallery": 1}  # fmt: skip


@settings(max_examples=400)
@given(FACTS, st.sampled_from(sorted(WORSE)), st.floats(0, 5000))
def test_the_score_never_falls_when_a_fact_gets_worse(facts, name, by):
    value = getattr(facts, name)
    if value is None:
        return
    step = by / 5000 if name == "colleagues_fine" else int(by) if name in ("fine_streak", "from_gallery") else by
    moved = max(0, value + WORSE[name] * step)
    assert judge(replace(facts, **{name: moved})).score >= judge(facts).score


# --- prints ---


def street(seed, size=(1200, 1600)):
    """Return a picture of a street as a test sees it: blocks of light and dark, made from a seed."""
    dice = random.Random(seed)
    picture = Image.new("RGB", size, (dice.randrange(60, 200),) * 3)
    pen = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y = dice.randrange(size[0]), dice.randrange(size[1])
        box = (x, y, x + dice.randrange(60, 500), y + dice.randrange(60, 500))
        pen.rectangle(box, fill=tuple(dice.randrange(256) for _ in range(3)))
    return picture.filter(ImageFilter.GaussianBlur(3))


def stamped(picture, lines):
    """Write the phone's band at the bottom as the app does."""
    made = picture.copy()
    width, height = made.size
    size = max(16, round(max(width, height) / 50))
    box = round(size * 1.4) * len(lines) + size
    band = Image.new("RGB", (width, box), "black")
    made.paste(Image.blend(made.crop((0, height - box, width, height)), band, 0.55), (0, height - box))
    pen = ImageDraw.Draw(made)
    for n, line in enumerate(lines):
        pen.text((size, height - box + size / 2 + round(size * 1.4) * n), line, fill="white", font_size=size)
    return made


def saved(picture, quality=82):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def test_the_same_picture_stays_the_same_when_stamped_anew_scaled_or_saved_again():
    for seed in range(6):
        picture = street(seed)
        first = print_of(saved(stamped(picture, ["2026-11-20 10:02:11", "aaaa", "42.27, 118.95"])))
        again = stamped(picture, ["2026-11-21 09:40:00  other", "bbbbbbbb", "no position"])
        smaller = again.resize((900, 1200))
        assert not first.flat
        for other in (saved(again), saved(again, 60), saved(smaller)):
            assert alike(first, print_of(other))


def test_different_pictures_are_different():
    prints = [print_of(saved(street(seed, (480, 640)))) for seed in range(60)]
    assert not [pair for pair in itertools.combinations(prints, 2) if alike(*pair)]


def test_a_wall_and_a_dark_cellar_are_flat_and_never_matched():
    noise = random.Random(1)
    cellar = Image.frombytes("L", (640, 480), bytes(noise.choice((5, 6, 7, 8)) for _ in range(640 * 480)))
    assert print_of(saved(Image.new("RGB", (1200, 1600), (214, 208, 190)))).flat
    assert print_of(saved(cellar.convert("RGB"))).flat


def test_what_is_no_picture_or_too_small_has_no_print():
    for content in (b"", b"%PDF-1.7", saved(Image.new("RGB", (24, 24)))):
        with pytest.raises(ValueError, match=r"picture|small"):
            print_of(content)


def test_the_band_cut_off_covers_the_whole_stamp():
    assert stamp_height(1200, 1600) == round(32 * 1.4) * 3 + 32 and stamp_height(300, 200) == 22 * 3 + 16


@given(st.integers(0, 2**64 - 1), st.lists(st.integers(0, 63), max_size=NEAR_BITS, unique=True))
def test_prints_at_most_three_bits_apart_share_a_band(bits, flipped):
    other = bits
    for n in flipped:
        other ^= 1 << n
    assert whole(*bands(bits)) == bits and differing(bits, other) == len(flipped)
    assert any(one == two for one, two in zip(bands(bits), bands(other), strict=True))


# --- the draw ---

NUMBERS = st.lists(st.integers(1, 9999).map(lambda n: f"XC-{n:06d}"), unique=True, max_size=60)


@given(st.text(min_size=1, max_size=20), NUMBERS, st.data(), st.integers(1, 50))
def test_a_draw_is_reproducible_leaves_room_for_the_undoubted_and_draws_nobody_twice(seed, numbers, data, count):
    cut = data.draw(st.integers(0, len(numbers)))
    doubted = [Doubted(number, 40 + n % 60) for n, number in enumerate(numbers[:cut])]
    others = numbers[cut:]
    lots = draw(seed=seed, doubted=doubted, others=others, count=count)
    assert lots == draw(seed=seed, doubted=list(reversed(doubted)), others=list(reversed(others)), count=count)
    assert len(lots) == len({lot.number for lot in lots}) == min(count, len(numbers))
    by_lot = sum(lot.why == "random" for lot in lots)
    assert by_lot >= min(len(others), count - max(count * 6 // 10, 1 if count > 1 else 0))
    assert {lot.number for lot in lots if lot.why == "doubt"} <= {one.number for one in doubted}


def test_a_known_seed_draws_known_visits():
    assert chance("seed", "XC-1") == pytest.approx(int(_first_bytes("seed\nXC-1"), 16) / 2**64)
    lots = draw(seed="2026", doubted=[Doubted("D1", 90), Doubted("D2", 41)], others=["A", "B", "C"], count=3)
    assert [lot.why for lot in lots].count("doubt") == 1 and len(lots) == 3


def _first_bytes(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def test_a_higher_score_is_drawn_more_often():
    doubted = [Doubted("high", 90), *(Doubted(f"low{n}", 40) for n in range(9))]
    drawn = [draw(seed=str(n), doubted=doubted, others=["x", "y", "z"], count=2) for n in range(2000)]
    share = sum(any(lot.number == "high" for lot in lots) for lots in drawn) / 2000
    assert 0.16 < share < 0.24  # 90 of 450 is a fifth
