"""python -m bench generate | run: see README.md."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from .places import DATABASES, SQLITE, database


def over_a_database(command: Callable[..., None]) -> Callable[..., None]:
    """The options of whatever measures a database that ``generate`` has filled."""
    folder = click.option("--folder", type=click.Path(path_type=Path, exists=True), required=True, help="Where generate put the database.")
    return click.option("--database", "kind", type=click.Choice(DATABASES), default=SQLITE, show_default=True)(folder(command))


def selected(command: Callable[..., None]) -> Callable[..., None]:
    """The option that leaves the other workloads out."""
    return click.option("--only", default="", help="Only workloads whose name matches this regular expression, such as cases|overview.")(command)


@click.group()
def main() -> None:
    """Measure Forecourt beside a bare handler."""


@main.command()
@click.option("--database", "kind", type=click.Choice(DATABASES), default=SQLITE, show_default=True)
@click.option("--records", type=click.IntRange(20), default=100_000, show_default=True, help="Leads, and as many sales and activities.")
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Where the database lies; it must be empty or missing.")
@click.option("--told", type=click.IntRange(1), default=150, show_default=True, help="How many stories are told through the product; the rest are copies of them.")
def generate(kind: str, records: int, folder: Path, told: int) -> None:
    """Fill a database with invented records."""
    # Imported here: asking for help should not start the product.
    from .generate import fill

    with database(kind, folder) as url:
        fill(url, folder, records, told=told, say=click.echo)


@main.command()
@over_a_database
@click.option("--rounds", type=click.IntRange(1), default=30, show_default=True, help="How often each request is timed.")
@click.option("--requests", type=click.IntRange(0), default=2_000, show_default=True, help="Requests before memory is weighed again.")
@click.option("--starts", type=click.IntRange(1), default=5, show_default=True, help="How often each server is started; the median is told.")
@click.option("--json", "json_path", type=click.Path(path_type=Path, dir_okay=False), help="Also write every time there.")
@selected
def run(kind: str, rounds: int, requests: int, starts: int, json_path: Path | None, only: str, folder: Path) -> None:
    """Time the product and the bare handler, one request at a time, in turn."""
    # Imported here: asking for help should not start the product.
    from . import measure, report

    with database(kind, folder) as url:
        found = measure.run(kind, url, folder, rounds=rounds, requests=requests, starts=starts, only=only)
    click.echo(report.as_text(found))
    if json_path is not None:
        json_path.write_text(report.as_json(found), "utf-8")


@main.command()
@over_a_database
@click.option("--rounds", type=click.IntRange(1), default=40, show_default=True, help="How often each request is timed.")
@selected
def processor(kind: str, rounds: int, only: str, folder: Path) -> None:
    """Weigh the same requests by processor time, in this process: for a machine that others use too."""
    # Imported here: asking for help should not start the product.
    from .processor import as_text, run

    with database(kind, folder) as url:
        click.echo(as_text(run(url, folder, rounds, only)))


@main.command()
@over_a_database
@click.option("--rounds", type=click.IntRange(1), default=5, show_default=True, help="Passes with nothing due, and as many with some.")
def deadlines(kind: str, rounds: int, folder: Path) -> None:
    """Weigh a pass over the deadlines of cases, which are moved for it, with nothing due and with some."""
    # Imported here: asking for help should not start the product.
    from .deadlines import as_text, run

    with database(kind, folder) as url:
        click.echo(as_text(*run(url, folder, rounds)))


@main.command()
@over_a_database
@click.option("--rounds", type=click.IntRange(1), default=20, show_default=True, help="How often the grid is timed with each number of people.")
def headcount(kind: str, rounds: int, folder: Path) -> None:
    """Time the forecast with 50, 200 and 500 people over the same sales, whose owners it changes for that."""
    # Imported here: asking for help should not start the product.
    from .headcount import as_text, run

    with database(kind, folder) as url:
        click.echo(as_text(run(url, folder, rounds)))


@main.command()
@over_a_database
@click.option("--rounds", type=click.IntRange(1), default=10, show_default=True, help="How often each is taken.")
def snapshots(kind: str, rounds: int, folder: Path) -> None:
    """Time the first snapshot of the forecast and a later one beside a bare INSERT … SELECT; throws away what was kept."""
    # Imported here: asking for help should not start the product.
    from .snapshots import as_text, run

    with database(kind, folder) as url:
        click.echo(as_text(run(url, folder, rounds)))


@main.command()
@over_a_database
@click.option("--role", type=click.Choice(("rep", "team", "dealer", "director")), default="dealer", show_default=True, help="Whose forecast it is.")
@click.option("--program", default="soffice", show_default=True, help="The command of LibreOffice.")
def spreadsheet(kind: str, role: str, program: str, folder: Path) -> None:
    """Let LibreOffice work out the forecast's workbook; ends with 1 where a formula does not come to what the product wrote."""
    # Imported here: asking for help should not start the product.
    from .spreadsheet import as_text, run

    with database(kind, folder) as url:
        found = run(url, folder, role, program)
    click.echo(as_text(found))
    raise SystemExit(1 if found.wrong or not found.formulas else 0)


@main.command("search")
@over_a_database
@click.option("--saves", type=click.IntRange(0), default=10_000, show_default=True, help="Leads saved between the two.")
def search(kind: str, saves: int, folder: Path) -> None:
    """Search, save many leads, search the same again: is it as fast as before?"""
    # Imported here: asking for help should not start the product.
    from .finding import as_text, run

    with database(kind, folder) as url:
        click.echo(as_text(run(url, folder, saves)))


@main.command("import")
@over_a_database
@click.option("--object", "object_code", type=click.Choice(("lead", "opportunity")), default="lead", show_default=True)
@click.option("--rows", type=click.IntRange(100), default=2_000, show_default=True, help="Rows in the shorter of two files.")
def import_rows(kind: str, object_code: str, rows: int, folder: Path) -> None:
    """Weigh an import beside a bare bulk insert that checks each row too, and its memory with a file four times as long."""
    # Imported here: asking for help should not start the product.
    from .importing import as_text, run

    with database(kind, folder) as url:
        click.echo(as_text(run(url, folder, object_code, rows)))


@main.command()
@over_a_database
@click.option("--writers", type=click.IntRange(1), default=4, show_default=True)
@click.option("--leads", type=click.IntRange(1), default=30, show_default=True, help="How many each writer makes.")
def crowd(kind: str, writers: int, leads: int, folder: Path) -> None:
    """Two web workers, the job worker, writers and two readers at once; ends with 1 where anybody met an error or a lead is missing."""
    # Imported here: asking for help should not start the product.
    from .crowd import as_text, run

    with database(kind, folder) as url:
        met = run(url, folder, writers=writers, leads=leads)
    click.echo(as_text(met))
    raise SystemExit(0 if met.is_clean else 1)


@main.command("fuzz-api")
@click.option("--examples", type=click.IntRange(1), default=20, show_default=True, help="Made-up calls of each operation, in each phase.")
@click.option("--only", help="Only paths that match this regular expression, such as ^/api/v1/leads.")
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Where its sample data lies.")
def fuzz_api(examples: int, only: str | None, folder: Path) -> None:
    """Let schemathesis make up calls of the whole API, and check every answer against the document."""
    # Imported here: asking for help should not start the product.
    from .fuzz_api import fuzz

    raise SystemExit(fuzz(folder, examples=examples, only=only))


@main.command()
@click.option("--database", type=click.Choice(DATABASES), default=SQLITE, show_default=True)
@click.option("--workers", default="auto", show_default=True, help="Processes at a time, as pytest-xdist counts them.")
def pairs(database: str, workers: str) -> None:
    """Switch every two modules off together: use the rest, delete what they refer to, switch them on, compare."""
    # Imported here: asking for help should not start the product.
    from .pairs import try_all

    raise SystemExit(try_all(database, workers))


if __name__ == "__main__":
    main()
