"""Permissions and roles: each package declares what may be done and by which roles; unlisted means no access."""

from dataclasses import dataclass

ROLES: dict[str, tuple[str, str]] = {
    "grid_worker": ("网格员", "grid worker"),
    "street_inspector": ("镇街巡查员", "street inspector"),
    "centre_director": ("服务中心主任", "service centre director"),
    "street_leader": ("街道领导", "street leader"),
    "supervisor": ("包联监督员", "brigade supervisor"),
    "brigade_leader": ("大队领导", "brigade leader"),
    "committee_office": ("防委会办公室", "fire committee office"),
    "department_liaison": ("部门联络员", "department liaison"),
    "station_commander": ("消防站指挥员", "station commander"),
    "duty_officer": ("值班员", "duty officer"),
    "system_admin": ("系统管理员", "system administrator"),
    "security_admin": ("安全管理员", "security administrator"),
    "audit_admin": ("审计管理员", "audit administrator"),
}

# 三员分立: whoever holds one of these roles can hold neither of the other two (GB/T 22239-2019, level 3 practice).
SEPARATE_ROLES = frozenset({"system_admin", "security_admin", "audit_admin"})


@dataclass(frozen=True)
class Permission:
    """One thing that may be done: code, what it is in both languages, the roles that carry it."""

    code: str
    zh: str
    en: str
    roles: frozenset[str]


_declared: dict[str, Permission] = {}


def declare(code: str, *, zh: str, en: str, roles: tuple[str, ...]) -> Permission:
    """Declare a permission. Declaring it twice the same way is harmless, differently a ValueError; so is an unknown role."""
    unknown = set(roles) - ROLES.keys()
    if unknown:
        raise ValueError(f"permission {code}: unknown roles {sorted(unknown)}")
    permission = Permission(code, zh, en, frozenset(roles))
    if _declared.setdefault(code, permission) != permission:
        raise ValueError(f"permission {code} is declared twice with different content")
    return permission


def known(code: str) -> Permission:
    """Return a declared permission. Raises KeyError for one nobody declared (a mistake in the code)."""
    return _declared[code]


def every() -> list[Permission]:
    """Return all declared permissions, by code."""
    return [_declared[code] for code in sorted(_declared)]


def role_carries(role: str, code: str) -> bool:
    """Tell whether a role carries a permission."""
    return role in known(code).roles


def role_label(role: str, language: str = "zh") -> str:
    """Return the label of a role; the code itself for one no longer in the table."""
    labels = ROLES.get(role)
    return labels[0 if language == "zh" else 1] if labels else role
