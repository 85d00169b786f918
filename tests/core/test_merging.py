"""Merging: values chosen, everything that refers to the loser moved, undone while untouched."""

import pytest
import sqlalchemy as sa
from background import Paint

from core import changes, merging, notices, records
from core.db import CoreRecord, db, transaction
from core.errors import Forbidden, Invalid, NotFound, Refusal


@pytest.fixture
def pair(boats):
    """Two boats, one towing another, with a notice about the second."""
    winner = records.create("boat", boats.rep, name="Alma", price="100")
    loser = records.create("boat", boats.rep, name="Alma II", colour="red", price="250")
    towed = records.create("boat", boats.rep, name="Barge", tug=loser)
    notices.send(boats.boss.id, "%(record)s leaks.", loser)
    return winner, loser, towed


def fresh(record, user):
    return records.get("boat", record.id, user)


def test_the_winner_fills_its_empty_fields_and_keeps_the_rest(boats, pair):
    winner, loser, _towed = pair
    merging.merge(winner, loser, boats.rep)

    merged = fresh(winner, boats.rep)
    assert (merged.name, merged.colour, merged.price) == ("Alma", "red", 100)


def test_a_chosen_value_of_the_loser_is_taken_with_its_currency(boats, pair):
    winner, loser, _towed = pair
    merging.merge(winner, loser, boats.rep, {"price": "loser", "colour": "winner"})

    merged = fresh(winner, boats.rep)
    assert (merged.price, merged.price_currency, merged.colour) == (250, "CNY", None)


def test_what_referred_to_the_loser_refers_to_the_winner(boats, pair):
    winner, loser, towed = pair
    merging.merge(winner, loser, boats.rep)

    assert fresh(towed, boats.rep).tug_id == winner.id
    assert notices.latest(boats.boss)[0].record_id == winner.id
    assert changes.of(towed.id)[0].diff == {"tug": [loser.id, winner.id]}


def test_the_loser_is_gone_and_its_address_leads_on(boats, pair):
    winner, loser, _towed = pair
    merging.merge(winner, loser, boats.rep)

    with pytest.raises(NotFound):
        fresh(loser, boats.rep)
    assert merging.merged_into(loser.id) == winner.id
    assert db.session.scalar(sa.select(CoreRecord.merged_into_id).where(CoreRecord.id == loser.id)) == winner.id


def test_a_side_row_that_the_winner_has_already_stays_with_the_loser(boats, pair):
    winner, loser, _towed = pair
    with transaction():
        db.session.add_all([Paint(boat_id=winner.id, tint="white"), Paint(boat_id=loser.id, tint="red")])
    done = merging.merge(winner, loser, boats.rep)

    tints = dict(db.session.execute(sa.select(Paint.boat_id, Paint.tint)).all())
    assert (tints, done.kept) == ({winner.id: "white", loser.id: "red"}, 1)


def test_a_side_row_moves_where_the_winner_has_none_and_comes_back(boats, pair):
    winner, loser, _towed = pair
    with transaction():
        db.session.add(Paint(boat_id=loser.id, tint="red"))
    done = merging.merge(winner, loser, boats.rep)
    assert db.session.scalars(sa.select(Paint.boat_id)).all() == [winner.id]

    merging.undo(done.id, boats.rep)
    assert db.session.scalars(sa.select(Paint.boat_id)).all() == [loser.id]


def test_merging_a_boat_with_its_own_tug_leaves_nobody_towing_himself(boats):
    tug = records.create("boat", boats.rep, name="Tug")
    towed = records.create("boat", boats.rep, name="Towed", tug=tug)
    merging.merge(towed, tug, boats.rep)

    assert fresh(towed, boats.rep).tug_id is None


def test_undo_puts_everything_back(boats, pair):
    winner, loser, towed = pair
    done = merging.merge(winner, loser, boats.rep, {"price": "loser"})
    back = merging.undo(done.id, boats.rep)

    assert (back.id, back.colour) == (loser.id, "red")
    assert (fresh(winner, boats.rep).price, fresh(winner, boats.rep).colour) == (100, None)
    assert fresh(towed, boats.rep).tug_id == loser.id
    assert notices.latest(boats.boss)[0].record_id == loser.id
    assert merging.merged_into(loser.id) is None


def test_undo_is_refused_once_the_winner_has_been_changed(boats, pair):
    winner, loser, _towed = pair
    done = merging.merge(winner, loser, boats.rep)
    records.update(winner, boats.rep, name="Alma the Great")

    with pytest.raises(Refusal, match="has been changed since"):
        merging.undo(done.id, boats.rep)


def test_undo_twice_is_refused(boats, pair):
    winner, loser, _towed = pair
    done = merging.merge(winner, loser, boats.rep)
    merging.undo(done.id, boats.rep)

    with pytest.raises(Refusal, match="undone already"):
        merging.undo(done.id, boats.rep)


def test_a_link_that_was_changed_since_stays_where_it_is(boats, pair):
    winner, loser, towed = pair
    done = merging.merge(winner, loser, boats.rep)
    records.update(towed, boats.rep, tug=None)
    merging.undo(done.id, boats.rep)

    assert fresh(towed, boats.rep).tug_id is None


def test_a_merge_that_fails_leaves_nothing_half_done(boats, pair):
    winner, loser, towed = pair
    with pytest.raises(KeyError), transaction():
        merging.merge(winner, loser, boats.rep)
        raise KeyError

    assert (fresh(loser, boats.rep).name, fresh(towed, boats.rep).tug_id) == ("Alma II", loser.id)


def test_a_record_is_not_merged_with_itself(boats, pair):
    with pytest.raises(Refusal, match="itself"):
        merging.merge(pair[0], pair[0], boats.rep)


def test_a_pick_of_an_unknown_field_is_refused(boats, pair):
    with pytest.raises(Invalid):
        merging.merge(pair[0], pair[1], boats.rep, {"sails": "loser"})


def test_without_the_right_to_delete_the_loser_nothing_is_merged(boats, pair):
    from dataclasses import replace

    reader = replace(boats.rep, grants={("boat", "read"): "all", ("boat", "edit"): "all"})
    with pytest.raises(Forbidden):
        merging.merge(pair[0], pair[1], reader)


def test_the_preview_says_what_differs_and_what_would_move(boats, pair):
    winner, loser, _towed = pair
    found = merging.preview(winner, loser, boats.rep)

    assert {pick.field.name: pick.taken for pick in found.picks} == {"name": "winner", "colour": "loser", "price": "winner"}
    assert dict(found.moves)["Boats"] == 1


def test_a_merge_of_a_companion_is_undone_with_it(boats, pair):
    winner, loser, _towed = pair
    small_winner = records.create("boat", boats.rep, name="Dinghy")
    small_loser = records.create("boat", boats.rep, name="Dinghy II")
    with transaction():
        done = merging.merge(winner, loser, boats.rep)
        with merging._noted(done):
            merging.merge(small_winner, small_loser, boats.rep)

    merging.undo(done.id, boats.rep)

    assert fresh(small_loser, boats.rep).name == "Dinghy II"
