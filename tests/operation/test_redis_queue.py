"""A queue in Redis: it wakes the worker, and without it the work waits in the outbox."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import redis
from sites import PATIENCE, Site, free_port, wait_for


@pytest.fixture
def server(tmp_path: Path) -> Iterator[redis.Redis]:
    """A Redis server of this test's own, which keeps nothing."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("there is no redis-server on this machine")
    port = free_port()
    process = subprocess.Popen([program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(tmp_path)], stdout=subprocess.DEVNULL)
    with redis.Redis(port=port) as client:
        wait_for(lambda: answers(client))
        yield client
    process.terminate()
    process.wait(timeout=PATIENCE)


def answers(client: redis.Redis) -> bool:
    with suppress(redis.ConnectionError):
        return bool(client.ping())
    return False


def invite(site: Site, name: str) -> None:
    """A mail that has to be sent."""
    site.forecourt("user", "add", f"{name}@example.com", "--name", name, "--invite")


def test_work_rings_in_redis_and_a_worker_that_listens_there_does_it(server: redis.Redis, site: Site) -> None:
    site.settings["FORECOURT_QUEUE_URL"] = f"redis://127.0.0.1:{server.get_connection_kwargs()['port']}/0"
    invite(site, "bo")
    [key] = server.keys()
    assert server.llen(key) == 1

    worker = site.fork("worker")
    try:
        wait_for(lambda: site.count("core_outbox") == 0 and not server.llen(key))  # its own work may ring once more
    finally:
        worker.terminate()
        worker.join(PATIENCE)
    assert worker.exitcode == 0

    assert len(list((site.folder / "mail").glob("*.eml"))) == 1


def test_a_redis_that_is_down_stops_nobody(site: Site) -> None:
    site.settings["FORECOURT_QUEUE_URL"] = f"redis://127.0.0.1:{free_port()}/0"

    invite(site, "bo")

    assert site.count("core_outbox") == 1
