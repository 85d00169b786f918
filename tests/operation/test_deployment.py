"""What ``deploy/`` and ``config/examples/`` hold is started as it stands."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sites import PATIENCE, Http, Site, free_port, stop

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "deploy").glob("*.service"))
INSTALLED = "/opt/forecourt/.venv/bin/forecourt"
EXAMPLES = sorted((ROOT / "config" / "examples").glob("*.toml"))


def unit(name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names are written with capitals
    parser.read(ROOT / "deploy" / name)
    return parser["Service"]


def words(line: str) -> list[str]:
    """The command of a unit, with the program that is installed here."""
    found = shlex.split(line)
    assert found[0] == INSTALLED, line
    return found[1:]


def test_the_units_start_server_and_worker_which_answer_and_stop_when_told(site: Site) -> None:
    port = free_port()
    site.settings |= {"FORECOURT_SERVER_PORT": str(port)}
    site.forecourt(*words(unit("forecourt.service")["ExecStartPre"]))
    log = (site.folder / "units.log").open("w", encoding="utf-8")
    server, worker = (site.start(*words(unit(name)["ExecStart"]), stdout=log, stderr=log) for name in ("forecourt.service", "forecourt-worker.service"))
    try:
        checks, deadline = {}, time.monotonic() + PATIENCE
        while checks.get("worker") != "ok" and time.monotonic() < deadline:
            time.sleep(0.3)
            try:
                checks = Http(f"http://127.0.0.1:{port}").ask("/readyz").json()["checks"]
            except OSError:
                continue
    finally:
        stop(server)
        stop(worker)
        log.close()

    assert checks == {"database": "ok", "migrations": "ok", "worker": "ok", "disk": "ok"}
    assert (server.returncode, worker.returncode) == (0, 0)


@pytest.mark.any_database
def test_the_nightly_unit_writes_a_backup(site: Site) -> None:
    line = unit("forecourt-backup.service")["ExecStart"]
    shell = shlex.split(line.replace("%%", "%").replace(INSTALLED, f"{sys.executable} -m core.cli").replace("/var/backups/forecourt", str(site.folder)))

    subprocess.run(shell, env=site.environ, check=True, timeout=120)

    assert len(list(site.folder.glob("????-??-??-????.zip"))) == 1


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_names_only_what_systemd_knows(path: Path, tmp_path: Path) -> None:
    """By systemd itself where it is installed; by the shape of each line everywhere."""
    for line in path.read_text("utf-8").splitlines():
        assert re.fullmatch(r"|#.*|\[(Unit|Service|Install)\]|[A-Z][A-Za-z]+=.*", line), line
    if shutil.which("systemd-analyze"):
        copy = tmp_path / path.name
        copy.write_text(re.sub(r"^(ExecStart(Pre)?)=/opt/\S+", rf"\1={sys.executable}", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False)
        assert path.name not in done.stderr, done.stderr


@pytest.mark.any_database
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_configuration_starts(path: Path, new_site: object) -> None:
    site: Site = new_site()  # type: ignore[operator]
    site.settings["FORECOURT_CONFIG"] = str(path)
    site.settings["FORECOURT_SERVER_HOST"] = "127.0.0.1"
    site.forecourt("upgrade")

    with site.started() as server:
        assert server.client().ask("/readyz").json()["status"] == "ready"
        assert server.client().ask("/login").status == 200


@pytest.mark.any_database
def test_a_new_installation_makes_its_folder_or_says_why_not(tmp_path: Path) -> None:
    folder = tmp_path / "lib" / "forecourt"
    Site(folder, f"sqlite:///{folder}/forecourt.db").forecourt("upgrade")
    assert (folder / "forecourt.db").exists()

    (tmp_path / "file").touch()
    refused = Site(tmp_path / "file" / "forecourt", "sqlite://").forecourt("upgrade", expect=1)
    assert "'data_dir'" in refused.stderr and "cannot be made" in refused.stderr


@pytest.mark.any_database
def test_the_image_starts_what_its_entry_point_says(site: Site) -> None:
    """The lines of the container file that can be run without an engine: its entry point with its default command."""
    text = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
    command = re.findall(r'"([^"]+)"', re.search(r"^CMD (.*)$", text, re.MULTILINE)[1])  # type: ignore[index]  # it is there
    port = free_port()
    place = site.folder / "bin"
    place.mkdir()
    program = place / "forecourt"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m core.cli "$@"\n')
    program.chmod(0o755)
    environ = {**site.environ, "PATH": f"{place}:/usr/bin:/bin", "FORECOURT_SERVER_PORT": str(port)}
    process = subprocess.Popen([str(ROOT / "deploy" / "entrypoint.sh"), *command], env=environ, text=True, start_new_session=True)
    try:
        deadline, status = time.monotonic() + PATIENCE, 0
        while status != 200 and time.monotonic() < deadline:
            time.sleep(0.3)
            try:
                status = Http(f"http://127.0.0.1:{port}").ask("/healthz").status
            except OSError:
                continue
    finally:
        stop(process)

    assert status == 200
