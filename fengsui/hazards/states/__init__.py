"""The hazard's state table as data: states, verbs, who, guards, effects and consequences; API, screens and docs follow it."""

from collections.abc import Iterable

from fengsui.hazards.states.guards import AFTER_PHOTO
from fengsui.hazards.states.shapes import Facts, Guard, Offer, State, Verb
from fengsui.hazards.states.verbs import VERBS
from fengsui.hazards.states.words import GRADES, LEGAL_CATEGORIES, LIMIT_STATES, OPEN_STATES, STATES

__all__ = [
    "GRADES", "LEGAL_CATEGORIES", "LIMIT_STATES", "OPEN_STATES", "STATES", "VERBS",
    "Facts", "Guard", "Offer", "State", "Verb",
    "blocking_guard", "legal", "offers", "state_label",
]  # fmt: skip


def state_label(code: str, language: str = "zh") -> str:
    """Return the words of a state; the code itself for one no longer in the table."""
    state = STATES.get(code)
    return (state.zh if language == "zh" else state.en) if state else code


def legal(verb: str, state: str) -> bool:
    """Tell whether a verb starts from a state, guards aside."""
    return state in VERBS[verb].from_states


def blocking_guard(verb: str, facts: Facts) -> Guard | None:
    """Return the first guard of a verb that does not hold, or None."""
    return next((guard for guard in VERBS[verb].guards if not guard.holds(facts)), None)


def offers(facts: Facts, permissions: Iterable[str]) -> list[Offer]:
    """Return the verbs a person with these permissions may see in this state, in the order of the table.

    Verbs of the system are never offered; a verb whose guard fails is offered with the guard, so that the screen
    can say why the button is grey. A guard that only the form itself can satisfy (a photo still to be taken with
    the deed) does not block the offer.
    """
    held = set(permissions)
    made: list[Offer] = []
    for verb in VERBS.values():
        if verb.offered and verb.permission and verb.permission in held and facts.state in verb.from_states:
            guard = next((g for g in verb.guards if g is not AFTER_PHOTO and not g.holds(facts)), None)
            if guard is None or not guard.hides:
                made.append(Offer(verb, guard))
    return made
