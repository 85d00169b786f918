"""API tokens: a secret that acts for a user, no further than its scopes, until it expires or is revoked.

A scope is broad ("read", "write", "export", "admin"), or narrow: "read:<object>" and "write:<object>" reach one object, "act:<object>.<action>"
runs one action and nothing else, whatever that action itself reads and writes.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import audit, outages, state
from .actor import Actor
from .clock import now
from .db import BigId, Json, UTCDateTime, db, transaction
from .errors import Invalid, NotFound
from .i18n import Text, gettext_lazy, joined
from .i18n import gettext as _
from .settings import PERMISSION

if TYPE_CHECKING:
    from .actions import Action

READ, WRITE, EXPORT, ADMIN, ACT = "read", "write", "export", "admin", "act"
SCOPES = {
    READ: gettext_lazy("Read"),
    WRITE: gettext_lazy("Create, change, delete and act"),
    EXPORT: gettext_lazy("Export"),
    ADMIN: gettext_lazy("Administer"),
}
OPERATIONS = {READ: ("read",), WRITE: ("create", "edit", "delete")}
PREFIX = "fct_"
NAME_LENGTH = 80
LONGEST = timedelta(days=730)
TOUCH_EVERY = timedelta(hours=1)


class TokenRow(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """A token. Of its secret only the hash is kept; ``hint`` are its last characters, by which its owner knows it."""

    __tablename__ = "core_token"
    __table_args__ = (sa.Index("ix_core_token_user", "user_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_user.id"))
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    hint: Mapped[str] = mapped_column(sa.String(8))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def scope_labels(self) -> str:
        known = all_scopes()
        return joined(str(known.get(scope, scope)) for scope in self.scopes)


@dataclass(frozen=True, slots=True)
class Presented:
    """The token a request carries."""

    id: int
    user_id: int
    scopes: frozenset[str]


def all_scopes() -> dict[str, Text]:
    """Every scope there is, the broad ones first, with its label."""
    from . import registry

    found: dict[str, Text] = dict(SCOPES)
    for one in registry.customized().values():
        found |= {f"{scope}:{one.code}": f"{SCOPES[scope]}: {one.plural}" for scope in OPERATIONS}
    for actions in registry.current().actions.values():
        found |= {act(one): f"{one.label}: {one.object_type.plural}" for one in actions.values()}
    return found


def narrow(scopes: Iterable[str], objects: Iterable[str], actions: Iterable[str] = ()) -> tuple[str, ...]:
    """Scopes for reading and writing limited to some objects (by code; none: all), and some single actions as their scopes are called."""
    wanted = tuple(objects)
    found = (one for scope in scopes for one in ([f"{scope}:{code}" for code in wanted] if wanted and scope in OPERATIONS else [scope]))
    return (*found, *actions)


def action_scopes() -> dict[str, Text]:
    """The scopes for single actions, with their labels."""
    return {scope: label for scope, label in all_scopes().items() if scope.startswith(f"{ACT}:")}


def act(action: Action) -> str:
    """The scope for just this action."""
    return f"{ACT}:{action.on}.{action.code}"


def create(user: Actor, user_id: int, name: str, scopes: Iterable[str], expires_in: timedelta = timedelta(days=90)) -> str:
    """A new token for oneself, or as an administrator for anybody; returns the secret, which is shown this once.

    Raises Forbidden, NotFound, Invalid by field, and Refusal for who may more.
    """
    from . import roles, users

    if user.id != user_id:
        user.require(PERMISSION)
        roles.refuse_stronger(user, user_id)
    person = users.find(user_id)
    if person is None or person.kind != "user" or not person.active:
        raise NotFound(_("There is no such user."))
    asked = set(scopes)
    wanted = tuple(scope for scope in all_scopes() if scope in asked)
    clean = _checked_name(name, asked, wanted, expires_in)
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction():
        row = TokenRow(user_id=user_id, name=clean, hint=secret[-4:], token_hash=_hash(secret), scopes=list(wanted), created_at=now(),
                       expires_at=now() + expires_in)  # fmt: skip
        db.session.add(row)
        db.session.flush()
        details = {"name": clean, "scopes": list(wanted), "expires": row.expires_at.date().isoformat()}
        audit.record("token_created", actor=user, subject_id=user_id, details=details)
    return secret


def _checked_name(name: str, asked: set[str], wanted: tuple[str, ...], expires_in: timedelta) -> str:
    clean, errors = " ".join(name.split()), dict[str, list[str]]()
    if not clean:
        errors["name"] = [_("Please say what the token is for.")]
    elif len(clean) > NAME_LENGTH:
        errors["name"] = [_("The name has at most %(count)s characters.", count=NAME_LENGTH)]
    unknown = sorted(asked - set(wanted))
    if unknown:
        errors["scopes"] = [_("There is no scope “%(scope)s”; there are: %(known)s.", scope=unknown[0], known=joined(SCOPES))]
    elif not wanted:
        errors["scopes"] = [_("Choose at least one thing the token may do.")]
    if not timedelta() < expires_in <= LONGEST:
        errors["days"] = [_("A token holds for at least one day and at most %(days)s.", days=LONGEST.days)]
    if errors:
        raise Invalid(errors)
    return clean


def tokens_of(user_id: int) -> list[TokenRow]:
    """The user's tokens that are not revoked, newest first; expired ones too, so that one sees why a program fails."""
    rows = sa.select(TokenRow).where(TokenRow.user_id == user_id, TokenRow.revoked_at.is_(None))
    return list(db.session.scalars(rows.order_by(TokenRow.id.desc())))


def revoke(user: Actor, token_id: int) -> None:
    """End a token at once: one's own, or as an administrator anybody's. Raises NotFound for one that one may not know of."""
    with transaction():
        row = db.session.get(TokenRow, token_id, with_for_update=True, populate_existing=True)
        if row is None or (row.user_id != user.id and not user.may(PERMISSION)):
            raise NotFound(_("There is no token with the number %(number)d.", number=token_id))
        if row.revoked_at is None:
            row.revoked_at = now()
            db.session.flush()
            audit.record("token_revoked", actor=user, subject_id=row.user_id, details={"name": row.name})


def revoke_all(user_id: int) -> None:
    """End all tokens of a user."""
    with transaction():
        db.session.execute(sa.update(TokenRow).where(TokenRow.user_id == user_id, TokenRow.revoked_at.is_(None)).values(revoked_at=now()))


def presented(request: Any) -> Presented | None:
    """The living token in "Authorization: Bearer …", or None."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.startswith(PREFIX):
        return None
    moment = now()
    row = state.one_beside(_living(), {"secret": _hash(secret.strip()), "moment": moment})
    if row is None:
        return None
    if row.used_at is None or moment - row.used_at > TOUCH_EVERY:
        with outages.no_obstacle(), transaction():
            db.session.execute(sa.update(TokenRow).where(TokenRow.id == row.id).values(used_at=moment))
    return Presented(row.id, row.user_id, frozenset(row.scopes))


@cache
def _living() -> sa.Select[Any]:
    """Built once: it is asked with every call."""
    columns = TokenRow.__table__.c
    living = (columns.token_hash == sa.bindparam("secret"), columns.revoked_at.is_(None), columns.expires_at > sa.bindparam("moment"))
    return state.beside(sa.select(columns.id, columns.user_id, columns.scopes, columns.used_at).where(*living))


def narrowed(user: Actor, token: Presented) -> Actor:
    """The user with no more rights than the token's scopes let through."""
    held: dict[Any, tuple[Actor, Actor]] = state.cached("rights", dict, "token actors")
    known = held.get((user.id, token.scopes))
    if known is None or known[0] is not user:  # the directory has made the user anew
        known = held[user.id, token.scopes] = (user, _narrow(user, token.scopes))
    return known[1]


def for_action(user: Actor, token: Presented | None, action: Action) -> Actor:
    """Who runs an action: with a scope for just this action the user as far as reading and writing go, else ``user``."""
    from . import users

    if token is None or act(action) not in token.scopes:
        return user
    return narrowed(users.actor(token.user_id), replace(token, scopes=token.scopes | {READ, WRITE}))


def _narrow(user: Actor, scopes: frozenset[str]) -> Actor:
    opened = {permission: _narrow_scopes(permission) for permission in _permissions(user)}
    return replace(
        user, is_admin=False, grants=MappingProxyType({key: scope for key, scope in _grants(user).items() if _reaches(scopes, *key)}),
        permissions=frozenset(name for name, narrow in opened.items() if scope_of(name) in scopes or narrow & scopes),
    )  # fmt: skip


def _reaches(scopes: frozenset[str], object_code: str, operation: str) -> bool:
    broad = next(scope for scope, operations in OPERATIONS.items() if operation in operations)
    return broad in scopes or f"{broad}:{object_code}" in scopes


def _narrow_scopes(permission: str) -> frozenset[str]:
    """The narrow scopes that let the right to an action through: writing its object, or that action itself."""
    from . import registry

    actions = (one for by_code in registry.current().actions.values() for one in by_code.values())
    return frozenset(scope for one in actions if one.permission == permission for scope in (f"{WRITE}:{one.on}", act(one)))


def _grants(user: Actor) -> dict[tuple[str, str], str]:
    from . import permissions, registry

    if not user.is_admin:
        return dict(user.grants)
    return {(code, operation): "all" for code in registry.current().objects for operation in permissions.OPERATIONS}


def _permissions(user: Actor) -> frozenset[str]:
    from . import roles

    return frozenset({*roles.declared_permissions(), *roles.action_permissions()}) if user.is_admin else user.permissions


def scope_of(permission: str) -> str:
    """Which broad scope lets a named right through; an action changes something, so it needs "write"."""
    if permission == EXPORT:
        return EXPORT
    return ADMIN if permission.startswith("core.") else WRITE


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
