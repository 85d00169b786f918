"""Where the limit of requests keeps its counts: in the memory of the web worker, under one lock.

The library's own store in memory starts a thread at each request to throw away what has expired: a tenth of what a small request takes.
"""

from __future__ import annotations

import time
from threading import Lock

from limits.storage import Storage

MANY = 1_000
"""Windows from which on those that are over are thrown away when another begins."""


class Windows(Storage):
    """How often each key was counted in the window that has begun for it, and when that ends, in seconds since the epoch."""

    STORAGE_SCHEME = None

    def __init__(self) -> None:
        super().__init__()
        self._held: dict[str, tuple[int, float]] = {}
        self._lock = Lock()

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        return ()

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count once more; a window of ``expiry`` seconds begins where none is under way."""
        with self._lock:
            now = time.time()
            counted, end = self._held.get(key, (0, 0.0))
            if end <= now:
                counted, end = 0, now + expiry
                self._throw_away(now)
            self._held[key] = (counted + amount, end)
            return counted + amount

    def _throw_away(self, now: float) -> None:
        if len(self._held) >= MANY:
            self._held = {key: held for key, held in self._held.items() if held[1] > now}

    def get(self, key: str) -> int:
        counted, end = self._held.get(key, (0, 0.0))
        return counted if end > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends, or now where none is under way."""
        now = time.time()
        return max(now, self._held.get(key, (0, now))[1])

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with self._lock:
            held, self._held = self._held, {}
        return len(held)

    def clear(self, key: str) -> None:
        with self._lock:
            self._held.pop(key, None)
