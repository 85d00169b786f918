"""What managers see, each number beside its list; merging with undo, and splitting."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bench.counts import counted
from core import Invalid, clock, db, merging, now, queries, records, system_actor
from plugins.cases import close, customer_said, history_of
from plugins.cases.actions import split
from plugins.cases.overview import percentile, read


def test_percentiles_are_those_of_the_nearest_rank():
    assert percentile({1: 1, 2: 1, 3: 1, 4: 1, 100: 1}, 50) == 3
    assert percentile({1: 9, 60: 1}, 90) == 1
    assert percentile({1: 8, 60: 2}, 90) == 60
    with pytest.raises(ValueError, match="nothing"):
        percentile({}, 50)


@pytest.fixture
def desk(report, agent, manager):
    """Two open, one of them a week old; one closed within 30 minutes, one reopened and closed again."""
    with clock.as_of(now() - timedelta(days=8)):
        report(type="complaint", product='Song "L"', component="Wall box")
    report(type="complaint", product='Song "L"', component="Wall box")
    report(priority="high")
    close.run(customer_said.run(close.run(report(), agent), agent, body="Again."), agent)
    return manager


def test_every_number_of_the_overview_opens_a_list(desk, login):
    client = login("dealer_manager")
    found = re.findall(r'<a class="plain[^"]*" href="(/cases\?[^"]+)">\d+</a>', client.get("/cases/overview?days=30").text)

    assert len(found) > 15
    assert {client.get(url.replace("&amp;", "&")).status_code for url in found[:6]} == {200}


def test_the_overview_counts_what_burns(desk, agent):
    page = read(desk, 30)

    assert (page.missed.count, page.closed.count, page.reopened.count, page.reopened_share) == (1, 1, 1, 100)
    assert [(line.name, [one.count for one in line.ages], line.total.count, line.missed.count) for line in page.backlog] == [(agent.name, [2, 0, 0, 1], 3, 1)]
    assert [(one.product, one.component, one.figure.count) for one in page.complaints] == [('Song "L"', "Wall box", 2)]
    assert next(one for one in page.speeds if one.priority == "normal").resolution is not None


def test_all_figures_come_from_going_through_the_cases_four_times(app, desk):
    with counted(app) as sent:
        read(desk, 30)

    assert len([one for one in sent if "FROM cases_case" in one]) == 4


def test_the_lists_behind_the_figures_hold_as_many(desk):
    page = read(desk, 30)
    figures = [page.missed, page.soon, page.escalated, page.closed, page.reopened, *(one for line in page.backlog for one in (*line.ages, line.total, line.missed)),
               *(one.figure for one in page.complaints), *(one for speed in page.speeds for one in (speed.answered, speed.solved))]  # fmt: skip

    for one in figures:
        where = " and ".join(parse_qs(urlsplit(one.url).query)["where"])
        assert queries.count("case", desk, where=where)[0] == one.count, where


def test_the_overview_is_for_who_may_see_it(login):
    assert login("service_agent").get("/cases/overview").status_code == 403


def test_merging_moves_what_was_said_and_undo_brings_it_back(report, manager, agent, again):
    with clock.as_of(now() - timedelta(hours=3)):
        loser = customer_said.run(report(name="The same again"), agent, body="It stops.")
    winner = report()

    done = merging.merge(winner, loser, manager)
    assert [one.case_id for one in records.find("case_comment", manager)] == [winner.id]
    assert again(winner).opened_at == loser.opened_at
    assert len(history_of(winner, manager)) == 1

    merging.undo(done.id, manager)
    assert [one.case_id for one in records.find("case_comment", manager)] == [loser.id]
    assert again(loser).deleted_at is None


def test_a_case_of_a_merged_account_goes_with_it(report, make, manager):
    winner, loser = make("account", name="Northwind Mills"), make("account", name="Northwind Mill")
    record = report(account=loser)

    merging.merge(winner, loser, system_actor())
    db.session.expire_all()

    assert records.get("case", record.id, manager).account_id == winner.id


def test_something_said_on_the_side_becomes_a_case_as_old_as_the_words(report, agent):
    with clock.as_of(now() - timedelta(hours=2)):
        record = customer_said.run(report(supplied_name="Zhou Min"), agent, body="And the second key is missing.")
    comment = records.first("case_comment", agent)

    made = split.run(record, agent, comment=comment.id, name="Second key")

    assert (made.description, made.supplied_name, made.opened_at) == ("And the second key is missing.", "Zhou Min", comment.said_at)
    link = records.first("case_link", agent)
    assert (link.case_id, link.kind.code, link.other_id) == (made.id, "split", record.id)
    with pytest.raises(Invalid, match="said about another case"):
        split.run(made, agent, comment=comment.id, name="Second key")
