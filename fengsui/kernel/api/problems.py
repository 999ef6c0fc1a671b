"""Errors as RFC 9457 problem+json, mapped in one place for the whole API."""

import logging
import sqlite3
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from fengsui.kernel.errors import DomainError, FieldError, InvalidInput, NeedsSignIn, TooLarge, Unavailable, not_found

log = logging.getLogger("fengsui.api")

# What pydantic reports, in words; anything not listed falls back to its own English text.
_WORDS: dict[str, tuple[str, str]] = {
    "missing": ("必填，请填写。", "Required."),
    "string_too_short": ("太短，至少 {min_length} 个字。", "Too short, at least {min_length} characters."),
    "string_too_long": ("太长，最多 {max_length} 个字。", "Too long, at most {max_length} characters."),
    "string_type": ("应为文字。", "Must be text."),
    "string_pattern_mismatch": ("格式不对。", "Wrong format."),
    "int_parsing": ("应为整数。", "Must be a whole number."),
    "int_type": ("应为整数。", "Must be a whole number."),
    "float_parsing": ("应为数字。", "Must be a number."),
    "float_type": ("应为数字。", "Must be a number."),
    "bool_parsing": ("应为是或否。", "Must be true or false."),
    "greater_than_equal": ("不能小于 {ge}。", "Must be at least {ge}."),
    "greater_than": ("必须大于 {gt}。", "Must be more than {gt}."),
    "less_than_equal": ("不能大于 {le}。", "Must be at most {le}."),
    "less_than": ("必须小于 {lt}。", "Must be less than {lt}."),
    "uuid_parsing": ("编号格式不对。", "Not a valid id."),
    "date_from_datetime_parsing": ("日期应为 2026-03-05 这样的格式。", "Write dates as 2026-03-05."),
    "date_parsing": ("日期应为 2026-03-05 这样的格式。", "Write dates as 2026-03-05."),
    "datetime_from_date_parsing": ("时间格式不对。", "Not a valid time."),
    "datetime_parsing": ("时间格式不对。", "Not a valid time."),
    "timezone_aware": ("时间要带时区。", "The time needs a zone."),
    "literal_error": ("只能是 {expected}。", "Must be one of {expected}."),
    "enum": ("只能是 {expected}。", "Must be one of {expected}."),
    "list_type": ("应为列表。", "Must be a list."),
    "too_long": ("条数太多，最多 {max_length} 条。", "Too many, at most {max_length}."),
    "extra_forbidden": ("不认识这个字段。", "Unknown field."),
    "json_invalid": ("内容不是有效的 JSON。", "Not valid JSON."),
}


def field_error(raw: dict[str, Any]) -> FieldError:
    """Return a pydantic error as a field error in both languages."""
    place = ".".join(str(part) for part in raw.get("loc", ()) if part not in ("body", "query", "path", "data", "payload"))
    zh, en = _WORDS.get(raw.get("type", ""), ("填写不对：" + str(raw.get("msg", "")), str(raw.get("msg", ""))))
    context = dict(raw.get("ctx") or {})
    try:
        zh, en = zh.format(**context), en.format(**context)
    except (KeyError, IndexError):
        log.debug("no context for %s", raw)
    return FieldError(place, zh, en, str(raw.get("type", "invalid")))


def problem_response(api: NinjaAPI | None, request: HttpRequest, error: DomainError) -> HttpResponse:
    """Return the problem+json answer of a domain error."""
    import json

    response = HttpResponse(
        json.dumps(error.as_problem(), ensure_ascii=False, default=str),
        status=error.status,
        content_type="application/problem+json",
    )
    if error.status == 429 or error.status == 503:
        response["Retry-After"] = "5"
    return response


def busy_or_full(error: Exception) -> DomainError:
    """Return what to say when the database cannot take a write just now."""
    text = str(error).lower()
    if "disk" in text or "full" in text or "readonly" in text:
        return Unavailable(
            "disk_full",
            zh="服务器磁盘已满或不可写，本次内容没有保存。请保留页面，通知系统管理员清理磁盘后再提交。",
            en="The server's disk is full or read-only; nothing was saved. Keep this page and tell the administrator.",
        )
    return Unavailable(
        "database_busy",
        zh="数据库暂时不可用，您的内容没有丢失，请稍后再试。",
        en="The database is not available for the moment; nothing was lost, try again shortly.",
    )


def install(api: NinjaAPI) -> None:
    """Register the handlers that turn every exception of an API into problem+json."""

    @api.exception_handler(DomainError)
    def domain(request: HttpRequest, error: DomainError) -> HttpResponse:
        return problem_response(api, request, error)

    @api.exception_handler(ValidationError)
    def validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = [field_error(raw) for raw in error.errors]
        named = "、".join(f.field for f in fields[:5] if f.field)
        wrong = InvalidInput(
            "input_invalid",
            zh=f"填写有误，请检查{'：' + named if named else '内容'}。",
            en=f"Some input is wrong{': ' + named if named else ''}.",
            fields=fields,
        )
        return problem_response(api, request, wrong)

    @api.exception_handler(AuthenticationError)
    def unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem_response(api, request, NeedsSignIn("sign_in_needed", zh="请先登录。", en="Sign in first."))

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem_response(api, request, not_found())

    @api.exception_handler(RequestDataTooBig)
    def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        wrong = TooLarge("request_too_large", zh="提交的内容太大，请分批提交。", en="The request is too large; send it in parts.")
        return problem_response(api, request, wrong)

    @api.exception_handler(HttpError)
    def http(request: HttpRequest, error: HttpError) -> HttpResponse:
        wrong = InvalidInput("request_invalid", zh=f"请求无法处理：{error}", en=str(error), status=error.status_code)
        return problem_response(api, request, wrong)

    @api.exception_handler(OperationalError)
    def database(request: HttpRequest, error: OperationalError) -> HttpResponse:
        log.error("database: %s", error)
        return problem_response(api, request, busy_or_full(error))

    @api.exception_handler(sqlite3.OperationalError)
    def sqlite(request: HttpRequest, error: sqlite3.OperationalError) -> HttpResponse:
        return problem_response(api, request, busy_or_full(error))

    @api.exception_handler(Exception)
    def unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
        log.exception("unforeseen error on %s %s", request.method, request.path)
        wrong = DomainError(
            "internal",
            zh="系统内部出错，已记录。您的内容没有写入，请稍后再试；若再次出现，请把时间告诉系统管理员。",
            en="An internal error was logged; nothing was written. Try again, or tell the administrator the time.",
            status=500,
        )
        return problem_response(api, request, wrong)
