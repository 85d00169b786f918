"""How far roles reach a field."""

from __future__ import annotations

from collections.abc import Mapping

from .. import registry, roles
from ..actor import Actor
from ..db import transaction
from ..errors import Invalid, NotFound
from ..i18n import gettext as _
from ..i18n import joined
from ..settings import PERMISSION


def set_rights(user: Actor, object_code: str, name: str, levels: Mapping[str, str]) -> None:
    """How far each role reaches a field: role -> "open", "readonly" or "hidden". Raises NotFound, Invalid."""
    user.require(PERMISSION)
    if not isinstance(levels, Mapping) or any(level not in roles.LEVELS for level in levels.values()):
        raise Invalid({"rights": [_("Give for each role one of: %(levels)s.", levels=joined(roles.LEVELS))]})
    if unknown := set(levels) - {one.code for one in roles.all_roles()}:
        raise Invalid({"rights": [_("There is no role “%(code)s”.", code=min(unknown))]})
    if name not in registry.object_type(object_code).fields:
        raise NotFound(_("There is no field “%(name)s”.", name=name))
    with transaction():
        for code, level in levels.items():
            held = dict(roles.find(code).fields)
            if held.get((object_code, name), "open") == level:
                continue
            held.pop((object_code, name), None)
            roles.change(user, code, fields=held if level == "open" else {**held, (object_code, name): level})
