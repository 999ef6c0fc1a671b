"""Names of streets, communities and grids, as ledgers spell them, into area paths. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from fengsui.kernel.search_text import fold
from fengsui.places.importing.engine.values import chinese_number

_ENDINGS = {
    "street": ("街道办事处", "街道办", "办事处", "街道", "镇人民政府", "镇", "乡", "苏木", "街办", "办"),
    "community": (
        "社区居民委员会", "社区居委会", "村民委员会", "居民委员会", "社区服务站", "居委会", "村委会", "社区", "嘎查", "村",
    ),
}  # fmt: skip
_GRID_NUMBER = re.compile(r"(?:第)?([0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:号)?(?:网格|格|$)")


@dataclass(frozen=True)
class AreaName:
    """One area as it is looked for: path, level (street, community, grid), official and everyday name."""

    path: str
    level: str
    name: str
    short_name: str = ""


@dataclass(frozen=True)
class Found:
    """What names led to: the path ('' = none), a problem code ('' = fine), words, and a path suggested instead."""

    path: str = ""
    problem: str = ""
    zh: str = ""
    en: str = ""
    refuses: bool = False


def stem(name: str, level: str) -> str:
    """Return a name without the ending of its kind: 一西街社区居委会 → 一西街, 站前街道办事处 → 站前."""
    plain = fold(name)
    for ending in _ENDINGS.get(level, ()):
        if plain.endswith(ending) and len(plain) > len(ending):
            return plain.removesuffix(ending)
    return plain


def _one_apart(left: str, right: str) -> bool:
    if left == right or abs(len(left) - len(right)) > 1 or min(len(left), len(right)) < 2:
        return False
    if len(left) == len(right):
        return sum(1 for a, b in zip(left, right, strict=True) if a != b) == 1
    short, long = sorted((left, right), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


@dataclass
class AreaBook:
    """The areas of a district, found by any spelling of their names. Results are kept: a ledger repeats them."""

    district: str = ""
    district_name: str = ""
    names: dict[str, AreaName] = field(default_factory=dict)
    _by_stem: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _children: dict[str, list[AreaName]] = field(default_factory=dict)
    _kept: dict[tuple[str, str, str, str, str], Found] = field(default_factory=dict)

    @classmethod
    def of(cls, areas: Iterable[AreaName], district: str, district_name: str) -> "AreaBook":
        """Return a book of areas."""
        book = cls(district, district_name)
        for area in areas:
            book.names[area.path] = area
            if area.level in _ENDINGS:
                for name in {stem(area.name, area.level), stem(area.short_name or area.name, area.level), fold(area.name)}:
                    paths = book._by_stem.setdefault((area.level, name), [])
                    if area.path not in paths:
                        paths.append(area.path)
            book._children.setdefault(area.path.rpartition("/")[0], []).append(area)
        return book

    def words(self, path: str) -> str:
        """Return the everyday name of a path, or the path itself."""
        area = self.names.get(path)
        return (area.short_name or area.name) if area else path

    def named(self, level: str, text: str) -> bool:
        """Tell whether a text names an area of a level."""
        return bool(self._lookup(level, text))

    def find(self, street: str, community: str, grid: str, address: str, fallback: str) -> Found:
        """Return the deepest area that the names of a row lead to, within `fallback` (the area of the import) at best.

        A community that belongs to another street than the one written beside it, and a street nobody knows, refuse
        the row; an unknown community or grid files it one level higher and says so.
        """
        # An address matters only when nothing else is written, and is then almost never repeated.
        key = (street, community, grid, "" if street or community else address, fallback)
        if key not in self._kept:
            if len(self._kept) > 20_000:
                self._kept.clear()
            self._kept[key] = self._find(*key)
        return self._kept[key]

    def _bare(self, text: str) -> str:
        plain = fold(text)
        at = plain.find(self.district_name) if self.district_name else -1
        return plain[at + len(self.district_name) :] or plain if at >= 0 else plain

    def _find(self, street: str, community: str, grid: str, address: str, fallback: str) -> Found:
        base, note = fallback, Found()
        if street:
            paths = self._lookup("street", street)
            if not paths:
                return self._unknown("street", street)
            base = paths[0]
        elif not community and address:
            written = self._street_in(address)
            if written:
                base = written
                note = Found(
                    written, "area_from_address", f"按地址中的“{self.words(written)}”确定镇街", "street taken from the address"
                )
        if community:
            found = self._community(base, community, street)
            if found.refuses:
                return found
            base = found.path or base
            note = found if found.problem else note
        if not base:
            return Found(
                problem="area_missing",
                zh="没有街道和社区，也没有指定导入到哪个区域。请补上街道或社区，或在导入时选择区域。",
                en="Neither street nor community is given, and no area was chosen for the import.",
                refuses=True,
            )
        if grid:
            inside = self._grid(base, grid)
            if inside:
                base = inside
            elif not note.problem:
                note = Found(
                    base,
                    "grid_unknown",
                    f"没有找到网格“{grid}”，先归到{self.words(base)}",
                    f"no grid {grid!r}; filed one level up",
                )
        return Found(base, note.problem, note.zh, note.en)

    def _lookup(self, level: str, text: str) -> list[str]:
        plain = self._bare(text)
        return self._by_stem.get((level, plain)) or self._by_stem.get((level, stem(plain, level)), [])

    def _community(self, base: str, text: str, street: str) -> Found:
        paths = self._lookup("community", text)
        inside = [
            path for path in paths if not base or path.startswith(f"{base}/") or path == base or base.startswith(f"{path}/")
        ]
        if len(inside) == 1:
            return Found(inside[0])
        if len(inside) > 1:
            return Found(
                base, "community_ambiguous", f"“{text}”在几个镇街都有，请补上街道。", f"{text!r} exists in several streets.",
                refuses=not street and not base,
            )  # fmt: skip
        if paths:
            owner = self.words(paths[0].rpartition("/")[0])
            here = self.words(base)
            return Found(
                problem="community_elsewhere",
                zh=f"“{text}”属于{owner}，不属于{here}。请核对街道和社区后重新导入。",
                en=f"{text!r} belongs to {owner}, not to {here}.",
                refuses=True,
            )
        wanted = stem(self._bare(text), "community")
        near = [
            area for (level, name), found in self._by_stem.items() if level == "community" and _one_apart(name, wanted)
            for area in found if not base or area.startswith(f"{base}/")
        ]  # fmt: skip
        hint = f"，是否为“{self.words(near[0])}”" if near else ""
        words = (f"没有名为“{text}”的社区{hint}", f"no community {text!r}")
        if not base:
            return Found(problem="community_unknown", zh=f"{words[0]}。请核对，或补上街道。", en=words[1], refuses=True)
        return Found(base, "community_unknown", f"{words[0]}，先归到{self.words(base)}", f"{words[1]}; filed one level up")

    def _grid(self, base: str, text: str) -> str:
        candidates = [area for area in self._children.get(base, ()) if area.level == "grid"]
        plain = fold(text)
        for area in candidates:
            if plain in (fold(area.name), fold(area.short_name), area.path.replace("/", "")):
                return area.path
        numbers = [_grid_number(plain)]
        if numbers[0] is None:
            return ""
        for area in candidates:
            tail = area.path.rpartition("/")[2]
            if tail.isdigit() and int(tail) == numbers[0]:
                return area.path
        return ""

    def _street_in(self, address: str) -> str:
        plain = self._bare(address)
        for (level, name), paths in self._by_stem.items():
            if level == "street" and any(plain.startswith(f"{name}{ending}") for ending in ("街道", "镇", "乡", "办事处")):
                return paths[0]
        return ""

    def _unknown(self, level: str, text: str) -> Found:
        wanted = stem(self._bare(text), level)
        near = [paths[0] for (kind, name), paths in self._by_stem.items() if kind == level and _one_apart(name, wanted)]
        hint = f"是否为“{self.words(near[0])}”？" if near else "请按区划名称填写。"
        return Found(
            problem="street_unknown",
            zh=f"本区没有名为“{text}”的镇街。{hint}",
            en=f"The district has no street {text!r}.",
            refuses=True,
        )


def _grid_number(text: str) -> int | None:
    found = None
    for match in _GRID_NUMBER.finditer(text):
        found = match.group(1)
    if found is None:
        return None
    return int(found) if found.isdigit() else chinese_number(found)
