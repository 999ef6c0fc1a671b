"""What a rule pack says of a checklist item: grade, legal category, limit, whether it may be put right on the spot."""

from dataclasses import dataclass
from datetime import date

from fengsui.kernel import rulepacks
from fengsui.kernel.errors import FieldError, InvalidInput
from fengsui.kernel.search_text import fold, initials


@dataclass(frozen=True)
class ItemTerms:
    """The terms of one item in one version of the rules. The limit is in working days, 0 = the same day."""

    code: str
    title: str
    grade: str
    legal_category: int
    limit_working_days: int
    fixable_on_site: bool
    rulepack_version: str


@dataclass(frozen=True)
class ItemWords:
    """What a case shows of its item: how it should be, advice, what is counted, clauses with their state of verification."""

    title: str
    help: str
    counted: str
    basis: tuple[tuple[str, bool], ...]


def words_of(item_code: str, version: str) -> ItemWords:
    """Return the words of an item in the version of the rules a case was made with; empty for an item no longer there."""
    item = rulepacks.by_version(version).content.item(item_code)
    if item is None:
        return ItemWords("", "", "", ())
    return ItemWords(item.title, item.help, item.counted, tuple((basis.text, basis.verified) for basis in item.basis))


def codes_titled(fragment: str) -> list[str]:
    """Return the items whose cases, by any version of the rules, are named by a fragment or the pinyin initials it stands for."""
    wanted = fold(fragment)
    titles = {(item.code, item.as_case) for pack in rulepacks.in_use() for item in pack.content.items}
    return sorted({code for code, title in titles if wanted in fold(title) or wanted in initials(title)})


def terms_of(item_code: str, *, area_path: str, on: date, version: str = "") -> ItemTerms:
    """Return the terms of an item by the pack of that version, or the one published for the area on the day.

    Raises InvalidInput `item_unknown` when the pack has no such item, `rulepack_unknown` for an unknown version.
    """
    pack = rulepacks.by_version(version) if version else rulepacks.published(area_path, on)
    item = pack.content.item(item_code)
    if item is None:
        raise InvalidInput(
            "item_unknown",
            zh=f"规则包 {pack.version} 中没有检查项 {item_code}，请更新检查表后重新选择。",
            en=f"Rule pack {pack.version} has no item {item_code}; update the checklists and choose again.",
            fields=[FieldError("item_code", "没有这个检查项。", "No such item.", "unknown")],
        )
    return ItemTerms(
        code=item.code,
        title=item.as_case,
        grade=item.grade,
        legal_category=item.legal_category,
        limit_working_days=item.limit_working_days,
        fixable_on_site=item.fixable_on_site,
        rulepack_version=pack.version,
    )
