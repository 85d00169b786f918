"""Where custom values lie: their indexes serve the lists on both databases, and neither upgrades nor merges lose them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from core import customization, db, is_postgresql, merging, migrate, queries, records, registry
from core.testing.plans import reads
from core.users import system_actor

LISTED = ("text", "integer", "decimal", "currency", "date", "datetime", "picklist", "email", "phone")


@pytest.fixture
def admin(user: Any) -> Any:
    return user("administrator")


def fields_of_every_kind(admin: Any) -> list[str]:
    values = [{"label": {"en": "Red"}}]
    return [
        customization.add(admin, "account", type=kind, label={"en": f"Extra {kind}"}, values=values if kind == "picklist" else ())
        for kind in LISTED
    ]  # fmt: skip


def plans(statements: list[str]) -> str:
    """How the database would run what was sent."""
    return "\n".join(str(row) for one in statements for row in one)


@pytest.fixture
def explained(app: Any) -> Iterator[list[Any]]:
    """The plans of all SELECTs that are sent."""
    found: list[Any] = []

    def explain(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if reads(statement) and "contacts_account" in statement:
            cursor.execute(("EXPLAIN " if is_postgresql() else "EXPLAIN QUERY PLAN ") + statement, parameters)
            found.append(cursor.fetchall())

    sa.event.listen(db.engine, "before_cursor_execute", explain)
    yield found
    sa.event.remove(db.engine, "before_cursor_execute", explain)


def test_lists_sort_and_filter_by_the_indexes_of_a_field(admin: Any, user: Any, explained: list[Any]) -> None:
    names = fields_of_every_kind(admin)
    customization.settle("account")
    numbers = {row.name: row.id for row in customization.all_of("account")}
    consultant = user("sales_consultant")
    if is_postgresql():
        db.session.execute(sa.text("SET enable_seqscan = off"))
        db.session.execute(sa.text("SET enable_sort = off"))
        db.session.execute(sa.text("SET enable_bitmapscan = off"))

    for name in names:
        explained.clear()
        queries.page("account", admin, sort=f"-{name}")
        queries.page("account", consultant, sort=name)
        plan = plans(explained)
        assert f"cf_{numbers[name]}_all" in plan, (name, plan)
        assert f"cf_{numbers[name]}_owner" in plan, (name, plan)


def test_settling_makes_each_index_once_and_drops_those_of_removed_fields(admin: Any) -> None:
    customization.add(admin, "account", type="currency", label={"en": "Budget"})
    link = customization.add(admin, "account", type="lookup", label={"en": "Friend"}, options={"to": "account"})
    first = customization.settle()
    assert len(first) == 4
    assert customization.settle() == []

    customization.change(admin, "account", link, listed=False)
    assert customization.settle() == [f"dropped cf_{customization.find('account', link).id}_filter"]
    customization.remove(admin, "account", "x_budget")
    assert len(customization.settle()) == 3


def test_a_worker_makes_the_indexes_after_the_field_was_added(admin: Any) -> None:
    from core import outbox

    customization.add(admin, "account", type="date", label={"en": "Due"})
    outbox.drain()

    assert customization.settle() == []


def test_an_upgrade_keeps_what_administrators_have_changed(app: Any, admin: Any, make: Any) -> None:
    name = customization.add(admin, "account", type="currency", label={"en": "Budget", "zh_CN": "预算"})
    customization.rename(admin, "account", {"*": {"en": "Customers"}})
    record = make("account", **{name: "31500.5"})
    customization.settle()
    db.session.remove()
    with db.engine.begin() as connection:
        index = f"cf_{1}_owner"
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {index}")  # as a migration that copies the table does

    migrate.upgrade()
    assert customization.settle() == [f"made {index}"]

    found = records.get("account", record.id, system_actor())
    assert str(found.x_budget) == "31500.5"
    assert str(registry.object_type("account").plural) == "Customers"
    assert all("cf_" not in str(one) for one in migrate.drift("contacts"))


def test_a_list_with_ten_custom_columns_takes_no_more_statements(admin: Any, make: Any, login: Any, count_statements: Any) -> None:
    client = login("administrator")
    friend = make("account", name="Friend Ltd")
    client.get("/accounts?view=all")
    with count_statements() as before:
        client.get("/accounts?view=all")
    names = fields_of_every_kind(admin)
    link = customization.add(admin, "account", type="lookup", label={"en": "Friend"}, options={"to": "account"})
    for number in range(5):
        make("account", **{"x_extra_integer": number, link: friend})
    client.get("/accounts?view=all")

    with count_statements() as sent:
        page = client.get(f"/accounts?view=all&columns=name,{','.join([*names, link])}&sort=-x_extra_integer").get_data(as_text=True)

    assert "Friend Ltd" in page
    assert len(sent) <= len(before) + 1  # one names all look-ups


def test_a_merge_takes_custom_values_and_links_along_and_undo_gives_them_back(admin: Any, make: Any) -> None:
    budget = customization.add(admin, "account", type="currency", label={"en": "Budget"})
    link = customization.add(admin, "account", type="lookup", label={"en": "Friend"}, options={"to": "account"})
    winner, loser = make("account", name="Winner"), make("account", name="Loser", **{budget: "500"})
    third = make("account", **{link: loser})

    done = merging.merge(winner, loser, admin)
    assert str(records.get("account", winner.id, admin).x_budget) == "500"
    assert records.get("account", third.id, admin).x_friend_id == winner.id

    merging.undo(done.id, admin)
    assert records.get("account", winner.id, admin).x_budget is None
    assert records.get("account", third.id, admin).x_friend_id == loser.id
