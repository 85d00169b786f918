"""S3: an opportunity beyond its customer's delivery limit warns, and is won only with a manager's release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core import Actor, Change, Panel, queries
from core import gettext_lazy as _
from plugins.contacts import check_delivery_limit

from .catalogue import stage_info
from .stages import TRUSTED


def rules(change: Change) -> Iterator[tuple[str, str]]:
    """Winning is refused while the release is missing. Before that the page warns: a release names the saved record."""
    record, stage = change.record, stage_info(change.record.stage_id)
    if stage is None or not stage.is_won or change.source in TRUSTED:
        return
    if not change.is_new and not {"stage", "amount", "account"} & change.changed:
        return
    check = _check(record)
    if check.refused and (sentence := check.warning(change.user)):
        yield "amount", sentence


def _check(record: Any) -> Any:
    return check_delivery_limit(record.account_id, record.amount, record.amount_currency, record.id)


def warning(record: Any, user: Actor) -> Mapping[str, Any] | None:
    """What the page says, and whether a manager may release here; None within the limit."""
    if (record.is_closed and not record.is_won) or not queries.knows(record.object_type, user, None, "account", "amount"):
        return None
    check = _check(record)
    if not check.exceeded:
        return None
    may_release = check.refused and user.may("contacts.release_delivery_limit") and record.owner_id != user.id
    return {"sentence": check.warning(user), "missing": check.refused, "may_release": may_release}


limit_panel = Panel("opportunities.limit", _("Delivery limit"), on="opportunity", template="opportunities/limit.html", context=warning, slot="path", order=10)
