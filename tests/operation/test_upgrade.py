"""What earlier states of the product wrote, in ``tests/data``, comes up to date and keeps every value."""

from __future__ import annotations

import gzip
import json
import signal
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import sqlalchemy as sa
from sites import EARLIER, LivedIn, Site, wait_for

ROOT = Path(__file__).parents[2]
STORED = Path(__file__).parents[1] / "data" / "first-database.sqlite3.gz"
"""The sample data as the first state with core_0001 made it."""
PERSON = ("administrator.north.1@example.com", "a-Long-passw0rd!")
"""Of those who are in the earlier backup."""
LIVING = ("alembic_version_", "core_state", "core_module", "core_worker", "core_outbox", "core_session", "core_audit", "core_job_run")
"""What an upgrade itself writes."""
ANOTHER_FORM = {"forecast_said", "search_progress", "search_token"}
"""What an upgrade keeps otherwise than it was, or has built anew by a job."""
SOURCES = {"Campaign": "campaign", "Internet": "internet", "Owner referral": "owner_referral", "Referral": "referral", "Walk-in": "walk_in", None: None}
"""What the lead source of a sale was written as, and what it is."""


def unpacked(folder: Path) -> Site:
    folder.mkdir(exist_ok=True)
    (folder / "forecourt.db").write_bytes(gzip.decompress(STORED.read_bytes()))
    return Site(folder, f"sqlite:///{folder}/forecourt.db")


Rows = dict[str, list[dict[str, object]]]


def backed_up(site: Site, target: Path) -> Rows:
    """Every row of an installation, by a backup, which writes values alike on both databases."""
    site.forecourt("backup", str(target))
    return rows_of(target)


def rows_of(backup: Path) -> Rows:
    with zipfile.ZipFile(backup) as archive:
        tables = json.loads(archive.read("manifest.json"))["tables"]
        return {
            table: [dict(zip(told["columns"], json.loads(line), strict=True)) for line in archive.read(f"tables/{table}.jsonl").splitlines()]
            for table, told in tables.items()
            if not table.startswith(LIVING) and not table.endswith("_summary")
        }


def assert_kept(before: Rows, after: Rows) -> None:
    """Every value of every column that there was stands where it stood."""
    for table, found in before.items():
        if not found or table in ANOTHER_FORM:
            continue  # nothing to keep: the table may be gone
        names = list(found[0])
        if table == "opportunities_opportunity":
            assert {row["id"]: SOURCES[row["lead_source"]] for row in found} == {row["id"]: row["lead_source"] for row in after[table]}  # type: ignore[index]  # a text
            names.remove("lead_source")
        assert in_text(found, names) <= in_text(after[table], names), table


def in_text(found: list[dict[str, object]], names: list[str]) -> set[str]:
    return {json.dumps([row[name] for name in names], ensure_ascii=False, sort_keys=True) for row in found}


def test_an_sqlite_file_of_an_earlier_state_is_upgraded_where_it_lies(tmp_path: Path) -> None:
    site = unpacked(tmp_path / "old")
    before = backed_up(site, tmp_path / "before.zip")
    assert len(before["core_record"]) > 200

    assert "not up to date" in site.forecourt("check", expect=1).stdout
    assert "forecourt upgrade" in site.forecourt("run", expect=1).stderr
    site.forecourt("upgrade")

    assert_kept(before, backed_up(site, tmp_path / "after.zip"))
    site.forecourt("check")


def test_a_backup_of_the_first_state_is_taken_in_and_upgraded_on_the_database_of_today(tmp_path: Path, new_site: Callable[..., Site]) -> None:
    before = backed_up(unpacked(tmp_path / "old"), tmp_path / "old.zip")
    new = new_site()

    told = json.loads(new.forecourt("restore", str(tmp_path / "old.zip"), "--json").stdout)

    assert any(line.startswith("core: core_0002") for line in told["upgraded"])
    assert_kept(before, backed_up(new, tmp_path / "new.zip"))
    new.forecourt("check")


def test_a_backup_with_rows_of_every_module_keeps_them_through_all_migrations_since(filled: Site, lived_in: LivedIn, tmp_path: Path) -> None:
    before = rows_of(EARLIER)
    written = {table.partition("_")[0] for table, rows in before.items() if rows}
    modules = {path.parent.name for path in (ROOT / "plugins").glob("*/__init__.py")}
    assert written == {"core", *modules - {"history"}}, "history has no tables"
    assert {"core: core_0005", "cases: cases_0004", "forecast: forecast_0004", "products: products_0002", "quotes: quotes_0003"} <= set(lived_in.upgraded)

    after = backed_up(filled, tmp_path / "after.zip")

    assert_kept(before, after)
    assert after["forecast_said_state"], "what every place said is kept, as it changed"
    assert len(after["core_former_home"]) == 1, "who has moved is told by the log"


def test_people_work_on_in_what_was_upgraded(filled: Site) -> None:
    filled.forecourt("check")
    with filled.serving() as server:
        client = server.client()
        assert client.sign_in(*PERSON).status == 302
        pages = ("/", "/accounts", "/leads", "/opportunities/board", "/quotes", "/forecast", "/cases/console", "/products", "/imports", "/admin/objects/account")
        assert {path: client.ask(path).status for path in pages} == dict.fromkeys(pages, 200)
        assert client.form("/accounts/new", "/accounts/new", name="One more").status == 303


def test_an_upgrade_that_is_killed_has_changed_nothing_and_is_done_again(new_site: Callable[..., Site]) -> None:
    site = new_site()
    process = site.fork("upgrade")
    wait_for(lambda: is_upgrading(site) or process.exitcode is not None)
    process.kill()
    process.join()

    assert process.exitcode == -signal.SIGKILL, "it was done before it could be killed"
    assert sa.inspect(site.engine()).get_table_names() == []
    site.forecourt("upgrade")
    site.forecourt("check")


def is_upgrading(site: Site) -> bool:
    """Whether somebody is in the middle of it: they hold a lock meanwhile."""
    if site.database.startswith("sqlite"):
        with suppress(sqlite3.OperationalError), closing(sqlite3.connect(str(sa.make_url(site.database).database), timeout=0)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            return False
        return True
    with site.engine().connect() as connection:
        locks = "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE locktype = 'advisory' AND datname = current_database()"
        return bool(connection.execute(sa.text(locks)).scalar_one())


def test_a_database_of_a_newer_version_is_told_by_page_call_and_every_command_and_left_alone(site: Site) -> None:
    robot = site.token()
    with site.serving() as server:
        person = server.browser()
        with site.engine().begin() as connection:
            connection.exec_driver_sql("ALTER TABLE contacts_account RENAME COLUMN name TO called")
            connection.exec_driver_sql("UPDATE alembic_version_contacts SET version_num = 'contacts_9999'")
        page, call, ready = person.ask("/accounts?view=all"), server.client(robot).ask("/api/v1/accounts"), person.ask("/readyz")

    assert (page.status, ready.status, call.json()["code"]) == (503, 503, "database-ahead")
    assert "newer than the program" in page.text
    for line in ("run", "worker", "upgrade", "user list", "export account", "modules disable leads", f"backup {site.folder}/a.zip"):
        assert "newer than the program" in site.forecourt(*line.split(), expect=1).stderr, line
    assert "newer than the program" in site.forecourt("check", expect=1).stdout
    assert sorted(one.name for one in site.folder.glob("*.zip")) == []
