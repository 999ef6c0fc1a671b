"""Whether two records are the same place: names and addresses without their trimmings, phones, distance. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from fengsui.kernel.geo import haversine_m, neighbour_cells
from fengsui.kernel.search_text import fold

# Words to take off the front, level by level (province, city, district), the full form of each first.
Regions = tuple[tuple[str, ...], ...]
PROPOSE_FROM = 0.55
CERTAIN_FROM = 0.85
# A block shared by more records than this (a mall's address) says nothing by itself and is not searched.
WIDEST_BLOCK = 60

_COMPANY = re.compile(r"(?:有限责任公司|股份有限公司|有限公司|分公司|公司|个体工商户|个体户)$")
_NOT_WORD = re.compile(r"[^0-9a-z\u3400-\u9fff]")
_NUMBERS = re.compile(r"\d+")
_STREET = re.compile(r"^[\u3400-\u9fff]{2,8}?(?:街道办事处|街道|镇|乡|苏木)")
_COMMUNITY = re.compile(r"^[\u3400-\u9fff]{2,10}?(?:社区居委会|社区|居委会|村委会|嘎查)")


@dataclass(frozen=True, slots=True)
class Known:
    """One record as it is compared. Keys come from name_key and address_key; lon/lat WGS84 degrees; cell H3 text."""

    id: str
    name_key: str
    address_key: str = ""
    phones: frozenset[str] = frozenset()
    credit_code: str = ""
    lon: float | None = None
    lat: float | None = None
    cell: str = ""
    community: str = ""


@dataclass(frozen=True)
class Reason:
    """One reason for or against: a stable code, the words in both languages, its weight."""

    code: str
    zh: str
    en: str
    weight: float


@dataclass(frozen=True)
class Match:
    """How alike two records are: a score from 0 to 1 and the reasons it is made of."""

    id: str
    score: float
    reasons: tuple[Reason, ...]

    @property
    def certain(self) -> bool:
        """Whether the two are all but surely the same."""
        return self.score >= CERTAIN_FROM


def without_regions(text: str, regions: Regions) -> str:
    """Return folded text without the names of province, city and district it starts with.

    Each level goes at most once. A short form (赤峰 for 赤峰市) goes only when three characters or more are left,
    so that 赤峰饭店 keeps its name.
    """
    kept = text
    for level in regions:
        for position, word in enumerate(level):
            least = 1 if position == 0 else 3
            if kept.startswith(word) and len(kept) - len(word) >= least:
                kept = kept[len(word) :]
                break
    district = regions[-1][0] if regions and regions[-1] else ""
    at = kept.find(district) if district else -1
    if 2 <= at <= 5 and kept[at - 1] in "市盟州" and len(kept) > at + len(district):
        kept = kept[at + len(district) :]
    return kept


def name_key(name: str, regions: Regions = ()) -> str:
    """Return a name without region prefix, company suffix, punctuation and width: what duplicates share."""
    plain = _NOT_WORD.sub("", fold(name))
    short = without_regions(plain, regions)
    while (cut := _COMPANY.sub("", short)) != short and cut:
        short = cut
    return short or plain


def address_key(address: str, regions: Regions = ()) -> str:
    """Return an address without region, street office, community and punctuation: road, number, room."""
    plain = _NOT_WORD.sub("", fold(address))
    short = without_regions(plain, regions)
    for pattern in (_STREET, _COMMUNITY):
        cut = pattern.sub("", short, count=1)
        short = cut or short
    return short


def bigrams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text; a single character stands for itself."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset({text} if text else ())


def alike(left: str, right: str) -> float:
    """Return the Dice coefficient of two texts' character pairs, 0 to 1."""
    a, b = bigrams(left), bigrams(right)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _name_reason(a: Known, b: Known) -> Reason | None:
    if not a.name_key or not b.name_key:
        return None
    if a.name_key == b.name_key:
        return Reason("same_name", "名称相同", "same name", 0.45)
    short, long = sorted((a.name_key, b.name_key), key=len)
    if len(short) >= 3 and short in long:
        return Reason("name_within", "一个名称包含另一个", "one name contains the other", 0.35)
    likeness = alike(a.name_key, b.name_key)
    if likeness >= 0.5:
        return Reason("name_alike", f"名称相近（{likeness:.0%}）", f"names alike ({likeness:.0%})", round(0.45 * likeness, 3))
    return None


def _address_reason(a: Known, b: Known) -> Reason | None:
    if not a.address_key or not b.address_key:
        if a.community and a.community == b.community:
            return Reason("same_community", "同一社区，地址缺一方", "same community, one address missing", 0.1)
        return None
    if a.address_key == b.address_key:
        return Reason("same_address", "地址相同", "same address", 0.3)
    numbers_a, numbers_b = _NUMBERS.findall(a.address_key), _NUMBERS.findall(b.address_key)
    if numbers_a and numbers_a == numbers_b:
        road_a, road_b = _NUMBERS.sub("", a.address_key), _NUMBERS.sub("", b.address_key)
        if road_a in road_b or road_b in road_a or alike(road_a, road_b) >= 0.5:
            return Reason("same_door_number", "门牌号相同，路名相近", "same door number, road alike", 0.25)
    if numbers_a and numbers_b and not set(numbers_a) & set(numbers_b):
        return Reason("other_door_number", "门牌号不同", "other door number", -0.2)
    return None


def _distance_reason(a: Known, b: Known) -> Reason | None:
    if a.lon is None or a.lat is None or b.lon is None or b.lat is None:
        return None
    distance_m = haversine_m(a.lon, a.lat, b.lon, b.lat)
    words = (f"相距约 {distance_m:.0f} 米", f"about {distance_m:.0f} m apart")
    if distance_m <= 30:
        return Reason("very_near", *words, 0.2)
    if distance_m <= 100:
        return Reason("near", *words, 0.1)
    if distance_m > 500:
        return Reason("far", *words, -0.25)
    return None


def compare(a: Known, b: Known) -> Match:
    """Return how alike two records are. The score and its reasons are the same whichever comes first."""
    reasons = [reason for reason in (_name_reason(a, b), _address_reason(a, b), _distance_reason(a, b)) if reason]
    if a.phones & b.phones:
        reasons.append(Reason("same_phone", "电话相同", "same phone", 0.35))
    if a.credit_code and a.credit_code == b.credit_code:
        reasons.append(Reason("same_credit_code", "统一社会信用代码相同", "same credit code", 0.4))
    score = min(1.0, max(0.0, sum(reason.weight for reason in reasons)))
    return Match(b.id, round(score, 3), tuple(reasons))


@dataclass
class DuplicateIndex:
    """Records held in memory by what duplicates share, so that a whole ledger is compared in one pass."""

    blocks: dict[tuple[str, str], list[Known]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: Known) -> None:
        """Put a record in."""
        for block in _blocks_of(row):
            self.blocks[block].append(row)

    def extend(self, rows: Iterable[Known]) -> None:
        """Put many records in."""
        for row in rows:
            self.add(row)

    def matches(self, row: Known, limit: int = 5, least: float = PROPOSE_FROM) -> list[Match]:
        """Return the records most like one, best first, those below `least` and itself left out."""
        seen: dict[str, Match] = {}
        for block in _searched(row):
            members = self.blocks.get(block, ())
            if len(members) > WIDEST_BLOCK and block[0] not in ("name", "phone", "credit"):
                continue
            for other in members[: WIDEST_BLOCK * 10]:
                if other.id != row.id and other.id not in seen:
                    seen[other.id] = compare(row, other)
        found = [match for match in seen.values() if match.score >= least]
        return sorted(found, key=lambda match: (-match.score, match.id))[:limit]


def _blocks_of(row: Known) -> Iterator[tuple[str, str]]:
    if row.name_key:
        yield "name", row.name_key
    for phone in row.phones:
        yield "phone", phone
    if row.credit_code:
        yield "credit", row.credit_code
    if row.address_key and _NUMBERS.search(row.address_key):
        yield "address", row.address_key
    if row.cell:
        yield "cell", row.cell


def _searched(row: Known) -> Iterator[tuple[str, str]]:
    for block in _blocks_of(row):
        if block[0] == "cell":
            yield from (("cell", cell) for cell in neighbour_cells(row.cell))
        else:
            yield block
