"""forecourt: the command line. Every command answers with 0 when done, 1 when refused, 2 when called wrongly."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import update_wrapper
from typing import Any

import click
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from .. import plugins
from ..actor import acting
from ..app import create_app
from ..errors import ForecourtError


class Forecourt(click.Group):
    """The commands of core, and those that loaded modules bring."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._of_modules(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or self._of_modules(ctx).get(cmd_name)

    def _of_modules(self, ctx: click.Context) -> dict[str, click.Command]:
        try:
            app = app_of(ctx)
        except (ForecourtError, SystemExit):
            return {}
        with app.app_context():
            try:
                found = list(plugins.implementations("register_commands"))
            except SQLAlchemyError:  # no database yet: which modules are on cannot be asked
                found = list(plugins.implementations("register_commands", everybody=True))
            return {one.name: one for _code, function in found for one in function()}


def app_of(ctx: click.Context) -> Any:
    """The app, made once per call. Ends with a sentence where the configuration or a module is wrong."""
    root = ctx.find_root()
    if root.obj is None:
        try:
            root.obj = create_app(root.params.get("config"))
        except ForecourtError as problem:
            raise click.ClickException(problem.message) from None
    return root.obj


def within_app(function: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command inside the app, as the system, and turn refusals into sentences."""

    @click.pass_context
    def run(ctx: click.Context, *args: Any, **options: Any) -> Any:
        from ..users import system_actor

        with app_of(ctx).app_context():
            try:
                with acting(system_actor()):
                    return ctx.invoke(function, *args, **options)
            except ForecourtError as problem:
                raise click.ClickException(problem.message) from None
            except DBAPIError as problem:
                reason = str(problem.orig).splitlines()[0]
                raise click.ClickException(f"The database does not answer as it should ({reason}). See: forecourt check") from None

    return update_wrapper(run, function)


@click.group(cls=Forecourt, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", type=click.Path(dir_okay=False), envvar="FORECOURT_CONFIG", help="The settings file; config/forecourt.toml unless told.")
@click.version_option(package_name="forecourt", prog_name="forecourt")
def main(config: str | None) -> None:
    """Forecourt, a CRM for dealers.

    \b
    To look around:   forecourt demo && forecourt run
    To set it up:     forecourt upgrade && forecourt user add
    When in doubt:    forecourt check
    """


def _add_commands() -> None:
    from . import modules, people, server

    for command in (*server.COMMANDS, *modules.COMMANDS, *people.COMMANDS):
        main.add_command(command)


_add_commands()

if __name__ == "__main__":
    sys.exit(main())
