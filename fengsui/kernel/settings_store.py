"""Settings of the installation kept in the database, such as whether it is a demo."""

from typing import Any

from fengsui.kernel import audit, clock
from fengsui.kernel.actor import Actor
from fengsui.kernel.models import Setting

IS_DEMO = "installation.is_demo"
DISTRICT = "installation.district"


def get(key: str, default: Any = None) -> Any:
    """Return a setting's value, or the default when it was never set."""
    row = Setting.objects.filter(pk=key).first()
    return default if row is None else row.value


def put(*, actor: Actor, key: str, value: Any) -> None:
    """Set a value inside the caller's transaction, audited."""
    row = Setting.objects.filter(pk=key).first()
    before = row.value if row else None
    if row and before == value:
        return
    saved = Setting(key=key, value=value, changed_at=clock.now())
    saved.save()
    audit.record(actor=actor, verb="setting.put", subject=saved, changes={key: [before, value]}, area_path="")


def is_demo() -> bool:
    """Tell whether the data of this installation are simulated; every page then says 模拟数据."""
    return bool(get(IS_DEMO, False))
