"""From the facts of one visit to a doubt score with its reasons. Pure: no clock, no database, no names.

A fact that is missing (None) never adds anything: a basement without satellites is no reason for doubt. Every reason
only grows with its own fact, and the score is their sum, at most 100.
"""

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True)
class Step:
    """From `reached` on (or below it, where less is worse) a reason weighs so much."""

    reached: float
    weight: int


@dataclass(frozen=True)
class Thresholds:
    """One version of the thresholds. Steps go from mild to severe; distances in metres, times in seconds, speeds in km/h."""

    version: str
    keep_from: int
    dwell_s_an_item: tuple[Step, ...]
    dwell_least_items: int
    distance_m: tuple[Step, ...]
    pace_least_m: float
    pace_km_h: tuple[Step, ...]
    streak_chance: tuple[Step, ...]
    streak_least: int
    reused_elsewhere: int
    reused_same_place: int
    reused_further: int
    reused_most: int
    from_gallery: int
    clock: int


VERSIONS: dict[str, Thresholds] = {
    "quality-2026.1": Thresholds(
        version="quality-2026.1",
        keep_from=40,
        # A practised inspector takes under a minute at a good door; two seconds an item alone is therefore never enough.
        dwell_s_an_item=(Step(2.0, 25), Step(0.75, 40)),
        dwell_least_items=5,
        distance_m=(Step(150, 20), Step(500, 40), Step(2000, 50)),
        pace_least_m=300,
        pace_km_h=(Step(60, 20), Step(120, 40)),
        streak_chance=(Step(0.01, 10), Step(0.001, 20)),
        streak_least=20,
        reused_elsewhere=50,
        reused_same_place=40,
        reused_further=5,
        reused_most=70,
        from_gallery=10,
        clock=10,
    )
}
CURRENT = "quality-2026.1"

# How far a point of the ledger may be off the door, by where it comes from; of the rest nothing is known: they do not count.
PLACE_POINT_M = {"phone": 30.0, "desk": 50.0, "import": 100.0, "simulated": 0.0}


@dataclass(frozen=True)
class Reuse:
    """One photo of the visit that is (nearly) another one: how many of 64 bits differ, at the same place or elsewhere."""

    photo: str
    other: str
    bits: int
    same_place: bool


@dataclass(frozen=True)
class Facts:
    """What is known of one visit; None where it is not.

    `distance_m` from the place's point, with the uncertainty of both points; `pace_m` between this visit's position and
    the same person's former one, with both uncertainties, over `pace_s` from end to end. `fine_streak` counts the
    person's inspected visits without a bad item up to this one; `colleagues_fine` is the share of such visits among
    colleagues at places of the same class.
    """

    inspected: bool
    item_count: int = 0
    all_fine: bool = False
    dwell_s: float | None = None
    distance_m: float | None = None
    distance_uncertain_m: float | None = None
    pace_m: float | None = None
    pace_uncertain_m: float | None = None
    pace_s: float | None = None
    fine_streak: int | None = None
    colleagues_fine: float | None = None
    reused: tuple[Reuse, ...] = field(default=())
    from_gallery: int = 0
    clock_flag: str = ""


@dataclass(frozen=True)
class Reason:
    """One reason with its weight, in words that state what was measured and accuse nobody."""

    code: str
    weight: int
    zh: str
    en: str


@dataclass(frozen=True)
class Judgement:
    """The score 0–100, the reasons (weightiest first), and by which version."""

    score: int
    reasons: tuple[Reason, ...]
    version: str
    kept: bool


def judge(facts: Facts, version: str = CURRENT) -> Judgement:
    """Return the doubt over one visit. Raises KeyError for an unknown version."""
    by = VERSIONS[version]
    found = [reason for rule in (_dwell, _distance, _pace, _reuse, _streak, _gallery, _clock) if (reason := rule(facts, by))]
    found.sort(key=lambda reason: (-reason.weight, reason.code))
    score = min(100, sum(reason.weight for reason in found))
    return Judgement(score, tuple(found), by.version, score >= by.keep_from)


def _above(steps: tuple[Step, ...], value: float) -> int:
    return max((step.weight for step in steps if value > step.reached), default=0)


def _below(steps: tuple[Step, ...], value: float) -> int:
    return max((step.weight for step in steps if value < step.reached), default=0)


def duration(seconds: float) -> tuple[str, str]:
    """Return a length of time in Chinese and English words."""
    if seconds < 1:
        return "不到 1 秒", "under 1 s"
    whole = round(seconds)
    if whole < 120:
        return f"{whole} 秒", f"{whole} s"
    if whole < 7200:
        return f"{whole // 60} 分钟", f"{whole // 60} min"
    return f"{whole // 3600} 小时", f"{whole // 3600} h"


def distance(metres: float) -> tuple[str, str]:
    """Return a distance in Chinese and English words."""
    if metres >= 1000:
        return f"{metres / 1000:.1f} 公里", f"{metres / 1000:.1f} km"
    return f"{round(metres)} 米", f"{round(metres)} m"


def _dwell(facts: Facts, by: Thresholds) -> Reason | None:
    if not facts.inspected or facts.dwell_s is None or facts.item_count < by.dwell_least_items:
        return None
    weight = _below(by.dwell_s_an_item, facts.dwell_s / facts.item_count)
    zh, en = duration(facts.dwell_s)
    words = (
        f"停留{zh if zh.startswith('不') else ' ' + zh}，检查表 {facts.item_count} 项",
        f"{en} on site for {facts.item_count} items",
    )
    return Reason("dwell", weight, *words) if weight else None


def _distance(facts: Facts, by: Thresholds) -> Reason | None:
    if facts.distance_m is None or facts.distance_uncertain_m is None:
        return None
    weight = _above(by.distance_m, facts.distance_m - facts.distance_uncertain_m)
    (zh, en), (off_zh, off_en) = distance(facts.distance_m), distance(facts.distance_uncertain_m)
    words = (
        f"记录位置距场所 {zh}（两处定位误差合计 {off_zh}）",
        f"recorded {en} from the place (positions accurate to {off_en})",
    )
    return Reason("distance", weight, *words) if weight else None


def _pace(facts: Facts, by: Thresholds) -> Reason | None:
    if facts.pace_m is None or facts.pace_uncertain_m is None or facts.pace_s is None or facts.pace_s < 0:
        return None
    least = facts.pace_m - facts.pace_uncertain_m
    if least < by.pace_least_m:
        return None
    weight = _above(by.pace_km_h, least / max(facts.pace_s, 1.0) * 3.6)
    (zh, en), (time_zh, time_en) = distance(facts.pace_m), duration(facts.pace_s)
    words = (f"与上一家相距 {zh}，两次结束只隔 {time_zh}", f"{en} from the former place, finished {time_en} after it")
    return Reason("pace", weight, *words) if weight else None


def _reuse(facts: Facts, by: Thresholds) -> Reason | None:
    photos = {one.photo for one in facts.reused}
    if not photos:
        return None
    elsewhere = {one.photo for one in facts.reused if not one.same_place}
    base = by.reused_elsewhere if elsewhere else by.reused_same_place
    weight = min(by.reused_most, base + by.reused_further * (len(photos) - 1))
    if elsewhere:
        words = (
            f"{len(photos)} 张照片与另一处场所的照片几乎相同",
            f"{len(photos)} photos nearly the same as one of another place",
        )
    else:
        words = (
            f"{len(photos)} 张照片与本场所另一次巡查的照片几乎相同",
            f"{len(photos)} photos nearly the same as one of an earlier visit here",
        )
    return Reason("reused_photo", weight, *words)


def _streak(facts: Facts, by: Thresholds) -> Reason | None:
    length, share = facts.fine_streak, facts.colleagues_fine
    if not facts.inspected or not facts.all_fine or length is None or share is None or length < by.streak_least:
        return None
    weight = _below(by.streak_chance, max(0.0, min(1.0, share)) ** length)
    words = (
        f"连续 {length} 次检查全部合格，同类场所同事全部合格的占 {share:.0%}",
        f"{length} inspections in a row all fine; among colleagues at such places {share:.0%} are",
    )
    return Reason("all_fine", weight, *words) if weight else None


def _gallery(facts: Facts, by: Thresholds) -> Reason | None:
    if facts.from_gallery < 1:
        return None
    words = (f"{facts.from_gallery} 张照片从相册选取，不是当场拍摄", f"{facts.from_gallery} photos chosen from the gallery")
    return Reason("from_gallery", by.from_gallery, *words)


def _clock(facts: Facts, by: Thresholds) -> Reason | None:
    if facts.clock_flag not in ("wild", "unusable"):
        return None
    return Reason("clock", by.clock, "手机时间偏差超过一天", "the phone's clock was off by more than a day")


# How long the inspector alone sees a doubt: a working day after it reached the phone, five if it never does.
ANSWER_WORKING_DAYS = 1
UNREACHED_WORKING_DAYS = 5
# Looking back for the former visit, for streaks, and for what colleagues find at places of a class.
FORMER_VISIT_WITHIN = timedelta(hours=12)
COLLEAGUES_WITHIN = timedelta(days=90)
COLLEAGUES_LEAST = 50
STREAK_LONGEST = 300
