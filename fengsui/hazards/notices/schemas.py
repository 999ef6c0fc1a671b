"""What the endpoints of notices answer."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema


class NoticeRow(Schema):
    """One notice in a list: number, place, who issued, how far its service is, when its page was first opened, whether void.

    `serve_by` is the day by which a notice that orders must have been served, None for advice.
    """

    id: UUID
    number: str
    short_code: str
    place_id: UUID
    place_name: str
    place_address: str
    area_path: str
    area_name: str
    source_kind: str
    source_id: UUID
    line_count: int
    orders: bool
    heading: str
    words_label: str
    issued_at: datetime
    local_date: date
    issuer: str
    by_name: str
    by_role: str
    signed: bool
    service_state: str
    service_label: str
    service_label_en: str
    service_way_label: str
    served_at: datetime | None
    serve_by: date | None
    served_late: bool
    served_how: str
    served_how_label: str
    first_opened_at: datetime | None
    voided_at: datetime | None
    void_reason: str


class NoticeMark(Schema):
    """The notice a visit brought about: its number and its short code, without dashes."""

    number: str
    code: str


class NoticeLine(Schema):
    """One line as issued, and what has become of its hazard. look: todo, waiting, done, gone."""

    hazard_id: UUID
    number: str
    title: str = ""
    goal: str
    description: str
    checked_count: int | None
    bad_count: int | None
    limit: str
    fixed_on_site: bool
    state_words: str
    look: str


class NoticeDetail(NoticeRow):
    """The whole notice."""

    lines: list[NoticeLine]
    rulepack_version: str


class ServingPhoto(Schema):
    """A photo of an entry of service; `role` is receipt, posted, refusal or scene."""

    id: UUID
    role: str
    arrived: bool


class ServingOut(Schema):
    """One entry of a notice's service."""

    id: UUID
    way: str
    way_label: str
    way_label_en: str
    at: datetime
    receiver_name: str
    receiver_role: str
    signed: bool
    witness_name: str
    witness_role: str
    note: str
    by_name: str
    received_at: datetime
    taken_back: bool
    photos: list[ServingPhoto]


class NoticeService(Schema):
    """The service of a notice: where it stands, and every entry."""

    notice: NoticeRow
    servings: list[ServingOut]
