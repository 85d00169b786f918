"""What administrators do with fields, and what is refused in a sentence."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import sqlalchemy as sa

from core import bulk, customization, db, merging, queries, records, registry, transaction
from core.actions import find_action
from core.audit import AuditLine
from core.errors import BadQuery, Conflict, Forbidden, Invalid, NotFound, PluginError, Refusal


@pytest.fixture
def admin(user: Any) -> Any:
    return user("administrator")


def refused(admin: Any, **given: Any) -> dict[str, list[str]]:
    """The sentences with which adding this field is refused."""
    with pytest.raises(Invalid) as refusal:
        customization.add(admin, "account", **{"type": "text", "label": {"en": "Extra"}, **given})
    assert customization.all_of("account") == []
    return refusal.value.errors


@pytest.mark.parametrize(("name", "sentence"), [
    ("name", "“name” is the name of a built-in field of Accounts; choose another name."),
    ("owner", "“owner” is the name of a built-in field of Accounts; choose another name."),
    ("reason", "“reason” is a word of the API itself; choose another name."),
    ("budget_currency", "The API name cannot end in _id, _currency, _sort."),
    ("a__b", "The API name has small letters, digits and single underscores, begins with a letter and has at most 38 characters."),
    ("Ünï", "The API name has small letters, digits and single underscores, begins with a letter and has at most 38 characters."),
])  # fmt: skip
def test_a_name_that_is_taken_or_unusable_is_refused(name: str, sentence: str, admin: Any) -> None:
    assert refused(admin, name=name) == {"name": [sentence]}


@pytest.mark.parametrize(("given", "where"), [
    ({"label": {"en": ""}}, "label.en"),
    ({"label": {"zh_CN": "字" * 81}}, "label.zh_CN"),
    ({"label": {"en": "Extra", "zh_CN": "字" * 81}}, "label.zh_CN"),
    ({"label": {"fr": "Budget"}}, "label"),
    ({"label": "Budget"}, "label"),
    ({"label": {"en": "Owner"}}, "label.en"),
    ({"label": {"en": "Keeper", "zh_CN": "所有人"}}, "label.zh_CN"),
    ({"help": {"en": "x" * 301}}, "help.en"),
    ({"type": "nonsense"}, "type"),
    ({"type": ["text"]}, "type"),
    ({"type": "integer", "default": "many"}, "default"),
    ({"type": "integer", "options": {"maximum": 5}, "default": "6"}, "default"),
    ({"type": "picklist"}, "values"),
    ({"type": "picklist", "values": "a"}, "values"),
    ({"type": "picklist", "values": [{"label": {"en": "A"}}, {"label": {"en": "a"}}]}, "values.1"),
    ({"type": "picklist", "values": [{"label": {"en": "A"}}], "default": "b"}, "default"),
    ({"type": "integer", "options": {"minimum": 5, "maximum": 2}}, "maximum"),
    ({"type": "integer", "options": {"minimum": "x"}}, "minimum"),
    ({"type": "text", "options": {"length": 0}}, "length"),
    ({"type": "text", "options": {"places": 2}}, "options"),
    ({"type": "text", "options": []}, "options"),
    ({"type": "lookup"}, "to"),
    ({"type": "lookup", "options": {"to": "nothing"}}, "to"),
    ({"type": "lookup", "options": {"to": "account", "on_delete": "own"}}, "on_delete"),
    ({"type": "lookup", "options": {"to": "account"}, "default": 1}, "default"),
    ({"required_in": ["everywhere"]}, "required_in"),
    ({"required_when": "nonsense = 1"}, "required_when"),
    ({"required_when": "is_person ="}, "required_when"),
    ({"colour": "red"}, "colour"),
])  # fmt: skip
def test_what_does_not_fit_is_refused_beside_its_input(given: dict[str, Any], where: str, admin: Any) -> None:
    assert list(refused(admin, **given)) == [where]


def test_only_an_administrator_changes_fields(user: Any) -> None:
    for change in (
        lambda: customization.add(user("sales_manager"), "account", type="text", label={"en": "Extra"}),
        lambda: customization.rename(user("dealer_manager"), "account", {"": {"en": "Customer"}}),
        lambda: customization.arrange(user("sales_manager"), "account", []),
    ):
        with pytest.raises(Forbidden):
            change()


def test_the_api_name_is_made_of_the_label(admin: Any) -> None:
    names = [customization.add(admin, "account", type="text", label=label) for label in ({"en": "Plate no. 2"}, {"zh_CN": "车架号"}, {"en": "2nd car"})]

    assert names == ["x_plate_no_2", "x_che_jia_hao", "x_f_2nd_car"]


def test_of_two_administrators_who_add_the_same_field_one_wins(app: Any, admin: Any) -> None:
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def attempt() -> None:
        with app.app_context():
            gate.wait()
            try:
                outcomes.append(customization.add(admin, "account", type="text", label={"en": "Budget"}))
            except Invalid as refusal:
                outcomes.append(next(iter(refusal.errors)))
            db.session.remove()

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    db.session.rollback()

    assert sorted(outcomes) in (["name", "x_budget"], ["label.en", "x_budget"])
    assert len(customization.all_of("account")) == 1


def test_a_stale_change_is_refused(admin: Any) -> None:
    name = customization.add(admin, "account", type="text", label={"en": "Budget"})
    version = customization.find("account", name).version
    customization.change(admin, "account", name, version, label={"en": "Budget of the year"})

    with pytest.raises(Conflict, match="Somebody changed this field meanwhile"):
        customization.change(admin, "account", name, version, label={"en": "Other"})


def test_a_length_may_only_grow(admin: Any) -> None:
    name = customization.add(admin, "account", type="text", label={"en": "Code"}, options={"length": 20})

    with pytest.raises(Invalid, match="This may only grow"):
        customization.change(admin, "account", name, options={"length": 10})
    customization.change(admin, "account", name, options={"length": 30})
    assert registry.object_type("account").fields[name].length == 30


def test_a_removed_field_is_gone_everywhere_and_comes_back_with_its_values(admin: Any, make: Any) -> None:
    name = customization.add(admin, "account", type="text", label={"en": "Budget"})
    record = make("account", **{name: "high"})
    object_type = registry.object_type("account")
    assert customization.holding(object_type, object_type.fields[name]) == 1

    customization.remove(admin, "account", name)
    assert name not in registry.object_type("account").fields
    with pytest.raises(BadQuery, match="The field “Budget” has been removed by an administrator"):
        queries.page("account", admin, where=f"{name} = high")
    with pytest.raises(Invalid, match="The field “Budget” has been removed by an administrator"):
        records.update(record, admin, **{name: "low"})
    records.update(record, admin, name="Renamed Ltd")

    customization.bring_back(admin, "account", name)
    assert records.get("account", record.id, admin).x_budget == "high"


def test_a_field_that_was_taken_off_the_page_and_removed_is_not_in_the_way_of_the_next(admin: Any) -> None:
    name = customization.add(admin, "account", type="text", label={"en": "Budget"})
    sections = [{"key": customization.section_key(one), "fields": [held for held in one.fields if held != name]} for one in registry.object_type("account").layout.sections]
    customization.arrange(admin, "account", [*sections, {"key": customization.OFF_PAGE, "fields": [name]}])
    customization.remove(admin, "account", name)

    following = customization.add(admin, "account", type="text", label={"en": "Turnover"}, section=sections[0]["key"])

    assert following in registry.object_type("account").layout.sections[0].fields


def test_its_name_is_not_given_again_while_its_values_are_kept(admin: Any) -> None:
    name = customization.add(admin, "account", type="text", label={"en": "Budget"})
    customization.remove(admin, "account", name)

    with pytest.raises(Invalid, match="Bring it back, or purge it first"):
        customization.add(admin, "account", type="integer", label={"en": "Budget"})


def test_a_purge_takes_the_values_out_for_good(admin: Any, make: Any) -> None:
    name = customization.add(admin, "account", type="currency", label={"en": "Budget"})
    other = customization.add(admin, "account", type="text", label={"en": "Other"})
    record = make("account", **{name: "100", other: "stays"})
    with pytest.raises(Refusal, match="Remove the field first"):
        customization.purge(admin, "account", name)

    customization.remove(admin, "account", name)
    customization.purge(admin, "account", name)
    customization.settle("account")

    db.session.expire_all()
    assert records.get("account", record.id, admin).custom == {other: "stays"}
    assert customization.add(admin, "account", type="integer", label={"en": "Budget"}) == name


def test_a_field_that_a_condition_needs_is_not_removed(admin: Any) -> None:
    trade_in = customization.add(admin, "account", type="checkbox", label={"en": "Trade-in"})
    customization.add(admin, "account", type="text", label={"en": "Old car"}, required_in=["form"], required_when=f"{trade_in} = yes")

    with pytest.raises(Refusal, match="“Old car” is required by a condition that uses this field"):
        customization.remove(admin, "account", trade_in)


@pytest.mark.parametrize("how", ["active", "inactive"])
def test_a_field_that_a_rule_asks_of_is_kept_until_the_rule_is_changed(how: str, admin: Any, make: Any) -> None:
    name = customization.add(admin, "lead", type="text", label={"en": "Colour"})
    rule = make("assignment_rule", name="Red ones", where=f"{name} = red", active=how == "active")

    with pytest.raises(Refusal, match=r"“Red ones” .*asks of this field"):
        customization.remove(admin, "lead", name)
    records.delete(rule, admin)
    customization.remove(admin, "lead", name)


def test_a_retired_value_stays_on_old_records_and_is_offered_no_more(admin: Any, make: Any) -> None:
    values = [{"label": {"en": "Red"}}, {"label": {"en": "Blue"}}]
    name = customization.add(admin, "account", type="picklist", label={"en": "Colour"}, values=values)
    red, blue = make("account", **{name: "red"}), make("account", **{name: "blue"})

    customization.change(admin, "account", name, values=[{"code": "red", "label": {"en": "Red"}, "retired": True}, {"code": "blue", "label": {"en": "Blue"}}])

    records.update(red, admin, name="Renamed Ltd", **{name: "red"})
    assert str(records.get("account", red.id, admin).x_colour) == "Red"
    with pytest.raises(Invalid, match="Colour: “Red” is no longer offered"):
        records.update(blue, admin, typed=(name,), **{name: "red"})
    assert [one.code for one in registry.object_type("account").fields[name].options()] == ["blue"]
    assert [row.id for row in queries.page("account", admin, where=f"{name} = red").rows] == [red.id]


@pytest.fixture
def retire(admin: Any) -> Any:
    return lambda *codes: customization.set_shipped_values(admin, "account", "industry", retired=codes)


def test_a_retired_value_goes_along_with_a_merge_and_comes_back_with_its_undo(admin: Any, make: Any, retire: Any) -> None:
    empty, miller, banker = make("account"), make("account", industry="manufacturing"), make("account", industry="finance")
    done = merging.merge(miller, banker, admin, {"industry": "loser"})

    retire("manufacturing", "finance")
    merging.undo(done.id, admin)
    merging.merge(registry.record_by_id(empty.id), registry.record_by_id(miller.id), admin)

    assert records.get("account", empty.id, admin).industry == "manufacturing"


def test_a_bulk_change_is_taken_back_to_a_value_that_was_retired_since(admin: Any, make: Any, retire: Any) -> None:
    account, record = registry.object_type("account"), make("account", industry="manufacturing")
    done = bulk.change(account, [record.id], admin, {"industry": "finance"})

    retire("manufacturing")

    assert bulk.take_back(account, done.token, admin).back == 1
    assert records.get("account", record.id, admin).industry == "manufacturing"


def test_what_stood_in_the_record_before_may_come_back_though_it_was_retired_since(admin: Any, make: Any, retire: Any) -> None:
    record = make("account", industry="manufacturing")
    records.update(record, admin, typed=("industry",), industry="finance")
    retire("manufacturing", "finance")

    records.update(record, admin, typed=("industry",), industry="manufacturing")
    assert records.get("account", record.id, admin).industry == "manufacturing"

    records.update(record, admin, typed=("industry",), industry="power")
    with pytest.raises(Invalid, match="no longer offered"):
        records.update(record, admin, typed=("industry",), industry="finance")


def test_an_action_gives_a_retired_value_back_that_its_record_held_before(admin: Any, make: Any) -> None:
    lead = records.create("lead", admin, channel="history", name="Wang Wei", mobile="13800138000")
    records.update(lead, admin, close_reason="price")
    records.update(lead, admin, close_reason=None)
    customization.set_shipped_values(admin, "lead", "close_reason", retired=("price", "postponed"))
    disqualify = find_action(registry.object_type("lead"), "disqualify")

    with pytest.raises(Invalid, match="no longer offered"):
        disqualify.run(lead, admin, reason="postponed")
    assert disqualify.run(lead, admin, reason="price").close_reason == "price"


def test_a_bulk_change_is_taken_back_to_nothing_also_where_forms_ask_for_something(admin: Any, make: Any) -> None:
    account, record = registry.object_type("account"), make("account")
    name = customization.add(admin, "account", type="text", label={"en": "Colour"}, required_in=["form"])

    done = bulk.change(account, [record.id], admin, {name: "Red"})

    assert bulk.take_back(account, done.token, admin).back == 1


def test_a_bulk_change_is_taken_back_without_a_field_that_was_removed_since(admin: Any, make: Any) -> None:
    name = customization.add(admin, "account", type="text", label={"en": "Colour"})
    record = make("account", industry="manufacturing")
    done = bulk.change(registry.object_type("account"), [record.id], admin, {"industry": "finance", name: "Red"})

    customization.remove(admin, "account", name)

    assert bulk.take_back(registry.object_type("account"), done.token, admin).back == 1
    assert records.get("account", record.id, admin).industry == "manufacturing"


def test_a_default_that_was_retired_is_proposed_by_no_form_and_stops_nothing_that_the_product_makes(admin: Any, make: Any, login: Any) -> None:
    customization.set_shipped_values(admin, "account", "type", retired=["prospect"])

    assert 'value="prospect"' not in login("administrator").get("/accounts/new").text
    assert make("account").type == "prospect"


def test_a_value_is_retired_and_never_deleted(admin: Any) -> None:
    name = customization.add(admin, "account", type="picklist", label={"en": "Colour"}, values=[{"label": {"en": "Red"}}, {"label": {"en": "Blue"}}])

    with pytest.raises(Invalid, match="“Red” cannot be deleted, since records may hold it; retire it"):
        customization.change(admin, "account", name, values=[{"code": "blue", "label": {"en": "Blue"}}])


def test_a_value_that_was_added_to_a_shipped_picklist_is_retired_and_never_deleted(admin: Any, make: Any) -> None:
    customization.set_shipped_values(admin, "account", "industry", added=[{"label": {"en": "Space travel"}}])
    record = make("account", industry="space_travel")

    with pytest.raises(Invalid, match="cannot be deleted, since records may hold it; retire it"):
        customization.set_shipped_values(admin, "account", "industry", added=[])
    customization.set_shipped_values(admin, "account", "industry", added=[{"code": "space_travel", "label": {"en": "Space travel"}, "retired": True}])

    assert str(records.get("account", record.id, admin).industry) == "Space travel"
    assert "space_travel" not in [one.code for one in registry.object_type("account").fields["industry"].options()]
    with pytest.raises(Invalid, match="no longer offered"):
        records.create("account", admin, typed=("industry",), name="Blue Harbor", industry="space_travel")


def test_every_change_is_in_the_log(admin: Any) -> None:
    name = customization.add(admin, "account", type="text", label={"en": "Budget"})
    customization.change(admin, "account", name, searched=False)
    customization.remove(admin, "account", name)

    events = list(db.session.execute(sa.select(AuditLine.event, AuditLine.object).order_by(AuditLine.id)).all())[-3:]
    assert events == [("field_added", "account"), ("field_changed", "account"), ("field_removed", "account")]


def test_a_module_cannot_ship_a_field_of_that_namespace(app: Any) -> None:
    from core import ObjectType, Record, fields

    class Plate(Record):
        __tablename__ = "plates_plate"
        name = fields.Text("Name")
        x_colour = fields.Text("Colour")

    try:
        with pytest.raises(PluginError, match="names with 'x_' are those of custom fields"):
            ObjectType(Plate, label="Plate", plural="Plates")
    finally:
        db.metadata.remove(Plate.__table__)


def test_a_field_whose_adding_was_taken_back_is_not_read_as_one_of_another_type_later(admin: Any, make: Any) -> None:
    with pytest.raises(RuntimeError), transaction():
        name = customization.add(admin, "account", type="date", label={"en": "Extra"})
        queries.page("account", admin, columns=(name,))
        raise RuntimeError("the plug is pulled")

    assert customization.add(admin, "account", type="text", label={"en": "Extra"}) == name
    make("account", **{name: "blue"})
    attribute = registry.object_type("account").fields[name].attribute
    assert [getattr(row, attribute) for row in queries.page("account", admin, columns=(name,)).rows] == ["blue"]


def test_an_unknown_object_or_field_is_not_found(admin: Any) -> None:
    with pytest.raises(NotFound):
        customization.add(admin, "nothing", type="text", label={"en": "Extra"})
    with pytest.raises(NotFound):
        customization.change(admin, "account", "x_nothing", label={"en": "Extra"})


def test_what_is_put_back_leaves_out_an_amount_of_ones_own_that_was_removed_since_with_its_currency(admin: Any, make: Any) -> None:
    fee = customization.add(admin, "account", type="currency", label={"en": "Fee"})
    record = make("account", name="Alpha", by=admin, **{fee: "100", f"{fee}_currency": "USD"})
    version = record.version
    record = records.update(record, admin, name="Beta", **{fee: "200", f"{fee}_currency": "EUR"})
    customization.remove(admin, "account", fee)

    record = records.put_back(record, admin, ["name", fee, f"{fee}_currency"], version=version)
    assert record.name == "Alpha"
    customization.bring_back(admin, "account", fee)
    record = records.put_back(records.get("account", record.id, admin), admin, ["name", fee], version=version)
    assert getattr(record, f"{fee}_currency") == "USD"
