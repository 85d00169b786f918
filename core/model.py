"""Record: the base of every object's table, and what the class bodies of models turn into."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, MappedColumn, declared_attr, mapped_column

from . import fields
from .choices import ChoicesType, ChoiceType
from .custom_values import PREFIX
from .db import BigId, Json, UTCDateTime, db
from .errors import PluginError
from .i18n import gettext_lazy as _

STANDARD_COLUMNS = (
    "id", "owner_id", "unit_id", "dealer_id", "created_at", "created_by_id", "modified_at", "modified_by_id", "version", "deleted_at", "custom",
)  # fmt: skip


class LookupAttribute:
    """``record.account`` beside ``record.account_id``: loads the record, from the session where it is there already."""

    def __init__(self, field: fields.LookupField) -> None:
        self.field = field

    def __get__(self, record: Any, owner: type) -> Any:
        if record is None:
            return getattr(owner, self.field.attribute)
        target = getattr(record, self.field.attribute)
        return None if target is None else _load(self.field, target)

    def __set__(self, record: Any, value: Any) -> None:
        setattr(record, self.field.attribute, getattr(value, "id", value))


def _load(field: fields.LookupField, target: int) -> Any:
    from . import registry, units, users

    if isinstance(field, fields.UnitField):
        return units.find(target)
    if isinstance(field, fields.UserField):
        return users.find(target)
    if field.to is None:
        return registry.record_by_id(target)
    return db.session.get(MODELS[field.to], target)


MODELS: dict[str, type[Record]] = {}
"""Object code -> model, filled as models are defined."""


def code_for(model_name: str) -> str:
    """The object's code: ``PriceBook`` -> "price_book"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model_name).lower()


class Record(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """Base of an object's table. Columns only: verbs are functions.

    The id is the record's row in the register. ``unit_id`` and ``dealer_id`` follow the owner while the record is open.
    """

    __abstract__ = True
    __object_code__: str
    __record_fields__: dict[str, fields.Field]

    @declared_attr
    def id(cls) -> Mapped[int]:
        return mapped_column(BigId, sa.ForeignKey("core_record.id"), primary_key=True, autoincrement=False, sort_order=-20_000)

    @declared_attr
    def owner_id(cls) -> Mapped[int | None]:
        return mapped_column(BigId, sa.ForeignKey("core_principal.id"), sort_order=100)

    @declared_attr
    def unit_id(cls) -> Mapped[int | None]:
        return mapped_column(BigId, sa.ForeignKey("core_unit.id"), sort_order=101)

    @declared_attr
    def dealer_id(cls) -> Mapped[int | None]:
        return mapped_column(BigId, sa.ForeignKey("core_unit.id"), sort_order=102)

    @declared_attr
    def created_at(cls) -> Mapped[datetime]:
        return mapped_column(UTCDateTime, sort_order=103)

    @declared_attr
    def created_by_id(cls) -> Mapped[int | None]:
        return mapped_column(BigId, sa.ForeignKey("core_principal.id"), sort_order=104)

    @declared_attr
    def modified_at(cls) -> Mapped[datetime]:
        return mapped_column(UTCDateTime, sort_order=105)

    @declared_attr
    def modified_by_id(cls) -> Mapped[int | None]:
        return mapped_column(BigId, sa.ForeignKey("core_principal.id"), sort_order=106)

    @declared_attr
    def version(cls) -> Mapped[int]:
        return mapped_column(sa.Integer, default=1, sort_order=107)

    @declared_attr
    def deleted_at(cls) -> Mapped[datetime | None]:
        return mapped_column(UTCDateTime, sort_order=108)

    @declared_attr
    def custom(cls) -> Mapped[dict[str, Any]]:
        return mapped_column(Json, default=dict, sort_order=109)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy calls it with the class
        return {"version_id_col": cls.__table__.c.version if "__table__" in cls.__dict__ else cls.version}

    def __init_subclass__(cls, **options: Any) -> None:
        if not cls.__dict__.get("__abstract__"):
            cls.__object_code__ = cls.__dict__.get("__object_code__") or code_for(cls.__name__)
            _bind_fields(cls)
            MODELS[cls.__object_code__] = cls
        super().__init_subclass__(**options)
        if not cls.__dict__.get("__abstract__"):
            _point_late(cls.__object_code__)

    @property
    def owner(self) -> Any:
        """The user or queue that owns the record."""
        from . import users

        return users.find(self.owner_id) if self.owner_id else None

    @property
    def unit(self) -> Any:
        from . import units

        return units.find(self.unit_id) if self.unit_id else None

    @property
    def dealer(self) -> Any:
        from . import units

        return units.find(self.dealer_id) if self.dealer_id else None

    @property
    def created_by(self) -> Any:
        from . import users

        return users.find(self.created_by_id) if self.created_by_id else None

    @property
    def modified_by(self) -> Any:
        from . import users

        return users.find(self.modified_by_id) if self.modified_by_id else None

    @property
    def object_type(self) -> Any:
        """The ObjectType in the running app."""
        from . import registry

        return registry.object_type(self.__object_code__)

    @property
    def url(self) -> str:
        from . import registry

        return f"/{registry.current().objects[self.__object_code__].slug}/{self.id}"  # no administrator changes addresses

    def __getattr__(self, name: str) -> Any:
        """A custom field as an attribute, like the fields of the model: ``record.x_budget``, ``record.x_friend_id``."""
        if name.startswith(PREFIX):
            custom: dict[str, fields.Field] = self.object_type.custom
            if name in custom:
                return custom[name].value_in(self, name)
            if (field := self.object_type.own_fields.get(name)) is not None:
                target = field.value_in(self)
                return None if target is None else _load(field, target)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith(PREFIX):
            super().__setattr__(name, value)
        elif (field := self.object_type.custom.get(name)) is not None:
            self.custom = field.kept[name].changed(self.custom, value)
        else:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __str__(self) -> str:
        return str(self.object_type.called(self.id, self.object_type.name_of(self)))

    def __repr__(self) -> str:
        return f"<{self.__object_code__} {self.id}>"


def _bind_fields(cls: type[Record]) -> None:
    """Give each declared field its name, add the columns it needs, and take note of it."""
    fields.TABLES.setdefault(cls.__object_code__, cls.__tablename__)
    found: dict[str, fields.Field] = {}
    for name, declared in (lent := dict(_lent(cls))).items():
        setattr(cls, name, declared)
    for order, (name, declared) in enumerate({**lent, **cls.__dict__}.items()):
        if not fields.is_declared(declared):
            continue
        field = found[name] = fields.unwrap(declared)
        field.name = name
        if isinstance(declared, MappedColumn):
            declared._sort_order = order - 10_000  # noqa: SLF001 - keeps the columns in the order written
            _bind_column(cls, field, declared)
    cls.__record_fields__ = found


def _lent(cls: type[Record]) -> Iterator[tuple[str, fields.Declared]]:
    """What abstract bases declare for several objects, made anew for this one: a field knows its name and place, and a column belongs to one table."""
    for base in reversed(cls.__mro__[1:]):
        if base is Record or not issubclass(base, Record):
            continue
        for name, declared in vars(base).items():
            if fields.is_declared(declared) and name not in vars(cls):
                yield name, copy.copy(fields.unwrap(declared)).declared()


def _bind_column(cls: type[Record], field: fields.Field, declared: MappedColumn[Any]) -> None:
    if isinstance(declared.column.type, (ChoiceType, ChoicesType)):
        declared.column.type.home = (cls.__object_code__, field.name)
    if isinstance(field, fields.LookupField):
        _point(cls, field, declared)
        delattr(cls, field.name)
        setattr(cls, field.attribute, declared)
        setattr(cls, field.name, LookupAttribute(field))
    for attribute, column in field.companions().items():
        column._sort_order = declared._sort_order  # noqa: SLF001 - beside its field
        setattr(cls, attribute, column)


_waiting: dict[str, list[tuple[type[Record], fields.LookupField]]] = {}
"""Look-ups whose object is defined further down, by that object's code."""


def _point(cls: type[Record], field: fields.LookupField, declared: MappedColumn[Any]) -> None:
    """Add the look-up's foreign key, or have it added once its object is defined."""
    if type(field) is not fields.LookupField or field.to is None or field.to in fields.TABLES:
        declared.column.append_foreign_key(sa.ForeignKey(field.target_column()))
    else:
        _waiting.setdefault(field.to, []).append((cls, field))


def _point_late(code: str) -> None:
    for other, field in _waiting.pop(code, ()):
        other.__table__.c[field.attribute].append_foreign_key(sa.ForeignKey(field.target_column(), use_alter=True))


def check_look_ups() -> None:
    """Raises PluginError for look-ups to objects that no loaded module defines."""
    for code, held in _waiting.items():
        cls, field = held[0]
        raise PluginError(
            f"object {cls.__object_code__!r}: the look-up {field.name!r} points at {code!r}, which no loaded module defines; "
            "is that module in `depends`?"
        )


def standard_fields() -> dict[str, fields.Field]:
    """The fields every record has, as lists, filters and the API know them."""
    found: dict[str, fields.Field] = {
        "owner": fields.UserField(_("Owner"), queues=True),
        "unit": fields.UnitField(_("Unit"), system=True),
        "dealer": fields.UnitField(_("Dealer"), system=True),
        "created_at": fields.DateTimeField(_("Created at"), system=True),
        "created_by": fields.UserField(_("Created by"), system=True),
        "modified_at": fields.DateTimeField(_("Last modified at"), system=True),
        "modified_by": fields.UserField(_("Last modified by"), system=True),
        "id": fields.IntegerField(_("Record id"), system=True, maximum=2**62),
    }
    for name, field in found.items():
        field.name = name
    return found
