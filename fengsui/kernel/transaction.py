"""Write transactions: one at a time and in order of arrival on SQLite, ordinary ones on PostgreSQL."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from fengsui.kernel.errors import Unavailable

WAIT_S = 30.0
Row = TypeVar("Row", bound=Model)


class FairQueue:
    """A lock that serves threads in order of arrival, so that no writer of this process starves.

    SQLite lets one writer in at a time and retries at random intervals; queueing inside the process keeps the
    wait fair and short, and leaves the database's own time-out for the other processes.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._busy = False
        self._waiting: deque[threading.Event] = deque()

    def acquire(self, wait_s: float) -> bool:
        """Wait for the turn, at most `wait_s` seconds; tell whether it came."""
        with self._guard:
            if not self._busy:
                self._busy = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(wait_s):
            return True
        with self._guard:
            if turn.is_set():
                return True
            self._waiting.remove(turn)
        return False

    def release(self) -> None:
        """Hand the turn to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._busy = False


_writers = FairQueue()
_thread = threading.local()
_before_commit: list[Callable[[], object]] = []


def before_commit(action: Callable[[], object]) -> None:
    """Register what every write transaction does at its end, inside it: a failure there rolls the whole back."""
    if action not in _before_commit:
        _before_commit.append(action)


@contextmanager
def _closed_properly() -> Iterator[None]:
    """Run a transaction or savepoint; the outermost one ends with what is registered for the end."""
    with transaction.atomic():
        outermost = not getattr(_thread, "writing", False)
        _thread.writing = True
        try:
            yield
            if outermost:
                for action in _before_commit:
                    action()
        finally:
            if outermost:
                _thread.writing = False


@contextmanager
def write() -> Iterator[None]:
    """Open a write transaction, or a savepoint in the one already open: a refused part leaves nothing behind.

    Raises Unavailable when the turn does not come within WAIT_S.
    """
    if connection.in_atomic_block:
        with _closed_properly():
            yield
        return
    if connection.vendor != "sqlite":
        with _closed_properly():
            yield
        return
    if not _writers.acquire(WAIT_S):
        raise Unavailable(
            "database_busy",
            zh="数据库正忙，您的内容没有丢失，请稍后再试。",
            en="The database is busy; nothing was lost, please try again shortly.",
        )
    try:
        with _closed_properly():
            yield
    finally:
        _writers.release()


def first_if_any(rows: QuerySet[Row]) -> Row | None:
    """Return the first of rows that are nearly always none.

    Asking whether there is one costs a third of asking for all columns of a wide record; where there is one, both are asked.
    """
    return rows.first() if rows.exists() else None


def after_commit(action: Callable[[], None]) -> None:
    """Run an action once the surrounding transaction has committed; never when it rolls back."""
    transaction.on_commit(action)
