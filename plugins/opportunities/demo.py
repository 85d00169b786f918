"""Sample opportunities with a past: each went through its stages on days gone by, and its history says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core import Actor, clock, now, records, system_actor, today, users
from core import gettext as _

from .catalogue import ProcessInfo, catalogue


@dataclass(frozen=True, slots=True)
class Story:
    """One sample. ``steps`` are (days ago, stage code, amount); ``closes`` in days from today, negative for the past."""

    product: str
    quantity: int
    steps: Sequence[tuple[int, str, int]]
    closes: int
    kind: str = "new_purchase"
    next_step: str | None = None
    loss: str | None = None
    rival: str | None = None
    source: str = "walk_in"


STORIES = (
    Story("Han L7", 2, ((19, "reception", 259_800), (14, "needs_analysis", 259_800), (7, "needs_analysis", 519_600), (4, "test_drive", 519_600)), 5,
          next_step="Fleet manager drives both trims", source="relative_referral"),
    Story("Tang DM-i", 1, ((2, "reception", 249_800),), 12, source="internet"),
    Story("Song Plus", 1, ((12, "reception", 179_800), (6, "needs_analysis", 189_800)), 9),
    Story("Delivery van", 6, ((30, "reception", 1_098_000), (9, "needs_analysis", 1_098_000)), -3, next_step="Answer on the loading ramp", source="campaign"),
    Story("Denza N7", 1, ((15, "reception", 329_800), (11, "needs_analysis", 329_800), (5, "test_drive", 329_800)), 3),
    Story("Song L DM-i", 1, ((10, "reception", 169_800), (6, "needs_analysis", 169_800), (1, "test_drive", 169_800)), 10, next_step="Send the quotation"),
    Story("Han EV", 1, ((21, "reception", 269_800), (17, "needs_analysis", 269_800), (12, "test_drive", 269_800), (6, "quote", 264_800), (2, "negotiation", 259_800)), 2,
          next_step="Sign on Friday"),
    Story("Tang L7", 2, ((40, "reception", 489_600), (33, "needs_analysis", 489_600), (25, "test_drive", 489_600), (18, "quote", 489_600), (12, "negotiation", 489_600)), -1),
    Story("Fleet renewal", 9, ((60, "reception", 2_250_000), (48, "needs_analysis", 2_310_000), (30, "test_drive", 2_310_000), (15, "quote", 2_310_000), (7, "negotiation", 2_310_000)), 21,
          kind="upgrade", source="owner_referral"),
    Story("Seal EV", 1, ((35, "reception", 219_800), (28, "needs_analysis", 219_800), (20, "test_drive", 219_800), (9, "quote", 219_800), (2, "ordered", 219_800)), -2),
    Story("Song L", 2, ((45, "reception", 379_600), (39, "needs_analysis", 379_600), (22, "test_drive", 379_600), (14, "negotiation", 379_600), (8, "ordered", 379_600)), -8,
          source="relative_referral"),
    Story("Han DM-i", 1, ((75, "reception", 239_800), (66, "test_drive", 239_800), (50, "negotiation", 239_800), (41, "ordered", 239_800), (20, "delivered", 239_800)), -41),
    Story("Dolphin", 1, ((33, "reception", 119_800), (26, "needs_analysis", 119_800), (12, "lost", 119_800)), -12, loss="competitor", rival="Aion S Plus"),
    Story("Yuan Up", 3, ((50, "reception", 359_400), (30, "quote", 359_400), (16, "lost", 359_400)), -16, loss="price"),
    Story("Charging points", 4, ((25, "reception", 48_000), (8, "quote", 52_000)), 18, kind="site_extension"),
    Story("Service plan, 3 years", 5, ((14, "reception", 30_000),), 40, kind="service_fee", source="owner_referral"),
)  # fmt: skip

SOLD = (
    ("Han EV", 1, 264_800), ("Song Plus", 1, 186_800), ("Tang DM-i", 2, 495_000), ("Dolphin", 1, 116_800), ("Seal EV", 1, 221_800), ("Fleet renewal", 5, 1_240_000),
    ("Yuan Up", 2, 241_600), ("Denza N7", 1, 326_800), ("Song L", 1, 188_800), ("Delivery van", 3, 546_000), ("Han DM-i", 1, 236_800), ("Tang L7", 1, 247_800),
    ("Han L7", 2, 515_600), ("Dolphin", 3, 350_400),
)  # fmt: skip
"""What was sold before this quarter, the latest first: with it the present is compared."""
SOLD_SINCE, SOLD_EVERY = 92, 13
"""Days ago of the last of these, and days from one to the one before."""


def _past() -> Iterator[Story]:
    for turn, (product, count, amount) in enumerate(SOLD):
        days = SOLD_SINCE + turn * SOLD_EVERY
        yield Story(product, count, ((days + 30, "reception", amount), (days + 12, "negotiation", amount), (days, "ordered", amount)), -days)


def load() -> Iterator[Any]:
    """Make them, spread over the sample accounts and their owners. Yields nothing: the past needs more than one save."""
    process = next((one for one in catalogue().processes.values() if one.code == "car_sales"), None)
    accounts = records.sample("account", 60)
    if process is None or not accounts:
        return
    system, lists = system_actor(), _lists(system_actor())
    _make_default(process, system)
    for turn, story in enumerate(STORIES * 2):
        _tell(story, process, accounts[turn % len(accounts)], lists, system, second=turn >= len(STORIES))
    for turn, story in enumerate(_past()):
        _tell(story, process, accounts[turn % len(accounts)], lists, system, second=False)
    yield from ()


def _make_default(process: ProcessInfo, user: Actor) -> None:
    """A dealer of cars has marked its own process: who converts a lead need not choose it each time."""
    for one in records.find("sales_process", user, where={"is_default": True}):
        records.update(one, user, is_default=False)
    records.update(records.get("sales_process", process.id, user), user, is_default=True)


def _lists(user: Actor) -> dict[str, dict[str, Any]]:
    return {code: {one.code: one for one in records.find(code, user)} for code in ("opportunity_type", "loss_reason")}


def _tell(story: Story, process: ProcessInfo, account: Any, lists: dict[str, dict[str, Any]], user: Actor, *, second: bool) -> None:
    """Create it as of its first day, then change it day by day."""
    shift = 11 if second else 0
    first, *later = story.steps
    owner = users.find(account.owner_id) if account.owner_id else None
    actor = users.actor(owner.id) if owner is not None and owner.kind == "user" else user
    with clock.as_of(_days_ago(first[0] + shift)):
        record = records.create("opportunity", actor, source="import", channel="import", **_values(story, process, account, lists, first, shift))
    for days, code, amount in later:
        _step(record, process, days + shift, code, amount, _loss(story, lists, code), actor)
        record = records.get("opportunity", record.id, user)


def _values(story: Story, process: ProcessInfo, account: Any, lists: dict[str, dict[str, Any]], first: tuple[int, str, int], shift: int) -> dict[str, Any]:
    stage = process.by_code(first[1]) or process.first
    return {
        "name": _("%(product)s × %(count)s", product=story.product, count=story.quantity) if story.quantity > 1 else story.product,
        "account": account, "contact": records.first("contact", system_actor(), where={"account": account.id}), "process": process.id, "stage": stage.id,
        "amount": first[2], "quantity": story.quantity, "product": story.product, "close_date": today() + timedelta(days=story.closes - shift),
        "type": lists["opportunity_type"].get(story.kind), "next_step": story.next_step, "lead_source": story.source, "owner": account.owner_id,
        "budget": first[2], "grade": _grade(story),
    }  # fmt: skip


def _grade(story: Story) -> Any:
    """H within a week, A within a month, then B and C, as a consultant would judge by the close date."""
    code = "H" if story.closes <= 7 else "A" if story.closes <= 30 else "B" if story.closes <= 90 else "C"
    return records.first("grade", system_actor(), where={"code": code}, sort="id")


def _loss(story: Story, lists: dict[str, dict[str, Any]], code: str) -> dict[str, Any]:
    if code != "lost" or story.loss is None:
        return {}
    return {"loss_reason": lists["loss_reason"].get(story.loss), "competitor": _rival(story.rival)}


def _rival(name: str | None) -> Any:
    if name is None:
        return None
    user = system_actor()
    return records.first("competitor", user, where={"name": name}) or records.create("competitor", user, name=name, strengths=_("Lower price, longer guarantee"))


def _step(record: Any, process: ProcessInfo, days: int, code: str, amount: int, more: dict[str, Any], actor: Actor) -> None:
    stage = process.by_code(code)
    if stage is None:
        return
    delivered: dict[str, Any] = {"delivered_on": _days_ago(days).date()} if code == "delivered" else {}
    with clock.as_of(_days_ago(days)):
        records.update(record, system_actor() if actor.is_system else actor, source="import", stage=stage.id, amount=amount, **more, **delivered)


def _days_ago(days: int) -> datetime:
    return now() - timedelta(days=days)
