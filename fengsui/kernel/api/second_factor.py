"""One's own second step at sign-in: begun, confirmed by a code, recovery codes, turned off."""

from datetime import datetime
from typing import Any

from ninja import Router, Schema
from pydantic import Field

from fengsui.kernel import documents, sealing, second_factor
from fengsui.kernel.api.auth import establish
from fengsui.kernel.api.requests import ActorRequest
from fengsui.kernel.models import SecondFactor

router = Router(tags=["session"])


class Proof(Schema):
    """One's password and, where the second step is on, a code."""

    password: str = Field(min_length=1, max_length=200)
    code: str = Field("", max_length=40)


class FirstCode(Schema):
    """The first code of a new secret."""

    code: str = Field(min_length=1, max_length=40)


class SecondFactorOut(Schema):
    """Whether the second step is on and since when, whether the role must have it, how many recovery codes are left."""

    is_on: bool
    confirmed_at: datetime | None
    is_must: bool
    recovery_left: int


class SecretOut(Schema):
    """A new secret as text and as a QR code (SVG), shown until it is confirmed."""

    secret: str
    uri: str
    qr_svg: str


class CodesOut(Schema):
    """Ten recovery codes, shown this once."""

    recovery_codes: list[str]


@router.get("/session/second-factor", auth=establish, response=SecondFactorOut)
def get_second_factor(request: ActorRequest) -> Any:
    """Say how one's own second step stands."""
    row = SecondFactor.objects.filter(pk=request.actor.person_id, confirmed_at__isnull=False).first()
    return {
        "is_on": row is not None,
        "confirmed_at": row.confirmed_at if row else None,
        "is_must": second_factor.must_have(request.actor.roles),
        "recovery_left": second_factor.recovery_left(request.actor.person_id),
    }


@router.post("/session/second-factor", auth=establish, response=SecretOut)
def begin_second_factor(request: ActorRequest, data: Proof) -> Any:
    """Make a secret for one's authenticator, after the password; it counts once a code of it was given."""
    second_factor.prove(actor=request.actor, password=data.password, code=data.code)
    row = second_factor.begin(actor=request.actor)
    uri = second_factor.uri(row.account, row.pending_cipher)
    secret = sealing.open_sealed(second_factor.PURPOSE, row.pending_cipher)
    return {"secret": secret, "uri": uri, "qr_svg": documents.qr_svg(uri)}


@router.post("/session/second-factor/confirm", auth=establish, response=CodesOut)
def confirm_second_factor(request: ActorRequest, data: FirstCode) -> Any:
    """Turn the second step on by the first code; answers the recovery codes this once."""
    return {"recovery_codes": second_factor.confirm(actor=request.actor, code=data.code)}


@router.post("/session/second-factor/recovery-codes", response=CodesOut)
def make_recovery_codes(request: ActorRequest, data: Proof) -> Any:
    """Make ten new recovery codes; the old ones no longer count."""
    second_factor.prove(actor=request.actor, password=data.password, code=data.code)
    return {"recovery_codes": second_factor.new_codes(actor=request.actor)}


@router.post("/session/second-factor/off", response=SecondFactorOut)
def turn_second_factor_off(request: ActorRequest, data: Proof) -> Any:
    """Turn one's own second step off, after password and code."""
    second_factor.prove(actor=request.actor, password=data.password, code=data.code)
    second_factor.turn_off(actor=request.actor)
    return get_second_factor(request)
