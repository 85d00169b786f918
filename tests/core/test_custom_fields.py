"""Custom fields: adding them, and what the gate, lists and conditions make of them, on an object that knows nothing of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from core import customization, db, merging, queries, records, registry, roles, system_actor
from core.errors import BadQuery, Invalid

EVERY_TYPE: dict[str, tuple[dict[str, Any], Any, Any]] = {
    "text": ({}, "VIN 1", "VIN 1"),
    "long_text": ({}, "first\nsecond", "first\nsecond"),
    "integer": ({"options": {"minimum": 0, "unit": "km"}}, "12,000", 12000),
    "decimal": ({"options": {"places": 1}}, "7.5", Decimal("7.5")),
    "percent": ({}, "35", 35),
    "currency": ({}, "999999999999.9999", Decimal("999999999999.9999")),
    "date": ({}, "2026-11-28", date(2026, 11, 28)),
    "datetime": ({}, "2026-11-28T09:00:00Z", datetime(2026, 11, 28, 9, tzinfo=UTC)),
    "checkbox": ({}, True, True),
    "picklist": ({"values": [{"label": {"en": "Red"}}, {"label": {"en": "Blue", "zh_CN": "蓝"}}]}, "blue", "blue"),
    "multi_picklist": ({"values": [{"label": {"en": "Roof"}}, {"label": {"en": "Hook"}}]}, ["hook"], ("hook",)),
    "email": ({}, "Pan@Example.com", "pan@example.com"),
    "phone": ({}, "13800138000", "+8613800138000"),
    "url": ({}, "example.com/a", "https://example.com/a"),
    "lookup": ({"options": {"to": "account"}}, None, None),
    "user": ({}, None, None),
}


@pytest.fixture
def admin(user: Any) -> Any:
    return user("administrator")


@pytest.fixture
def add(admin: Any) -> Any:
    """``add("date", "Due", "account")`` adds a field and gives its API name."""

    def make(kind: str, label: str = "Extra", to: str = "account", **settings: Any) -> str:
        return customization.add(admin, to, type=kind, label={"en": label}, **settings)

    return make


def test_every_type_is_tried(app: Any) -> None:
    assert set(EVERY_TYPE) == set(customization.TYPES)


@pytest.mark.parametrize("kind", EVERY_TYPE)
def test_a_value_of_every_type_is_kept_and_read_back(kind: str, add: Any, make: Any, user: Any) -> None:
    settings, given, held = EVERY_TYPE[kind]
    name = add(kind, **settings)
    if kind == "lookup":
        given = held = make("account").id
    elif kind == "user":
        given = held = user("sales_consultant").id

    record = make("account", **{name: given})

    field = registry.object_type("account").fields[name]
    found = records.get("account", record.id, user("administrator"))
    assert field.value_in(found) == held
    assert getattr(found, field.attribute) == held


@pytest.mark.parametrize("kind", [one for one in EVERY_TYPE if one not in ("long_text", "lookup", "user")])
def test_lists_show_filter_and_sort_by_it(kind: str, add: Any, make: Any, admin: Any) -> None:
    settings, given, held = EVERY_TYPE[kind]
    name = add(kind, **settings)
    holder, without = make("account", **{name: given}), make("account")
    object_type = registry.object_type("account")
    field = object_type.fields[name]
    test = "contains" if kind == "multi_picklist" else "="

    wanted = "hook" if kind == "multi_picklist" else str(field.dump(held))

    rows = queries.page(object_type, admin, where={"field": name, "operator": test, "value": wanted}, columns=(name,)).rows

    assert [(row.id, getattr(row, field.attribute)) for row in rows] == [(holder.id, held)]
    if name in object_type.sortable:
        found = [row.id for row in queries.page(object_type, admin, sort=name).rows]
        assert (found.index(holder.id), found[-1]) == (0, without.id)


def test_pages_of_a_sorted_list_follow_one_another(add: Any, make: Any, admin: Any) -> None:
    name = add("currency")
    made = [make("account", **{name: str(number)}).id for number in (2, 10, 1)] + [make("account").id]

    first = queries.page("account", admin, sort=name, limit=2, where={"id": tuple(made)})
    second = queries.page("account", admin, sort=name, limit=2, where={"id": tuple(made)}, cursor=first.next)

    assert [row.id for row in (*first.rows, *second.rows)] == [made[2], made[0], made[1], made[3]]


def test_a_change_is_logged_and_another_field_is_kept(add: Any, make: Any, admin: Any) -> None:
    budget, due = add("currency", "Budget"), add("date", "Due")
    record = make("account", **{budget: "100", due: "2026-11-28"})

    records.update(record, admin, **{budget: "120.5"})

    assert records.history(record, admin)[0].diff[budget] == ["100", "120.5"]
    assert record.x_due == date(2026, 11, 28)
    assert record.x_budget_currency == "CNY"


def test_sums_are_exact_and_by_currency(add: Any, make: Any, admin: Any) -> None:
    name = add("currency")
    for amount in ("0.1", "0.2", "999999999999.7"):
        make("account", **{name: amount})

    row = queries.aggregate("account", admin, group_by=[], measures=[f"sum:{name}"], where=f"{name} is not empty")[0]

    assert (getattr(row, f"sum_{name}"), getattr(row, f"{name}_currency")) == (Decimal(1000000000000), "CNY")


def test_a_new_field_is_empty_on_old_records_and_its_default_is_on_new_ones(add: Any, make: Any, admin: Any) -> None:
    old = make("account")
    name = add("picklist", values=[{"label": {"en": "Red"}}, {"label": {"en": "Blue"}}], default="blue")

    assert (getattr(old, name), getattr(make("account"), name)) == (None, "blue")


IN_A_FORM = {
    "text": 'value="VIN 1"', "long_text": "first\nsecond</textarea>", "integer": 'value="12000"', "decimal": 'value="7.5"', "percent": 'value="35"',
    "currency": 'value="999999999999.9999"', "date": 'value="2026-11-28"', "datetime": 'value="2026-11-28 17:00"', "checkbox": "checked", "picklist": 'value="blue" selected',
    "multi_picklist": 'value="hook" checked', "email": 'value="pan@example.com"', "phone": 'value="138 0013 8000"', "url": 'value="https://example.com/a"',
}  # fmt: skip


@pytest.mark.parametrize("kind", IN_A_FORM)
def test_a_default_of_every_type_is_what_a_new_form_and_a_new_record_begin_with(kind: str, add: Any, make: Any, admin: Any, login: Any) -> None:
    settings, given, held = EVERY_TYPE[kind]
    name = add(kind, default=given, **settings)
    field = registry.object_type("account").fields[name]

    assert field.value_in(make("account")) == held
    box = login("administrator").get("/accounts/new").text.partition(f'data-field="{name}"')[2].partition('data-field="')[0]
    assert IN_A_FORM[kind] in box


def test_a_day_may_default_to_today(add: Any, make: Any, at: Any) -> None:
    name = add("date", default="today")

    with at("2026-11-20 00:30"):
        assert getattr(make("account"), name) == date(2026, 11, 20)


def test_it_is_required_where_the_administrator_says_so(add: Any, make: Any, admin: Any) -> None:
    name = add("text", "Source of call", required_in=["form"], required_when="is_person = yes")

    with pytest.raises(Invalid) as refusal:
        records.create("account", admin, channel="form", name="Pan Yue", is_person=True)
    assert refusal.value.errors == {name: ["Please fill in Source of call."]}
    assert records.create("account", admin, channel="form", name="Northwind Mills").id
    assert records.create("account", admin, name="Pan Yue", is_person=True).id, "made on the way, where nobody was asked"
    assert records.create("account", admin, channel="api", name="Pan Yue", is_person=True).id


COLOURS = [{"code": "c1", "label": {"en": "Red", "zh_CN": "红"}}, {"code": "c2", "label": {"en": "Blue", "zh_CN": "蓝"}}]


@pytest.mark.parametrize("changed", [{}, {"label": {"en": "Crimson", "zh_CN": "朱红"}}, {"retired": True}])
def test_a_condition_that_calls_a_value_by_its_name_is_read_in_every_language_and_under_its_next_name(changed: Any, add: Any, make: Any, admin: Any, login: Any) -> None:
    colour = add("picklist", "Colour", values=COLOURS)
    why = add("text", "Reason", required_in=["form"], required_when=f"{colour} in (Red, c2) and is_person = no")
    rule_on = add("picklist", "Shade", to="lead", values=COLOURS)
    rule = make("assignment_rule", where=f"{rule_on} = Red")
    customization.change(admin, "account", colour, values=[{**COLOURS[0], **changed}, COLOURS[1]])

    assert (customization.find("account", why).required_when, rule.where) == (f"{colour} in (c1, c2) and is_person = no", f"{rule_on} = c1")
    client = login("dealer_manager", language="zh_CN")
    answers = [client.post("/accounts/new", data={"name": f"Harbour {code}", "type": "prospect", colour: code}).status_code for code in ("", "c2")]
    assert answers == [303, 422]


def test_a_condition_that_can_no_longer_be_read_keeps_nobody_from_saving(add: Any, admin: Any, login: Any) -> None:
    why = add("text", "Reason", required_in=["form"], required_when="type = customer")
    customization.find("account", why).required_when = "type = gone"
    db.session.commit()
    add("text", "Another")  # the layer is built anew

    assert login("administrator").post("/accounts/new", data={"name": "Pan Yue", "type": "prospect"}).status_code == 303


@pytest.mark.parametrize("channel", customization.CHANNELS)
def test_a_field_is_required_in_the_channels_named_and_in_no_other(channel: str, add: Any, admin: Any) -> None:
    name = add("text", "Source of call", required_in=[channel])

    for other in customization.CHANNELS:
        if other == channel:
            with pytest.raises(Invalid) as refusal:
                records.create("account", admin, channel=other, name=f"By {other}")
            assert list(refusal.value.errors) == [name]
        else:
            assert records.create("account", admin, channel=other, name=f"By {other}").id


@pytest.mark.parametrize("right", ["hidden", "readonly"])
def test_what_a_form_requires_is_asked_of_whoever_may_fill_it_in(right: str, add: Any, user: Any, login: Any) -> None:
    name = add("text", "Source of call", required_in=["form"])
    roles.change(system_actor(), "sales_consultant", fields={("account", name): right})

    answers = [login(role).post("/accounts/new", data={"name": role, "type": "prospect"}).status_code for role in ("sales_consultant", "dealer_manager")]

    assert answers == [303, 422]


def test_a_value_that_is_always_required_is_not_named_to_whom_it_is_hidden_from(user: Any) -> None:
    roles.change(system_actor(), "sales_consultant", fields={("account", "type"): "hidden"})

    with pytest.raises(Invalid) as refusal:
        records.create("account", user("sales_consultant"), name="Blue Harbor", type=None)
    assert refusal.value.errors == {"": ["Account needs a value that you may neither see nor enter. Ask a colleague who may."]}


def test_a_value_that_does_not_fit_is_refused_by_its_name(add: Any, make: Any) -> None:
    name = add("integer", "Doors", options={"minimum": 2, "maximum": 5})

    with pytest.raises(Invalid) as refusal:
        make("account", **{name: 9})
    assert refusal.value.errors == {name: ["Doors must lie between 2 and 5."]}


def test_a_link_names_its_record_and_is_emptied_when_that_goes(add: Any, make: Any, admin: Any) -> None:
    name = add("lookup", "Recommended by", options={"to": "account"})
    friend = make("account", name="Friend Ltd")
    record = make("account", **{name: friend})
    assert record.x_recommended_by.name == "Friend Ltd"

    batch = records.delete(friend, admin)
    assert records.get("account", record.id, admin).x_recommended_by_id is None

    records.restore(batch, admin)
    assert records.get("account", record.id, admin).x_recommended_by_id == friend.id


def test_a_link_may_refuse_the_deletion(add: Any, make: Any, admin: Any) -> None:
    name = add("lookup", "Guarantor", options={"to": "account", "on_delete": "restrict"})
    guarantor = make("account")
    make("account", **{name: guarantor})

    with pytest.raises(Exception, match="still refer to it"):
        records.delete(guarantor, admin)


def test_a_hidden_field_does_not_exist(add: Any, make: Any, admin: Any, user: Any) -> None:
    name = add("text", "Secret")
    consultant = user("sales_consultant")
    record = make("account", by=consultant)
    records.update(record, admin, **{name: "hush"})
    customization.set_rights(admin, "account", name, {"sales_consultant": "hidden"})
    consultant = user("sales_consultant")

    for query in ({"where": f"{name} = hush"}, {"sort": name}, {"columns": (name,)}):
        with pytest.raises(BadQuery):
            queries.page("account", consultant, **query)
    with pytest.raises(Invalid, match="There is no field “x_secret”"):
        records.update(record, consultant, typed=(name,), **{name: "mine"})
    assert all(name not in row.diff for row in records.history(record, consultant))


@pytest.mark.parametrize("right", ["hidden", "readonly"])
def test_a_merge_loses_nothing_that_whoever_merges_may_not_change(right: str, add: Any, make: Any, user: Any, admin: Any) -> None:
    name, who = add("text", "Risk"), user("dealer_manager")
    empty, filled, other = (make("account", owner=who.id, **values) for values in ({}, {name: "high"}, {name: "low"}))
    roles.change(system_actor(), "dealer_manager", fields={("account", name): right})
    manager = user("dealer_manager")

    assert name not in [one.field.name for one in merging.preview(empty, filled, manager).picks]
    done = merging.merge(empty, filled, manager)
    merging.merge(records.get("account", empty.id, manager), other, manager)

    assert getattr(records.get("account", empty.id, admin), name) == "high", "and nobody overwrites what is there"
    last = merging.latest(empty)
    merging.undo(last.id, manager)
    assert last.id != done.id and getattr(records.get("account", other.id, admin), name) == "low"
