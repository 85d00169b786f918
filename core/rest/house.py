"""The house around the records: who one is, people, units, modules, the recycle bin, and where everything is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g

from .. import actions, fields, modules, permissions, plugins, records, registry, roles, units, users
from ..actor import current_actor
from ..errors import NotFound
from ..i18n import gettext as _
from ..i18n import gettext_lazy
from . import fields as parts
from . import shapes
from .operations import Answer, operation
from .records import link

blueprint = Blueprint("api", __name__)
HOUSE = gettext_lazy("General")


@blueprint.get("/")
@operation(gettext_lazy("The objects one may read"), answer=shapes.index, tag=HOUSE)
def index() -> Answer:
    """Where they are, and which actions the reader's roles offer."""
    user = current_actor()
    readable = [one for one in registry.objects() if permissions.may(user, one, "read")]
    return Answer({"objects": [
        {"code": one.code, "label": str(one.label), "plural": str(one.plural), "url": f"/api/v1/{one.slug}", "actions": [found.code for found in actions.actions_on(one, user)]}
        for one in readable
    ]})  # fmt: skip


@blueprint.get("/me")
@operation(gettext_lazy("Who one is"), answer=shapes.me, tag=HOUSE)
def show_me() -> Answer:
    """The user for whom the token acts, and how far it reaches."""
    user, token = current_actor(), g.get("api_token")
    return Answer({
        "id": user.id, "name": user.name, "email": user.email, "language": user.locale, "zone": user.zone, "currency": user.currency, "unit": user.unit_id,
        "dealer": user.dealer_id, "roles": list(user.role_codes), "role_labels": [str(roles.label_of(code)) for code in user.role_codes],
        "scopes": sorted(token.scopes) if token is not None else None, "permissions": sorted(user.permissions),
    })  # fmt: skip


@blueprint.get("/users")
@operation(
    gettext_lazy("Users and queues"), answer=shapes.people, tag=HOUSE,
    query={
        "q": fields.Text(gettext_lazy("Name or address"), length=80), "active": fields.Checkbox(gettext_lazy("Only who can own something"), default=True),
        "limit": parts.limit(), "cursor": parts.record_id(gettext_lazy("Page")),
    },
)  # fmt: skip
def list_users(query: dict[str, Any]) -> Answer:
    """By id: who can be an owner, of those whom the reader finds in look-ups: of the own dealer and above the dealers, anybody else by the whole address."""
    after = query["cursor"] or 0
    found = sorted((one for one in users.looked_up(current_actor(), query["q"] or "", active_only=query["active"]) if one.id > after), key=lambda one: one.id)
    page = found[: query["limit"]]
    return Answer({"data": [_person(one) for one in page], "next": page[-1].id if len(found) > len(page) else None})


@blueprint.get("/users/<id64:user_id>")
@operation(gettext_lazy("A user or queue"), answer=shapes.person, tag=HOUSE)
def show_user(user_id: int) -> Answer:
    found = users.find(user_id)
    if found is None or not users.may_look_up(current_actor(), found):
        raise NotFound(_("There is no such user."))
    return Answer(_person(found))


def _person(one: users.Person) -> dict[str, Any]:
    return {"id": one.id, "kind": one.kind, "name": one.name, "email": one.email or None, "active": one.active, "unit": one.unit_id, "dealer": one.dealer_id}


@blueprint.get("/units")
@operation(gettext_lazy("Units of the organisation"), answer=shapes.units, tag=HOUSE)
def list_units() -> Answer:
    """The tree, each unit after the one above it."""
    return Answer({"data": [
        {"id": one.id, "name": one.name, "kind": one.kind.code, "parent": one.parent_id, "manager": one.manager_id, "active": one.active, "zone": one.zone, "currency": one.currency}
        for one in units.all_units()
    ]})  # fmt: skip


@blueprint.get("/modules")
@operation(gettext_lazy("Modules that are on"), answer=shapes.modules, tag=HOUSE)
def list_modules() -> Answer:
    """For the reader's dealer; an administrator also sees those that are off."""
    user = current_actor()
    shown = [one for one in plugins.loaded().values() if modules.is_on(one.code) or user.may("core.administer")]
    return Answer({"data": [{"code": one.code, "label": str(one.label), "on": modules.is_on(one.code)} for one in shown]})


@blueprint.get("/recycle-bin")
@operation(
    gettext_lazy("The recycle bin"), answer=shapes.recycle_bin, tag=HOUSE,
    query={"limit": parts.limit(), "cursor": parts.record_id(gettext_lazy("Page")), "mine": fields.Checkbox(gettext_lazy("Only what one deleted oneself"))},
)  # fmt: skip
def list_deleted(query: dict[str, Any]) -> Answer:
    """What the reader could bring back, the latest record first."""
    rows = records.deleted(current_actor(), before=query["cursor"], limit=query["limit"] + 1, mine=query["mine"])
    page, moment = rows[: query["limit"]], fields.DateTimeField("")
    return Answer({
        "data": [{"id": row.id, "object": row.object, "name": row.name, "deleted_at": moment.dump(row.deleted_at), "deleted_by": row.deleted_by_id, "batch": row.deleted_batch} for row in page],
        "next": page[-1].id if len(rows) > len(page) else None,
    })  # fmt: skip


@blueprint.post("/recycle-bin/<batch>/restore")
@operation(gettext_lazy("Bring a batch back"), answer=shapes.restored, tag=HOUSE, path_fields={"batch": fields.Text(gettext_lazy("Batch"), length=32)})
def restore_batch(batch: str) -> Answer:
    """Everything that one deletion put there."""
    return Answer({"data": [link(one) for one in records.restore(batch[:32], current_actor())]})
