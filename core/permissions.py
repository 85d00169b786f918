"""Who may do what: operations on objects with a scope, fields, named permissions, and sight as alternatives for SQL."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import state, walks
from .actor import Actor
from .db import BigId, UTCDateTime, db, is_postgresql
from .errors import Forbidden
from .fields import FormulaField
from .i18n import Text
from .i18n import gettext as _

if TYPE_CHECKING:
    from .objects import ObjectType

OPERATIONS = ("create", "read", "edit", "delete")
SIGHT = "sight"
"""Under names that begin so a statement is given what the user sees."""
SCOPES = ("own", "team", "team_below", "dealer", "all")
"""From narrow to wide: my own records, my unit's people's, those of my unit and all below, my dealer's, everybody's."""


@dataclass(frozen=True, slots=True)
class Permission:
    """A right that has a name of its own: "export", "leads.convert"."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True)
class Role:
    """A preset role, or what a module adds to one of the same code.

    ``grants`` maps an object's code to {operation: scope or None}; True stands for "all"; ``permissions`` names further
    rights (the actions on an object come with the operation they need, unless they ask for a right of their own); ``fields`` maps (object, field) to "hidden" or "readonly".
    """

    code: str
    label: Text
    grants: Mapping[str, Mapping[str, str | bool | None]] = field(default_factory=dict)
    permissions: Sequence[str] = ()
    fields: Mapping[tuple[str, str], str] = field(default_factory=dict)
    description: Text = ""


class Share(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """One record opened to one principal beyond what roles give."""

    __tablename__ = "core_share"
    __table_args__ = (
        sa.UniqueConstraint("principal_id", "record_id", "reason"),
        sa.Index("ix_core_share_record", "record_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    principal_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    record_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_record.id"))
    access: Mapped[str] = mapped_column(sa.String(10), default="read")  # read or edit
    reason: Mapped[str] = mapped_column(sa.String(60), default="by hand")
    created_by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("core_principal.id"))
    created_at: Mapped[Any] = mapped_column(UTCDateTime)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way in which a record may be seen: ``kind`` says which index serves it.

    "all" has no condition; "owners" and "dealers" hold ids; "shared" holds principals; "condition" what a module brings: a function
    ``condition(table, mine)`` that gives the SQL condition on the table or an alias of it, where ``mine(column)`` is the test for
    ``values``. A function of a module's top level makes one statement for everybody; one with values of its own is asked each time.
    ``ids(mine)`` may select the same records by id where they are few and found without the table's order, or by another column that
    ``by`` names, what they belong to: a list then begins with them.
    ``others``: what the user sees of other tables, by names, where that decides. The two are then called as ``condition(table, mine, seen)`` and
    ``ids(mine, seen)``, where ``seen[name](table)`` is that sight as a condition on the other table, None where all of it is seen.
    """

    kind: str
    values: tuple[int, ...] = ()
    condition: Any = None
    ids: Any = None
    by: str = "id"
    others: Mapping[str, Sight] = field(default_factory=dict)

    @property
    def shape(self) -> Hashable:
        """What two ways that differ in their values only have in common; None where the condition has values of its own."""
        if self.kind != "condition":
            return (self.kind, self.condition)
        others = tuple((name, one.shape) for name, one in self.others.items())
        if "<locals>" in self.condition.__qualname__ or any(shape is None for _name, shape in others):
            return None
        return (self.condition, self.ids, others)

    def given(self, name: str) -> dict[str, Any]:
        """The values, under this name or names that begin so."""
        found = {name: walks.given(self.values)} if self.values else {}
        for other, one in self.others.items():
            found.update(one.given(f"{name}_{other}"))
        return found

    def on(self, table: Any, name: str | None) -> Any:
        """The condition that a module brought, on this table or alias; its values are given under ``name``, or stand in it."""
        return self.condition(table, *self._values(name))

    def begun_with(self, name: str | None) -> Any:
        """The select of the ids, or of what ``by`` refers to, that a module brought, its values given under ``name``, or standing in it; None where it brought none."""
        return self.ids(*self._values(name)) if self.ids is not None else None

    def _values(self, name: str | None) -> tuple[Any, ...]:
        """What a module's function is given: ``mine``, and ``seen`` where others decide."""
        mine = partial(_one_or_many, values=self.values, name=name)
        return (mine, {other: partial(one.sql, name=name and f"{name}_{other}") for other, one in self.others.items()}) if self.others else (mine,)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a user may reach of an object, as one condition. Those of one ``shape`` are alike but for what ``given`` tells; ``make`` is None
    where everything may be reached."""

    shape: Hashable
    make: Callable[[Any, str | None], sa.ColumnElement[bool]] | None = None
    given: Callable[[str], dict[str, Any]] = lambda _name: {}

    def sql(self, table: Any, name: str | None = SIGHT) -> sa.ColumnElement[bool] | None:
        """The condition on the table or an alias of it; its values are given when the statement is asked, under names that begin with ``name``,
        or stand in it where that is None."""
        return None if self.make is None else self.make(table, name)

    def narrow(self, statement: sa.Select[Any], table: Any) -> sa.Select[Any]:
        """The statement over this table for what is in sight, to be asked with ``values``."""
        test = self.sql(table)
        return statement if test is None else statement.where(test)

    @property
    def values(self) -> dict[str, Any]:
        """What a statement with ``sql(table)`` is asked with."""
        return self.given(SIGHT)


EVERYTHING = Sight("all")
MOST_NAMED = {"owners": walks.MOST_PIECES, "dealers": 1}
"""Of so many owners or dealers the records are named by their ids; with more it is cheaper to go through all."""


def scope(user: Actor, object_type: ObjectType, operation: str) -> str | None:
    """The scope within which the user may do this, or None."""
    if user.is_system or user.is_admin:
        return "all"
    return user.grants.get((object_type.code, operation))


def may(user: Actor, object_type: ObjectType, operation: str) -> bool:
    """Whether the user may do this to at least some records of the object."""
    return scope(user, object_type, operation) is not None


def require(user: Actor, object_type: ObjectType, operation: str) -> None:
    """Raises Forbidden where the user may not do this to any record of the object."""
    if not may(user, object_type, operation):
        raise Forbidden


def require_new(user: Actor, object_type: ObjectType) -> None:
    """Raises Forbidden where the user may not make such a record by hand, or nobody may: where only code makes them."""
    require(user, object_type, "create")
    if not object_type.creatable:
        raise Forbidden


def field_right(user: Actor, object_type: ObjectType, name: str) -> str | None:
    """ "hidden", "readonly" or None for a field without limits. A formula that needs a hidden field would tell what that holds, and is hidden with it."""
    if user.is_system or user.is_admin or not user.field_rights:
        return None
    rights, field = user.field_rights, object_type.fields.get(name)
    if isinstance(field, FormulaField) and any(rights.get((object_type.code, one)) == "hidden" for one in field.needs):
        return "hidden"
    return rights.get((object_type.code, name))


def visible_fields(user: Actor, object_type: ObjectType) -> Mapping[str, Any]:
    """The fields the user may know of."""
    if user.is_system or user.is_admin or not user.field_rights:
        return object_type.fields

    def visible() -> tuple[ObjectType, dict[str, Any]]:
        return object_type, {name: one for name, one in object_type.fields.items() if field_right(user, object_type, name) != "hidden"}

    # As declared and as customized an object has not the same fields; it is kept beside them, or another might get the same id.
    return state.about(user, ("fields", id(object_type)), visible)[1]


def unknown_field(user: Actor, object_type: ObjectType, name: str) -> str:
    """The sentence on a field there is not: a custom one that was removed is called so, to whoever could see it."""
    removed = object_type.removed.get(name)
    if removed is not None and field_right(user, object_type, name) != "hidden":
        return _("The field “%(field)s” has been removed by an administrator.", field=removed.label)
    return _("There is no field “%(name)s”.", name=name)


def alternatives(user: Actor, object_type: ObjectType, operation: str = "read") -> list[Alternative]:
    """The ways in which the user may reach records of the object for this operation; none at all: nothing."""
    return state.about(user, ("ways", object_type.code, operation), lambda: _ways(user, object_type, operation))


def by_role(user: Actor, object_type: ObjectType, operation: str) -> list[Alternative]:
    """The ways that the user's roles give: to the own records, and to those of whom the user stands above. They are told by owner and dealer alone."""
    from . import users

    wide = scope(user, object_type, operation)
    if wide == "all":
        return [Alternative("all")]
    found: list[Alternative] = []
    if wide == "dealer":
        found.append(Alternative("dealers", user.dealer_ids or ((user.dealer_id,) if user.dealer_id else ())))
    if wide in ("team", "team_below"):
        found.append(Alternative("owners", tuple(dict.fromkeys((*user.principal_ids, *users.team_member_ids(user, wide))))))
    elif wide is not None:
        found.append(Alternative("owners", user.principal_ids))
    return found


def _ways(user: Actor, object_type: ObjectType, operation: str) -> list[Alternative]:
    from . import plugins

    found = by_role(user, object_type, operation)
    if any(way.kind == "all" for way in found):
        return found
    if operation in ("read", "edit") and may(user, object_type, operation):
        found.append(Alternative("shared", user.principal_ids, operation))
    for more in plugins.call_each("sight_alternatives", object_type=object_type, user=user, operation=operation):
        found.extend(more or ())
    return found


def condition(user: Actor, object_type: ObjectType, operation: str = "read", table: Any = None) -> sa.ColumnElement[bool] | None:
    """Sight as one condition with its values, on records in the recycle bin too; None when everything may be seen."""
    return _held_condition("any", user, object_type, operation, table, lambda found: sight(user, object_type, operation).sql(found, None))


def living_condition(user: Actor, object_type: ObjectType, operation: str = "read", table: Any = None) -> sa.ColumnElement[bool] | None:
    """The same for counts, sums and what a module joins, on living records alone. Asked for what is seen in one way or another, SQLite goes through everybody's
    records, and PostgreSQL where a module's way is among them: there those of few owners, or of one dealer, are named by their ids."""

    def build(found: Any) -> sa.ColumnElement[bool] | None:
        plain = is_postgresql() and all(way.kind != "condition" for way in alternatives(user, object_type, operation))
        column, ids = ("", None) if plain else _few_ids(user, object_type, operation)
        return sight(user, object_type, operation).sql(found, None) if ids is None else found.c[column].in_(ids)

    return _held_condition("living", user, object_type, operation, table, build)


def _held_condition(
    kind: str, user: Actor, object_type: ObjectType, operation: str, table: Any, build: Callable[[Any], sa.ColumnElement[bool] | None]
) -> sa.ColumnElement[bool] | None:
    """Built once a request: a page counts and sums the same records many times."""
    table, held = object_type.table if table is None else table, state.told()
    key = ("condition", kind, id(user), object_type.code, operation, table)
    if key not in held:
        held[key] = build(table)
    return held[key]  # type: ignore[no-any-return]  # a slot holds what was put there


def _few_ids(user: Actor, object_type: ObjectType, operation: str) -> tuple[str, Any]:
    """A column, and the select of its values in all living records that the user reaches; None for the select where these are many, or a module's
    condition does not tell them."""
    if object_type.controlled_by and may(user, object_type, operation):
        parent, lookup, inner = _controller(object_type, operation)
        column, ids = _few_ids(user, parent, inner)
        return lookup, ids if column == "id" or ids is None else sa.select(parent.table.c.id).where(parent.table.c[column].in_(ids)).correlate(None)
    parts = [living_ids(way, object_type) for way in alternatives(user, object_type, operation)]
    return "id", sa.union_all(*parts) if parts and all(one is not None for one in parts) else None


def of_own_parents(user: Actor, object_type: ObjectType, operation: str = "read") -> Alternative | None:
    """What belongs to records of which the user sees the own alone: a list begins with those, for in its own order it would pass everybody's to find a few.
    None where the user sees more, or it belongs to none."""
    if not object_type.controlled_by or scope(user, _deciding(object_type), operation) != "own":
        return None
    return state.about(user, ("own parents", object_type.code, operation), lambda: _begun_with_parents(user, object_type, operation))


def _begun_with_parents(user: Actor, object_type: ObjectType, operation: str) -> Alternative | None:
    column, ids = _few_ids(user, object_type, operation)
    if ids is None:
        return None
    few = sa.select(next(iter(ids.subquery().c)))
    return Alternative("condition", condition=lambda table, _mine: table.c[column].in_(few), ids=lambda _mine: few, by=column)


def _deciding(object_type: ObjectType) -> ObjectType:
    """The object whose records decide who sees the records of this one."""
    while object_type.controlled_by:
        object_type = controlling(object_type)
    return object_type


def living_ids(way: Alternative, object_type: ObjectType, name: str | None = None) -> Any:
    """The ids of the living records of one way of sight, by the index that serves it; None where they are many, or it does not tell them. Its values stand in
    the select, or are given under ``name``."""
    table = object_type.table
    if way.kind == "shared":
        return shared_ids(way, name)
    if way.kind in MOST_NAMED and len(way.values) <= MOST_NAMED[way.kind]:
        return sa.select(table.c.id).where(in_sight(way, table, name), table.c.deleted_at.is_(None)).correlate(None)
    ids = way.begun_with(name)
    if ids is None or way.by == "id":
        return ids
    return sa.select(table.c.id).where(table.c[way.by].in_(ids), table.c.deleted_at.is_(None)).correlate(None)


def sight(user: Actor, object_type: ObjectType, operation: str = "read") -> Sight:
    """What the user reaches of the object for this operation."""
    build = _controlled if object_type.controlled_by else _own_sight
    return state.about(user, ("sight", object_type.code, operation), lambda: build(user, object_type, operation))


def _own_sight(user: Actor, object_type: ObjectType, operation: str) -> Sight:
    ways = alternatives(user, object_type, operation)
    if any(way.kind == "all" for way in ways):
        return EVERYTHING

    def make(table: Any, name: str | None) -> sa.ColumnElement[bool]:
        return sa.or_(sa.false(), *(in_sight(way, table, name and f"{name}_{place}") for place, way in enumerate(ways)))

    def given(name: str) -> dict[str, Any]:
        return {key: value for place, way in enumerate(ways) for key, value in way.given(f"{name}_{place}").items()}

    shapes = tuple((way.shape, walks.width(way.values)) for way in ways)
    return Sight(None if any(shape is None for shape, _width in shapes) else ("ways", *shapes), make, given)


@cache
def alias_of(table: Any) -> Any:
    """The table under another name, for a subquery about a second record. Made once: its columns are copied, which takes a while."""
    return table.alias()


def controlling(object_type: ObjectType) -> ObjectType:
    """The object to which the records of this one, which must be a controlled one, belong."""
    from . import registry

    return registry.object_type(object_type.fields[str(object_type.controlled_by)].to)  # type: ignore[attr-defined]  # controlled_by names a look-up


def _controller(object_type: ObjectType, operation: str) -> tuple[ObjectType, str, str]:
    """The object that a controlled one belongs to, the column that says to which record, and what one must be allowed to do to such a record."""
    return controlling(object_type), object_type.fields[str(object_type.controlled_by)].attribute, "read" if operation == "read" else "edit"


def _controlled(user: Actor, object_type: ObjectType, operation: str) -> Sight:
    """Seen where the record it belongs to is seen; changed where that one may be changed."""
    if scope(user, object_type, operation) is None:
        return Sight("nothing", lambda _table, _name: sa.false())
    parent, lookup, needed = _controller(object_type, operation)
    inner = sight(user, parent, needed)
    within = inner.make
    if within is None:
        return inner

    def make(table: Any, name: str | None) -> sa.ColumnElement[bool]:
        parents = alias_of(parent.table)
        return sa.exists().where(parents.c.id == table.c[lookup], within(parents, name))

    return Sight(inner.shape and ("within", inner.shape), make, inner.given)


def in_sight(way: Alternative, table: Any, name: str | None = None) -> sa.ColumnElement[bool]:
    """One way of sight as a condition over a table, or over another that has its columns; its values stand in it, or are given under ``name``."""
    if way.kind == "owners":
        return _one_or_many(table.c.owner_id, way.values, name)
    if way.kind == "dealers":
        return _one_or_many(table.c.dealer_id, way.values, name)
    if way.kind == "shared":
        return walks.among_selected(table.c.id, shared_ids(way, name))
    return way.on(table, name)  # type: ignore[no-any-return]  # brought by a module


def _one_or_many(column: Any, values: tuple[int, ...], name: str | None) -> sa.ColumnElement[bool]:
    """Plain equality for one: "= ANY(array of one)" walks the wrong index."""
    if name is not None:
        return walks.matches(column, values, name)
    if not values:
        return sa.false()
    return column == values[0] if len(values) == 1 else column.in_(values)  # type: ignore[no-any-return]


def shared_ids(way: Alternative, name: str | None = None) -> sa.Select[tuple[int]]:
    """The records opened to the principals of this way, whose ids stand in it, or are given under ``name``."""
    shares = Share.__table__
    found = sa.select(shares.c.record_id).where(_one_or_many(shares.c.principal_id, way.values, name))
    return found.where(shares.c.access == "edit") if way.condition == "edit" else found
