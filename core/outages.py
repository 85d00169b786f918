"""What is wrong with the database, as a sentence with its cure: told by pages, API and command line alike.

An error that is none of these is a mistake of the code and is treated as one.
"""

from __future__ import annotations

import errno
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from .errors import ForecourtError
from .i18n import Text, joined
from .i18n import gettext_lazy as _

log = logging.getLogger(__name__)


class Outage(ForecourtError):
    """The database cannot serve just now. ``cure`` is for whoever runs the installation, ``detail`` what the database said."""

    status, code = 503, "database"

    def __init__(self, code: str, message: Text, cure: Text, detail: str = "") -> None:
        super().__init__()
        self.code, self._told, self.cure, self.detail = code, message, cure, detail

    def default_message(self) -> str:
        return str(self._told)


def unreachable(detail: str) -> Outage:
    return Outage(
        "database-down", _("The database does not answer just now. Nothing was saved; please try again in a moment."),
        _("Is the database running, and is database_url right?"), detail,
    )  # fmt: skip


def full(detail: str) -> Outage:
    return Outage(
        "disk-full", _("The disk is full. Nothing was saved, and what was saved before is safe."), _("Make room where the database and data_dir lie; nothing needs a restart."), detail,
    )  # fmt: skip


def unwritable(detail: str) -> Outage:
    return Outage(
        "database-read-only", _("The database can be read but not written just now. Nothing was saved."),
        _("May the user that runs Forecourt write the database and its folder? Is it a standby?"), detail,
    )  # fmt: skip


def busy(detail: str) -> Outage:
    return Outage(
        "database-busy", _("The database is too busy just now. Nothing was saved; please try again in a moment."),
        _("Is a long-running job, backup or foreign program holding it?"), detail,
    )  # fmt: skip


def broken(detail: str) -> Outage:
    return Outage(
        "database-broken", _("The database file cannot be read. Nothing was saved."), _("Check the disk, then restore the latest backup: forecourt restore"), detail,
    )  # fmt: skip


def behind(modules: list[str]) -> Outage:
    return Outage(
        "database-behind", _("The database is not up to date with the program. Nothing was saved."), _("Run: forecourt upgrade"), joined(modules),
    )  # fmt: skip


def ahead(modules: list[str]) -> Outage:
    return Outage(
        "database-ahead", _("The database is newer than the program. Nothing was changed."),
        _("Install the version of Forecourt that wrote it, or restore a backup made with this one."), joined(modules),
    )  # fmt: skip


def _unfit() -> Outage | None:
    """Whether a table is missing because the schema is not that of the code."""
    from . import schema  # which raises outages itself

    try:
        schema.refuse_unfit()
    except Outage as outage:
        return outage
    return None


def diagnose(error: BaseException, unfit: Callable[[], Outage | None] = _unfit) -> Outage | None:
    """The outage behind an error of SQLAlchemy or of a driver; None for a mistake of the code. ``unfit`` tells whether the schema is behind, where a
    table or column is missing."""
    original = getattr(error, "orig", None) or error
    detail = next(iter(str(original).strip().splitlines()), "")
    if isinstance(original, sqlite3.Error):
        return _of_sqlite(original, detail, unfit)
    if isinstance(original, OSError) and original.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return full(detail)
    if hasattr(original, "sqlstate"):
        return _of_postgresql(original, detail, unfit)
    return None


def is_overflow(error: sa.exc.DBAPIError) -> bool:
    """Whether a number became larger than the 64 bits of a column or a sum: the database is well, and so is the code."""
    return getattr(error.orig, "sqlstate", None) == "22003" or (isinstance(error.orig, sqlite3.Error) and str(error.orig) == "integer overflow")


@contextmanager
def no_obstacle() -> Iterator[None]:
    """Around what is only noted while somebody reads, such as when they were last seen: where the database cannot be written just now it is
    left out, and reading goes on."""
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        found = diagnose(error)
        if found is None:
            raise
        log.warning("not noted: %s (%s)", found.code, found.detail)


SQLITE: dict[int, Callable[[str], Outage]] = {
    sqlite3.SQLITE_FULL: full, sqlite3.SQLITE_BUSY: busy, sqlite3.SQLITE_LOCKED: busy, sqlite3.SQLITE_READONLY: unwritable, sqlite3.SQLITE_CANTOPEN: unreachable,
    sqlite3.SQLITE_CORRUPT: broken, sqlite3.SQLITE_NOTADB: broken, sqlite3.SQLITE_IOERR: full,
}  # fmt: skip


def _of_sqlite(error: sqlite3.Error, detail: str, unfit: Callable[[], Outage | None]) -> Outage | None:
    primary = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # the rest of the number is a refinement
    if primary == sqlite3.SQLITE_ERROR and detail.startswith(("no such table", "no such column", "table ")):
        return unfit()
    found = SQLITE.get(primary)
    return found(detail) if found else None


POSTGRESQL: dict[str, Callable[[str], Outage]] = {
    "53100": full, "53200": busy, "53300": busy, "53400": busy, "25006": unwritable, "40001": busy, "40P01": busy, "55P03": busy, "57P01": unreachable,
    "57P02": unreachable, "57P03": unreachable, "57P05": unreachable, "3D000": unreachable, "28P01": unreachable, "28000": unreachable,
}  # fmt: skip
"""By the codes of https://www.postgresql.org/docs/current/errcodes-appendix.html"""


def _of_postgresql(error: BaseException, detail: str, unfit: Callable[[], Outage | None]) -> Outage | None:
    state: str | None = getattr(error, "sqlstate", None)
    if state is None or state.startswith("08"):
        return unreachable(detail) if type(error).__name__ in ("OperationalError", "InterfaceError", "ConnectionTimeout") or state else None
    if state in ("42P01", "42703"):  # no such table, no such column
        return unfit()
    found = POSTGRESQL.get(state)
    return found(detail) if found else None
