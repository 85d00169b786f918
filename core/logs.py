"""The log: one JSON object per line on the standard error, without personal data.

A line says which route was asked for, by which user's number, with what result, never what anybody typed: no address with
its query, no value, no message of an error that may quote one. ``[log] values = true`` adds these for the time of a search.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import g, has_request_context

EXTRA = "event"
"""What a caller adds to a line: ``log.info("…", extra={logs.EXTRA: {"status": 200}})``."""


def set_up(settings: Mapping[str, Any]) -> None:
    """Send the log of this process to its standard error, as [log] of the configuration says. For processes of our own only."""
    as_text = settings["format"] == "text" or (settings["format"] == "auto" and sys.stderr.isatty())
    handler = logging.StreamHandler()
    handler.setFormatter(TextLine(settings["values"]) if as_text else JsonLine(settings["values"]))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel((settings["level"] or ("warning" if as_text else "info")).upper())
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("huey").setLevel(logging.WARNING)


class Line(logging.Formatter):
    """What both forms of a line share. ``values``: whether it may hold what people typed."""

    def __init__(self, values: bool = False) -> None:
        super().__init__()
        self.values = values

    def message(self, record: logging.LogRecord) -> str:
        """The sentence; an error among its parts is named by its type only, since its own words may quote a value."""
        if self.values or not record.args:
            return record.getMessage()
        given = record.args
        safe: Any = {key: _safe(one) for key, one in given.items()} if isinstance(given, Mapping) else tuple(_safe(one) for one in given)
        return str(str(record.msg) % safe)

    def error(self, record: logging.LogRecord) -> dict[str, Any]:
        """Type and place of what was raised; its words only with ``values``."""
        if not record.exc_info or record.exc_info[1] is None:
            return {}
        problem = record.exc_info[1]
        frames = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(problem.__traceback__)]
        words = {"words": str(problem)} if self.values else {}
        return {"error": type(problem).__name__, **words, "trace": frames}


class JsonLine(Line):
    """For machines."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"), "level": record.levelname.lower(),
            "logger": record.name, "message": self.message(record), "process": record.process,
        }  # fmt: skip
        if has_request_context() and "request_id" in g:
            line["request"] = g.request_id
        return json.dumps({**line, **getattr(record, EXTRA, {}), **self.error(record)}, ensure_ascii=False, default=str)


class TextLine(Line):
    """For people at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        parts = [at, record.levelname, self.message(record), *(f"{key}={value}" for key, value in getattr(record, EXTRA, {}).items())]
        raised = self.error(record)
        return "\n    ".join([" ".join(parts), *raised.get("trace", ()), *([": ".join(filter(None, (raised["error"], raised.get("words"))))] if raised else [])])


def _safe(part: Any) -> Any:
    return type(part).__name__ if isinstance(part, BaseException) else part
