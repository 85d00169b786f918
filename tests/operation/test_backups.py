"""Backup while people work, restore into an empty place: equal, or nothing at all."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from sites import PATIENCE, Shelf, Site

LIVE = "core_worker"
"""The one table that changes by itself."""
SOMEBODY = "administrator.north.1@example.com"
"""Of those who are in the earlier backup."""
AWKWARD = "Account name\nUnïcode \"quoted\" \\ and 🚗\n常熟启航物流有限公司\n"
"""Words that databases store differently."""


def digests(site: Site, target: Path) -> dict[str, str]:
    """Backs up; table → checksum."""
    told: dict[str, str] = json.loads(site.forecourt("backup", str(target), "--json").stdout)["tables"]
    return {table: digest for table, digest in told.items() if table != LIVE}


def limited(site: Site, *words: str, megabytes: float) -> subprocess.CompletedProcess[str]:
    """A command that may write no file larger than this: what a full disk is to it."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(megabytes * 1e6), int(megabytes * 1e6)))

    return subprocess.run([sys.executable, "-m", "core.cli", *words], env=site.environ, text=True, capture_output=True, preexec_fn=limit, timeout=300, check=False)


def files(site: Site) -> dict[str, bytes]:
    root = site.folder / "files"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file() and path.name != "lock"}


def test_what_is_restored_equals_what_was_backed_up(filled: Site, new_site: Callable[..., Site], tmp_path: Path) -> None:
    (tmp_path / "awkward.csv").write_text(AWKWARD, "utf-8")
    filled.forecourt("import", "account", str(tmp_path / "awkward.csv"))
    before = digests(filled, tmp_path / "one.zip")
    other = new_site()

    other.forecourt("restore", str(tmp_path / "one.zip"))

    assert digests(other, tmp_path / "two.zip") == before
    assert files(other) == files(filled) != {}
    other.forecourt("check")
    with other.serving() as server:
        robot = server.client(other.token(SOMEBODY))
        found = robot.ask("/api/v1/accounts?where=" + quote('name contains "启航"')).json()["data"]
        assert [one["name"] for one in found] == ["常熟启航物流有限公司"]
        assert robot.send("/api/v1/accounts", {"name": "One more"}).status == 201


def test_a_backup_tells_of_attached_files_that_are_not_in_the_folder(filled: Site, tmp_path: Path) -> None:
    lost = filled.folder / "files" / min(files(filled))
    lost.rename(tmp_path / "lost")

    said = filled.forecourt("backup", str(tmp_path / "part.zip"), expect=3)

    assert "1 attached files are not in the folder files/" in said.stderr
    (tmp_path / "lost").rename(lost)
    assert "attached files" not in filled.forecourt("backup", str(tmp_path / "whole.zip")).stderr


if os.environ.get("FORECOURT_TEST_DATABASE"):  # needs both databases, so it runs where PostgreSQL is tested

    def test_a_backup_of_one_database_is_taken_in_by_the_other(filled: Site, shelf: Shelf, tmp_path: Path) -> None:
        before = digests(filled, tmp_path / "postgresql.zip")
        (tmp_path / "lite").mkdir()
        lite = Site(tmp_path / "lite", f"sqlite:///{tmp_path}/lite/forecourt.db")
        lite.forecourt("restore", str(tmp_path / "postgresql.zip"))
        back = Site(tmp_path / "back", shelf.address(shelf.create()))
        back.folder.mkdir()

        assert digests(lite, tmp_path / "lite.zip") == before
        back.forecourt("restore", str(tmp_path / "lite.zip"))
        assert digests(back, tmp_path / "back.zip") == before


def test_a_backup_while_people_write_holds_one_moment(site: Site, new_site: Callable[..., Site], tmp_path: Path) -> None:
    done = threading.Event()
    with site.serving(workers=2) as server:
        robot, made = server.client(site.token()), list[int]()

        def write() -> None:
            while not done.is_set():
                answer = robot.send("/api/v1/accounts", {"name": f"Account {len(made)}"})
                assert answer.status == 201, answer.text
                made.append(answer.json()["id"])

        writer = threading.Thread(target=write)
        writer.start()
        try:
            while len(made) < 3:
                done.wait(0.05)
            site.forecourt("backup", str(tmp_path / "busy.zip"))
        finally:
            done.set()
            writer.join()

    other = new_site()
    other.forecourt("restore", str(tmp_path / "busy.zip"))
    held = other.count("contacts_account")
    assert 3 <= held <= len(made)
    with other.engine().connect() as connection:
        registered = "SELECT count(*) FROM core_record WHERE object = 'account'"
        noted = "SELECT count(*) FROM core_change JOIN core_record ON core_record.id = record_id WHERE object = 'account' AND operation = 'create'"
        told = [connection.execute(sa.text(one)).scalar_one() for one in (registered, noted)]
    assert told == [held, held]  # of tables that a backup comes to later, when people have gone on


def test_nothing_is_restored_over_a_running_server_or_into_a_database_that_is_not_empty(filled: Site, new_site: Callable[..., Site], tmp_path: Path) -> None:
    filled.forecourt("backup", str(tmp_path / "one.zip"))
    with filled.serving():
        assert "is running" in filled.forecourt("restore", str(tmp_path / "one.zip"), expect=1).stderr

    assert "not empty" in filled.forecourt("restore", str(tmp_path / "one.zip"), expect=1).stderr
    other = new_site()
    (other.folder / "files").mkdir()
    (other.folder / "files" / "kept.txt").write_text("kept")
    assert "not empty" in other.forecourt("restore", str(tmp_path / "one.zip"), expect=1).stderr
    assert (other.folder / "files" / "kept.txt").read_text() == "kept"


def test_a_backup_does_not_overwrite_and_is_readable_by_its_owner_only(site: Site, tmp_path: Path) -> None:
    site.forecourt("backup", str(tmp_path / "one.zip"))

    assert "exists already" in site.forecourt("backup", str(tmp_path / "one.zip"), expect=1).stderr
    assert (tmp_path / "one.zip").stat().st_mode & 0o077 == 0


def half(archive: Path) -> Path:
    target = archive.with_name("half.zip")
    target.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    return target


def one_byte_changed(archive: Path) -> Path:
    """A byte of compressed data, in the middle of a table's lines."""
    target, content = archive.with_name("changed.zip"), bytearray(archive.read_bytes())
    place = zipfile.ZipFile(archive).getinfo("tables/core_principal.jsonl").header_offset + 90
    content[place] ^= 0xFF
    target.write_bytes(content)
    return target


def a_row_less(archive: Path) -> Path:
    """Put together anew, so that every checksum of the ZIP file is right."""
    return _rewritten(archive, "fewer.zip", lambda name, content: b"".join(content.splitlines(keepends=True)[1:]) if name == "tables/core_principal.jsonl" else content)


def no_manifest(archive: Path) -> Path:
    return _rewritten(archive, "other.zip", lambda name, content: None if name == "manifest.json" else content)


def from_the_future(archive: Path) -> Path:
    return _rewritten(archive, "future.zip", lambda name, content: content.replace(b'"leads": "leads_', b'"leads": "leads_9') if name == "manifest.json" else content)


def no_archive_at_all(archive: Path) -> Path:
    target = archive.with_name("text.zip")
    target.write_text("this is no archive")
    return target


def _rewritten(archive: Path, name: str, change: Callable[[str, bytes], bytes | None]) -> Path:
    target = archive.with_name(name)
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        for one in old.namelist():
            content = change(one, old.read(one))
            if content is not None:
                new.writestr(one, content)
    return target


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [(half, "only a part of one"), (one_byte_changed, "is damaged"), (a_row_less, "core_principal"), (no_manifest, "no backup of Forecourt"),
     (from_the_future, "newer than the program"), (no_archive_at_all, "is no backup")],
)  # fmt: skip
def test_an_archive_that_is_not_whole_is_refused_and_changes_nothing(spoil: Any, sentence: str, site: Site, new_site: Callable[..., Site], tmp_path: Path) -> None:
    site.forecourt("backup", str(tmp_path / "good.zip"))
    other = new_site()

    refused = other.forecourt("restore", str(spoil(tmp_path / "good.zip")), expect=1)

    assert sentence in refused.stderr
    assert sa.inspect(other.engine()).get_table_names() == []


def test_a_backup_onto_a_full_disk_says_so_and_leaves_no_half_file(filled: Site, tmp_path: Path) -> None:
    target = tmp_path / "full.zip"

    refused = limited(filled, "backup", str(target), megabytes=0.1)

    assert refused.returncode == 1
    assert "disk is full" in refused.stderr and "Traceback" not in refused.stderr
    assert list(tmp_path.glob("*full.zip*")) == []
    filled.forecourt("backup", str(target))


def test_a_restore_onto_a_full_disk_takes_nothing_in(filled: Site, new_site: Callable[..., Site], tmp_path: Path) -> None:
    filled.forecourt("backup", str(tmp_path / "one.zip"))
    other = new_site()

    refused = limited(other, "restore", str(tmp_path / "one.zip"), megabytes=0.2)

    assert refused.returncode == 1
    assert "disk is full" in refused.stderr and "Traceback" not in refused.stderr
    assert sa.inspect(other.engine()).get_table_names() == []
    assert not (other.folder / "files").exists()
    other.forecourt("restore", str(tmp_path / "one.zip"))


def killed(process: BaseProcess, once: Callable[[], bool]) -> None:
    """Wait for this to be so, then kill the command, which must be at it still."""
    deadline = time.monotonic() + PATIENCE
    while not once() and process.exitcode is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL, "it was done before it could be killed"


def test_a_backup_that_is_killed_leaves_no_archive_and_the_next_one_tidies_up(filled: Site, tmp_path: Path) -> None:
    killed(filled.fork("backup", str(tmp_path / "one.zip")), lambda: any(one.stat().st_size for one in tmp_path.glob(".one.zip.*")))

    [left] = tmp_path.glob(".*")
    assert not (tmp_path / "one.zip").exists()
    os.utime(left, (0, 0))
    filled.forecourt("backup", str(tmp_path / "one.zip"))
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["one.zip"]


def test_a_restore_that_is_killed_has_taken_nothing_in_and_is_done_again(filled: Site, new_site: Callable[..., Site], tmp_path: Path) -> None:
    before = digests(filled, tmp_path / "one.zip")
    other = new_site()
    killed(other.fork("restore", str(tmp_path / "one.zip")), lambda: (other.folder / ".files-being-restored" / "ab").is_dir())

    assert sa.inspect(other.engine()).get_table_names() == []
    (other.folder / ".files-being-restored" / "ab" / "of-another.pdf").write_text("left by a restore of another archive")
    other.forecourt("restore", str(tmp_path / "one.zip"))
    assert digests(other, tmp_path / "two.zip") == before
    assert files(other) == files(filled)


@pytest.mark.any_database
def test_a_backup_goes_onto_a_disk_that_knows_no_links(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A memory stick, a shared folder of Windows."""

    def refuse(*_given: Any, **_named: Any) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    site.forecourt("backup", str(tmp_path / "one.zip"))

    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["one.zip"]
    assert "exists already" in site.forecourt("backup", str(tmp_path / "one.zip"), expect=1).stderr


def test_a_module_that_is_not_loaded_is_not_lost_in_silence(site: Site, tmp_path: Path) -> None:
    site.settings["FORECOURT_MODULES_LOAD"] = "contacts,leads,opportunities,activities,history"

    refused = site.forecourt("backup", str(tmp_path / "one.zip"), expect=1)

    assert "imports" in refused.stderr and "modules.load" in refused.stderr
