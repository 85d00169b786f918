"""The public API of Forecourt: what a plugin may use. Nothing else of core is promised."""

from . import (
    approvals,
    audit,
    calendars,
    changes,
    clock,
    conditions,
    customization,
    dates,
    external_ids,
    fields,
    forms,
    jobs,
    merging,
    modules,
    notices,
    objects,
    outbox,
    permissions,
    phones,
    plugins,
    queries,
    records,
    registry,
    roles,
    series,
    settings,
    state,
    units,
    users,
)  # fmt: skip
from .actions import Action, Outcome
from .actor import Actor, acting, current_actor
from .app import create_app
from .changes import Change
from .choices import Choice, code_of
from .clock import local, now, today, today_in
from .db import BigId, CoreRecord, Json, MoneyAmount, UTCDateTime, after_commit, db, in_transaction, is_postgresql, savepoint, transaction
from .errors import BadQuery, ConfigError, Conflict, Forbidden, ForecourtError, Invalid, ModuleOff, NotFound, PluginError, Refusal  # fmt: skip
from .hookspecs import hookimpl, hookspec
from .i18n import LazyText, Text, gettext, gettext_lazy, ngettext, pgettext, pgettext_lazy
from .jobs import Job
from .model import Record
from .objects import Board, BoardTab, Draft, Layout, ListView, Menu, ObjectType, RelatedList, Section
from .outbox import Event
from .panels import Column, HomePanel, MenuItem, Panel
from .permissions import Alternative, Permission, Role, Share
from .plugins import Plugin
from .settings import Setting
from .users import system_actor

__all__ = [
    "Action", "Actor", "Alternative", "BadQuery", "BigId", "Board", "BoardTab", "Change", "Choice", "Column", "ConfigError", "Conflict", "CoreRecord", "Draft",
    "Event", "Forbidden", "ForecourtError", "HomePanel", "Invalid", "Job", "Json", "Layout", "LazyText", "ListView", "Menu", "MenuItem", "ModuleOff",
    "MoneyAmount", "NotFound", "ObjectType", "Outcome", "Panel", "Permission", "Plugin", "PluginError", "Record", "Refusal", "RelatedList", "Role",
    "Section", "Setting", "Share", "Text", "UTCDateTime", "acting", "after_commit", "approvals", "audit", "calendars", "changes", "clock", "code_of",
    "conditions", "create_app", "current_actor", "customization", "dates", "db", "external_ids", "fields", "forms", "gettext", "gettext_lazy", "hookimpl", "hookspec",
    "in_transaction", "is_postgresql", "jobs", "local", "merging", "modules", "ngettext", "notices", "now", "objects", "outbox", "permissions",
    "pgettext", "pgettext_lazy", "phones", "plugins", "queries", "records", "registry", "roles", "savepoint", "series", "settings", "state",
    "system_actor", "today", "today_in", "transaction", "units", "users",
]  # fmt: skip
