"""Sample customers of the sample dealers, made through the gate like any others."""

from __future__ import annotations

from collections.abc import Generator
from itertools import cycle
from typing import Any

from core import Draft, records, registry, system_actor, units, users

from . import grades
from .persons import person_of
from .picklists import CUSTOMER, PARTNER, PROSPECT

COMPANIES = (
    # name, type, phone, city, industry, first source, employees, website
    ("苏州晨光物流有限公司", CUSTOMER, "0512-65581234", "3205", "logistics", "owner_referral", 240, "https://chenguang.example"),
    ("昆山宏达建筑安装公司", PROSPECT, "0512-57330088", "3205", "building", "field_promotion", 85, None),
    ("上海海纳商务租车", CUSTOMER, "021-62889900", "3101", "car_rental", "walk_in", 60, "https://haina.example"),
    ("杭州西溪文化传媒", PROSPECT, "0571-88112233", "3301", "culture", "call_in", 32, None),
    ("Northwind Mills", CUSTOMER, "021-50801188", "3101", "food", "campaign", 410, "https://northwind.example"),
    ("Harbour Freight Lines", PROSPECT, "021-58706655", "3101", "logistics", "head_office_lead", 150, None),
    ("江南银行苏州分行", PARTNER, "0512-67012345", "3205", "finance", None, None, None),
)
PEOPLE_THERE = (
    ("陈立", "male", "运输部经理", "13800138001"),
    ("吴敏", "female", "采购主管", "13800138002"),
    ("孙伟", "male", "车队长", "13800138003"),
    ("郑洁", "female", "行政经理", "13800138004"),
    ("Anna Keller", "female", "Fleet manager", "13800138005"),
    ("David Brown", "male", "Operations director", "13800138006"),
    ("何芳", "female", "车贷经理", "13800138007"),
)
PERSONS = (
    ("周敏", "female", "13900139001", "3205", "walk_in"),
    ("王强", "male", "13900139002", "3205", "call_in"),
    ("李娜", "female", "13900139003", "3101", "relative_referral"),
    ("Maria Santos", "female", "13900139004", "3101", "campaign"),
    ("赵磊", "male", "13900139005", "3301", "returning_owner"),
    ("钱丽", "female", "13900139006", "3205", "database"),
)


def demo_customers() -> Generator[Draft, Any, None]:
    """Companies with a contact each, and person accounts, shared out among the sales people of every dealer."""
    grades.install(system_actor())
    owners = cycle(_sellers() or [None])
    for company, person in zip(COMPANIES, PEOPLE_THERE, strict=True):
        yield from _company(company, person, next(owners))
    for name, gender, mobile, city, first_source in PERSONS:
        yield from _person(name, gender, mobile, city, first_source, next(owners))


def _company(company: tuple[object, ...], person: tuple[str, str, str, str], owner: int | None) -> Generator[Draft, Any, None]:
    name, kind, phone, city, industry, first_source, employees, website = company
    account = yield registry.object_type("account").new(
        name=name, type=kind, phone=phone, city=city, industry=industry, first_source=first_source, employees=employees, website=website,
        owner=owner,
    )  # fmt: skip
    contact, gender, position, mobile = person
    yield registry.object_type("contact").new(name=contact, account=account, gender=gender, position=position, mobile=mobile, owner=owner)


def _person(name: str, gender: str, mobile: str, city: str, first_source: str, owner: int | None) -> Generator[Draft, Any, None]:
    account = yield registry.object_type("account").new(name=name, is_person=True, type=PROSPECT, first_source=first_source, owner=owner)
    if account is not None:
        # The contact was made with the account; the sample only adds what is personal.
        records.update(person_of(account), system_actor(), source="automation", gender=gender, mobile=mobile, city=city)


def _sellers() -> list[int]:
    """The ids of the sales consultants, dealer by dealer in turn."""
    consultants = [one for one in users.all_users(active_only=True) if "sales_consultant" in users.actor(one.id).role_codes]
    by_dealer = [[person.id for person in consultants if person.dealer_id == dealer.id] for dealer in units.dealers()]
    longest = max((len(people) for people in by_dealer), default=0)
    return [people[place] for place in range(longest) for people in by_dealer if place < len(people)]
