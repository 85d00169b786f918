"""Credentials, apart from the versioned user, and the store through which Flask-Security reads and writes them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_security import UserDatastore, UserMixin, hash_password
from flask_security.datastore import Datastore
from sqlalchemy.orm import Mapped, mapped_column

from .. import users
from ..clock import now
from ..db import BigId, UTCDateTime, db, transaction
from ..errors import Invalid
from ..i18n import gettext as _
from ..users import Person
from .sessions import end_all_sessions

SHORTEST, LONGEST = 8, 256
COMMON = frozenset({"password", "password1", "12345678", "123456789", "1234567890", "qwertyui", "qwerty123", "iloveyou", "11111111", "88888888"})


class Login(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """How a user proves to be that user. A new ``fs_uniquifier`` makes every mailed link worthless."""

    __tablename__ = "core_login"

    id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("core_user.id"), primary_key=True, autoincrement=False)
    password: Mapped[str | None] = mapped_column(sa.String(255))
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Account(UserMixin):
    """A user as Flask-Security sees one. Credentials are read when asked for; nothing is written until ``put``."""

    fs_uniquifier: str

    def __init__(self, person: Person, fs_uniquifier: str | None = None, session_id: int | None = None) -> None:
        self.person = person
        self.session_id = session_id
        self.changes: dict[str, Any] = {}
        self._known: dict[str, Any] = {"fs_uniquifier": fs_uniquifier} if fs_uniquifier else {}

    def __getattribute__(self, name: str) -> Any:
        if name in ("password", "fs_uniquifier"):
            return object.__getattribute__(self, "_credential")(name)
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("password", "fs_uniquifier"):
            self.changes[name] = value
        else:
            object.__setattr__(self, name, value)

    def _credential(self, name: str) -> Any:
        if name in self.changes:
            return self.changes[name]
        if name not in self._known:
            columns = Login.__table__.c
            row = db.session.execute(sa.select(columns.password, columns.fs_uniquifier).where(columns.id == self.id)).one_or_none()
            self._known = {"password": row.password if row else None, "fs_uniquifier": row.fs_uniquifier if row else ""}
        return self._known[name]

    @property
    def id(self) -> int:  # type: ignore[override]  # read-only here
        return self.person.id

    @property
    def email(self) -> str:  # type: ignore[override]  # read-only here
        return self.person.email

    @property
    def active(self) -> bool:  # type: ignore[override]  # read-only here
        return self.person.active

    @property
    def roles(self) -> list[Any]:  # type: ignore[override]  # read-only here
        """Rights are ours, see ``core.roles``; Flask-Security is told of none."""
        return []

    def get_id(self) -> str:
        return str(self.id)

    def get_security_payload(self) -> dict[str, Any]:
        return {"id": self.id, "name": self.person.name, "email": self.email}


class LoginStore(Datastore, UserDatastore):
    """Writes credentials at once and in a transaction of their own; ``commit`` has nothing left to do."""

    def __init__(self) -> None:
        Datastore.__init__(self, db)  # type: ignore[no-untyped-call]  # as Flask-Security writes it
        UserDatastore.__init__(self, Login, Login)  # only asked which columns there are

    def find_user(self, case_insensitive: bool = False, **criterion: Any) -> Account | None:
        """By ``email`` (in any case) or by ``fs_uniquifier``."""
        (name, value), = criterion.items()
        if name == "email":
            person = users.by_email(str(value))
        else:
            person = users.find(db.session.scalar(sa.select(Login.id).where(getattr(Login, name) == value)))
        return Account(person) if person is not None else None

    def find_role(self, role: str) -> None:
        """Roles are ours; Flask-Security knows of none."""

    def put(self, model: Account) -> Account:
        """Write changed credentials; a changed uniquifier ends all sessions in the same transaction."""
        if model.changes:
            changes = dict(model.changes)
            with transaction():
                db.session.execute(sa.update(Login).where(Login.id == model.id).values(**changes, changed_at=now()))
                if "fs_uniquifier" in changes:
                    end_all_sessions(model.id, "password")
            model._known.update(changes)  # noqa: SLF001 - the store is the account's other half
            model.changes.clear()
        return model

    def delete(self, model: Account) -> None:
        raise NotImplementedError("users are disabled, never deleted")


def add_login(user_id: int, password: str | None = None) -> None:
    """Credentials for a new user; without a password nobody can sign in until one is set by a mailed link."""
    with transaction():
        hashed = hash_password(password) if password else None
        db.session.execute(sa.insert(Login).values(id=user_id, password=hashed, fs_uniquifier=uuid.uuid4().hex, changed_at=now()))


def set_password(user_id: int, password: str) -> None:
    """Set a user's password, end all sessions, and make mailed links worthless. Raises Invalid for a weak one."""
    check_password(password, users.find(user_id))
    hashed = hash_password(password)
    with transaction():
        db.session.execute(
            sa.update(Login).where(Login.id == user_id).values(password=hashed, fs_uniquifier=uuid.uuid4().hex, changed_at=now())
        )
        end_all_sessions(user_id, "password")


def void_links(user_id: int) -> None:
    """Make links mailed to a user worthless. Sessions go on."""
    with transaction():
        db.session.execute(sa.update(Login).where(Login.id == user_id).values(fs_uniquifier=uuid.uuid4().hex))


def check_password(password: str, person: Person | None = None) -> None:
    """Raises Invalid with the rule a new password breaks."""
    problem = weakness(password, person)
    if problem:
        raise Invalid({"password": [problem]})


def weakness(password: str, person: Person | None = None) -> str | None:
    """Which rule a new password breaks, as a sentence; None for a good one."""
    if len(password) < SHORTEST:
        return _("A password has at least %(count)s characters.", count=SHORTEST)
    if len(password) > LONGEST:
        return _("A password has at most %(count)s characters.", count=LONGEST)
    lowered = password.casefold()
    if lowered in COMMON or len(set(lowered)) < 3:
        return _("This password is among the first anybody would try.")
    if person is not None and lowered in (person.email, person.email.partition("@")[0], person.name.casefold()):
        return _("A password must not be the own name or address.")
    return None
