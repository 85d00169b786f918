"""What a forecast type that is in use cannot become: its numbers would mean something else. And that one of them is the default."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from core import Change, Refusal, db, queries, records, system_actor
from core import gettext as _

from .models import Adjustment

KEPT = ("measure", "date_from", "period", "fiscal_start", "family")


def rules(change: Change) -> Iterator[tuple[str, str]]:
    """A sentence for each of these fields that changes."""
    changed = [name for name in KEPT if name in change.new]
    if change.is_new or not changed or not _in_use(change.record.id):
        return
    for name in changed:
        label = change.object_type.fields[name].label
        yield name, _("%(field)s stays as it is, since quotas or adjustments refer to it. Make another forecast type instead.", field=label)


def default_rules(change: Change) -> Iterator[tuple[str, str]]:
    """The default type is in use."""
    if change.record.is_default and not change.record.active:
        yield "active", _("The default type cannot be out of use. Make another one the default first.")


def keep_one_default(change: Change) -> None:
    """After a save: there is one default type, the one last named."""
    if change.record.is_default and (change.is_new or "is_default" in change.new):
        for other in records.find("forecast_type", system_actor(), where={"active": True}):
            if other.is_default and other.id != change.record.id:
                records.update(other, system_actor(), source="automation", is_default=False)


def refuse_removal(change: Change) -> None:
    """What managers have adjusted is a history that nobody removes. Raises Refusal."""
    if _is_adjusted(change.record.id):
        raise Refusal(_("“%(name)s” has been adjusted and stays for the history. Take it out of use instead.", name=change.record))


def _in_use(type_id: int) -> bool:
    return bool(_is_adjusted(type_id) or queries.count("forecast_quota", system_actor(), where={"forecast_type": type_id}, cap=1)[0])


def _is_adjusted(type_id: int) -> bool:
    return bool(db.session.execute(sa.select(sa.exists().where(Adjustment.type_id == type_id))).scalar_one())
