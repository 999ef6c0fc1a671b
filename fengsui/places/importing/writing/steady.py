"""Long loops without the collector walking, again and again, what was alive before they began."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def steady() -> Iterator[None]:
    """Set aside every object alive now for the time of the block: only what the work itself makes is collected."""
    gc.collect()
    gc.freeze()
    usual = gc.get_threshold()
    # Rows come and go by counting references; looking for cycles among them finds none and costs a twentieth.
    gc.set_threshold(200_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
