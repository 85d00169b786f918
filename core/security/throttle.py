"""Throttled guessing, as a table, so that all workers count together. Attempts are counted before they are judged, so that
many at the same moment cannot slip through, and alike for addresses that exist and those that do not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_interface
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..clock import now
from ..db import UTCDateTime, db, insert_into, transaction


class ThrottleRow(db.Model):  # type: ignore[name-defined, misc]  # Flask-SQLAlchemy builds Model at run time
    """How many attempts one key has had since its window began. The key is a hash: nobody reads addresses here."""

    __tablename__ = "core_throttle"

    key: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    attempts: Mapped[int] = mapped_column(sa.Integer)
    since: Mapped[datetime] = mapped_column(UTCDateTime)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many attempts within the window."""

    attempts: int
    window: timedelta


SIGN_IN = {"here": Limit(10, timedelta(minutes=15)), "account": Limit(200, timedelta(minutes=15)), "address": Limit(100, timedelta(minutes=15))}
RESET = {"account": Limit(3, timedelta(hours=1)), "address": Limit(20, timedelta(hours=1))}
"""Of an account at one network address ("here"), of the account from anywhere, and of a network address. A showroom shares one, hence the wide limit on
it. Wider still is that on the account from anywhere: nobody keeps a person out of the own account by guessing at it from elsewhere."""
SUBNET = 64
"""Bits of an IPv6 address that name a network: whoever has one has all addresses in it."""


def attempt(purpose: str, account: str, address: str | None, limits: dict[str, Limit]) -> int:
    """Count an attempt; returns the minutes to wait if it is one too many, else 0."""
    with transaction():
        waits = [_count(key, limits[kind]) for kind, key in _keys(purpose, account, address, limits).items()]
    return max(waits)


def succeeded(purpose: str, account: str, address: str | None) -> None:
    """Forget the attempts on the account, and this one from the address."""
    keys = _keys(purpose, account, address, ("here", "account", "address"))
    with transaction():
        db.session.execute(sa.delete(ThrottleRow).where(ThrottleRow.key.in_((keys["here"], keys["account"]))))
        own = sa.update(ThrottleRow).where(ThrottleRow.key == keys["address"], ThrottleRow.attempts > 0)
        db.session.execute(own.values(attempts=ThrottleRow.attempts - 1))


def forget_old() -> int:
    """Delete rows whose window is over; returns how many."""
    with transaction():
        done: Any = db.session.execute(sa.delete(ThrottleRow).where(ThrottleRow.since < now() - timedelta(days=1)))
    return int(done.rowcount)


def _keys(purpose: str, account: str, address: str | None, kinds: Iterable[str]) -> dict[str, str]:
    whose, network = account.strip().lower(), _network(address or "")
    values = {"here": f"{whose} {network}", "account": whose, "address": network}
    return {kind: _key(purpose, kind, values[kind]) for kind in kinds}


def _network(address: str) -> str:
    """What an address counts as: itself, or with IPv6 its network."""
    try:
        found = ip_interface(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found.ip)
    mapped = found.ip.ipv4_mapped
    return str(mapped or ip_interface(f"{found.ip}/{SUBNET}").network)


def _key(purpose: str, kind: str, value: str) -> str:
    return f"{purpose}:{hashlib.sha256(f'{kind}:{value}'.encode()).hexdigest()[:48]}"


def _count(key: str, limit: Limit) -> int:
    """One more attempt for a key, in one statement; the minutes to wait if the limit is passed."""
    table, moment = ThrottleRow.__table__, now()
    over = table.c.since <= moment - limit.window
    upsert = insert_into(table).values(key=key, attempts=1, since=moment).on_conflict_do_update(
        index_elements=["key"],
        set_={"attempts": sa.case((over, 1), else_=table.c.attempts + 1), "since": sa.case((over, moment), else_=table.c.since)},
    ).returning(table.c.attempts, table.c.since)
    attempts, since = db.session.execute(upsert).one()
    if attempts <= limit.attempts:
        return 0
    return max(1, -int(-(since + limit.window - moment).total_seconds() // 60))
