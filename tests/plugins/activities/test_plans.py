"""What the list of all activities reads, however many there are: judged by the database's own plan."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from core import CoreRecord, db, is_postgresql, now, queries, transaction
from core.permissions import Share
from core.testing.fixtures import app_of_module, person_in
from core.testing.plans import count_rows, reads
from plugins.activities import Activity
from plugins.activities.homes import LINK

app = app_of_module
MANY = 20_000
OWNERS = 500
BASE = 10_000_000
ORDERS = ("-modified_at", "due_on", "done_at")


@pytest.fixture(scope="module")
def crowd(app):
    """Activities of the other dealer's, on leads of this one's: one of 500 is on the consultant's own. The leads are not there: a link tells all."""
    mine, owner, moment = person_in("sales_consultant"), person_in("sales_consultant", dealer="South"), now()
    ids = range(BASE, BASE + MANY)
    filled = {"created_at": moment, "version": 1, "owner_id": owner.id, "dealer_id": owner.dealer_id, "custom": {}, "name": "Call"}
    tests = {"object": "lead", "open": True, "living": True, "at": moment, "moved_count": 0, "dealer_id": mine.dealer_id}
    with transaction():
        db.session.execute(sa.insert(CoreRecord.__table__), [{"id": one, "object": "activity", "name": "Call"} for one in ids])
        db.session.execute(sa.insert(Activity.__table__), [{"id": one, **_of_its_own_day(moment, one), **filled} for one in ids])
        links = [{"activity_id": one, "record_id": one, "under_id": one, "owner_id": BASE + one % OWNERS if one % OWNERS else mine.id, **tests} for one in ids]
        db.session.execute(sa.insert(LINK), links)
        shared = {"access": "read", "reason": "by hand", "created_at": moment}
        shares = [{"record_id": one, "principal_id": owner.id if one % OWNERS else mine.id, **shared} for one in ids if one % 10 == 0]
        db.session.execute(sa.insert(Share.__table__), shares)
    if is_postgresql():  # the plans of SQLite are those without statistics
        count_rows()


def _of_its_own_day(moment, one):
    """PostgreSQL would skip through an index with few days in it, and not walk it."""
    own = moment - timedelta(hours=one % MANY)
    return {"due_on": own.date(), "done_at": own, "modified_at": own}


@pytest.fixture
def plan_of(crowd):
    """``plan_of(person, order)``: the plan of what reads the page."""

    def explain(person, order):
        sent = []

        def note(_connection, _cursor, statement, parameters, *_more):
            sent.append((statement, parameters))

        sa.event.listen(db.engine, "before_cursor_execute", note)
        found = queries.page("activity", person, sort=order, columns=("name",))
        sa.event.remove(db.engine, "before_cursor_execute", note)
        assert len(found.rows) == (MANY // OWNERS if person.id == person_in("sales_consultant").id else queries.PAGE)
        asked = next(one for one in sent if reads(one[0]) and "way_0_0" in one[0])
        with db.engine.connect() as connection:
            return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(("EXPLAIN " if is_postgresql() else "EXPLAIN QUERY PLAN ") + asked[0], asked[1]))

    return explain


def read_through(shown):
    """The lines of a plan that read activities or links through, by whatever index."""
    if is_postgresql():
        return [one for one in shown.splitlines() if "Seq Scan on activities_" in one]
    return [one for one in shown.splitlines() if one.startswith("SCAN activities_")]


def walks(shown, order):
    """Whether it goes through everybody's activities in the order of the list."""
    return f"ix_activities_activity_{order.lstrip('-')}_id" in shown


@pytest.mark.parametrize("order", ORDERS)
def test_a_consultants_list_begins_with_the_few_that_are_linked_to_what_they_see(plan_of, user, order):
    shown = plan_of(user("sales_consultant"), order)

    assert not read_through(shown), shown
    assert not walks(shown, order), shown
    assert all(f"ix_activities_link_{index}" in shown for index in ("owner", "object", "under")), shown


@pytest.mark.parametrize("role", ["sales_manager", "dealer_manager", "front_desk"])
@pytest.mark.parametrize("order", ORDERS)
def test_a_list_of_many_walks_in_its_order_and_asks_each_activity_for_its_links(plan_of, user, role, order):
    shown = plan_of(user(role), order)

    assert walks(shown, order), shown
    assert "Seq Scan on activities_" not in shown
    assert is_postgresql() or [one for one in read_through(shown) if "USING" not in one] == []


@pytest.mark.parametrize("role", ["sales_manager", "dealer_manager"])
def test_whether_a_link_leads_to_what_is_seen_is_asked_of_its_one_record(plan_of, user, role):
    """Where many are seen a list of them would be made whole first. PostgreSQL knows how few price books there are."""
    shown = plan_of(user(role), "due_on")

    by_table = [line.partition(" USING ")[2] for line in shown.splitlines() if "products_price_book" in line]
    assert is_postgresql() or by_table == ["INTEGER PRIMARY KEY (rowid=?)"] * len(by_table) != []
