"""Two web workers and a job worker, killed at any moment: nothing is lost, nothing happens twice."""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import threading
import time
import urllib.error
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from pathlib import Path

import pytest
import sqlalchemy as sa
from sites import PATIENCE, Http, Server, Site, wait_for

WRITERS, EACH = 4, 15


def test_a_web_worker_killed_while_four_people_write_loses_nothing_and_doubles_nothing(site: Site) -> None:
    with site.started(workers=2) as server:
        token, stop = site.token(), threading.Event()
        killer = threading.Thread(target=keep_killing, args=(server, stop))
        killer.start()
        try:
            with ThreadPoolExecutor(WRITERS) as pool:
                acknowledged = [name for names in pool.map(lambda number: write(Http(server.base, token), number), range(WRITERS)) for name in names]
        finally:
            stop.set()
            killer.join()

    with site.engine().connect() as connection:
        stored = [name for (name,) in connection.execute(sa.text("SELECT name FROM contacts_account"))]
        registered = connection.execute(sa.text("SELECT count(*) FROM core_record WHERE object = 'account'")).scalar_one()
    assert len(acknowledged) == WRITERS * EACH
    assert sorted(stored) == sorted(acknowledged)
    assert registered == len(stored)


def write(robot: Http, writer: int) -> list[str]:
    """Make records as a careful program does: what was not answered is sent again with its key."""
    names = [f"Writer {writer} record {number}" for number in range(EACH)]
    for name in names:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                answer = robot.send("/api/v1/accounts", {"name": name}, **{"Idempotency-Key": name.replace(" ", "-")})
            except (OSError, http.client.HTTPException, urllib.error.URLError):
                answer = None  # the worker died under it
            if answer is not None and answer.status == 201:
                break
            assert answer is None or answer.status in (409, 502, 503), answer.text
            assert time.monotonic() < deadline, "the server did not recover"
            time.sleep(0.1)
    return names


def keep_killing(server: Server, stop: threading.Event) -> None:
    """A worker dies about every second, in the middle of whatever it does."""
    chance = random.Random(20261126)
    while not stop.wait(0.6 + chance.random()):
        workers = server.children()
        if len(workers) > 1:
            os.kill(chance.choice(workers), signal.SIGKILL)


def test_a_job_worker_killed_in_its_work_is_started_again_and_nothing_is_lost_or_done_twice(site: Site) -> None:
    mail = site.folder / "mail"
    for number in range(8):
        site_user(site, number)
    with site.started(job_worker=True) as server:
        wait_for(lambda: mail.is_dir() and any(mail.glob("*.eml")))
        [worker] = job_workers(server)
        os.kill(worker, signal.SIGKILL)
        with site.engine().begin() as connection:  # stands for the minute that a dead worker's lease lasts
            connection.exec_driver_sql("UPDATE core_outbox SET leased_until = NULL")
        wait_for(lambda: site.count("core_outbox") == 0 and job_workers(server) not in ([], [worker]))  # all may have been sent before the first one died
        [another] = job_workers(server)
        os.kill(server.pid, signal.SIGKILL)  # nobody ends the worker now
        wait_for(lambda: not Path(f"/proc/{another}").exists())

    assert another != worker
    assert sorted(receivers(mail)) == sorted(f"user{number}@example.com" for number in range(8))


def job_workers(server: Server) -> list[int]:
    """Process ids, by the command line."""
    return [one for one in server.children() if b"--beside" in Path(f"/proc/{one}/cmdline").read_bytes()]


def site_user(site: Site, number: int) -> None:
    """An invited user: a mail that has to be sent."""
    site.forecourt("user", "add", f"user{number}@example.com", "--name", f"User {number}", "--invite")


def receivers(mail: Path) -> list[str]:
    return [str(message_from_bytes(path.read_bytes())["To"]) for path in mail.glob("*.eml")]


@pytest.mark.any_database
def test_a_second_server_on_the_same_port_says_so_and_starts_nothing(site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = site.forecourt("run", "--port", str(port), expect=1)

    assert f"Nothing can listen at 127.0.0.1:{port}" in refused.stderr and "--port" in refused.stderr
    assert refused.stdout == ""


def test_a_server_told_to_stop_finishes_what_it_does(site: Site) -> None:
    with site.started(workers=2, job_worker=True) as server:
        robot = server.client(site.token())
        answers: list[int] = []
        sender = threading.Thread(target=lambda: answers.append(robot.send("/api/v1/accounts", {"name": "The last one"}).status))
        sender.start()
        time.sleep(0.05)
        os.kill(server.pid, signal.SIGTERM)
        sender.join()
        wait_for(server.ended)

    assert answers == [201]
    assert site.count("contacts_account") == 1
