"""How often classes are visited by a pack: what is wrong with its frequencies and seasons, in words. Pure."""

from collections.abc import Iterator
from datetime import date

from fengsui.kernel.rulepacks.labels import frequency_words
from fengsui.kernel.rulepacks.schema import ForClasses, Frequency, PackContent, PlaceClass

# A leap year: a day of the year that it does not know no year knows.
_ANY_YEAR = 2024


def faults(content: PackContent) -> Iterator[str]:
    """Yield what keeps the frequencies of a pack from being used."""
    for row in content.classes:
        if row.visits is None:
            continue
        yield from _frequency(f"类别 {row.code} 的频次", row.visits)
        if row.visits.by == "place":
            yield f"类别 {row.code} 的频次是街道的，场所自己的请写进自查要求（duties）"
    for duty in content.duties:
        yield from _frequency(f"自查要求 {duty.code}", duty)
        yield from _classes(f"自查要求 {duty.code} ", duty, content)
        if duty.by != "place":
            yield f"自查要求 {duty.code} 要写明由场所做（by: place），街道的频次写在类别或季节里"
    for season in content.seasons:
        for name, text in (("开始", season.begins), ("结束", season.ends)):
            if not _is_day(text):
                yield f"季节 {season.code} 的{name}日 {text} 不存在"
        street: list[str] = []
        for visits in season.visits:
            yield from _frequency(f"季节 {season.code} 的频次", visits)
            yield from _classes(f"季节 {season.code} ", visits, content)
            if visits.by == "street":
                street += [row.code for row in content.classes if visits.fits(row)]
        yield from (
            f"季节 {season.code} 对类别 {code} 写了两种频次" for code in sorted({c for c in street if street.count(c) > 1})
        )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(f"{_ANY_YEAR}-{text}")
    except ValueError:
        return False
    return True


def _frequency(what: str, given: Frequency) -> Iterator[str]:
    if given.unit == "hour" and given.between is None:
        yield f"{what}按小时计，要写明营业时间（between）"
    if given.between is not None and given.between[0] == given.between[1]:
        yield f"{what}的时段 {given.between[0]}–{given.between[1]} 是空的"
    if given.by == "street" and given.unit == "hour":
        yield f"{what}按小时计，街道不派按小时的任务；是场所自己的请写 by: place"
    if given.by == "street" and given.times > 1:
        yield f"{what}写了每周期 {given.times} 次，街道的任务一个周期一次，请改成更短的周期"


def _classes(what: str, given: ForClasses, content: PackContent) -> Iterator[str]:
    known = {row.code for row in content.classes}
    yield from (f"{what}的类别 {code} 不存在" for code in given.classes if code not in known)
    if not given.classes and not given.class_groups:
        yield f"{what}没有写适用于哪些类别"


def own_duties(content: PackContent, row: PlaceClass, on: date) -> list[tuple[str, Frequency]]:
    """Return (name, frequency) of what places of a class owe themselves on a day: standing duties and those of seasons."""
    standing: list[tuple[str, Frequency]] = [(duty.zh, duty) for duty in content.duties if duty.fits(row)]
    for season in content.seasons:
        if in_season(on, season.begins, season.ends):
            standing += [(season.zh, one) for one in season.visits if one.by == "place" and one.fits(row)]
    return standing


def in_season(day: date, begins: str, ends: str) -> bool:
    """Tell whether a day lies between two days of the year (MM-DD), both in it, perhaps over the year's end."""
    told = f"{day:%m-%d}"
    return begins <= told <= ends if begins <= ends else told >= begins or told <= ends


def unsure(content: PackContent) -> list[str]:
    """Return in words which seasons and duties rest on clauses that nobody has read in their text."""
    said = [
        f"季节“{season.zh}”：{frequency_words(visits.model_dump())} 待核"
        for season in content.seasons
        for visits in season.visits
        if not visits.verified
    ]
    return said + [
        f"自查要求“{duty.zh}”：{frequency_words(duty.model_dump())} 待核" for duty in content.duties if not duty.verified
    ]
