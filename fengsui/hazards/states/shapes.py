"""What a row of the state table is made of: states, guards over plain facts, verbs, and the offer a person sees."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class State:
    """One state of a hazard: code, words, whether the hazard still counts as stock, whether its limit still runs."""

    code: str
    zh: str
    en: str
    in_stock: bool
    limit_runs: bool


@dataclass(frozen=True)
class Facts:
    """What the guards look at: the case as it stands and the person who asks. Counts are links, not files."""

    state: str
    is_person: bool = True
    actor_id: UUID | None = None
    rectifier_id: UUID | None = None
    fix_reported_by_id: UUID | None = None
    passed_by_id: UUID | None = None
    missing_evidence: int = 0
    arriving_with_verdict: int = 0
    after_photos: int = 0
    after_photos_here: int | None = None
    fixable_on_site: bool = False
    assignee_id: UUID | None = None
    paused: bool = False
    overdue: bool = False
    extension_asked_by: UUID | None = None
    extension_waits: bool = False
    extension_count: int = 0
    open_cosigns: int = 0
    urged_today: bool = False
    check_waits: bool = False


@dataclass(frozen=True)
class Guard:
    """A condition of a verb: a stable code, the rule in words, what is shown while it does not hold, and the test.

    `hides`: while it does not hold there is nothing the verb could be done to, so no button is shown at all.
    """

    code: str
    rule: str
    zh: str
    en: str
    holds: Callable[[Facts], bool]
    hides: bool = False


@dataclass(frozen=True)
class Verb:
    """One row of the table. `permission` '' = only the system; `to_state` '' = the state stays as it is.

    `returns`: the case goes back to the state it had before it ended; `offered` False: done by another deed, no button.
    """

    code: str
    zh: str
    en: str
    from_states: tuple[str, ...]
    to_state: str
    permission: str
    consequence_zh: str
    consequence_en: str
    guards: tuple[Guard, ...] = ()
    effects: tuple[str, ...] = ()
    event: str = ""
    needs: tuple[str, ...] = ()
    returns: bool = False
    offered: bool = True


@dataclass(frozen=True)
class Offer:
    """A verb as a person sees it now: the row of the table, and the guard that blocks it, if one does."""

    verb: Verb
    blocked_by: Guard | None
