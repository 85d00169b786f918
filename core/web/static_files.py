"""Static files, each at an address that names the release: a browser keeps it for good, and never mixes files of two releases.

Scripts and style sheets name others by relative addresses, which lie in the same release. A module's lie beside core's, ``/static/<release>/<module>/``, so
that its scripts reach core's as ``../js/dialog.js``. Any other address below ``/static`` leads to the file of now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from flask import Blueprint, Flask, current_app, redirect, request
from werkzeug.wrappers import Response

ROOT = "/static"
RELEASE = re.compile(r"[0-9a-f]{8}")
LIBRARIES = "vendor"
"""A folder of files that change by name or size: there are many megabytes of fonts."""


def address_of(folders: Iterable[Path]) -> str:
    """Where the static files of these folders lie, the first of which is core's."""
    return f"{ROOT}/{crc32(b''.join(_mark_of(folder) for folder in folders)):08x}"


@lru_cache(maxsize=64)
def _mark_of(folder: Path) -> bytes:
    return b"".join(_marks(folder))


def _marks(folder: Path) -> Iterator[bytes]:
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        inside = file.relative_to(folder)
        mark = file.stat().st_size if inside.parts[0] == LIBRARIES else crc32(file.read_bytes())
        yield f"{inside.as_posix()}:{mark};".encode()


def place(blueprint: Blueprint, app: Flask) -> None:
    """A module's static folder into the release; before the blueprint is registered."""
    if blueprint.has_static_folder:
        blueprint.static_url_path = f"{app.static_url_path}/{blueprint.name}"


def register(app: Flask) -> None:
    app.add_url_rule(f"{ROOT}/<path:filename>", "static_of_now", send_to_now)


def send_to_now(filename: str) -> Response:
    """From an address without a release, or of another: a page that was opened before an upgrade, or by a machine that is not upgraded yet."""
    release, _stroke, inside = filename.partition("/")
    return redirect(f"{current_app.static_url_path}/{inside if RELEASE.fullmatch(release) else filename}", 302)


def is_kept() -> bool:
    """Whether what is asked for lies at an address that names its release."""
    return request.endpoint == "static" or str(request.endpoint).endswith(".static")


def asset(filename: str) -> str:
    """The address of one of core's static files."""
    return f"{current_app.static_url_path}/{filename}"
