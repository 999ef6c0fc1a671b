"""Who is asking: a person, a device, an API key, a link holder or the system itself, with their grants as values."""

from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from fengsui.kernel.errors import Forbidden
from fengsui.kernel.permissions import known

ActorKind = Literal["person", "device", "api_key", "link", "system"]


@dataclass(frozen=True)
class GrantValue:
    """One grant: a role, on an area path and everything below it, in one line ('' = every line)."""

    role: str
    area_path: str
    line: str = ""
    campaign_id: UUID | None = None

    def covers(self, area_path: str, line: str = "") -> bool:
        """Tell whether a row of that area and line lies inside the grant."""
        inside = area_path == self.area_path or area_path.startswith(f"{self.area_path}/")
        return inside and (not self.line or self.line == line)


@dataclass(frozen=True)
class Actor:
    """Whoever acts. `account_id` is None for the system; `name` is what the audit log shows."""

    kind: ActorKind
    name: str
    account_id: UUID | None = None
    grants: tuple[GrantValue, ...] = ()
    session_id: UUID | None = None
    device_id: str = ""
    ip: str = ""
    user_agent: str = ""
    is_system: bool = False

    def grants_for(self, permission: str) -> tuple[GrantValue, ...]:
        """Return the grants whose role carries a permission. Raises KeyError for an undeclared permission."""
        roles = known(permission).roles
        return tuple(grant for grant in self.grants if grant.role in roles)

    def has(self, permission: str) -> bool:
        """Tell whether any grant carries a permission, wherever it may hold."""
        return self.is_system or bool(self.grants_for(permission))

    def may(self, permission: str, *, area_path: str, line: str = "") -> bool:
        """Tell whether a permission holds for a row of that area and line."""
        return self.is_system or any(grant.covers(area_path, line) for grant in self.grants_for(permission))

    def areas_for(self, permission: str) -> list[str]:
        """Return the area paths on which a permission holds, widest first, without those inside another."""
        kept: list[str] = []
        for path in sorted({grant.area_path for grant in self.grants_for(permission)}, key=len):
            if not any(path == wide or path.startswith(f"{wide}/") for wide in kept):
                kept.append(path)
        return kept

    @property
    def person_id(self) -> UUID:
        """The account of a signed-in person. Raises Forbidden for the system, a device or a link holder."""
        if self.account_id is None:
            raise Forbidden("person_needed", zh="此操作需要本人登录后进行。", en="This needs a signed-in person.")
        return self.account_id

    @property
    def roles(self) -> frozenset[str]:
        """The roles held, wherever they hold."""
        return frozenset(grant.role for grant in self.grants)


def system(name: str) -> Actor:
    """Return the actor of the installation itself (command line, jobs, handlers): everything, under a given name."""
    return Actor(kind="system", name=name, is_system=True)


def on_behalf(actor: Actor) -> Actor:
    """Return the system acting for a person whose right was checked by another permission; the audit keeps the person."""
    return replace(actor, is_system=True)
