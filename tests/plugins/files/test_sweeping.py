"""Bytes nobody refers to are removed, others never."""

import os
import time

from core import db, modules, system_actor
from plugins.files import attached, folder, remove, sweep
from plugins.files.sweeping import missing


def test_a_removed_file_is_kept_for_its_days_and_then_gone(put, account, me, at):
    made = put("offer.txt", b"offer")
    with at("2026-11-20 10:00"):
        remove(account, made.id, me)
        sweep(system_actor())
    assert folder.path_of(made.sha256).exists()

    with at("2027-03-20 10:00"):
        assert sweep(system_actor())["files"] == 1
    assert not folder.path_of(made.sha256).exists()


def test_bytes_that_another_file_has_too_stay(put, account, make, me, at):
    made = put("offer.txt", b"offer")
    other = make("account", name="Other", by=me)
    put("copy.txt", b"offer", to=other)
    with at("2026-11-20 10:00"):
        remove(account, made.id, me)
    with at("2027-03-20 10:00"):
        sweep(system_actor())

    assert folder.path_of(made.sha256).read_bytes() == b"offer"
    assert [one.name for one in attached(other)] == ["copy.txt"]


def test_bytes_whose_row_was_never_written_are_removed(put):
    made = put("offer.txt", b"offer")
    stray = folder.path_of("ab" * 32)
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"stray")

    sweep(system_actor())
    assert not stray.exists()
    assert folder.path_of(made.sha256).exists()


def test_what_began_to_arrive_yesterday_and_never_did_is_removed(put):
    put("offer.txt", b"offer")
    half = folder.folder() / "arriving" / "half"
    fresh = folder.folder() / "arriving" / "fresh"
    for path in (half, fresh):
        path.write_bytes(b"h")
    os.utime(half, (time.time() - 2 * 24 * 3600,) * 2)

    sweep(system_actor())
    assert not half.exists()
    assert fresh.exists()


def test_the_check_names_a_folder_that_lacks_bytes(put):
    made = put("offer.txt", b"offer")
    assert list(missing()) == []

    folder.path_of(made.sha256).unlink()
    assert "1 contents" in next(iter(missing()))[0]


def test_switched_off_nothing_shows_and_the_data_stays(put, account, login, user):
    made = put("offer.txt", b"offer")
    client = login("sales_consultant")
    modules.disable("files", user("administrator"))
    assert client.get(f"/files/{account.id}/{made.id}").status_code == 404
    assert 'id="files"' not in client.get(account.url).text

    modules.enable("files", user("administrator"))
    db.session.rollback()
    assert 'id="files"' in client.get(account.url).text
    assert [one.name for one in attached(account)] == ["offer.txt"]
