"""Sample data: a dealer group with two dealers, a person in every preset role, and what each module brings along."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from . import plugins, records, roles, units, users
from .actor import acting
from .db import db, transaction
from .objects import Draft

log = logging.getLogger(__name__)

PASSWORD = "forecourt-demo-1"  # noqa: S105 - printed for everybody who starts the sample installation

NORTH, SOUTH = "North", "South"
PEOPLE = (
    # name, mail, role, unit, language
    ("Ada Stern", "admin@example.com", "administrator", "Harbour Group", "en"),
    ("Shen Mo", "shen.mo@example.com", "dealer_manager", "Harbour North", "zh_CN"),
    ("Iris Calder", "iris.calder@example.com", "dealer_manager", "Harbour South", "en"),
    ("Qiu Lan", "qiu.lan@example.com", "sales_manager", "Sales North", "zh_CN"),
    ("Tom Reyes", "tom.reyes@example.com", "sales_manager", "Sales South", "en"),
    ("Lin Zhou", "lin.zhou@example.com", "sales_consultant", "Sales North", "en"),
    ("周敏", "zhou.min@example.com", "sales_consultant", "Sales North", "zh_CN"),
    ("Mara Klein", "mara.klein@example.com", "sales_consultant", "Sales South", "en"),
    ("Fang Yu", "fang.yu@example.com", "call_centre_agent", "Harbour Group", "zh_CN"),
    ("Nina Ortega", "nina.ortega@example.com", "front_desk", "Harbour North", "en"),
    ("Paul Ekström", "paul.ekstrom@example.com", "service_agent", "Harbour North", "en"),
    ("He Jing", "he.jing@example.com", "information_clerk", "Harbour North", "zh_CN"),
    ("Rosa Lind", "rosa.lind@example.com", "read_only", "Harbour Group", "en"),
)


def is_empty() -> bool:
    """Whether nobody can sign in yet."""
    return db.session.execute(sa.select(users.User.id).limit(1)).first() is None


def load() -> None:
    """Make the sample data through the gate, in one transaction: all of it or nothing."""
    system = users.system_actor()
    with acting(system), transaction():
        _people(system)
        for code, function in plugins.implementations("load_demo_data"):
            log.info("sample data of %s", code)
            _play(function(), system)


def _people(system: Any) -> None:
    group = units.add(system, name="Harbour Group", kind="group", zone="Asia/Shanghai", currency="CNY")
    made = {"Harbour Group": group.id}
    for side in (NORTH, SOUTH):
        dealer = units.add(system, name=f"Harbour {side}", kind="dealer", parent_id=group.id, zone="Asia/Shanghai", currency="CNY")
        team = units.add(system, name=f"Sales {side}", kind="team", parent_id=dealer.id)
        made |= {dealer.name: dealer.id, team.name: team.id}
    for name, email, role, unit, locale in PEOPLE:
        person = users.add(system, name=name, email=email, role_codes=(role,), password=PASSWORD, unit_id=made[unit], locale=locale)
        if role in ("dealer_manager", "sales_manager"):
            units.change(system, made[unit], manager_id=person.id)


def _play(drafts: Iterable[Draft] | None, system: Any) -> None:
    """Make the drafts one by one and hand each record back to who yielded it."""
    if drafts is None:
        return
    playing = iter(drafts)
    answer: Any = None
    while True:
        try:
            draft = playing.send(answer) if answer is not None and hasattr(playing, "send") else next(playing)
        except StopIteration:
            return
        answer = _make(draft, system)


def _make(draft: Draft, system: Any) -> Any:
    """Made by the system, at the dealer and in the currency of its owner."""
    owner = users.find(draft.values.get("owner"))
    maker = system.at(owner.dealer_id, units.currency_of(owner.unit_id)) if owner else system
    return records.create(draft.object_type, maker, source="import", channel="import", **draft.values)


def sign_ins() -> list[tuple[str, str, str]]:
    """(name, mail, role label) of the sample people."""
    return [(name, email, str(roles.label_of(role))) for name, email, role, _unit, _locale in PEOPLE]
