"""Imports: a table becomes records, row by row, through the same gate as everything else; and lists go out as CSV.

CSV, TSV, workbooks and trees of records. Pages: file, mapping, dry run, progress, result with the bad rows and an undo.
Commands: import, import-tree, take-import-back, export.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import FirstStep, Job, MenuItem, Permission, Plugin, Role, Setting, fields, hookimpl
from core import gettext_lazy as _

from . import api, background, contents, intake
from .commands import export_records, import_file, import_tree, take_import_back
from .intake import MOST_ROWS, RUN, prepare, prepare_tree
from .mapping import BRING_HISTORY, Plan
from .pages import blueprint
from .results import counts
from .running import perform

__all__ = ["Plan", "counts", "perform", "plugin", "prepare", "prepare_tree"]

plugin = Plugin(
    "imports",
    label=_("Import"),
    summary=_("CSV files, workbooks and trees of records: mapping kept by name, dry run, bad rows back with their reason, undo."),
    icon="file-import",
)


@hookimpl
def register_blueprints() -> Sequence[Any]:
    return (blueprint, api.blueprint)


@hookimpl
def register_commands() -> Sequence[Any]:
    return (import_file, import_tree, take_import_back, export_records)


@hookimpl
def register_jobs() -> Sequence[Job]:
    return (
        *background.JOBS,
        Job("imports.forget", _("Drop the files of old imports"), run=contents.forget_old, schedule="daily"),
    )


@hookimpl
def register_permissions() -> Sequence[Permission]:
    return (Permission(RUN, _("Import records")), Permission(BRING_HISTORY, _("Import historical times")))


@hookimpl
def register_roles() -> Sequence[Role]:
    return (
        Role("dealer_manager", _("Dealer manager"), permissions=(RUN,)),
        Role("sales_manager", _("Sales manager"), permissions=(RUN,)),
        Role("information_clerk", _("Information clerk"), permissions=(RUN,)),
    )


@hookimpl
def register_settings() -> Sequence[Setting]:
    return (
        Setting(MOST_ROWS, fields.Integer(_("Rows in one file"), minimum=1, maximum=5_000_000), default=1_000_000),
        Setting(contents.KEPT_DAYS, fields.Integer(_("Days for which the file of an import is kept"), minimum=1, maximum=3650), default=90),
    )


@hookimpl
def first_steps() -> Sequence[FirstStep]:
    return (FirstStep("imports.begin", _("Bring in your customers"), _("From the spreadsheets you have; a dry run shows what would happen."), "/imports", intake.has_records, order=40),)


@hookimpl
def navigation_items() -> Sequence[MenuItem]:
    return (MenuItem("imports", _("Import"), "/imports", icon="file-import", group=_("Tools"), order=95, permission=RUN),)
