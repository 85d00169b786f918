"""To whom a record belongs: unit and dealer follow the owner, and not everybody may give to everybody."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from .. import permissions
from ..actor import Actor
from ..changes import Change
from ..errors import Broken
from ..i18n import gettext as _
from ..objects import ObjectType
from .reading import HANDED_ON_BY, may_hand_on

GIVEN_BY_CODE = frozenset({"conversion", "handover", "transfer"})
"""Sources by which what belongs together goes along with something else that the user may hand on."""


def refuse_owner(record: Any, user: Actor, cleaned: Mapping[str, Any], source: str) -> dict[str, list[str]]:
    """What is wrong with giving the record, as it is before the change, to the owner among ``cleaned``: whoever may edit it because it was shared
    with them does not take it over, whatever the way."""
    given = cleaned.get("owner", record.owner_id)
    if given == record.owner_id or source in GIVEN_BY_CODE or may_hand_on(record, user):
        return {}
    return {"owner": [Broken(str(HANDED_ON_BY), "owner")]}


def give_owner(object_type: ObjectType, record: Any, user: Actor, cleaned: Mapping[str, Any]) -> None:
    """The owner is who makes the record, unless told; unit and dealer follow the owner."""
    from .. import users

    if object_type.controlled_by:
        record.dealer_id, record.unit_id = record.dealer_id or user.dealer_id, record.unit_id or user.unit_id
        return
    if record.owner_id is None and "user" in object_type.owners and not user.is_system:
        record.owner_id = user.id or None
    home = users.home_of(record.owner_id) if record.owner_id else None
    if "unit" not in cleaned:
        record.unit_id = home[0] if home else user.unit_id
    if "dealer" not in cleaned:
        record.dealer_id = home[1] if home and home[1] else user.dealer_id


def follow_owner(change: Change) -> None:
    """Unit and dealer of a new owner."""
    from .. import users

    if "owner" in change.new and change.record.owner_id:
        unit, dealer = users.home_of(change.record.owner_id)
        change.record.unit_id, change.record.dealer_id = unit, dealer or change.record.dealer_id


def check_owner(change: Change, typed: Collection[str] | None, errors: dict[str, list[str]]) -> None:
    """An active principal of a kind that may own it, within the scope of whoever typed it."""
    from .. import users

    owner = change.record.owner_id
    if change.object_type.controlled_by or not (change.is_new or "owner" in change.new):
        return
    principal = users.find(owner) if owner else None
    if owner is None:
        if change.object_type.owners and not change.user.is_system:
            errors.setdefault("owner", []).append(Broken(_("Please fill in %(field)s.", field=_("Owner")), "required"))
    elif principal is None or not principal.active:
        errors.setdefault("owner", []).append(_("The owner must be an active user or queue."))
    elif principal.kind not in change.object_type.owners:
        errors.setdefault("owner", []).append(_("A queue cannot own this record.") if principal.kind == "queue" else _("This record cannot have an owner."))
    elif typed is not None and "owner" in typed and change.is_new and not _may_give_to(change, owner):
        errors.setdefault("owner", []).append(_("You may not create records for somebody else."))


def _may_give_to(change: Change, owner: int) -> bool:
    """Whether the owner lies within the scope in which the user may create."""
    from .. import users

    user, wide = change.user, permissions.scope(change.user, change.object_type, "create")
    if wide == "all" or owner in user.principal_ids:
        return True
    if wide == "dealer":
        return users.home_of(owner)[1] in (user.dealer_ids or (user.dealer_id,))
    return wide in ("team", "team_below") and owner in users.team_member_ids(user, wide)
