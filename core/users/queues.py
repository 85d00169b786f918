"""Adding and changing queues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from .. import audit, state, units
from ..actor import Actor
from ..db import db, transaction
from ..errors import Conflict, Invalid, NotFound, Refusal
from ..i18n import gettext as _
from ..i18n import joined
from ..settings import PERMISSION
from .changes import is_email, named_in, open_work
from .directory import directory, find
from .models import EMAIL_LENGTH, NAME_LENGTH, Principal, Queue, QueueMember
from .transfers import begin


def add_queue(user: Actor, *, name: str, unit_id: int | None = None, email: str | None = None, members: Iterable[int] = ()) -> Principal:
    """A new queue with these users. Raises Forbidden; Invalid by field."""
    user.require(PERMISSION)
    with transaction():
        state.bump("people")  # one at a time: of two with the same name the second sees the first
        clean = _checked(None, {"name": name, "unit_id": unit_id, "email": email, "members": tuple(members)})
        principal = Principal(kind="queue", name=clean["name"])
        db.session.add(principal)
        db.session.flush()
        db.session.add(Queue(id=principal.id, unit_id=clean["unit_id"], email=clean["email"]))
        db.session.flush()
        _set_members(principal.id, clean["members"])
        state.bump("people")
        audit.record("queue_added", actor=user, subject_id=principal.id, details={"name": principal.name, "members": clean["members"]})
    return principal


def change_queue(user: Actor, queue_id: int, version: int | None = None, **values: Any) -> None:
    """Change name, unit_id, email, members or active. Raises Forbidden, NotFound, Conflict, Invalid by field, and Refusal for taking one out
    of use that still holds work or is named by a rule."""
    from .. import approvals

    user.require(PERMISSION)
    with transaction():
        state.bump("people")  # as above
        row = db.session.get(Queue, queue_id, with_for_update=True, populate_existing=True)
        principal = db.session.get(Principal, queue_id, populate_existing=True)
        if row is None or principal is None:
            raise NotFound(_("There is no such queue."))
        if version is not None and version != row.version:
            raise Conflict(row)
        before = {"name": principal.name, "unit_id": row.unit_id, "email": row.email, "active": principal.active,
                  "members": directory().members.get(queue_id, ())}  # fmt: skip
        clean = _checked(queue_id, {**before, **values})
        if principal.active and not clean["active"]:
            _refuse_while_needed(principal)
        principal.name, principal.active = clean["name"], bool(clean["active"])
        row.unit_id, row.email = clean["unit_id"], clean["email"]
        sa.orm.attributes.flag_modified(row, "unit_id")  # the version rises also when only members or the name change
        db.session.flush()
        _set_members(queue_id, clean["members"])
        state.bump("people")
        if clean["unit_id"] != before["unit_id"]:
            begin((queue_id,), user)
        approvals.pass_on((queue_id,), user)
        changed = {name: [before[name], clean[name]] for name in before if before[name] != clean[name]}
        audit.record("queue_changed", actor=user, subject_id=queue_id, details={"changed": changed})


def _refuse_while_needed(queue: Principal) -> None:
    """A queue that is out of use takes nothing: what it holds would be lost from sight, and a rule that gives to it would fail. Raises Refusal."""
    work = [f"{object_type.plural} ({count})" for object_type, count in open_work(queue.id)]
    if work:
        raise Refusal(_("%(name)s still holds: %(work)s. Give this work to somebody else first.", name=queue.name, work=joined(work)), field="active")
    named = [f"{label} “{name}”" for label, name in named_in(queue.id)]
    if named:
        raise Refusal(_("%(name)s is still named here: %(places)s. Change this first.", name=queue.name, places=joined(named)), field="active")


def _set_members(queue_id: int, members: tuple[int, ...]) -> None:
    db.session.execute(sa.delete(QueueMember).where(QueueMember.queue_id == queue_id))
    if members:
        db.session.execute(sa.insert(QueueMember), [{"queue_id": queue_id, "user_id": one} for one in members])


def _checked(queue_id: int | None, values: dict[str, Any]) -> dict[str, Any]:
    """The values as they are stored. Raises Invalid with a sentence per field."""
    errors: dict[str, list[str]] = {}
    clean = {**values, "name": " ".join(str(values["name"] or "").split()), "email": (values["email"] or "").strip().lower() or None}
    if not clean["name"]:
        errors["name"] = [_("Please fill in the name.")]
    elif len(clean["name"]) > NAME_LENGTH:
        errors["name"] = [_("The name has at most %(count)s characters.", count=NAME_LENGTH)]
    elif _name_taken(queue_id, clean["name"]):
        errors["name"] = [_("There is a queue of this name already.")]
    if clean["email"] and (len(clean["email"]) > EMAIL_LENGTH or not is_email(clean["email"])):
        errors["email"] = [_("This is not an e-mail address, such as name@example.com.")]
    if clean["unit_id"] is not None and units.find(clean["unit_id"]) is None:
        errors["unit_id"] = [_("This unit does not exist.")]
    clean["members"] = tuple(dict.fromkeys(clean["members"]))
    if any(not _is_user(one) for one in clean["members"]):
        errors["members"] = [_("Only users can be members of a queue.")]
    if errors:
        raise Invalid(errors)
    return clean


def _is_user(principal_id: int) -> bool:
    person = find(principal_id)
    return person is not None and person.kind == "user"


def _name_taken(queue_id: int | None, name: str) -> bool:
    return any(one.kind == "queue" and one.id != queue_id and one.name.casefold() == name.casefold() for one in directory().people.values())
