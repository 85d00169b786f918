"""Attaching, versions, taking off and putting back; what is refused, and what is left behind then: nothing."""

import io
import resource
import threading
from contextlib import contextmanager

import pytest

from core import Forbidden, Invalid, NotFound, Refusal, db, merging, records, settings
from plugins.files import attach, attached, folder, remove, restore, versions_of
from plugins.files.demo import picture

PDF, EXE, HTML = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", b"MZ\x90\x00" + b"\0" * 200, b"<!DOCTYPE html><html><script>alert(1)</script>"


def kept():
    """What lies in the folder: bytes that are kept, and bytes still arriving."""
    return sorted(folder.everything()), list((folder.folder() / "arriving").glob("*"))


def test_a_file_is_there_with_its_bytes_and_its_type(put, account):
    made = put("offer.pdf", PDF)

    assert [(one.name, one.size, one.type, one.number) for one in attached(account)] == [("offer.pdf", len(PDF), "application/pdf", 1)]
    assert folder.path_of(made.sha256).read_bytes() == PDF
    assert kept()[1] == []


def test_the_same_name_again_is_a_new_version_and_the_old_one_stays(put, account):
    first = put("offer.pdf", PDF + b"1")
    second = put("offer.pdf", PDF + b"2")

    assert (first.id, second.number, second.versions) == (second.id, 2, 2)
    assert [folder.path_of(one.sha256).read_bytes()[-1:] for one in versions_of(account, second.id)] == [b"2", b"1"]


def test_the_same_bytes_again_change_nothing_and_are_kept_once(put, account, make, me):
    put("offer.pdf", PDF)
    put("offer.pdf", PDF)
    put("copy.pdf", PDF, to=make("account", name="Other", by=me))

    assert [one.versions for one in attached(account)] == [1]
    assert len(kept()[0]) == 1


def test_a_line_in_the_change_log_names_the_file(put, account, me):
    made = put("offer.pdf", PDF)
    remove(account, made.id, me)

    lines = [(one.operation, one.reason) for one in records.history(account, me)]
    assert lines[:2] == [("detach", "offer.pdf"), ("attach", "offer.pdf")]


def test_a_removed_file_is_gone_and_can_be_put_back(put, account, me):
    made = put("offer.pdf", PDF)

    remove(account, made.id, me)
    assert attached(account) == []
    assert restore(account, made.id, me).name == "offer.pdf"
    assert len(attached(account)) == 1


@pytest.mark.parametrize(
    ("given", "kept_as"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\fake\\报价单.pdf", "报价单.pdf"), ("a\x00b.txt", "ab.txt"), ("..", "File"), ("", "File"), (".htaccess", "htaccess"),
        ("gpj.\u202eexe.txt", "gpj.exe.txt"), ("x" * 300 + ".pdf", "x" * 251 + ".pdf"), ("x" * 300, "x" * 255), ("a\r\nb: c.txt", "ab: c.txt"),
    ],
)  # fmt: skip
def test_a_name_loses_path_and_control_characters(put, given, kept_as):
    content = PDF if kept_as.endswith("pdf") else b"text"

    assert put(given, content).name == kept_as


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("offer.pdf", EXE, "program"), ("photo.jpg", b"\x7fELF\x02\x01" + b"\0" * 60, "program"), ("run", b"#!/bin/sh\nrm -rf /", "program"),
        ("setup.exe", b"whatever", ".exe"), ("Setup.EXE ", b"whatever", ".exe"), ("photo.png", HTML, "web page"), ("photo.jpg", b'<svg xmlns="x" onload="a()">', "web page"),
        ("photo.gif", b"GIF89a<script>alert(1)</script>", "web page"), ("empty.txt", b"", "empty"),
    ],
)  # fmt: skip
def test_what_is_dangerous_or_empty_is_refused_in_a_sentence_and_nothing_is_kept(put, account, name, content, word):
    with pytest.raises(Invalid, match=word):
        put(name, content)

    assert kept() == ([], [])
    assert attached(account) == []


def test_a_harmless_lie_is_taken_under_its_real_type(put):
    assert put("photo.jpg", picture()).type == "image/png"
    assert put("page.html", HTML).type == "text/html"


def test_a_file_over_the_limit_is_refused_before_it_is_read_through(put, account, me, user):
    settings.put("files.most_mb", 1, user("administrator"))

    with pytest.raises(Invalid, match="at most 1 MB"):
        put("big.bin", b"\x01" * (1024**2 + 1))
    with pytest.raises(Invalid, match="at most 1 MB"):
        attach(account, me, "big.bin", io.BytesIO(), length=5 * 1024**2)
    assert kept() == ([], [])


def test_the_room_for_all_files_has_an_end(put, user, monkeypatch):
    from plugins.files import attaching

    monkeypatch.setattr(attaching, "GB", 100)
    settings.put("files.quota_gb", 1, user("administrator"))
    put("a.txt", b"a" * 60)

    with pytest.raises(Invalid, match="no room"):
        put("b.txt", b"b" * 60)
    put("again.txt", b"a" * 60)


@contextmanager
def disk_takes_at_most(size):
    """The system refuses to write further into any file of this process."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_said_and_nothing_is_half_written(put, account):
    put("before.txt", b"before")  # whatever the database has to write first is written
    with disk_takes_at_most(1024**2), pytest.raises(Refusal, match="could not be stored: the disk is full"):
        put("big.bin", b"\x01" * (3 * 1024**2))

    assert kept()[1] == []
    assert [one.name for one in attached(account)] == ["before.txt"]


def test_memory_stays_flat_for_a_large_file(put):
    import tracemalloc

    class Stream:
        left = 200 * 1024**2

        def read(self, count):
            count = min(count, self.left)
            self.left -= count
            return b"\x01" * count

    from plugins.files.folder import received

    tracemalloc.start()
    with received(Stream(), 300 * 1024**2) as found:
        size = found.size
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert size == 200 * 1024**2
    assert most < 4 * 1024**2


def test_two_at_once_give_two_versions(app, account, me):
    def store(number):
        with app.app_context():
            attach(records.get("account", account.id, me), me, "offer.pdf", io.BytesIO(PDF + str(number).encode()))
            db.session.remove()

    threads = [threading.Thread(target=store, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    found = attached(account)
    assert [(one.name, one.versions) for one in found] == [("offer.pdf", 4)]
    assert len(versions_of(account, found[0].id)) == 4


# ---------------------------------------------------------------- rights


def test_whoever_may_not_change_the_record_attaches_nothing(put, account, user):
    with pytest.raises(Forbidden):
        put("a.txt", by=user("read_only"))
    with pytest.raises(NotFound):
        put("a.txt", by=user("sales_consultant", dealer="South"))
    assert kept() == ([], [])


def test_a_file_of_another_record_cannot_be_reached_through_mine(put, make, me, user):
    boss = user("administrator")
    theirs = make("account", name="Southern Stone", by=user("sales_consultant", dealer="South"))
    made = put("secret.txt", to=theirs, by=boss)
    mine = make("account", name="Mine", by=me)

    with pytest.raises(NotFound):
        versions_of(mine, made.id)
    with pytest.raises(NotFound):
        remove(mine, made.id, me)


# ---------------------------------------------------------------- with the record


def test_files_go_to_the_recycle_bin_with_their_record_and_come_back(put, account, fetch, user):
    made = put("offer.pdf", PDF)
    address = f"/files/{account.id}/{made.id}"
    batch = records.delete(account, user("administrator"))
    assert fetch(address, "administrator").status_code == 404

    records.restore(batch, user("administrator"))
    assert fetch(address, "administrator").data == PDF


def test_a_merge_takes_files_along_and_its_undo_gives_them_back(put, account, make, me, user):
    other = make("account", name="Blue Harbour", by=me)
    put("offer.pdf", PDF, to=other)

    done = merging.merge(account, other, user("administrator"))
    assert [one.name for one in attached(account)] == ["offer.pdf"]
    merging.undo(done.id, user("administrator"))
    assert attached(account) == []
    assert [one.name for one in attached(other)] == ["offer.pdf"]
