"""The panel with a record's files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import Actor, Panel
from core import gettext_lazy as _

from . import attaching

PREVIEW = 3 * 1024**2
"""Bytes up to which a picture is shown small: it is loaded as it is, once one scrolls to it."""


def context(record: Any, user: Actor, cursor: str | None = None) -> Mapping[str, Any] | None:
    """Variables of the panel, or of a later page of its files; set-up records have none."""
    if record.object_type.setup:
        return None
    files, following = attaching.page_of(record, cursor)
    return {
        "record": record, "files": files, "following": following, "may_add": attaching.may_add(record, user),
        "may_remove": attaching.may_remove(record, user), "most": attaching.most_bytes(), "most_text": attaching.size_text(attaching.most_bytes()), "preview": PREVIEW,
    }  # fmt: skip


files_panel = Panel("files.panel", _("Files"), None, "files/panel.html", context, slot="side", order=40)
