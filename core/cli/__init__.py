"""forecourt: the command line. Every command answers with 0 when done, 1 when refused, 2 when called wrongly.

A refusal is one sentence with its cure on the standard error; ``forecourt --trace COMMAND`` prints the whole story of one
that should not have happened.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from .. import outages, plugins, schema
from ..actor import acting
from ..app import create_app, is_set_up
from ..db import db
from ..errors import ForecourtError
from ..garbage import none_collected

ASKED = "forecourt.asked"


class Forecourt(click.Group):
    """The commands of core, and those that loaded modules bring."""

    def app(self, ctx: click.Context) -> Any:
        """The app of a call, for the commands of modules."""
        return app_of(ctx)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; whatever goes wrong becomes a sentence."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as problem:
            if ctx.params.get("trace"):
                raise
            with app_of(ctx).app_context():  # what is wrong with a database is told by asking it
                raise click.ClickException(sentence_of(problem)) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        try:
            return sorted({*super().list_commands(ctx), *self._of_modules(ctx)})
        except click.ClickException:  # help must be read most where nothing works
            return sorted(super().list_commands(ctx))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or self._of_modules(ctx).get(cmd_name)

    def _of_modules(self, ctx: click.Context) -> dict[str, click.Command]:
        with asked_app(ctx).app_context():
            try:
                found = list(plugins.implementations("register_commands"))
            except SQLAlchemyError:  # no database yet: which modules are on cannot be asked
                found = list(plugins.implementations("register_commands", everybody=True))
            return {one.name: one for _code, function in found for one in function()}


def sentence_of(problem: BaseException) -> str:
    """What to tell of an error, with its cure."""
    known = problem if isinstance(problem, ForecourtError) else outages.diagnose(problem)
    if isinstance(known, outages.Outage):
        detail = f" ({known.detail})" if known.detail else ""
        return f"{known.message}{detail}\n{known.cure}"
    if known is not None:
        return known.message
    if isinstance(problem, OSError) and problem.strerror:
        return f"{problem.strerror}: {problem.filename}" if problem.filename else problem.strerror
    first = next(iter(str(problem).splitlines()), "")
    return f"This did not work, by a mistake of the program ({type(problem).__name__}: {first}). The whole story: forecourt --trace COMMAND"


def app_of(ctx: click.Context) -> Any:
    """The app, made once per call. Ends with a sentence where the configuration or a module is wrong."""
    root = ctx.find_root()
    if root.obj is None:
        try:
            with none_collected():
                root.obj = create_app(root.params.get("config"))
                gc.freeze()  # all of it stays until the command ends
        except ForecourtError as problem:
            if root.params.get("trace"):
                raise
            raise click.ClickException(problem.message) from None
        root.call_on_close(partial(_close, root.obj))
    return root.obj


def asked_app(ctx: click.Context) -> Any:
    """The app as far as it is asked what it declares: help and a new module leave nothing on the disk where nothing is set up yet."""
    root = ctx.find_root()
    if root.obj is not None or root.meta.get(ASKED) is not None:
        return root.obj or root.meta[ASKED]
    config = root.params.get("config")
    try:
        if is_set_up(config):
            return app_of(ctx)
        with none_collected():
            made = root.meta[ASKED] = create_app(config, only_asked=True)
    except ForecourtError as problem:
        raise click.ClickException(problem.message) from None
    root.call_on_close(partial(_close, made))
    return made


def _close(app: Any) -> None:
    """The command's connections end with it."""
    with app.app_context():
        db.engine.dispose()


def within_app(function: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command inside the app, as the system. Raises Outage for a database that is not of this version: nothing reads or writes it then."""

    @click.pass_context
    def run(ctx: click.Context, *args: Any, **options: Any) -> Any:
        from ..users import system_actor

        with app_of(ctx).app_context(), acting(system_actor()):
            schema.refuse_unfit()
            return ctx.invoke(function, *args, **options)

    return update_wrapper(run, function)


@click.group("forecourt", cls=Forecourt, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", type=click.Path(dir_okay=False), envvar="FORECOURT_CONFIG", help="The settings file; config/forecourt.toml unless told.")
@click.option("--trace", is_flag=True, help="Print the whole story of an error that is a mistake of the program.")
@click.version_option(package_name="forecourt", prog_name="forecourt")
def main(config: str | None, trace: bool) -> None:
    """Forecourt, a CRM for dealers.

    \b
    To look around:       forecourt demo && forecourt run
    To set it up:         forecourt upgrade
                          forecourt user add ada@example.com --name "Ada Stern" --role administrator
                          forecourt run
    Before an upgrade:    forecourt backup forecourt.zip
    When in doubt:        forecourt check
    To write a module:    forecourt new-plugin test_drives

    Every command answers with 0 when done, 1 when refused and 2 when called wrongly; a refusal is one sentence with its cure.
    """


def _add_commands() -> None:
    from . import api, authoring, backups, fields, mail, modules, people, server

    for command in (*server.COMMANDS, *backups.COMMANDS, *modules.COMMANDS, *fields.COMMANDS, *people.COMMANDS, *mail.COMMANDS, *api.COMMANDS, *authoring.COMMANDS):
        main.add_command(command)


_add_commands()

if __name__ == "__main__":
    sys.exit(main())
