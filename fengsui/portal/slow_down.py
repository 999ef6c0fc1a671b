"""How often one address may ask: counted in this process alone, forgotten after ten minutes, kept nowhere."""

import threading
from collections import deque

from fengsui.kernel import clock

WINDOW_S = 600.0
MOST_ADDRESSES = 20_000


class Tally:
    """Counts what each address did within the last ten minutes; beyond `limit` it has to wait."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._lock = threading.Lock()
        self._seen: dict[str, deque[float]] = {}

    def is_over(self, address: str) -> bool:
        """Tell whether an address has used up what it may do."""
        with self._lock:
            return len(self._fresh(address)) >= self.limit

    def count(self, address: str) -> None:
        """Count one deed of an address."""
        with self._lock:
            if len(self._seen) >= MOST_ADDRESSES and address not in self._seen:
                self._seen.clear()
            self._fresh(address).append(clock.now().timestamp())

    def forget(self) -> None:
        """Start anew."""
        with self._lock:
            self._seen.clear()

    def _fresh(self, address: str) -> deque[float]:
        times = self._seen.setdefault(address, deque(maxlen=self.limit))
        oldest = clock.now().timestamp() - WINDOW_S
        while times and times[0] < oldest:
            times.popleft()
        return times
