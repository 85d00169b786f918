"""A disk that is full under a running server: people and programs are told, nothing is half written, and once there is room it goes on.

Stood in for by the largest file a process may write (RLIMIT_FSIZE), which is changed while the server runs: database and folder of files get
the system's own error at their next write.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager

from sites import Answer, Http, Server, Site

ROOM = 8 * 1024
"""Bytes up to which a file may grow while the disk is full: less than any write to the database."""


@contextmanager
def full_disk(server: Server) -> Iterator[None]:
    """Nothing of any size can be written by the server or its workers until the block ends."""
    processes = [server.pid, *server.children()]
    for one in processes:
        resource.prlimit(one, resource.RLIMIT_FSIZE, (ROOM, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for one in processes:
            resource.prlimit(one, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def kept(site: Site) -> list[bytes]:
    """What lies in the folder of attachments, half files as well."""
    return [one.read_bytes() for one in (site.folder / "files").rglob("*") if one.is_file() and one.name != "lock"]


def attach(client: Http, account: int, body: bytes) -> Answer:
    return client.ask(f"/api/v1/files/{account}?name=offer.bin", body, headers={"Content-Type": "application/octet-stream"})


def test_an_attachment_is_refused_in_a_sentence_and_no_half_file_stays(site: Site) -> None:
    large, small = os.urandom(300_000), os.urandom(300)
    with site.serving() as server:
        robot = server.client(site.token())
        account = robot.send("/api/v1/accounts", {"name": "Northwind Mills"}).json()["id"]

        with full_disk(server):
            refused = attach(robot, account, large)
            without_room_in_the_database = None if os.environ.get("FORECOURT_TEST_DATABASE") else attach(robot, account, small)
        half = kept(site)
        taken = attach(robot, account, large)

    assert refused.status == 422 and "could not be stored" in refused.text
    assert without_room_in_the_database is None or "The disk is full. Nothing was saved" in without_room_in_the_database.text
    assert half == []
    assert taken.status == 201 and kept(site) == [large]


if not os.environ.get("FORECOURT_TEST_DATABASE"):  # the files of a database server are written by the server, which a process of ours cannot limit

    def test_a_save_is_refused_by_page_and_api_while_reading_goes_on_and_so_does_the_server(site: Site) -> None:
        with site.serving(workers=2) as server:
            person, robot, another = server.browser(), server.client(site.token()), server.client(site.token())
            robot.send("/api/v1/accounts", {"name": "Northwind Mills"})
            with site.engine().begin() as connection:  # who comes back after a break, or for the first time, is noted as seen
                connection.exec_driver_sql("UPDATE core_session SET seen_at = '2026-01-01 00:00:00'")
            with full_disk(server):
                page = person.form("/accounts/new", "/accounts/new", name="Blue Harbor")
                answer = robot.send("/api/v1/accounts", {"name": "Blue Harbor"})
                read, listed, alive = person.ask("/accounts?view=all"), another.ask("/api/v1/accounts"), robot.ask("/healthz")
            again = person.form("/accounts/new", "/accounts/new", name="Blue Harbor")

        assert page.status == 503 and "The disk is full. Nothing was saved" in page.text
        assert (answer.status, answer.json()["code"]) == (503, "disk-full")
        assert (read.status, listed.status, alive.status) == (200, 200, 200)
        assert "Northwind Mills" in read.text and "Northwind Mills" in listed.text
        assert again.status == 303
        assert site.count("contacts_account") == 2
        assert "Traceback" not in server.log.read_text()
