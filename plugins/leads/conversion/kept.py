"""What is kept of conversions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from core import Actor, clock, db, fields, queries, registry, system_actor

from ..models import ConversionRow
from .plan import Conversion

TABLE = ConversionRow.__table__


def row_of(lead: Any) -> Any:
    """The conversion of a lead that holds, or None."""
    query = sa.select(TABLE).where(TABLE.c.lead_id == lead.id, TABLE.c.undone_at.is_(None))
    return db.session.execute(query).first()


def keep(conversion: Conversion, before: dict[str, Any], steps: dict[str, Any]) -> None:
    """Write down what was done, with the state in which it left its targets."""
    db.session.execute(
        sa.insert(TABLE).values(
            lead_id=conversion.lead.id, account_id=conversion.account.id, contact_id=getattr(conversion.contact, "id", None),
            opportunity_id=conversion.opportunity_id, status_before=before["status"].code, owner_before_id=before["owner_id"],
            made=conversion.made, filled=conversion.filled, versions=_versions(conversion),
            steps=steps, at=clock.now(), by_id=conversion.user.id or None,
        )
    )  # fmt: skip


def mark_undone(row: Any, user: Actor) -> None:
    """The conversion no longer holds; its row stays as history."""
    db.session.execute(sa.update(TABLE).where(TABLE.c.id == row.id).values(undone_at=clock.now(), undone_by_id=user.id or None))


def _versions(conversion: Conversion) -> dict[str, int]:
    """Target id -> its version now."""
    held = {one.id: one for one in (conversion.account, conversion.contact) if one is not None}
    targets = {one: held.get(one) or registry.record_by_id(one) for one in sorted({*conversion.target_ids, *conversion.made})}
    return {str(one): int(record.version) if record is not None else 0 for one, record in targets.items()}


def newer_reference(record_id: int, since: datetime) -> bool:
    """Whether a record made or changed after ``since`` refers to this one."""
    record, system = registry.record_by_id(record_id), system_actor()
    newer = {"field": "modified_at", "operator": ">", "value": since}
    for object_type in registry.objects():
        for name, field in object_type.own_fields.items():
            if not isinstance(field, fields.LookupField) or isinstance(field, fields.UserField) or field.to not in (None, record.__object_code__):
                continue
            if queries.count(object_type, system, where={"all": [{name: record_id}, newer]}, cap=1)[0]:
                return True
    return False
