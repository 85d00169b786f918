"""Who sees an activity: everybody who sees a record it is linked to, and at once whatever becomes of that record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from core import Actor, db, merging, migrate, modules, permissions, queries, records, schema, system_actor, transaction
from plugins.activities import homes, links, sight
from plugins.products import standard_book

ROLES = ("sales_consultant", "sales_manager", "dealer_manager", "front_desk", "call_centre_agent", "service_agent", "information_clerk", "read_only")
AMPLE = 1.0
"""Seconds in which the other one would be done if nothing kept it waiting."""


@pytest.fixture(params=["few", "many"])
def beginning(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists begin with the linked activities where these are few, and walk in their own order where they are many."""
    if request.param == "many":
        monkeypatch.setattr(sight, "FEW", -1)


@pytest.fixture
def mine(user: Callable[..., Actor]) -> Actor:
    return user("sales_consultant")


@pytest.fixture
def other(user: Callable[..., Actor]) -> Actor:
    return user("sales_consultant", number=2)


@pytest.fixture
def far(user: Callable[..., Actor]) -> Actor:
    return user("sales_consultant", dealer="South")


@pytest.fixture
def about(user: Callable[..., Actor], make: Callable[..., Any]) -> Callable[..., Any]:
    """``about(record)``: an activity on these records; by itself only its owner at the other dealer sees it."""
    owner = user("sales_consultant", dealer="South", number=2)

    def plan(*linked: Any) -> Any:
        one = make("activity", by=owner, name="Call", kind="note")
        links.link(one, [record.id for record in linked])
        return one

    return plan


def seen(person: Actor) -> set[int]:
    """What the list of all activities shows."""
    return set(queries.ids("activity", person, sort="-modified_at", limit=500))


def sees(person: Actor, activity: Any) -> bool:
    """Whether somebody sees it, in the list as by its id."""
    listed = activity.id in seen(person)
    assert listed == reached(person, activity) == records.reachable(activity, person, "read")
    return listed


def sold(by: Actor, make: Callable[..., Any]) -> Any:
    """A sale to a customer of this person's."""
    return make("opportunity", by=by, account=make("account", by=by))


def quoted(sale: Any, make: Callable[..., Any]) -> Any:
    return make("quote", by=system_actor(), opportunity=sale, name="Quote")


def priced(make: Callable[..., Any]) -> Any:
    product = make("product")
    make("price_book_entry", book=standard_book("CNY"), product=product, list_price="100")
    return product


def everything_of(owner: Actor, make: Callable[..., Any]) -> Iterable[Any]:
    """A record of many objects, owned by this person or under one that is."""
    account = make("account", by=owner)
    sale = make("opportunity", by=owner, account=account)
    quote = quoted(sale, make)
    case = make("case", by=system_actor(), owner=owner.id, account=account)
    product = priced(make)
    yield from (account, sale, quote, case, product, make("lead", by=owner, channel="lenient"), make("contact", by=owner, account=account))
    yield from (make("competitor", by=system_actor(), owner=owner.id), make("key_person", by=system_actor(), account=account), make("case_comment", by=system_actor(), case=case))
    yield from (make("price_book", for_dealer=owner.dealer_id), make("opportunity_line", by=system_actor(), opportunity=sale, product=product))


def reached(person: Actor, record: Any) -> bool:
    """Whether somebody sees a record that is there, asked by itself."""
    object_type = record.object_type
    return permissions.may(person, object_type, "read") and bool(queries.reached(object_type, person, [record.id]))


@pytest.mark.usefixtures("beginning")
def test_everybody_sees_the_activities_of_what_they_see_and_no_others(about, make, user, mine, other, far):
    linked = {about(record).id: record for owner in (mine, other, far) for record in everything_of(owner, make)}
    theirs = sold(other, make)
    records.share(theirs, mine.id, system_actor())
    linked |= {about(record).id: record for record in (theirs, quoted(theirs, make))}

    for person in (*(user(role) for role in ROLES), other, far):
        assert seen(person) & linked.keys() == {one for one, record in linked.items() if reached(person, record)}, person.name


@pytest.mark.usefixtures("beginning")
def test_another_owner_sees_it_in_the_same_transaction_and_the_former_no_more(about, make, mine, other):
    lead = make("lead", by=mine, channel="lenient")
    activity = about(lead)
    assert (sees(mine, activity), sees(other, activity)) == (True, False)

    with transaction():
        records.update(lead, system_actor(), owner=other.id)
        assert (sees(mine, activity), sees(other, activity)) == (False, True)


def test_an_owner_who_changes_while_a_link_is_made_changes_the_link(about, make, mine, other, at_once, monkeypatch):
    """The link has read whose the record is and is not there yet: the change waits for it, or would leave it to the former owner."""
    lead, activity = make("lead", by=mine, channel="lenient"), about()
    read, moved, homes_of = Event(), Event(), homes.of

    def read_slowly(linked):
        found = homes_of(linked)
        read.set()
        moved.wait(AMPLE)
        return found

    def link():
        links.link(records.get("activity", activity.id, system_actor()), [lead.id])

    def move():
        assert read.wait(10)
        records.update(records.get("lead", lead.id, system_actor()), system_actor(), owner=other.id)
        moved.set()

    monkeypatch.setattr(homes, "of", read_slowly)

    assert at_once([link, move]) == [None, None]
    assert (sees(mine, activity), sees(other, activity)) == (False, True)


def test_a_link_made_while_the_owner_changes_is_the_new_owners(about, make, mine, other, at_once):
    """The change is not committed yet and has found no link to change: the link waits for it, or would be the former owner's."""
    lead, activity = make("lead", by=mine, channel="lenient"), about()
    moved, linked = Event(), Event()

    def move():
        with transaction():
            records.update(records.get("lead", lead.id, system_actor()), system_actor(), owner=other.id)
            moved.set()
            linked.wait(AMPLE)

    def link():
        assert moved.wait(10)
        links.link(records.get("activity", activity.id, system_actor()), [lead.id])
        linked.set()

    assert at_once([move, link]) == [None, None]
    assert (sees(mine, activity), sees(other, activity)) == (False, True)


@pytest.mark.usefixtures("beginning")
def test_a_record_that_moves_to_another_dealer_takes_sight_along(about, make, mine, user, far):
    account = make("account", by=mine)
    activity = about(account)
    north, south = user("front_desk"), user("front_desk", dealer="South")
    assert (sees(north, activity), sees(south, activity)) == (True, False)

    records.update(account, system_actor(), source="transfer", unit=far.unit_id, dealer=far.dealer_id)
    assert (sees(north, activity), sees(south, activity)) == (False, True)


@pytest.mark.usefixtures("beginning")
def test_a_record_in_the_recycle_bin_shows_nothing_until_it_is_back(about, make, mine, other):
    sale = sold(mine, make)
    activity = about(quoted(sale, make))
    records.share(sale, other.id, system_actor())

    batch = records.delete(sale, system_actor())
    assert (sees(mine, activity), sees(other, activity)) == (False, False)

    records.restore(batch, system_actor())
    assert (sees(mine, activity), sees(other, activity)) == (True, True)


@pytest.mark.usefixtures("beginning")
def test_a_link_to_what_is_in_the_recycle_bin_shows_nothing(about, make, mine):
    lead = make("lead", by=mine, channel="lenient")
    records.delete(lead, system_actor())

    assert not sees(mine, about(lead))


@pytest.mark.usefixtures("beginning")
def test_what_a_merge_moves_is_seen_by_who_sees_the_winner_and_its_undo_gives_it_back(about, make, mine, other):
    winner, loser = sold(mine, make), sold(other, make)
    on_sale, on_quote = about(loser), about(quoted(loser, make))

    done = merging.merge(winner, loser, system_actor())
    assert [(sees(mine, one), sees(other, one)) for one in (on_sale, on_quote)] == [(True, False)] * 2

    merging.undo(done.id, system_actor())
    assert [(sees(mine, one), sees(other, one)) for one in (on_sale, on_quote)] == [(False, True)] * 2


def test_after_a_merge_that_changes_nothing_of_the_winner_its_next_follow_up_is_the_earlier(make, mine):
    winner, loser = make("account", by=mine, name="Blue Harbor"), make("account", by=mine, name="Blue Harbor")
    later, sooner = (make("activity", by=mine, kind="call", about=record, due_on=day) for record, day in ((winner, "2027-03-02"), (loser, "2027-03-01")))

    done = merging.merge(winner, loser, system_actor())
    assert links.next_of([winner.id])[winner.id].activity_id == sooner.id

    merging.undo(done.id, system_actor())
    assert {one: row.activity_id for one, row in links.next_of([winner.id, loser.id]).items()} == {winner.id: later.id, loser.id: sooner.id}


@pytest.mark.usefixtures("beginning")
def test_what_is_shared_is_seen_with_what_stands_under_it_and_no_more_once_it_is_taken_back(about, make, mine, other):
    sale = sold(other, make)
    activities = [about(sale), about(quoted(sale, make))]
    assert not any(sees(mine, one) for one in activities)

    records.share(sale, mine.id, system_actor())
    assert all(sees(mine, one) for one in activities)

    records.unshare(sale, mine.id, system_actor())
    assert not any(sees(mine, one) for one in activities)


@pytest.mark.usefixtures("beginning")
def test_whoever_owns_a_customer_sees_what_is_done_about_their_cases(about, make, mine, other, user):
    account = make("account", by=mine)
    case = make("case", by=system_actor(), owner=user("service_agent").id, account=account)
    activities = [about(case), about(make("case_comment", by=system_actor(), case=case))]
    assert [(sees(mine, one), sees(other, one)) for one in activities] == [(True, False)] * 2

    records.update(account, system_actor(), owner=other.id)
    assert [(sees(mine, one), sees(other, one)) for one in activities] == [(False, True)] * 2


@pytest.mark.usefixtures("beginning")
def test_what_stands_under_a_record_is_seen_with_it_whoever_owns_that(about, make, mine, other):
    sale = sold(mine, make)
    line = make("opportunity_line", by=system_actor(), opportunity=sale, product=priced(make))
    activities = [about(quoted(sale, make)), about(line)]
    assert [(sees(mine, one), sees(other, one)) for one in activities] == [(True, False)] * 2

    records.update(sale, system_actor(), owner=other.id)
    assert [(sees(mine, one), sees(other, one)) for one in activities] == [(False, True)] * 2


@pytest.mark.usefixtures("beginning")
def test_what_is_put_under_another_record_is_seen_with_that(about, make, mine, other):
    person = make("key_person", by=system_actor(), account=make("account", by=mine))
    activity = about(person)

    records.update(person, system_actor(), account=make("account", by=other))
    assert (sees(mine, activity), sees(other, activity)) == (False, True)


@pytest.mark.usefixtures("beginning")
def test_who_may_not_read_an_object_sees_nothing_through_it_nor_through_what_it_decides(about, make, mine):
    sale = sold(mine, make)
    activities = [about(sale), about(quoted(sale, make))]
    without = [replace(mine, grants={key: scope for key, scope in mine.grants.items() if key != (code, "read")}) for code in ("opportunity", "quote")]

    assert [[sees(person, one) for one in activities] for person in (mine, *without)] == [[True, True], [False, False], [True, False]]


@pytest.mark.usefixtures("beginning")
def test_nothing_is_seen_through_a_module_that_is_off(about, make, mine, user):
    activity = about(make("lead", by=mine, channel="lenient"))
    boss = user("administrator")

    modules.disable("leads", boss)
    assert not sees(user("sales_consultant"), activity)

    modules.enable("leads", boss)
    assert sees(user("sales_consultant"), activity)


def test_what_changed_while_activities_were_off_is_made_good_when_they_are_on_again(about, make, mine, other, user):
    sale = sold(mine, make)
    activity, boss = about(quoted(sale, make)), user("administrator")

    modules.disable("activities", boss)
    records.update(sale, system_actor(), owner=other.id)
    modules.enable("activities", boss)

    assert (sees(mine, activity), sees(other, activity)) == (False, True)


def test_an_upgrade_fills_in_what_saves_keep(about, make, mine, far):
    gone = make("lead", by=mine, channel="lenient")
    for record in (gone, *everything_of(mine, make), *everything_of(far, make)):
        about(record)
    records.delete(gone, system_actor())
    kept = homes_of_links()
    step = migrate._load(schema.steps("activities")["activities_0004"])

    with transaction(), Operations.context(MigrationContext.configure(db.session.connection())):
        step.downgrade()
        step.upgrade()

    assert homes_of_links() == kept
    assert sum(home[-1] is None for home in kept) == 1


def homes_of_links() -> list[tuple[Any, ...]]:
    shown = (homes.LINK.c.activity_id, homes.LINK.c.record_id, *(homes.LINK.c[name] for name in homes.NOWHERE))
    return [tuple(row) for row in db.session.execute(sa.select(*shown).order_by(*shown[:2]))]


def test_a_link_made_after_an_owner_changed_in_the_same_transaction_bears_the_new_one(make: Callable[..., Any], mine: Actor, other: Actor, far: Actor) -> None:
    account = make("account", owner=mine.id)
    with transaction():
        first = make("activity", by=far, name="Call", about=account)
        records.update(account, system_actor(), owner=other.id)
        second = make("activity", by=far, name="Visit", about=account)

    assert {first.id, second.id} <= seen(other)
    assert not {first.id, second.id} & seen(mine)
