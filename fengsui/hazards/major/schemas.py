"""What the endpoints of 重大火灾隐患 take and answer."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from fengsui.hazards.major.services import Meeting
from fengsui.kernel.evidence import EvidencePhoto


class MajorRow(Schema):
    """One case in a list."""

    id: UUID
    number: str
    place_id: UUID
    place_name: str
    place_address: str
    area_path: str
    area_name: str
    state: str
    state_label: str
    state_label_en: str
    is_open: bool
    rule_sets: str
    why: str
    hazard_count: int
    opened_on: date
    opened_by_name: str
    decided_on: date | None
    served_on: date | None
    listed_on: date | None
    listed_by: str
    limit_on: date | None
    released_on: date | None
    overdue: bool
    next_due_on: date | None
    row_version: int


class MajorProof(Schema):
    """A hazard that stands for an element, with its counts in words."""

    hazard_id: UUID
    number: str
    title: str
    found_on: date
    checked: int | None
    bad: int | None
    photos: int
    words: str


class MajorElement(Schema):
    """An element with the state of its clause."""

    code: str
    label: str
    label_en: str
    kind: str
    kind_label: str
    group_label: str
    clause: str
    verified: bool


class MajorHit(MajorElement):
    """An element that holds, and what shows it."""

    evidence: list[MajorProof]


class HazardName(Schema):
    """A hazard by id and number."""

    hazard_id: UUID
    number: str
    title: str = ""


class MajorNamed(MajorElement):
    """An element a person named, and why."""

    rule_set: str
    standard: str
    by: str
    on: date
    reason: str
    hazards: list[HazardName]


class MajorJudgement(Schema):
    """What one rule set says of the hazards of its days."""

    rule_set: str
    standard: str
    title: str
    valid: str
    note: str
    suspected: bool
    why: list[str]
    elements: list[MajorHit]
    uncounted: list[HazardName]


class MajorHazardOut(Schema):
    """A hazard the case rests on, as it stands now."""

    id: UUID
    number: str
    title: str
    grade: str
    found_on: date
    state: str
    state_label: str
    in_stock: bool
    due_on: date | None
    closed_on: date | None
    added_on: date
    added_by_name: str
    elements: list[str]


class MajorCandidate(Schema):
    """An open hazard of the place that could be added."""

    id: UUID
    number: str
    title: str
    found_on: date


class MajorClock(Schema):
    """A clock that runs: by when what, and how it was computed."""

    code: str
    label: str
    due_on: date
    computed: str
    provisional: bool
    overdue: bool


class MajorPerson(Schema):
    """Somebody who took, or may take, part in a decision."""

    account_id: str
    name: str
    role: str


class MajorMinutes(Schema):
    """Minutes of a meeting; `url` only for those who may decide."""

    id: UUID
    role_label: str
    by_name: str
    received_at: datetime
    media_type: str
    url: str


class MajorStepOut(Schema):
    """One step of the timeline."""

    id: UUID
    sequence: int
    verb: str
    verb_label: str
    from_state: str
    to_state: str
    to_state_label: str
    actor_name: str
    at: datetime
    note: str
    data: dict[str, Any]


class MajorOffer(Schema):
    """A verb as a person sees it now."""

    verb: str
    label: str
    label_en: str
    consequence: str
    consequence_en: str
    to_state: str
    needs: list[str]
    collective: bool
    blocked: bool
    blocked_why: str
    blocked_why_en: str


class MajorDetail(MajorRow):
    """The whole case."""

    judgements: list[MajorJudgement]
    named: list[MajorNamed]
    reason: str
    hazards: list[MajorHazardOut]
    can_add: list[MajorCandidate]
    clocks: list[MajorClock]
    decision_words: str
    participants: list[MajorPerson]
    served_to: str
    release_words: str
    released_by: list[MajorPerson]
    minutes: list[MajorMinutes]
    timeline: list[MajorStepOut]
    verbs: list[MajorOffer]
    deciders: list[MajorPerson]
    why_visible: str


class MajorElementCode(MajorElement):
    """An element of a rule set; `people_only` when no checklist item tells of it."""

    people_only: bool


class MajorRuleSet(Schema):
    """A rule set in words."""

    code: str
    standard: str
    title: str
    valid: str
    note: str
    valid_from: date | None
    valid_to: date | None
    elements: list[MajorElementCode]
    combinations: list[str]


class MajorState(Schema):
    """A state with its words."""

    code: str
    label: str
    label_en: str
    is_open: bool


class MajorStateCount(MajorState):
    """A state and how many cases stand in it."""

    count: int


class MajorCounts(Schema):
    """The cases by state, all of them, and those one of whose clocks is over."""

    states: list[MajorStateCount]
    total: int
    overdue: int


class MajorCodes(Schema):
    """States and rules in words."""

    states: list[MajorState]
    rule_sets: list[MajorRuleSet]


class MajorVersioned(Schema):
    """What every verb on a case carries: the version the person was looking at."""

    expected_version: int | None = Field(default=None, ge=1)


class SuspectIn(Schema):
    """Raise a suspicion: open hazards of the place, the elements they stand for, why."""

    place_id: UUID
    hazard_ids: list[UUID] = Field(max_length=200)
    elements: list[str] = Field(default_factory=list, max_length=60)
    reason: str = Field(max_length=500)


class AddHazardsIn(MajorVersioned):
    """Further hazards for the case."""

    hazard_ids: list[UUID] = Field(max_length=200)
    elements: list[str] = Field(default_factory=list, max_length=60)
    reason: str = Field(max_length=500)


class MinutesIn(Schema):
    """A file of minutes, already sent: the hash of its bytes."""

    sha256: str = Field(pattern=r"^[0-9a-fA-F]{64}$")
    id: UUID | None = None
    note: str = Field(default="", max_length=200)


class MeetingIn(MajorVersioned):
    """A collective decision: the day, people of the brigade, others by name, the minutes, the words."""

    on: date
    participant_ids: list[UUID] = Field(max_length=30)
    others: list[str] = Field(default_factory=list, max_length=30)
    minutes: list[MinutesIn] = Field(default_factory=list, max_length=20)
    words: str = Field(max_length=1000)

    def as_meeting(self) -> Meeting:
        """Return the meeting as the services take it."""
        files = tuple(EvidencePhoto(sha256=one.sha256, role="minutes", id=one.id, note=one.note) for one in self.minutes)
        return Meeting(self.on, tuple(self.participant_ids), files, self.words, tuple(self.others))


class DecideIn(MeetingIn):
    """Decided: a major hazard, to be put right by a day."""

    limit_on: date


class ServeIn(MajorVersioned):
    """The notice was served."""

    on: date
    receiver: str = Field(max_length=100)


class ListIn(MajorVersioned):
    """A government put it on its list."""

    on: date
    listed_by: str = Field(max_length=100)
    limit_on: date
