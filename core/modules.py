"""Which loaded modules are on: a row each, read through the state table, so that all workers agree from the next request on."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app, g, has_request_context
from sqlalchemy.orm import Mapped, mapped_column

from . import audit, plugins, schema, state
from .actor import Actor, acting_or_none
from .clock import now
from .db import BigId, UTCDateTime, db, transaction
from .errors import NotFound, Refusal
from .i18n import gettext as _
from .i18n import joined

REMOVED = "removed"


class ModuleState(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """The switch of one module; absent until first seen, then the row wins over config."""

    __tablename__ = "core_module"

    code: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    state: Mapped[str] = mapped_column(sa.String(20))  # enabled, disabled, removed
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))


class ModuleOffAt(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A dealer for which a module that is on stays hidden."""

    __tablename__ = "core_module_off"

    code: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    dealer_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_unit.id"), primary_key=True)


@dataclass(frozen=True, slots=True)
class Switches:
    """The states as one process holds them: codes that are on, and (code, dealer) pairs that are off.

    ``lacking`` has (code, needed) where a module would be on but for one it needs: it stays off until that is on. It is the same with a
    dealer: ``off_at`` has also what builds on a module that is off there.
    """

    on: frozenset[str]
    off_at: frozenset[tuple[str, int]]
    removed: frozenset[str]
    lacking: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Failure:
    """What a module raised while a page was drawn."""

    code: str
    where: str
    sentence: str
    at: datetime


def _build() -> Switches:
    rows = {row.code: row.state for row in db.session.execute(sa.select(ModuleState.code, ModuleState.state))}
    wanted: Mapping[str, Any] = current_app.config["FORECOURT"]["modules"]
    on, lacking = set[str](), set[tuple[str, str]]()
    for plugin in plugins.loaded().values():  # what a module needs stands before it
        if _is_enabled(plugin.code, rows.get(plugin.code), wanted):
            missing = {(plugin.code, needed) for needed in plugin.depends if needed not in on}
            lacking |= missing
            on |= set() if missing else {plugin.code}
    removed = frozenset(code for code, held in rows.items() if held == REMOVED)
    return Switches(frozenset(on), _off_at_dealers(), removed, frozenset(lacking))


def _off_at_dealers() -> frozenset[tuple[str, int]]:
    """(code, dealer) as switched, and for what builds on a module that is off there."""
    off = {(row.code, row.dealer_id) for row in db.session.execute(sa.select(ModuleOffAt.code, ModuleOffAt.dealer_id))}
    for plugin in plugins.loaded().values() if off else ():  # what a module needs stands before it
        off |= {(plugin.code, dealer_id) for code, dealer_id in off if code in plugin.depends}
    return frozenset(off)


def _is_enabled(code: str, row: str | None, wanted: Mapping[str, Any]) -> bool:
    if row == REMOVED:
        return False
    configured = code not in wanted["disabled"]
    return configured if row is None or code in wanted["locked"] else row == "enabled"


def switches() -> Switches:
    if has_request_context() and "module_switches" in g:
        return g.module_switches  # type: ignore[no-any-return]  # g is untyped
    found = state.cached("modules", _build)
    if has_request_context():
        g.module_switches = found
    return found


def _forget() -> None:
    state.bump("modules")
    if has_request_context():
        g.pop("module_switches", None)


def enabled_codes() -> frozenset[str]:
    """The modules that are on in the installation."""
    return switches().on


def is_on(code: str) -> bool:
    """Whether the module is on for the acting user's dealer. Core itself always is."""
    if not code:
        return True
    held = switches()
    if code not in held.on:
        return False
    actor = acting_or_none()
    return not (held.off_at and actor and actor.dealer_id and (code, actor.dealer_id) in held.off_at)


def states() -> dict[str, str]:
    """Each loaded module's state: "enabled", "disabled" or "removed"."""
    held = switches()
    return {code: "enabled" if code in held.on else "removed" if code in held.removed else "disabled" for code in plugins.loaded()}


def contradictions() -> list[tuple[str, str]]:
    """What settings and switches say against each other, each a sentence with its cure, for ``forecourt check``."""
    held = switches()
    needs = [(f"{code} is off, since {needed}, which it needs, is off.", f"Switch {needed} on, or {code} off as well.") for code, needed in sorted(held.lacking)]
    gone = [
        (f"{code} is locked on in the settings, but its tables were removed.", f"Take {code} out of modules.locked and switch it on, or out of modules.load.")
        for code in sorted(held.removed)
        if is_locked(code) and code not in current_app.config["FORECOURT"]["modules"]["disabled"]
    ]
    return needs + gone


def is_locked(code: str) -> bool:
    """Whether config alone decides about this module."""
    return code in current_app.config["FORECOURT"]["modules"]["locked"]


def dependants(code: str) -> list[str]:
    """Enabled modules that build on this one."""
    on = enabled_codes()
    return [other.code for other in plugins.loaded().values() if code in other.depends and other.code in on]


def enable(code: str, user: Actor) -> list[str]:
    """Switch a module on, with new tables where its own were removed; returns its sentences on what it put right.

    Raises Refusal naming what it needs.
    """
    plugin = _switchable(code, user)
    missing = [needed for needed in plugin.depends if needed not in enabled_codes()]
    if missing:
        raise Refusal(_("“%(module)s” needs %(needed)s; switch that on first.", module=plugin.label, needed=_labels(missing)))
    if code in switches().removed:
        # Imported here, as below: Alembic is for those who change the schema.
        from . import migrate

        migrate.take_in(code)
    with transaction():
        _set(code, "enabled", user)
        reports = [function(user=user) for owner, function in plugins.implementations("on_enable") if owner == code]
    return [str(sentence) for report in reports for sentence in report or ()]


def settle(user: Actor) -> list[str]:
    """Note the state of modules seen for the first time, and let those that are on bring what they start with.

    Called after each upgrade. Returns the modules' sentences on what they made.
    """
    reports: list[str] = []
    with transaction():
        known = set(db.session.execute(sa.select(ModuleState.code)).scalars())
        on = enabled_codes()
        for code in (one for one in plugins.loaded() if one not in known):
            _set(code, "enabled" if code in on else "disabled", user)
            made = [function(user=user) for owner, function in plugins.implementations("on_enable") if owner == code]
            reports += [str(sentence) for sentences in made for sentence in sentences or ()]
    return reports


def disable(code: str, user: Actor) -> None:
    """Switch a module off; its data stays. Raises Refusal naming the modules that build on it."""
    plugin = _switchable(code, user)
    needing = dependants(code)
    if needing:
        raise Refusal(_("“%(module)s” cannot be switched off: %(others)s build on it.", module=plugin.label, others=_labels(needing)))
    with transaction():
        _set(code, "disabled", user)


def set_dealers(code: str, shown: Mapping[int, bool], user: Actor) -> None:
    """Hide a module from dealers, or show it there again: all of them, or none where one cannot be.

    ``shown``: by dealer whether it shall be there. Raises Refusal naming the modules that build on it there, or those it needs.
    """
    plugin = _switchable(code, user)
    for dealer_id, on in shown.items():
        _check_dealer(plugin, dealer_id, on)
    table = ModuleOffAt.__table__
    with transaction():
        for dealer_id, on in shown.items():
            db.session.execute(sa.delete(table).where(table.c.code == code, table.c.dealer_id == dealer_id))
            if not on:
                db.session.execute(sa.insert(table).values(code=code, dealer_id=dealer_id))
            audit.record("module_switched", actor=user, details={"module": code, "state": "enabled" if on else "disabled", "dealer": dealer_id})
        _forget()


def set_dealer(code: str, dealer_id: int, on: bool, user: Actor) -> None:
    """Hide a module from one dealer, or show it there again. Raises as ``set_dealers``."""
    set_dealers(code, {dealer_id: on}, user)


def _check_dealer(plugin: plugins.Plugin, dealer_id: int, on: bool) -> None:
    """At a dealer the same holds as in the house: nothing is on without what it needs. Raises Refusal."""
    from . import units

    off = {code for code, at in switches().off_at if at == dealer_id}
    if on and (missing := [needed for needed in plugin.depends if needed in off]):
        raise Refusal(_(
            "“%(module)s” needs %(needed)s, which %(dealer)s does not have; switch that on there first.",
            module=plugin.label, needed=_labels(missing), dealer=units.name_of(dealer_id),
        ))  # fmt: skip
    if not on and (needing := [other for other in dependants(plugin.code) if other not in off]):
        raise Refusal(_(
            "“%(module)s” cannot be switched off for %(dealer)s: %(others)s build on it. Switch them off there first.",
            module=plugin.label, others=_labels(needing), dealer=units.name_of(dealer_id),
        ))  # fmt: skip


def _labels(codes: Iterable[str]) -> str:
    return joined(plugins.loaded()[one].label for one in codes)


def _switchable(code: str, user: Actor) -> plugins.Plugin:
    user.require("core.administer")
    if code not in plugins.loaded():
        raise NotFound(_("There is no module “%(code)s”.", code=code))
    plugin = plugins.loaded()[code]
    if is_locked(code):
        raise Refusal(_("The configuration decides about “%(module)s”; it is locked there.", module=plugin.label))
    return plugin


def _set(code: str, value: str, user: Actor) -> None:
    table = ModuleState.__table__
    values = {"state": value, "changed_at": now(), "changed_by_id": user.id or None}
    changed = db.session.execute(sa.update(table).where(table.c.code == code).values(**values))
    if not changed.rowcount:  # type: ignore[attr-defined]  # a CursorResult, typed as Result
        db.session.execute(sa.insert(table).values(code=code, **values))
    audit.record("module_switched", actor=user, details={"module": code, "state": value})
    _forget()


def check_removable(code: str, user: Actor) -> None:
    """Raises Refusal while a module is on, another builds on it, or rows of others refer to its rows; NotFound."""
    plugin = _switchable(code, user)
    held = states()
    if held[code] == "enabled":
        raise Refusal(_("“%(module)s” is on. Switch it off first: forecourt modules disable %(code)s", module=plugin.label, code=code))
    if held[code] == REMOVED:
        raise Refusal(_("“%(module)s” was removed already.", module=plugin.label))
    needing = [other.code for other in plugins.loaded().values() if code in other.depends and held[other.code] != REMOVED]
    if needing:
        raise Refusal(_("“%(module)s” cannot be removed before what builds on it: %(others)s.", module=plugin.label, others=joined(needing)))
    if kept_by := schema.referenced(code):
        raise Refusal(_("“%(module)s” cannot be removed, since others refer to it: %(others)s.", module=plugin.label, others=joined(kept_by)))


def remove(code: str, user: Actor) -> list[str]:
    """Drop the tables of a module that is off, with all that is in them; returns their names. Raises as ``check_removable``."""
    check_removable(code, user)
    from . import migrate

    dropped = migrate.remove(code)
    with transaction():
        _set(code, REMOVED, user)
    return dropped


def note_failure(code: str, where: str, problem: Exception) -> None:
    """Keep the last failures of this process for the admin."""
    held: deque[Failure] = current_app.extensions.setdefault("forecourt_failures", deque(maxlen=50))
    held.append(Failure(code, where, f"{type(problem).__name__}: {problem}", now()))


def failures() -> list[Failure]:
    """What modules raised in this process, the latest first."""
    return list(reversed(current_app.extensions.get("forecourt_failures", ())))
