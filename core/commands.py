"""Commands of modules: run inside the app that the command line has made."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import has_app_context

from .actor import acting


def inside_app(function: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command inside the app, as the product itself; one that acts for a person says so with ``acting``.

    Raises Outage for a database that is behind the program or ahead of it: nothing reads or writes it then."""

    @wraps(function)
    def run(*args: Any, **options: Any) -> Any:
        from . import schema
        from .users import system_actor

        if has_app_context():
            return function(*args, **options)
        root = click.get_current_context().find_root()
        app: Any = root.obj or root.command.app(root)  # type: ignore[attr-defined]  # the group of core.cli
        with app.app_context(), acting(system_actor()):
            schema.refuse_unfit()
            return function(*args, **options)

    return run
