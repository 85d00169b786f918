"""How far somebody's rights reach, held against those they would give: nobody who is no administrator gives more than they have, or takes the
place of somebody who has more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..actor import Actor
from ..errors import Refusal
from ..i18n import gettext as _
from ..permissions import SCOPES
from .effective import LEVELS, RoleInfo, by_code, codes_of
from .presets import ADMINISTRATOR


def refuse_stronger(user: Actor, person_id: int) -> None:
    """Raises Refusal where this person may do more than the user. Whoever changes the address of an entry, or has a link for its password made,
    could sign in with it."""
    if person_id != user.id and any(_is_beyond(user, code) for code in codes_of(person_id)):
        raise Refusal(_("This person may do more than you: only an administrator changes the entry."))


def refuse_more(user: Actor, codes: Iterable[str]) -> None:
    """Raises Refusal where one of these roles gives more than the user has."""
    beyond = next((code for code in codes if _is_beyond(user, code)), None)
    if beyond is not None:
        raise Refusal(_("“%(role)s” gives more than you may yourself: only an administrator gives this role.", role=by_code()[beyond].label), field="roles")


def refuse_raised(user: Actor, before: RoleInfo | None, after: RoleInfo) -> None:
    """Raises Refusal where a role that is made (``before`` is None) or changed gives something new that the user does not have."""
    lacked = _lacked(user, before) if before is not None else {}
    if any(rank > lacked.get(right, -1) for right, rank in _lacked(user, after).items()):
        raise Refusal(_("A role gets from you only what you may yourself: only an administrator gives more."))


def _is_beyond(user: Actor, code: str) -> bool:
    if user.is_admin or user.is_system:
        return False
    return code == ADMINISTRATOR or bool(_lacked(user, by_code()[code]))


def _lacked(user: Actor, role: RoleInfo) -> dict[Any, int]:
    """What the role gives and the user does not have: right -> how far it goes there."""
    if user.is_admin or user.is_system:
        return {}
    found: dict[Any, int] = {name: 0 for name in role.permissions if not user.may(name)}
    for key, scope in role.grants.items():
        mine = user.grants.get(key)
        if mine is None or SCOPES.index(scope) > SCOPES.index(mine):
            found[key] = SCOPES.index(scope)
    for (code, name), level in user.field_rights.items():
        there = role.fields.get((code, name), LEVELS[0])
        if (code, "read") in role.grants and LEVELS.index(there) < LEVELS.index(level):
            found["field", code, name] = len(LEVELS) - LEVELS.index(there)
    return found
