"""Sync: what phones did, one operation after another, each with its own result; see docs/decisions/sync.md."""

from fengsui.patrol.sync.receive import BATCH_LIMIT, receive_batch, retry_waiting
from fengsui.patrol.sync.settling import settle_operation

__all__ = ["BATCH_LIMIT", "receive_batch", "retry_waiting", "settle_operation"]
