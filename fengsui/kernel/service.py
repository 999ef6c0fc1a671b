"""Services: every write is one verb, one transaction, and happens once however often it is sent."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from django.apps import apps
from django.db import models
from pydantic import BaseModel

from fengsui.kernel import clock, transaction
from fengsui.kernel.actor import Actor
from fengsui.kernel.errors import Conflict
from fengsui.kernel.ids import new_id

P = ParamSpec("P")
R = TypeVar("R")


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        # Without defaults: what was sent before a field existed stays the same content after it.
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, models.Model):
        return f"{value._meta.label}:{value.pk}"
    if is_dataclass(value) and not isinstance(value, type):
        plain = asdict(value)
        return {field.name: plain[field.name] for field in fields(value) if plain[field.name] != field.default}
    if isinstance(value, set | frozenset):
        return sorted(str(member) for member in value)
    return str(value)


def arguments_sha256(verb: str, arguments: dict[str, Any]) -> str:
    """Return the hash that tells whether two calls of a verb carry the same content."""
    text = json.dumps([verb, arguments], default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def service(verb: str, *, returns_json: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a service: keyword arguments only, one transaction, replayed when sent again.

    With `operation_id` given, the outcome is kept in kernel_operation in the same transaction; the same id with the
    same content returns the stored outcome again and changes nothing, with other content raises Conflict
    (`operation_reused`). Without it the call is part of another operation or of the system's own work.
    The result must be a model row, or JSON-able with `returns_json`.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            if args:
                raise TypeError(f"{function.__name__} takes keyword arguments only")
            operation_id = kwargs.get("operation_id")
            with transaction.write():
                if operation_id is None:
                    return function(**kwargs)  # type: ignore[call-arg]
                return _once(verb, function, returns_json, operation_id, kwargs)  # type: ignore[arg-type]

        run.verb = verb  # type: ignore[attr-defined]
        return run

    return decorate


def _once(verb: str, function: Callable[..., R], returns_json: bool, operation_id: UUID, kwargs: dict[str, Any]) -> R:
    from fengsui.kernel.models import Operation

    actor: Actor = kwargs["actor"]
    arguments = {key: value for key, value in kwargs.items() if key not in ("actor", "operation_id")}
    digest = arguments_sha256(verb, arguments)
    token = new_id()
    row = Operation(id=operation_id, token=token, account_id=actor.account_id, verb=verb, arguments_sha256=digest, at=clock.now())
    # Insert first: a second sender of the same id waits here until the first has committed, then sees its outcome.
    Operation.objects.bulk_create([row], ignore_conflicts=True)
    stored = Operation.objects.get(pk=operation_id)
    if stored.token != token:
        if stored.arguments_sha256 != digest or stored.account_id != actor.account_id:
            raise Conflict(
                "operation_reused",
                zh="同一个操作编号带来了不同的内容，系统没有写入。请刷新页面后重新操作。",
                en="This operation id was used before with other content; nothing was written. Reload and try again.",
            )
        if stored.result_type:
            model = apps.get_model(stored.result_type)
            again: Any = model._base_manager.get(pk=stored.result_id)
            return cast(R, again)
        return cast(R, stored.result_json)
    result = function(**kwargs)
    if returns_json:
        stored.result_json = json.loads(json.dumps(result, default=_plain))
    elif isinstance(result, models.Model):
        stored.result_type = result._meta.label
        stored.result_id = str(result.pk)
    else:
        raise TypeError(f"service {verb} returned {type(result).__name__}; expected a model row, or returns_json=True")
    stored.save(update_fields=["result_json", "result_type", "result_id"])
    return result
