"""Sample activities, created through the gate like any others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from core import now, records, registry, today

from .models import CALL, TASK, VISIT
from .objects import activity

# (kind, subject, days from today to the due date)
COMING = (
    (CALL, "Agree the second trial drive", 0),
    (VISIT, "Bring the contract", 0),
    (CALL, "Answer on the price", -3),
    (TASK, "Prepare the finance papers", -1),
    (CALL, "Invite to the weekend drive", 0),
    (CALL, "News about the new model", 4),
)
PAST = ((CALL, "First call: wants a family car", 9), (VISIT, "Test drive, liked the range", 5))
CUSTOMERS = ("opportunity", "account")  # leads bring their own past: for them the first contact stops a clock


def demo_activities() -> Iterator[Any]:
    """Follow-ups of the first customers: some done, some due, some overdue."""
    customers = [one for code in CUSTOMERS if code in registry.current().objects for one in records.sample(code, 4)]
    for place, customer in enumerate(customers):
        kind, subject, days = COMING[place % len(COMING)]
        yield activity.new(name=subject, kind=kind, about=customer, due_on=today() + timedelta(days=days), owner=customer.owner_id)
        kind, subject, ago = PAST[place % len(PAST)]
        yield activity.new(
            name=subject, kind=kind, about=customer, done_at=now() - timedelta(days=ago), outcome="reached",
            no_next=True, next_reason=subject, owner=customer.owner_id,
        )  # fmt: skip
