"""Personal data: one table of what is kept of whom, why and how long; the notice, the daily job and requests read it."""

from fengsui.kernel.privacy.kinds import DataKind, declare, every

__all__ = ["DataKind", "declare", "every"]
