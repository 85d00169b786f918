"""A database that an earlier state of the product wrote, in ``tests/data``, comes up to date and keeps every value."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from sites import Site

STORED = Path(__file__).parents[1] / "data" / "first-database.sqlite3.gz"
"""The sample data as the first state with core_0001 made it."""
PERSON = ("shen.mo@example.com", "forecourt-demo-1")
LIVING = ("alembic_version_", "core_state", "core_module", "core_worker", "core_outbox", "core_session", "core_audit", "core_job_run")
"""What an upgrade itself writes."""


def unpacked(folder: Path) -> Site:
    folder.mkdir(exist_ok=True)
    (folder / "forecourt.db").write_bytes(gzip.decompress(STORED.read_bytes()))
    return Site(folder, f"sqlite:///{folder}/forecourt.db")


Rows = dict[str, list[dict[str, object]]]


def backed_up(site: Site, target: Path) -> Rows:
    """Every row of an installation, by a backup, which writes values alike on both databases."""
    site.forecourt("backup", str(target))
    with zipfile.ZipFile(target) as archive:
        tables = json.loads(archive.read("manifest.json"))["tables"]
        return {
            table: [dict(zip(told["columns"], json.loads(line), strict=True)) for line in archive.read(f"tables/{table}.jsonl").splitlines()]
            for table, told in tables.items()
            if not table.startswith(LIVING)
        }


def assert_kept(before: Rows, after: Rows) -> None:
    """Every value of every column that there was stands where it stood."""
    for table, found in before.items():
        if not found:
            continue  # nothing to keep: the table may be gone
        names = list(found[0])
        assert in_text(found, names) <= in_text(after[table], names), table


def in_text(found: list[dict[str, object]], names: list[str]) -> set[str]:
    return {json.dumps([row[name] for name in names], ensure_ascii=False, sort_keys=True) for row in found}


def assert_it_works(site: Site) -> None:
    site.forecourt("check")
    with site.serving() as server:
        client = server.client()
        assert client.sign_in(*PERSON).status == 302
        assert [client.ask(path).status for path in ("/", "/accounts", "/leads", "/opportunities/board")] == [200] * 4


def test_an_sqlite_file_of_an_earlier_state_is_upgraded_where_it_lies(tmp_path: Path) -> None:
    site = unpacked(tmp_path / "old")
    before = backed_up(site, tmp_path / "before.zip")
    assert len(before["core_record"]) > 200

    assert "not up to date" in site.forecourt("check", expect=1).stdout
    assert "forecourt upgrade" in site.forecourt("run", expect=1).stderr
    site.forecourt("upgrade")

    assert_kept(before, backed_up(site, tmp_path / "after.zip"))
    assert_it_works(site)


def test_a_backup_of_an_earlier_state_is_taken_in_and_upgraded_on_the_database_of_today(tmp_path: Path, new_site: Callable[..., Site]) -> None:
    before = backed_up(unpacked(tmp_path / "old"), tmp_path / "old.zip")
    new = new_site()

    told = json.loads(new.forecourt("restore", str(tmp_path / "old.zip"), "--json").stdout)

    assert any(line.startswith("core: core_0002") for line in told["upgraded"])
    assert_kept(before, backed_up(new, tmp_path / "new.zip"))
    assert_it_works(new)
