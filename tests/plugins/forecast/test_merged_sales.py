"""Two sales merged into one: what each was before stays with itself in what snapshots keep, and the comparison of two days adds up."""

from __future__ import annotations

from core import merging, system_actor
from plugins.forecast import snapshots, waterfall
from plugins.forecast.waterfall import Question


def test_a_merged_sale_leaves_the_number_and_what_it_was_stays_its_own(deal, seen, user):
    admin = user("administrator")
    one, other = deal("commit", 100), deal("commit", 70)
    before = snapshots.take(system_actor())
    done = merging.merge(one, other, admin)
    after = snapshots.take(system_actor())

    found = seen(admin)
    question = Question(found.forecast, found.period, found.columns[1], None)
    told = waterfall.between(before.id, after.id, question)
    assert [told.opening, told.closing] == [170, found.cell(None, "commit_forecast").raw]
    assert told.opening + sum(moved.net for moved in told.moved) == told.closing
    assert {moved.sale_id for moved in told.moved} == {other.id}

    merging.undo(done.id, admin)
    assert waterfall.between(after.id, snapshots.take(system_actor()).id, question).closing == 170
