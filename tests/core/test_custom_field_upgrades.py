"""A later version of a module beside what an administrator has changed of its object: both are there."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from core import Choice, Layout, ObjectType, Section, customization, db, queries, records, registry, roles, state
from core.customization import section_key

Ship = Callable[..., None]


@pytest.fixture
def admin(user: Any) -> Any:
    return user("administrator")


@pytest.fixture
def ship(app: Any, monkeypatch: pytest.MonkeyPatch) -> Ship:
    """``ship(layout=...)``: the module of accounts comes in a later version, in which these differ."""

    def later(**differing: Any) -> None:
        made = copy.copy(registry.current().objects["account"])
        for name, value in differing.items():
            setattr(made, name, value)
        monkeypatch.setitem(registry.current().objects, "account", made)
        state.bump("customization")
        db.session.commit()

    return later


def shipped() -> ObjectType:
    return registry.current().objects["account"]


def sections() -> dict[str, tuple[str, ...]]:
    return {section_key(one): one.fields for one in registry.object_type("account").layout.sections}


def arrangement() -> list[dict[str, Any]]:
    return [{"key": key, "fields": list(names)} for key, names in sections().items()]


def test_what_stood_in_a_section_that_ships_no_more_stays_on_the_page(admin: Any, ship: Ship) -> None:
    mine = customization.add(admin, "account", type="text", label={"en": "Mine"}, section="Address")
    arranged = arrangement()
    for one in arranged:
        one["fields"] = [name for name in one["fields"] if name != "industry"] + (["industry"] if one["key"] == "Address" else [])
    customization.arrange(admin, "account", arranged)

    ship(layout=Layout(*(one for one in shipped().layout.sections if section_key(one) != "Address")))

    assert "industry" in sections()["Account"]
    assert mine in sections()["Remarks"]


def test_a_field_that_ships_later_stands_where_its_module_puts_it(admin: Any, ship: Ship) -> None:
    whole = shipped().layout
    without = [Section(one.label, *(name for name in one.fields if name != "phone"), when=one.when) for one in whole.sections]
    ship(layout=Layout(*without))
    mine = customization.add(admin, "account", type="text", label={"en": "Mine"}, section="Company")
    customization.arrange(admin, "account", list(reversed(arrangement())))

    ship(layout=whole)

    assert sections()["Company"][0] == "phone"
    assert sections()["Company"][-1] == mine
    assert next(iter(sections())) == "Remarks"


def test_a_field_that_ships_no_more_takes_nothing_of_the_administrator_along(admin: Any, ship: Ship, login: Any, make: Any) -> None:
    customization.rename(admin, "account", {"website": {"en": "Home page"}})
    customization.set_rights(admin, "account", "website", {"sales_consultant": "hidden"})
    mine = customization.add(admin, "account", type="text", label={"en": "Mine"}, section="Company")
    record = make("account", **{mine: "kept"})
    fields = {name: one for name, one in shipped().fields.items() if name != "website"}
    without = [Section(one.label, *(name for name in one.fields if name != "website"), when=one.when) for one in shipped().layout.sections]

    ship(fields=fields, own_fields={name: one for name, one in shipped().own_fields.items() if name in fields}, layout=Layout(*without))

    client = login("administrator")
    assert "kept" in client.get(record.url).text
    assert [client.get(path).status_code for path in (f"{record.url}/edit", "/accounts/new", "/accounts?view=all")] == [200] * 3
    assert customization.add(admin, "account", type="text", label={"en": "Next"}, section="Company") in sections()["Company"]


def test_a_value_that_ships_later_under_the_code_of_ones_own_is_that_value(admin: Any, ship: Ship, make: Any) -> None:
    customization.set_shipped_values(admin, "account", "industry", added=[{"label": {"en": "Space travel"}}])
    record = make("account", industry="space_travel")
    industry = copy.copy(shipped().fields["industry"])
    industry.choices = (*industry.choices, Choice("space_travel", "Space flight"))
    fields = {**shipped().fields, "industry": industry}

    ship(fields=fields, own_fields={**shipped().own_fields, "industry": industry})

    offered = [one.code for one in registry.object_type("account").fields["industry"].options()]
    assert offered.count("space_travel") == 1
    assert [row.id for row in queries.page("account", admin, where="industry = space_travel").rows] == [record.id]
    assert records.update(records.get("account", record.id, admin), admin, industry="space_travel").id


def test_a_later_version_keeps_values_labels_rights_and_what_is_retired(admin: Any, ship: Ship, make: Any) -> None:
    first = shipped().fields["industry"].choices[0].code
    colour = customization.add(admin, "account", type="picklist", label={"en": "Colour"}, values=[{"label": {"en": "Red"}}], default="red", required_in=["form"])
    customization.set_shipped_values(admin, "account", "industry", retired=[first])
    customization.rename(admin, "account", {"": {"en": "Customer"}, "industry": {"en": "Line of business"}})
    customization.set_rights(admin, "account", "industry", {"sales_consultant": "readonly"})
    record = make("account")

    ship(label="Company", plural="Companies")

    found = registry.object_type("account")
    assert (str(found.label), str(found.plural), str(found.fields["industry"].label)) == ("Customer", "Companies", "Line of business")
    assert first not in [one.code for one in found.fields["industry"].options()]
    assert str(getattr(records.get("account", record.id, admin), colour)) == "Red"
    assert roles.find("sales_consultant").fields["account", "industry"] == "readonly"
