"""The public API as modules know it: names of ``core`` and hooks with their signatures. Nothing goes, arguments are only added.

tests/public_api.txt is the promise. What is new is added to it by hand, in the order of the alphabet; a line that is gone or
reads otherwise breaks somebody's module, and takes a new major version of ``core.plugins.API``.
"""

from __future__ import annotations

import inspect
from pathlib import Path

import core
from core import hookspecs

PROMISED = (Path(__file__).parent / "public_api.txt").read_text("utf-8").splitlines()


def offered() -> list[str]:
    hooks = (one for _name, one in inspect.getmembers(hookspecs, inspect.isfunction) if one.__module__ == hookspecs.__name__)
    return [*(f"core.{name}" for name in sorted(core.__all__)), *(f"hook {one.__name__}{inspect.signature(one)}" for one in hooks)]


def test_the_public_api_is_what_was_promised() -> None:
    assert offered() == PROMISED


def test_every_name_of_the_public_api_is_there() -> None:
    assert not [name for name in core.__all__ if not hasattr(core, name)]
