"""What kind of deed a verb is: a write, a read of sensitive data, an export, a sign-in, a change of rights."""

from django.db.models import Q

KINDS: dict[str, tuple[str, str]] = {
    "write": ("写入", "write"),
    "read": ("查看敏感数据", "read of sensitive data"),
    "export": ("导出", "export"),
    "access": ("登录与会话", "sign-in"),
    "rights": ("账号与授权", "accounts and grants"),
}
# Each kind is told by the verb's last word or its first, so that a verb added in another room needs no entry here.
EXPORT_ENDS = (".export", "_export", ".print", ".print_plates", ".export_kept", ".copy")
READ_ENDS = (".read", ".view", ".reveal_phone", ".unmask", ".open_key", ".look")
STARTS = {"access": ("session.", "second_factor."), "rights": ("account.", "grant.", "setting.")}


def kind_of(verb: str) -> str:
    """Return the kind of a verb."""
    if verb.endswith(EXPORT_ENDS):
        return "export"
    if verb.endswith(READ_ENDS):
        return "read"
    for kind, starts in STARTS.items():
        if verb.startswith(starts):
            return kind
    return "write"


def _any(lookup: str, words: tuple[str, ...]) -> Q:
    found = Q()
    for word in words:
        found |= Q(**{f"verb__{lookup}": word})
    return found


def having(kind: str) -> Q:
    """Return the filter for entries of a kind; the same answer as kind_of gives, entry by entry."""
    exports, reads = _any("endswith", EXPORT_ENDS), _any("endswith", READ_ENDS)
    if kind == "export":
        return exports
    if kind == "read":
        return reads & ~exports
    taken = exports | reads
    if kind in STARTS:
        return _any("startswith", STARTS[kind]) & ~taken
    return ~(taken | _any("startswith", tuple(start for starts in STARTS.values() for start in starts)))
