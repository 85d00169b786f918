"""Settings a module declares and an administrator changes while the product runs, for all or for one dealer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from . import audit, state
from .actor import Actor
from .db import BigId, Json, db, transaction
from .errors import Invalid, NotFound
from .fields import Field, unwrap
from .fields.texts import CountryField
from .i18n import gettext as _

PERMISSION = "core.administer"


class Setting:
    """A declared setting: ``Setting("leads.first_contact_hours", fields.Integer(_("Hours until first contact")), default=36)``.

    The field gives label, help, type and limits. ``per_dealer`` lets each dealer differ from the installation's value.
    ``group`` is the heading under which the page shows it; unless told, its module's label.
    """

    def __init__(self, code: str, shape: Any, default: Any = None, *, per_dealer: bool = False, group: Any = None) -> None:
        self.code = code
        self.field: Field = unwrap(shape)
        self.field.name = self.field.name or code.replace(".", "_")
        if not callable(default) and not self.field.takes(default):
            raise ValueError(f"setting {code!r}: the default {default!r} is no value of its field")
        self.default = default
        self.per_dealer = per_dealer
        self.group = group
        self.plugin = ""

    def __repr__(self) -> str:
        return f"Setting({self.code!r})"


class SettingValue(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A value that differs from the declared default; ``dealer_id`` None is the installation's."""

    __tablename__ = "core_setting"
    __table_args__ = (
        sa.Index("uq_core_setting_installation", "code", unique=True, postgresql_where=sa.text("dealer_id IS NULL"),
                 sqlite_where=sa.text("dealer_id IS NULL")),
        sa.Index("uq_core_setting_dealer", "code", "dealer_id", unique=True, postgresql_where=sa.text("dealer_id IS NOT NULL"),
                 sqlite_where=sa.text("dealer_id IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(120))
    dealer_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_unit.id"))
    value: Mapped[Any] = mapped_column(Json, nullable=True)


@dataclass(frozen=True, slots=True)
class Held:
    """A setting with its present value and where that comes from: "default", "installation" or "dealer"."""

    setting: Setting
    value: Any
    source: str = field(default="default")


def get(code: str, dealer_id: int | None = None) -> Any:
    """The value that holds: the dealer's, else the installation's, else the default. Raises NotFound if undeclared."""
    return held(code, dealer_id).value


def held(code: str, dealer_id: int | None = None) -> Held:
    """As get, with the setting and the source of its value."""
    setting = declared(code)
    values = state.cached("settings", _read)
    for source, key in (("dealer", (code, dealer_id)), ("installation", (code, None))):
        if key in values and (source == "installation" or dealer_id is not None):
            return Held(setting, _typed(setting, values[key]), source)
    return Held(setting, _default(setting))


def _default(setting: Setting) -> Any:
    return setting.default() if callable(setting.default) else setting.default


def put(code: str, value: Any, user: Actor, dealer_id: int | None = None) -> Any:
    """Set a value, as typed by a person or in its Python form; returns it as it will be read.

    Raises Forbidden, and Invalid with the field's own sentences.
    """
    user.require(PERMISSION)
    setting = declared(code)
    if dealer_id is not None and not setting.per_dealer:
        raise Invalid({setting.field.name: [_("“%(setting)s” is the same for all dealers.", setting=setting.field.label)]})
    clean = _checked(setting, value)
    with transaction():
        _tell(user, setting, dealer_id, clean)
        db.session.execute(sa.delete(SettingValue).where(_of(code, dealer_id)))
        db.session.add(SettingValue(code=code, dealer_id=dealer_id, value=setting.field.dump(clean)))
        db.session.flush()
        state.bump("settings")
    return clean


def reset(code: str, user: Actor, dealer_id: int | None = None) -> None:
    """Back to the installation's value, or without a dealer to the declared default."""
    user.require(PERMISSION)
    setting = declared(code)
    with transaction():
        _tell(user, setting, dealer_id, get(code) if dealer_id is not None else _default(setting))
        db.session.execute(sa.delete(SettingValue).where(_of(code, dealer_id)))
        state.bump("settings")


def _tell(user: Actor, setting: Setting, dealer_id: int | None, new: Any) -> None:
    """The log line: who set what for whom. What is read is what is set now, before it changes."""
    old = get(setting.code, dealer_id)
    if old != new:
        values = [setting.field.dump(old), setting.field.dump(new)]
        audit.record("setting_changed", actor=user, details={"setting": setting.code, "dealer": dealer_id, "values": values})


def declared(code: str) -> Setting:
    """The declaration. Raises NotFound."""
    from . import registry

    try:
        return registry.current().settings[code]
    except KeyError:
        raise NotFound(_("There is no setting “%(code)s”.", code=code)) from None


def shown(dealer_id: int | None = None) -> Iterator[Held]:
    """All settings of modules that are on; for a dealer only those a dealer may have of its own."""
    from . import modules, registry

    for code, setting in registry.current().settings.items():
        if modules.is_on(setting.plugin) and (dealer_id is None or setting.per_dealer):
            yield held(code, dealer_id)


def core_settings() -> list[Setting]:
    """The settings of the core itself."""
    from . import fields
    from .i18n import gettext_lazy

    group = gettext_lazy("General")
    return [
        Setting("core.country", CountryField(
            gettext_lazy("Country"), required=True, help=gettext_lazy("Two letters: how telephone numbers without a country code are read.")),
            default=lambda: current_app.config["FORECOURT"]["country"], group=group),
        Setting("core.notices_by_mail", fields.Checkbox(
            gettext_lazy("Notices also by mail"), help=gettext_lazy("Unless a person has chosen otherwise.")),
            default=False, per_dealer=True, group=group),
        Setting("core.mail_sender_name", fields.Text(gettext_lazy("Sender's name in mail"), length=120), default="Forecourt", group=group),
    ]  # fmt: skip


def _of(code: str, dealer_id: int | None) -> sa.ColumnElement[bool]:
    return sa.and_(SettingValue.code == code, SettingValue.dealer_id.is_not_distinct_from(dealer_id))


def _read() -> dict[tuple[str, int | None], Any]:
    rows = db.session.execute(sa.select(SettingValue.code, SettingValue.dealer_id, SettingValue.value))
    return {(code, dealer_id): value for code, dealer_id, value in rows}


def _typed(setting: Setting, stored: Any) -> Any:
    """The stored JSON in its Python form; a value the declaration no longer allows gives the default."""
    try:
        return setting.field.clean(stored)
    except ValueError:
        return setting.default


def _checked(setting: Setting, value: Any) -> Any:
    try:
        clean = setting.field.clean(value)
    except ValueError as problem:
        raise Invalid({setting.field.name: [str(problem)]}) from None
    if clean is None and setting.field.required:
        raise Invalid({setting.field.name: [_("%(field)s must be filled in.", field=setting.field.label)]})
    problems = [] if clean is None else list(setting.field.problems(clean))
    if problems:
        raise Invalid({setting.field.name: problems})
    return clean
