"""The grammar of conditions: read, written back, judged in Python as in SQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, BadQuery, conditions, queries, records, registry


@pytest.mark.parametrize(
    "text",
    [
        "type = customer",
        'name contains "wang li" and employees >= 10',
        "type in (customer, partner) or owner = me",
        "not (type = customer) and email is not empty",
        "created_at < today+7 and (type = partner or employees < 5)",
    ],
)
def test_a_condition_written_back_reads_the_same(text: str) -> None:
    condition = conditions.read(text)

    assert conditions.read(conditions.write(condition)) == condition


@pytest.mark.parametrize(
    "text", ["=", "name", "name =", "name ~ x", "(name = x", "name in x", "name is what", "name = x and", '"x" = 1', "(" * 40 + "name = 1" + ")" * 40]
)
def test_what_cannot_be_read_is_refused_in_a_sentence(text: str, app: Any) -> None:
    with pytest.raises(BadQuery) as refused:
        conditions.read(text)

    assert refused.value.message


@pytest.mark.parametrize("where", ["nonsense = 1", "employees = many", "employees contains 3", "type = unheard", "created_at < someday"])
def test_what_does_not_fit_the_field_is_refused(where: str, user: Callable[..., Actor]) -> None:
    with pytest.raises(BadQuery):
        queries.page("account", user("administrator"), where=where)


@pytest.mark.parametrize("where", ["concerns contains unheard", 'concerns contains ""', "not concerns contains unheard"])
def test_what_is_no_value_of_a_picklist_with_several_is_refused_under_its_field(where: str, user: Callable[..., Actor]) -> None:
    with pytest.raises(BadQuery) as refused:
        queries.page("lead", user("administrator"), where=where)

    assert "is not one of the values of What matters" in refused.value.message and refused.value.field == "concerns"


def test_however_often_a_filter_says_not_it_is_read(user: Callable[..., Actor]) -> None:
    assert conditions.read("not " * 4000 + "name = x") == conditions.read("name = x")
    assert conditions.read("not " * 4001 + "(name = x)") == conditions.read("not (name = x)")


CASES = [
    "type = customer", "type != customer", "type in (customer, partner)", "employees > 10", "employees <= 10", "employees is empty",
    "not (employees > 10)", 'name contains "north"', 'name starts "north"', "employees = 10 or type = partner", "owner = me", "created_at <= now",
    "email is not empty", "created_at >= today and created_at < tomorrow",
]  # fmt: skip


@pytest.mark.parametrize("where", CASES)
def test_python_and_sql_judge_alike(where: str, user: Callable[..., Actor]) -> None:
    admin, object_type = user("administrator"), registry.object_type("account")
    for name, values in {
        "Northwind": {"type": "customer", "employees": 10}, "South Sea": {"type": "partner", "email": "a@example.com"}, "North Star": {"employees": 50},
    }.items():  # fmt: skip
        records.create("account", admin, name=name, **values)

    everything = records.find("account", admin, sort="id")
    judged = [one.id for one in everything if conditions.holds(where, object_type, {name: getattr(one, f.attribute) for name, f in object_type.fields.items() if f.stored}, admin)]

    assert judged == queries.ids("account", admin, where=where, sort="id")


def test_a_statement_of_ids_narrows_a_list_and_what_is_added_up_and_has_no_text(user: Callable[..., Actor]) -> None:
    admin = user("administrator")
    named = [records.create("account", admin, name=name) for name in ("Northwind", "South Sea", "Blue Harbor")]
    among = conditions.both({"name": ["Northwind", "South Sea"]}, conditions.Among(queries.visible_ids("account", admin, where="name starts S or name starts B")))

    assert queries.ids("account", admin, where=among) == [named[1].id]
    assert queries.ids("account", admin, where=conditions.both({"id": [one.id for one in named]}, conditions.Not(among)), sort="id") == [named[0].id, named[2].id]
    assert queries.count("account", admin, where=among) == (1, False)
    assert queries.aggregate("account", admin, group_by=("type",), where=among)[0].count == 1
    with pytest.raises(BadQuery):
        conditions.write(among)
