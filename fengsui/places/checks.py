"""What must hold of a place as given, in words beside each field. Pure."""

import math
import re

from fengsui.kernel import phones
from fengsui.kernel.errors import FieldError
from fengsui.places import inputs as place_inputs
from fengsui.places.kinds import CONTACT_ROLES, COORDINATE_SOURCES, PLACE_KINDS
from fengsui.places.states import FIRST_STATES
from fengsui.places.values import NewContact, NewPlace

LONGEST = {"name": 120, "address": 200, "shared_manager": 120, "external_id": 80, "note": 4000}
_CREDIT_CODE = re.compile(r"^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$")
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code_holds(code: str) -> bool:
    """Tell whether an 18-character unified social credit code is well formed and its check holds (GB 32100-2015)."""
    if not _CREDIT_CODE.match(code):
        return False
    total = sum(_CREDIT_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(code[:17]))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31] == code[17]


def text_problems(values: dict[str, str]) -> list[FieldError]:
    """Return what is wrong with the length of texts and with an empty name."""
    errors = []
    if "name" in values and not values["name"].strip():
        errors.append(FieldError("name", "请填写场所名称", "the name is missing", "required"))
    for key, longest in LONGEST.items():
        if len(values.get(key, "")) > longest:
            errors.append(FieldError(key, f"最多 {longest} 个字", f"at most {longest} characters", "too_long"))
    code = values.get("credit_code", "")
    if code and not credit_code_holds(code):
        errors.append(FieldError("credit_code", "统一社会信用代码不对，请核对 18 位", "not a valid credit code"))
    return errors


def point_problems(lon: float | None, lat: float | None) -> list[FieldError]:
    """Return what is wrong with a point: both or neither, finite, on Earth, and not 0,0."""
    if lon is None and lat is None:
        return []
    if lon is None or lat is None:
        return [FieldError("lon", "经度和纬度要一起填写", "give longitude and latitude together", "incomplete")]
    if not (math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90) or (lon == 0 and lat == 0):
        return [FieldError("lon", "坐标不对：经度在前，纬度在后，单位为度", "not a point: longitude, latitude, in degrees")]
    return []


def contact_problems(given: NewContact, prefix: str = "") -> list[FieldError]:
    """Return what is wrong with a contact as given."""
    errors = []
    if not given.name.strip() and not given.phone.strip():
        errors.append(FieldError(f"{prefix}name", "姓名和电话至少填一项", "give a name or a phone", "required"))
    if len(given.name) > 60:
        errors.append(FieldError(f"{prefix}name", "最多 60 个字", "at most 60 characters", "too_long"))
    if given.role not in CONTACT_ROLES:
        errors.append(FieldError(f"{prefix}role", "没有这种联系人身份", f"no contact role {given.role!r}", "unknown"))
    if given.phone.strip() and not phones.is_plausible(phones.normalise(given.phone)):
        errors.append(
            FieldError(f"{prefix}phone", "电话号码不对，应为 11 位手机号或带区号的座机", "not a mobile or landline number")
        )
    return errors


def problems_of(given: NewPlace) -> list[FieldError]:
    """Return everything wrong with a new place, field by field; an empty list means that it can be written."""
    errors = text_problems(
        {
            "name": given.name,
            "address": given.address,
            "shared_manager": given.shared_manager,
            "external_id": given.external_id,
            "note": given.note,
            "credit_code": given.credit_code,
        }
    )
    if given.kind not in PLACE_KINDS:
        errors.append(FieldError("kind", "档案种类不对", f"no kind {given.kind!r}", "unknown"))
    if given.state not in FIRST_STATES:
        errors.append(FieldError("state", "新档案不能从这个状态开始", f"a record cannot start as {given.state!r}", "unknown"))
    if given.coordinate_source not in COORDINATE_SOURCES:
        errors.append(FieldError("coordinate_source", "坐标来源不对", "unknown coordinate source", "unknown"))
    errors += point_problems(given.lon, given.lat)
    errors += place_inputs.tidy(given.inputs)[1]
    for position, contact in enumerate(given.contacts):
        errors += contact_problems(contact, f"contacts.{position}.")
    return errors
