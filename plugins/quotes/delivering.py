"""What a customer owns from a won sale on: one installed product for each piece of a line that lasts, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from core import Action, Actor, Refusal, fields, queries, system_actor, today
from core import gettext as translate
from core import gettext_lazy as _
from plugins.opportunities import opportunity
from plugins.products import VEHICLES, register_installed

from . import sales

LASTING = (VEHICLES.code, "hardware", "accessories")
"""Product families of which a customer owns a piece afterwards; insurance and services are none."""
MOST_PIECES = 200


def is_lasting(line: Any) -> bool:
    """Whether the line is over whole pieces of something that lasts."""
    product = line.product
    return product is not None and getattr(product.family, "code", None) in LASTING and line.quantity == line.quantity.to_integral_value()


def missing(opportunity_id: int, user: Actor) -> list[tuple[Any, int]]:
    """The lines with how many pieces are not recorded yet, the deleted and transferred ones counted as recorded."""
    lines = [line for line in sales.lines_of(opportunity_id, user) if is_lasting(line)]
    recorded = _recorded([line.id for line in lines])
    found = [(line, int(line.quantity) - recorded.get(line.id, 0)) for line in lines]
    return [(line, count) for line, count in found if count > 0]


def _recorded(line_ids: Sequence[int]) -> dict[int, int]:
    """How many pieces of these lines are recorded, in one statement."""
    pieces = queries.visible("installed_product", system_actor(), ("sold_with",), where={"sold_with": list(line_ids)}, deleted=True).subquery()
    return {row.sold_with_id: row.pieces for row in queries.rows(sa.select(pieces.c.sold_with_id, sa.func.count().label("pieces")).group_by(pieces.c.sold_with_id))}


def record_pieces(record: Any, inputs: Mapping[str, Any], user: Actor) -> Any:
    """Record them for the account; VIN and plate are added to each afterwards. A second press finds nothing left to record."""
    pieces = missing(record.id, user)
    if not pieces:
        raise Refusal(translate("Everything of this sale is recorded already."), code="recorded")
    if sum(count for _line, count in pieces) > MOST_PIECES:
        raise Refusal(translate("These are more than %(most)s pieces; import them instead.", most=MOST_PIECES), code="too-many")
    day = inputs.get("delivered_on") or record.delivered_on or today(record.dealer_id)
    for line, count in pieces:
        for _piece in range(count):
            register_installed(user, account=record.account_id, product=line.product_id, sold_with=line.id, contact=_person(record), delivered_on=day)
    return record


def _person(record: Any) -> int | None:
    """The sale's contact, where it is one of the account's."""
    contact = record.contact
    return contact.id if contact is not None and contact.account_id == record.account_id else None


def may_record(record: Any, user: Actor) -> Refusal | None:
    if not record.is_won:
        return Refusal(translate("This sale is not won yet."), code="not-won")
    return Refusal(translate("This sale has no account."), field="account") if record.account_id is None else None


def has_nothing(record: Any, user: Actor) -> bool:
    held = sales.find(record.id)
    return not record.is_won or held is None or not held.lines


record_installed = Action(
    "record_installed", _("Record what they own"), on=opportunity, run=record_pieces, allowed=may_record, idle=has_nothing, icon="car", primary=True, order=20,
    fills={"delivered_on": "installed_product.delivered_on"}, inputs={"delivered_on": fields.Date(_("Delivered on"))},
    defaults=lambda record, user, given: {"delivered_on": record.delivered_on or today(record.dealer_id)},
)  # fmt: skip
"""Offered from the win on."""
