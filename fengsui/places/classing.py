"""A place's class by the rule pack of its area and day: the pack's engine decides, this asks it and keeps why."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fengsui.kernel import clock, rulepacks
from fengsui.kernel.rulepacks import engine
from fengsui.kernel.rulepacks.schema import PackContent

KEPT_RESULTS = 4_000


@dataclass(frozen=True)
class ClassResult:
    """What the rules say: class code ('' = none fits), reasons in words, key-unit suggestion, rule pack version.

    `missing` names inputs that could still change the answer; `certain` is false while only the last resort is left
    because they are missing.
    """

    code: str
    reasons: tuple[str, ...]
    key_unit_suggested: bool
    rulepack_version: str
    missing: tuple[str, ...] = ()
    certain: bool = True


@dataclass(frozen=True)
class Labels:
    """The words of activities and classes in the rules in force."""

    activities: Mapping[str, str]
    classes: Mapping[str, str]

    def activity(self, code: str) -> str:
        """Return the words of an activity; the code itself for one no longer in the rules."""
        return self.activities.get(code, code)

    def place_class(self, code: str) -> str:
        """Return the words of a class; the code itself for one no longer in the rules."""
        return self.classes.get(code, code)


@dataclass
class Rules:
    """One rule pack as the ledger uses it. Results are kept, as a ledger repeats the same few inputs."""

    version: str
    activities: Mapping[str, tuple[str, str]]
    classes: Mapping[str, tuple[str, str]]
    content: PackContent
    _seen: dict[str, ClassResult] = field(default_factory=dict)

    def labels(self) -> Labels:
        """Return the words of the pack's activities and classes."""
        return Labels(
            {code: words[0] for code, words in self.activities.items()},
            {code: words[0] for code, words in self.classes.items()},
        )

    def classify(self, *, kind: str, activity: str, inputs: Mapping[str, Any]) -> ClassResult:
        """Return the class of a place from its kind, activity and inputs (keys of places.inputs.INPUTS)."""
        key = json.dumps([kind, activity, inputs], sort_keys=True)
        if key not in self._seen:
            if len(self._seen) >= KEPT_RESULTS:
                self._seen.clear()
            self._seen[key] = self._ask(kind, activity, inputs)
        return self._seen[key]

    def _ask(self, kind: str, activity: str, inputs: Mapping[str, Any]) -> ClassResult:
        found = engine.classify({**inputs, "kind": kind, "activity": activity}, self.content)
        return ClassResult(
            code=found.class_code,
            reasons=found.reasons,
            key_unit_suggested=found.key_unit_suggested,
            rulepack_version=self.version,
            missing=found.missing_inputs,
            certain=not (found.missing_inputs and self._is_last_resort(found.class_code)),
        )

    def _is_last_resort(self, code: str) -> bool:
        row = self.content.place_class(code)
        return row is None or row.when.otherwise


def rules_for(area_path: str, on: date) -> Rules:
    """Return the rules in force for an area on a district date. Raises NotFound when none is published for it."""
    pack = rulepacks.published(area_path, on)
    return Rules(
        version=pack.version,
        activities={one.code: (one.zh, one.en) for one in pack.content.activities},
        classes={one.code: (one.zh, one.en) for one in pack.content.classes},
        content=pack.content,
    )


def labels_for(area_path: str) -> Labels:
    """Return the words of activities and classes in force today for an area's district; none for an empty path."""
    if not area_path:
        return Labels({}, {})
    return rules_for(area_path, clock.local_date()).labels()
