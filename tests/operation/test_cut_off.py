"""What is cut off while it comes in: a file whose server is killed, an import whose disk is full. Nothing half stays, and done again it is whole."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from sites import PATIENCE, Site, wait_for

ROWS = 600
ROOM = 8 * 1024
"""Bytes up to which a file may grow while the disk is full."""


def test_a_file_whose_server_is_killed_while_it_comes_in_is_not_there_and_comes_in_again(site: Site) -> None:
    whole = os.urandom(600_000)
    with site.serving() as server:
        robot = server.client(site.token())
        account = robot.send("/api/v1/accounts", {"name": "Northwind Mills"}).json()["id"]
        path = f"/api/v1/files/{account}?name=offer.bin"
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {robot.token}\r\nContent-Type: application/octet-stream\r\nContent-Length: {len(whole)}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", urlsplit(server.base).port or 0), timeout=PATIENCE) as half:
            half.sendall(head.encode() + whole[:500_000])
            arriving = site.folder / "files" / "arriving"
            wait_for(lambda: arriving.is_dir() and any(one.stat().st_size for one in arriving.iterdir()))
            for worker in server.children():
                os.kill(worker, signal.SIGKILL)
        server.wait_until_up()

        listed = robot.ask(f"/api/v1/files/{account}").json()["data"]
        again = robot.ask(path, whole, headers={"Content-Type": "application/octet-stream"})
        given = site.folder / "files" / (sha := again.json()["sha256"])[:2] / sha[2:4] / sha

        assert listed == []
        assert again.status == 201 and given.read_bytes() == whole


if not os.environ.get("FORECOURT_TEST_DATABASE"):  # the files of a database server are written by the server, which a process of ours cannot limit

    def test_an_import_whose_disk_is_full_says_so_and_goes_on_once_there_is_room(site: Site, tmp_path: Path) -> None:
        file = tmp_path / "accounts.csv"
        file.write_text("Account name\n" + "".join(f"Customer {number}\n" for number in range(ROWS)), "utf-8")

        process = site.start("import", "account", str(file), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stderr is not None
        first = process.stderr.readline()
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (ROOM, resource.RLIM_INFINITY))
        said = process.communicate(timeout=PATIENCE)[1]
        half = site.count("contacts_account")
        again = site.forecourt("import", "account", str(file))

        assert f"of {ROWS} rows" in first
        assert process.returncode == 1 and "The disk is full" in said and "Traceback" not in said
        assert 0 < half < ROWS
        assert "Going on with import 1" in again.stderr and site.count("contacts_account") == ROWS
