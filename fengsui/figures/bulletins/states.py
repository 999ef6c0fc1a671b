"""The life of a bulletin as a table: which verb leads where, who may, and what follows in words."""

from dataclasses import dataclass

STATES: dict[str, tuple[str, str]] = {
    "draft": ("草稿", "draft"),
    "checked": ("已核对", "checked"),
    "issued": ("已印发", "issued"),
    "voided": ("已作废", "voided"),
}


@dataclass(frozen=True)
class Verb:
    """One verb: from which states, to which, with what permission, its words and its consequence."""

    code: str
    zh: str
    en: str
    before: tuple[str, ...]
    after: str
    permission: str
    consequence: str
    needs_reason: bool = False


VERBS: dict[str, Verb] = {
    verb.code: verb
    for verb in (
        Verb("save", "保存", "save", ("draft",), "draft", "bulletins.write", "保存文字，数字不变。"),
        Verb("refresh", "重新取数", "refresh", ("draft",), "draft", "bulletins.write", "按现在的记录重新计算数字，文字不变。"),
        Verb(
            "check", "核对", "check", ("draft",), "checked", "bulletins.write",
            "数字锁定、文字固定，纸面印上锁数编号，等另一人印发。",
        ),
        Verb(
            "return", "退回", "return", ("checked",), "draft", "bulletins.write",
            "回到草稿，可以改文字、重新取数；这次的锁数不再作数，再核对时另锁。",
            needs_reason=True,
        ),
        Verb(
            "issue", "印发", "issue", ("checked",), "issued", "bulletins.issue",
            "取得期号，生成 PDF、DOCX 和文字版并存档；印发后不能再改，有错只能作废重发。",
        ),
        Verb(
            "void", "作废", "void", ("draft", "checked", "issued"), "voided", "bulletins.issue",
            "期号保留并注明作废，文件仍可查；可以为同一期间重新起草。", needs_reason=True,
        ),
    )
}  # fmt: skip
