"""A visit as a phone or a desk sends it: typed, with limits; checked against its rule pack in services."""

from typing import Any, Literal, TypeVar
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field, ValidationError, model_validator

from fengsui.hazards.api.payloads import PhotoIn
from fengsui.kernel.api.problems import field_error
from fengsui.kernel.errors import InvalidInput

Parsed = TypeVar("Parsed", bound=Schema)


class AnswerIn(Schema):
    """One checklist item: ok, bad or not applicable, with counts where the item counts things."""

    item: str = Field(min_length=1, max_length=40)
    result: Literal["ok", "bad", "na"]
    checked: int | None = Field(default=None, ge=0, le=1_000_000)
    bad: int | None = Field(default=None, ge=0, le=1_000_000)
    note: str = Field(default="", max_length=500)


class VisitPhotoIn(PhotoIn):
    """A photo of a visit as a whole, or a body camera's clip with the time it covers as the person says."""

    role: Literal["before", "after", "scene", "signature", "facility", "place", "document", "review", "clip"] = "scene"  # type: ignore[assignment]
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _range(self) -> "VisitPhotoIn":
        if self.role == "clip" and (self.starts_at is None or self.ends_at is None):
            raise ValueError("a clip names the time it covers: starts_at and ends_at")
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValueError("a clip ends after it starts")
        return self


class VisitHazardIn(Schema):
    """A hazard found on a visit; `id` is made by the phone. Photos name their role, after-photos included."""

    id: UUID
    item_code: str = Field(min_length=1, max_length=40)
    description: str = Field(default="", max_length=2000)
    checked_count: int | None = Field(default=None, ge=0, le=1_000_000)
    bad_count: int | None = Field(default=None, ge=0, le=1_000_000)
    limit_working_days: int | None = Field(default=None, ge=0, le=250)
    fixed_on_site: bool = False
    fix_note: str = Field(default="", max_length=500)
    photos: list[PhotoIn] = Field(default_factory=list, max_length=30)


class VisitIn(Schema):
    """A visit: its place, outcome, answers and times by the device's own clock (aware).

    `orders` asks for a notice that orders; how far it may is told by the rule pack and the inspector's post.
    """

    id: UUID
    place_id: UUID
    outcome: str = Field(min_length=1, max_length=40)
    started_at: AwareDatetime
    ended_at: AwareDatetime
    recorded_at: AwareDatetime | None = None
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)
    accuracy_m: float | None = Field(default=None, ge=0)
    answers: list[AnswerIn] = Field(default_factory=list, max_length=400)
    rulepack_version: str = Field(default="", max_length=60)
    checklist_codes: list[str] = Field(default_factory=list, max_length=20)
    signature_sha256: str = Field(default="", pattern=r"^([0-9a-fA-F]{64})?$")
    signer_name: str = Field(default="", max_length=60)
    signer_role: str = Field(default="", max_length=60)
    orders: bool = False
    note: str = Field(default="", max_length=2000)
    source: Literal["phone", "desk", "demo"] = "phone"


def parse(model: type[Parsed], raw: Any, *, under: str = "") -> Parsed:
    """Return input as its model. Raises InvalidInput naming every wrong field, dotted below `under`."""
    if isinstance(raw, model):
        return raw
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        head = (under,) if under else ()
        fields = [field_error({**raw_error, "loc": (*head, *raw_error["loc"])}) for raw_error in error.errors()]
        named = "、".join(field.field for field in fields[:5] if field.field)
        raise InvalidInput(
            "input_invalid", zh=f"填写有误，请检查：{named}。", en=f"Some input is wrong: {named}.", fields=fields
        ) from error
