"""What a forecast type that is in use cannot become: its numbers would mean something else."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from core import Change, db, queries, system_actor
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


def _in_use(type_id: int) -> bool:
    adjusted = db.session.execute(sa.select(sa.exists().where(Adjustment.type_id == type_id))).scalar_one()
    return bool(adjusted or queries.count("forecast_quota", system_actor(), where={"forecast_type": type_id}, cap=1)[0])
