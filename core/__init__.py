"""The public API of Forecourt: what a plugin may use. Nothing else of core is promised."""

from .garbage import none_collected

with none_collected():
    from . import (
        append_only,
        approvals,
        assignment,
        audit,
        calendars,
        cells,
        changes,
        charts,
        chunks,
        clock,
        conditions,
        customization,
        dates,
        external_ids,
        fields,
        forms,
        jobs,
        mail,
        merging,
        modules,
        notices,
        objects,
        once,
        outbox,
        pdf,
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
    from .commands import inside_app
    from .db import BigId, CoreRecord, Json, MoneyAmount, UTCDateTime, after_commit, db, in_transaction, is_postgresql, savepoint, transaction
    from .errors import BadQuery, ConfigError, Conflict, Forbidden, ForecourtError, Invalid, ModuleOff, NotFound, PluginError, Refusal  # fmt: skip
    from .formats import short_day
    from .hookspecs import hookimpl, hookspec
    from .i18n import LazyText, SeededName, Text, gettext, gettext_lazy, language, ngettext, pgettext, pgettext_lazy, speaking
    from .jobs import Job
    from .model import Record
    from .objects import SCOPE, Board, BoardTab, Draft, Layout, ListView, Menu, ObjectType, RelatedList, Section
    from .outbox import Event
    from .panels import Column, Enclosure, FirstStep, HomePanel, MenuItem, Panel
    from .permissions import Alternative, Permission, Role, Share
    from .plugins import Plugin
    from .rest.operations import Answer, operation
    from .rest.schemas import named as api_schema
    from .rest.schemas import shapes as api_fields
    from .security import public, throttle
    from .settings import Setting
    from .summaries import Summary
    from .users import system_actor
    from .web import enclosures
    from .web.addresses import own_address
    from .web.dialogs import go_to

__all__ = [
    "SCOPE",
    "Action",
    "Actor",
    "Alternative",
    "Answer",
    "BadQuery",
    "BigId",
    "Board",
    "BoardTab",
    "Change",
    "Choice",
    "Column",
    "ConfigError",
    "Conflict",
    "CoreRecord",
    "Draft",
    "Enclosure",
    "Event",
    "FirstStep",
    "Forbidden",
    "ForecourtError",
    "HomePanel",
    "Invalid",
    "Job",
    "Json",
    "Layout",
    "LazyText",
    "ListView",
    "Menu",
    "MenuItem",
    "ModuleOff",
    "MoneyAmount",
    "NotFound",
    "ObjectType",
    "Outcome",
    "Panel",
    "Permission",
    "Plugin",
    "PluginError",
    "Record",
    "Refusal",
    "RelatedList",
    "Role",
    "Section",
    "SeededName",
    "Setting",
    "Share",
    "Summary",
    "Text",
    "UTCDateTime",
    "acting",
    "after_commit",
    "api_fields",
    "api_schema",
    "append_only",
    "approvals",
    "assignment",
    "audit",
    "calendars",
    "cells",
    "changes",
    "charts",
    "chunks",
    "clock",
    "code_of",
    "conditions",
    "create_app",
    "current_actor",
    "customization",
    "dates",
    "db",
    "enclosures",
    "external_ids",
    "fields",
    "forms",
    "gettext",
    "gettext_lazy",
    "go_to",
    "hookimpl",
    "hookspec",
    "in_transaction",
    "inside_app",
    "is_postgresql",
    "jobs",
    "language",
    "local",
    "mail",
    "merging",
    "modules",
    "ngettext",
    "notices",
    "now",
    "objects",
    "once",
    "operation",
    "outbox",
    "own_address",
    "pdf",
    "permissions",
    "pgettext",
    "pgettext_lazy",
    "phones",
    "plugins",
    "public",
    "queries",
    "records",
    "registry",
    "roles",
    "savepoint",
    "series",
    "settings",
    "short_day",
    "speaking",
    "state",
    "system_actor",
    "throttle",
    "today",
    "today_in",
    "transaction",
    "units",
    "users",
]  # fmt: skip
