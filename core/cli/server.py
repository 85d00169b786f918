"""forecourt demo, run, worker, upgrade, check and the developers' migration."""

from __future__ import annotations

import gc
import json
import logging
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask, current_app

from .. import backups, config, customization, demo, heartbeat, logs, modules, outages, outbox, plugins, room, schema
from ..actor import acting
from ..db import db
from ..errors import ConfigError, ForecourtError, Refusal
from ..garbage import none_collected
from ..summaries import keeping
from ..users import system_actor
from . import app_of, beside


@click.command("demo")
@click.pass_context
def make_demo(ctx: click.Context) -> None:
    """Make the database with sample data, unless it is there already; print who can sign in."""
    app = app_of(ctx)
    with app.app_context():
        bring_up_to_date()
        if demo.is_empty():
            demo.load()
        click.echo("People to sign in as, all with the password " + click.style(demo.PASSWORD, bold=True) + ":")
        for name, email, role in demo.sign_ins():
            click.echo(f"  {email:<28}{role:<22}{name}")


@click.command("run")
@click.option("--host", help="Where to listen; 127.0.0.1 unless configured.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port; 5000 unless configured.")
@click.option("--workers", type=click.IntRange(1, 64), help="Web workers; 2 unless configured.")
@click.option("--no-worker", is_flag=True, help="Do not start the job worker beside the web server.")
@click.pass_context
def run_server(ctx: click.Context, host: str | None, port: int | None, workers: int | None, no_worker: bool) -> None:
    """Start the web server, and a job worker beside it."""
    app = app_of(ctx)
    with app.app_context():
        schema.refuse_unfit()
        _read_what_workers_share()
        db.engine.dispose()  # connections must not be shared with the workers that are forked
    logs.set_up(app.config["FORECOURT"]["log"])
    server = app.config["FORECOURT"]["server"]
    server["host"], server["port"] = host, port = host or server["host"], port or server["port"]  # links in mail lead here too
    _refuse_taken(host, port)
    with backups.hold(app.config["FORECOURT"]["data_dir"]):
        worker = None if no_worker else _start_worker(ctx, app)
        click.echo(f"Forecourt is at http://{host}:{port}  (Ctrl+C ends it)")
        try:
            _serve(app, f"{host}:{port}", workers or server["workers"], worker)
        finally:
            if worker is not None:
                worker.end()


def _refuse_taken(host: str, port: int) -> None:
    """Before anything is started. Raises Refusal."""
    bare = host.strip("[]")
    try:
        socket.create_server((bare, port), family=socket.AF_INET6 if ":" in bare else socket.AF_INET).close()
    except OSError as problem:
        raise Refusal(f"Nothing can listen at {host}:{port}: {problem.strerror}. Is Forecourt running already? Name another port with --port.") from None


def _start_worker(ctx: click.Context, app: Flask) -> beside.JobWorker | None:
    """None where the installation has no queue that it could listen to."""
    path = ctx.find_root().params.get("config")
    with app.app_context():
        server = app.config["FORECOURT"]["server"]
        here = {"FORECOURT_SERVER_HOST": server["host"], "FORECOURT_SERVER_PORT": str(server["port"])}
        return beside.JobWorker(["--config", path] if path else [], here) if heartbeat.wanted() else None


@none_collected()
def _read_what_workers_share() -> None:
    """What the first page would read or set up in each worker is there before they are forked, in pages of memory that they share: how models
    refer to one another, the people, and with them the tables by which Chinese names are sorted, which are large."""
    sa.orm.configure_mappers()
    system_actor()
    db.session.remove()
    gc.freeze()  # no worker looks through it for garbage, which would also make the shared pages its own


def _serve(app: Flask, address: str, workers: int, worker: beside.JobWorker | None) -> None:
    from gunicorn.app.base import BaseApplication
    from gunicorn.arbiter import Arbiter
    from gunicorn.glogging import Logger

    class OurLog(Logger):  # type: ignore[misc]  # gunicorn is untyped
        """Its lines go where all others go."""

        def setup(self, cfg: Any) -> None:
            self.error_log.propagate, self.error_log.handlers = True, []
            self.error_log.setLevel(logging.WARNING)

    class Master(Arbiter):  # type: ignore[misc]  # as above
        """It looks after the job worker as it does after its own."""

        def manage_workers(self) -> None:
            super().manage_workers()
            if worker is not None:
                worker.look_after()

    class Server(BaseApplication):  # type: ignore[misc]  # as above
        def load_config(self) -> None:
            options = {
                "bind": address, "workers": workers, "worker_class": "gthread", "threads": 4, "timeout": 120, "accesslog": None, "limit_request_line": 8190,
                "logger_class": OurLog, "control_socket_disable": True,
            }  # fmt: skip
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            return app

        def run(self) -> None:
            Master(self).run()

    Server().run()


@click.command("worker")
@click.option("--threads", type=click.IntRange(1, 32), help="How many entries are worked on at once; 2 unless configured.")
@click.option("--beside", "server", type=int, hidden=True, help="End when this process, whose child it is, is gone.")
@click.pass_context
def run_worker(ctx: click.Context, threads: int | None, server: int | None) -> None:
    """Do what waits in the outbox and what is due, until stopped. Several may run, on several machines."""
    from ..worker import run_worker as work

    app = app_of(ctx)
    with app.app_context():
        schema.refuse_unfit()
    logs.set_up(app.config["FORECOURT"]["log"])
    if server:
        beside.end_with(server)
    with backups.hold(app.config["FORECOURT"]["data_dir"]):
        work(app, threads)


@click.command("upgrade")
@click.pass_context
def upgrade(ctx: click.Context) -> None:
    """Bring the database to the state of the code. Safe to run again, and by several at once."""
    with app_of(ctx).app_context():
        for line in bring_up_to_date():
            click.echo(line)
        click.echo("The database is up to date.")


def bring_up_to_date() -> list[str]:
    """Schema first, then what modules seen for the first time start with, then the indexes of custom fields: a migration
    that copies a table loses those."""
    # Imported here: who starts a server only asks whether the schema fits, and does without Alembic.
    from .. import migrate

    _make_folder(Path(current_app.config["FORECOURT"]["data_dir"]))
    done = migrate.upgrade()
    with acting(system_actor()) as system:
        return [*done, *modules.settle(system), *customization.settle()]


def _make_folder(data_dir: Path) -> None:
    """Of a new installation: SQLite makes its file there, but not the folder. Raises ConfigError."""
    try:
        data_dir.mkdir(mode=room.PRIVATE, parents=True, exist_ok=True)
    except OSError as problem:
        raise ConfigError(f"setting 'data_dir': {data_dir} cannot be made ({problem.strerror})") from None


@click.command("rebuild-summaries")
@click.pass_context
def rebuild_summaries(ctx: click.Context) -> None:
    """Count anew what is kept with every save: totals by stage, for instance. Whoever saves meanwhile waits."""
    with app_of(ctx).app_context():
        for name in keeping.rebuild_all():
            click.echo(f"{name}: made anew")


@dataclass(frozen=True)
class Problem:
    """Something wrong, and its cure."""

    subject: str
    sentence: str
    cure: str


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="For a script.")
@click.pass_context
def check(ctx: click.Context, as_json: bool) -> None:
    """Look at settings, database, migrations and modules; each problem comes with its cure.

    Exit code 0: everything is in order; 1: there are problems. Safe to run at any time, also beside a running server.
    """
    found = _problems(ctx)
    if as_json:
        click.echo(json.dumps([vars(one) for one in found], ensure_ascii=False, indent=2))
    for one in found if not as_json else ():
        click.echo(f"{one.subject}: {one.sentence}\n    {one.cure}")
    if not found and not as_json:
        click.echo("Everything is in order.")
    ctx.exit(1 if found else 0)


def _problems(ctx: click.Context) -> list[Problem]:
    try:
        config.load(ctx.find_root().params.get("config"))
    except ForecourtError as problem:
        return [Problem("settings", problem.message, "Mend the settings file or the variable; config/forecourt.toml lists every setting.")]
    try:
        app = app_of(ctx)
    except click.ClickException as problem:
        return [Problem("modules", problem.message, "Mend the module, or take it out of modules.load.")]
    with app.app_context():
        return [*_disk_problems(), *_database_problems(), *_module_problems(), *_problems_of_modules()]


def _disk_problems() -> list[Problem]:
    try:
        scarce = room.scarce()
    except OSError as problem:
        return [Problem("disk", f"What is free where the data lies cannot be asked ({problem.strerror}).", "May the user that runs Forecourt read data_dir?")]
    return [Problem("disk", f"Less than {room.LEAST // 1024**2} MB are left in {folder}.", "Make room there; saves are refused once nothing is left.") for folder in scarce]


def _database_problems() -> list[Problem]:
    try:
        schema.refuse_unfit()
    except outages.Outage as outage:
        return [Problem("migrations", f"{outage.message} ({outage.detail})", str(outage.cure))]
    except sa.exc.SQLAlchemyError as problem:
        found = outages.diagnose(problem) or outages.unreachable(str(problem))
        return [Problem("database", f"{found.message} ({found.detail})", str(found.cure))]
    forgotten = [Problem(code, f"The database has no {name}, which the models have.", "Write a further migration that makes it, then run: forecourt upgrade") for code, name in schema.lacking()]
    return forgotten or [
        Problem("summaries", f"{name}: {wrong} groups are not what counting the records comes to.", "Run: forecourt rebuild-summaries")
        for name, wrong in keeping.differences().items()
    ]


def _module_problems() -> list[Problem]:
    try:
        backlog = outbox.backlog()
        found = [Problem("modules", sentence, cure) for sentence, cure in modules.contradictions()]
    except sa.exc.SQLAlchemyError:
        return []
    if backlog.failed:
        found.append(Problem("jobs", f"{backlog.failed} entries of the outbox failed for good.", "Look at /admin/jobs and try them again."))
    return found


def _problems_of_modules() -> list[Problem]:
    """What modules themselves find wrong: those that are on or, where that cannot be asked yet, all."""
    try:
        asked = list(plugins.implementations("find_problems"))
    except sa.exc.SQLAlchemyError:
        db.session.rollback()
        asked = list(plugins.implementations("find_problems", everybody=True))
    try:
        return [Problem(code, sentence, cure) for code, function in asked for sentence, cure in function()]
    except sa.exc.SQLAlchemyError:  # the database does not answer: said already
        return []


COMMANDS = (make_demo, run_server, run_worker, upgrade, rebuild_summaries, check)
