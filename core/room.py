"""Room on the disk: asked by those who watch an installation and by ``forecourt check``, before saves are refused."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from flask import current_app
from sqlalchemy.engine import make_url

PRIVATE = 0o700
"""The mode of a folder made for data: nobody else on the machine reads records, files, or the links in spooled mail."""
LEAST = 100 * 1024 * 1024
"""Bytes that must be free where data lies."""


def scarce() -> list[Path]:
    """The folders of this installation where less than ``LEAST`` is left. Raises OSError where that cannot be asked."""
    return [folder for folder in dict.fromkeys(_folders()) if shutil.disk_usage(folder).free < LEAST]


def _folders() -> Iterator[Path]:
    """Of attachments and the like, and of the database where it is a file; one that is yet to be made stands for the one that it will be in."""
    places = [Path(current_app.config["FORECOURT"]["data_dir"])]
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if url.drivername == "sqlite" and url.database not in (None, "", ":memory:"):
        places.append(Path(str(url.database)).parent)
    for place in places:
        yield next(one for one in (place.absolute(), *place.absolute().parents) if one.is_dir())
