"""One record opened to one user or queue."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from .. import audit
from ..actor import Actor
from ..clock import now
from ..db import db, transaction
from ..errors import Invalid
from ..i18n import gettext as _
from ..permissions import Share
from .reading import get, require_hand_on


def share(record: Any, principal_id: int, user: Actor, *, access: str = "read", reason: str = "by hand") -> None:
    """Open one record to one user or queue; twice is the same as once. Raises Invalid for nobody, Forbidden for whoever may edit it only because it was
    shared with them, NotFound."""
    from ..users import find as find_principal

    if access not in ("read", "edit") or find_principal(principal_id) is None:
        raise Invalid({"principal": [_("Choose a user or queue to share with.")]})
    with transaction():
        require_hand_on(get(record.__object_code__, record.id, user, operation="edit"), user)
        table = Share.__table__
        mine = sa.and_(table.c.principal_id == principal_id, table.c.record_id == record.id, table.c.reason == reason)
        changed = db.session.execute(sa.update(table).where(mine).values(access=access))
        if not changed.rowcount:  # type: ignore[attr-defined]  # a CursorResult, typed as Result
            db.session.execute(
                sa.insert(table).values(principal_id=principal_id, record_id=record.id, access=access, reason=reason, created_by_id=user.id or None, created_at=now())
            )
        audit.record("record_shared", actor=user, subject_id=principal_id, details={"record": record.id, "access": access})


def unshare(record: Any, principal_id: int, user: Actor, *, reason: str = "by hand") -> None:
    """Take a share back. Raises as ``share`` does."""
    with transaction():
        require_hand_on(get(record.__object_code__, record.id, user, operation="edit"), user)
        table = Share.__table__
        db.session.execute(sa.delete(table).where(table.c.principal_id == principal_id, table.c.record_id == record.id, table.c.reason == reason))


def shares(record: Any) -> list[Any]:
    """With whom the record is shared."""
    table = Share.__table__
    return list(db.session.execute(sa.select(table).where(table.c.record_id == record.id).order_by(table.c.id)))
