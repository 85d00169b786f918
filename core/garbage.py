"""The collector of garbage rests while code is loaded and an app is made: all of it stays, and looking through it again and again takes a
fifth of a start."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def none_collected() -> Iterator[None]:
    """No garbage is collected meanwhile. Around a function, too."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
