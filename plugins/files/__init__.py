"""Files: attach to any record, with versions; kept in a folder, found and given out under the rights of the record.

No objects of its own.  Panel on every record.  ``kinds`` looks into a file, ``folder`` keeps its bytes, ``attaching`` does the
rest.  Job: sweep.  Comes along with what is written in other modules' forms (``enclosing``).  Takes part in a lead's conversion; a merge moves files along, since they refer to the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from core import Enclosure, Job, Panel, Permission, Plugin, Role, Setting, hookimpl
from core import gettext_lazy as _

from . import api, demo, enclosing, folder, handing, pages, panels, roles, settings, sweeping
from .attaching import attach, attached, remove, restore, versions_of
from .sweeping import sweep

__all__ = ["attach", "attached", "folder", "plugin", "remove", "restore", "sweep", "versions_of"]

plugin = Plugin(
    "files",
    label=_("Files"),
    summary=_("Files on any record, with their versions, under the record's rights; type by content, a limit on size, kept in a folder."),
    icon="paperclip",
    adds=(_("A panel on every record"),),
)


@hookimpl
def register_permissions() -> Sequence[Permission]:
    return roles.PERMISSIONS


@hookimpl
def register_roles() -> Sequence[Role]:
    return roles.ROLES


@hookimpl
def register_settings() -> Sequence[Setting]:
    return settings.SETTINGS


@hookimpl
def register_blueprints() -> Sequence[Any]:
    return (pages.blueprint, api.blueprint)


@hookimpl
def record_panels() -> Sequence[Panel]:
    return (panels.files_panel,)


@hookimpl
def enclosures() -> Sequence[Enclosure]:
    return (enclosing.enclosure,)


@hookimpl
def register_jobs() -> Sequence[Job]:
    return (Job("files.sweep", _("Remove what no file refers to any more"), run=sweeping.sweep, schedule="daily"),)


@hookimpl(optionalhook=True)
def convert_lead(conversion: Any) -> Iterable[Any]:
    return (handing.conversion_step(conversion),)


@hookimpl
def load_demo_data() -> Iterable[Any]:
    return demo.attach_some()


@hookimpl
def find_problems() -> Iterable[tuple[str, str]]:
    return sweeping.missing()


@hookimpl
def absent_files() -> int:
    return sweeping.absent()
