"""The people of a measured database: units in four levels, and in each of the measured roles one who signs in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core import acting, system_actor, transaction, units, users

PASSWORD = "forecourt-bench-1"  # noqa: S105 - of a database that holds nothing real
ROLES = ("rep", "team", "dealer", "director")
"""Who is measured: a consultant, the manager of a team, of a dealer, and of the whole group."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many regions, dealers in each, teams in each dealer and consultants in each team."""

    regions: int
    dealers: int
    teams: int
    consultants: int


LARGE = Size(5, 4, 3, 7)
"""500 people: 420 consultants, 60 team managers, 20 dealer managers (one of them of the group, and so on)."""
SMALL = Size(2, 1, 2, 2)


def mail_of(role: str) -> str:
    """The address by which the measured person of this role signs in."""
    return f"{role}@example.com"


def add_people(size: Size) -> list[int]:
    """Make the units and everybody in them, through the product; returns the ids of the consultants."""
    system = system_actor()
    consultants: list[int] = []
    with acting(system), transaction():
        group = units.add(system, name="Group", kind="group", zone="Asia/Shanghai", currency="CNY")
        _manager(system, group.id, "dealer_manager", mail_of("director"), "Dana Director")
        for region in range(size.regions):
            above = units.add(system, name=f"Region {region + 1}", kind="region", parent_id=group.id)
            for number in range(size.dealers):
                consultants += _dealer(system, above.id, region * size.dealers + number + 1, size)
    return consultants


def _dealer(system: Any, region_id: int, number: int, size: Size) -> list[int]:
    dealer = units.add(system, name=f"Dealer {number}", kind="dealer", parent_id=region_id)
    _manager(system, dealer.id, "dealer_manager", mail_of("dealer") if number == 1 else f"dealer.{number}@example.com", f"Manager of dealer {number}")
    return [one for team in range(size.teams) for one in _team(system, dealer.id, f"{number}.{team + 1}", size)]


def _team(system: Any, dealer_id: int, name: str, size: Size) -> list[int]:
    team = units.add(system, name=f"Team {name}", kind="team", parent_id=dealer_id)
    _manager(system, team.id, "sales_manager", mail_of("team") if name == "1.1" else f"team.{name}@example.com", f"Manager of team {name}")
    found = []
    for place in range(size.consultants):
        email = mail_of("rep") if (name, place) == ("1.1", 0) else f"rep.{name}.{place + 1}@example.com"
        found.append(_person(system, team.id, "sales_consultant", email, f"Consultant {name}.{place + 1}"))
    return found


def _manager(system: Any, unit_id: int, role: str, email: str, name: str) -> None:
    units.change(system, unit_id, manager_id=_person(system, unit_id, role, email, name))


def _person(system: Any, unit_id: int, role: str, email: str, name: str) -> int:
    return int(users.add(system, name=name, email=email, role_codes=(role,), password=PASSWORD, unit_id=unit_id).id)
