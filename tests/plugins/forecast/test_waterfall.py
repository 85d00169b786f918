"""The waterfall: each bucket by its example, and random histories that must add up to the cent."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from core import db, now, records, system_actor
from plugins.forecast import snapshots, types, waterfall
from plugins.forecast.columns import columns_of, every_column
from plugins.forecast.hierarchy import Place
from plugins.forecast.models import SaleState, Snapshot
from plugins.forecast.waterfall import PRECEDENCE, Question, between, judge

TYPE = types.TypeInfo(1, "Amount", None, None, "amount", "close_date", "quarter", 1, "cumulative", True, None, None, True, True)
PERIOD = TYPE.period(date(2026, 11, 20))
PIPELINE = columns_of("cumulative", True)[-1]
BASE = SimpleNamespace(owner_id=None, unit_id=1, process_id=None, type_id=None, forecast_category="commit", is_closed=False, is_won=False, is_deleted=False,
                       amount=Decimal(100), amount_currency=None, converted=None, probability=50, quantity=1, units=None, close_date=date(2026, 11, 20), delivered_on=None)  # fmt: skip


def state(**changes):
    return SimpleNamespace(**{**vars(BASE), **changes})


CLOSED = {"is_closed": True, "is_won": True, "forecast_category": "closed"}
LOST = {"is_closed": True, "forecast_category": "omitted"}
EXAMPLES = [
    ("deleted", state(), state(is_deleted=True), -100),
    ("deleted", state(), None, -100),
    ("restored", state(is_deleted=True), state(), 100),
    ("new", None, state(), 100),
    ("reopened", state(**LOST), state(), 100),
    ("won", state(), state(**CLOSED), -100),
    ("lost", state(), state(**LOST), -100),
    ("owner_in", state(unit_id=2), state(), 100),
    ("owner_out", state(), state(unit_id=2), -100),
    ("pulled_in", state(close_date=date(2027, 1, 1)), state(), 100),
    ("pushed_out", state(), state(close_date=date(2027, 1, 1)), -100),
    ("category_up", state(forecast_category="omitted"), state(), 100),
    ("category_down", state(), state(forecast_category="omitted"), -100),
    ("grown", state(), state(amount=Decimal("130.01")), Decimal("30.01")),
    ("shrunk", state(), state(amount=Decimal(70)), -30),
    ("won", state(), state(amount=Decimal(70), close_date=date(2027, 1, 1), **CLOSED), -100),
    ("deleted", state(), state(is_deleted=True, unit_id=2, **LOST), -100),
]


@pytest.mark.parametrize(("bucket", "before", "after", "net"), EXAMPLES)
def test_a_change_falls_into_the_first_bucket_that_fits(app, bucket, before, after, net):
    moved = judge(7, before, after, Question(TYPE, PERIOD, PIPELINE, {Place(None, 1)}))

    assert (moved.bucket, moved.net) == (bucket, net)


def test_a_change_of_the_rate_alone_is_a_bucket_of_its_own(app):
    before, after = state(amount_currency="EUR", converted=Decimal(780)), state(amount_currency="EUR", converted=Decimal(790))

    assert judge(7, before, after, Question(TYPE, PERIOD, PIPELINE, None)).bucket == "rate"


def test_what_changes_nothing_of_the_number_is_in_no_bucket(app):
    assert judge(7, state(), state(forecast_category="pipeline"), Question(TYPE, PERIOD, PIPELINE, None)) is None


def drawn(draw, before):
    """A state that differs from the one before in some way; closed and lost ones look as the gate leaves them."""
    if before is None:
        before = {**vars(BASE), "unit_id": draw.choice((1, 2)), "amount": Decimal(draw.randint(1, 10**7)) / 100, "amount_currency": draw.choice(("CNY", "EUR"))}
    now = dict(before)
    for name, values in (
        ("unit_id", (1, 2)), ("close_date", (date(2026, 9, 30), date(2026, 11, 20), date(2027, 1, 1))), ("amount", (Decimal("1.01"), Decimal("99999.99"))),
        ("forecast_category", ("pipeline", "best_case", "most_likely", "commit", "omitted")), ("is_deleted", (False, True)), ("probability", (10, 33, 90)),
        ("converted", (None, Decimal("7.80"), Decimal("123.45"))),
    ):  # fmt: skip
        if draw.random() < 0.12:
            now[name] = draw.choice(values)
    chance = draw.random()
    if chance < 0.08:
        now.update(CLOSED)
    elif chance < 0.16:
        now.update({**LOST, "is_won": False})
    elif now["is_closed"] and chance < 0.5:
        now.update({"is_closed": False, "is_won": False, "forecast_category": "commit"})
    return now


@pytest.fixture(scope="module")
def story():
    """Eight days of 150 sales, as (day, {sale: state})."""
    draw = random.Random(20261120)
    sales, days = {}, []
    for _day in range(8):
        for sale in range(150):
            if draw.random() < (0.5 if sale in sales else 0.4):
                sales[sale] = drawn(draw, sales.get(sale))
        days.append(dict(sales))
    return days


def test_every_bucket_is_filled_and_all_add_up_to_the_cent_between_any_two_days(app, story):
    filled = Counter()
    for forecast in (TYPE, replace(TYPE, measure="weighted"), replace(TYPE, measure="units")):
        for column in every_column(True):
            for places in (None, {Place(None, 1)}):
                question = Question(forecast, PERIOD, column, places)
                for first in range(8):
                    for last in range(first, 8, 3):
                        filled += replayed(story[first], story[last], question)
    assert set(filled) == set(PRECEDENCE)


def replayed(before, after, question):
    """The buckets filled between two days, once they have been found to add up."""
    moved = [found for sale in after if (found := judge(sale, space(before.get(sale)), space(after[sale]), question))]
    total = lambda day: sum((waterfall.contribution(space(one), question) for one in day.values()), Decimal(0))  # noqa: E731 - a word for both ends
    assert total(before) + sum(one.net for one in moved) == total(after)
    return Counter(one.bucket for one in moved)


def space(values):
    return SimpleNamespace(**values) if values is not None else None


def test_kept_states_give_the_waterfall_of_the_story_between_any_two_days(app, story, make):
    with_ids = keep(story, make)
    for first in range(0, 8, 2):
        for last in range(first, 8, 3):
            question = Question(TYPE, PERIOD, PIPELINE, {Place(None, 1)})
            found = between(with_ids[first], with_ids[last], question)
            assert found.opening + sum(one.net for one in found.moved) == found.closing
            assert Counter(one.bucket for one in found.moved) == replayed(story[first], story[last], question)


def keep(story, make):
    """Write the story as states, as snapshots would have: the ids of the snapshots, day by day."""
    sales = {sale: make("account", name=f"Sale {sale}").id for sale in story[-1]}
    ids, present = [], {}
    for number, day in enumerate(story):
        snapshot = Snapshot(day=date(2026, 11, number + 1), taken_at=now(), source="daily")
        db.session.add(snapshot)
        db.session.flush()
        ids.append(snapshot.id)
        for sale, values in day.items():
            if sale not in present or present[sale][0] != values:
                if sale in present:
                    present[sale][1].to_id = snapshot.id
                row = SaleState(opportunity_id=sales[sale], from_id=snapshot.id, **{**values, "unit_id": 1 if values["unit_id"] == 1 else 2})
                db.session.add(row)
                present[sale] = (values, row)
    db.session.commit()
    return ids


def seen_in(deal_ids, snapshot_id):
    kept = sa.select(SaleState).where(SaleState.from_id <= snapshot_id, sa.or_(SaleState.to_id.is_(None), SaleState.to_id > snapshot_id))
    return {row.opportunity_id: row for row in db.session.scalars(kept) if row.opportunity_id in deal_ids}


def test_a_snapshot_writes_only_what_has_changed_and_remembers_how_it_was(deal):
    still, moves = deal("commit", 100), deal("commit", 200)
    first = snapshots.take(system_actor())
    records.update(moves, system_actor(), amount=250)
    second = snapshots.take(system_actor())

    ids = {still.id, moves.id}
    assert [seen_in(ids, one.id)[moves.id].amount for one in (first, second)] == [200, 250]
    assert [seen_in(ids, one.id)[still.id].from_id for one in (first, second)] == [first.id, first.id]


def test_what_was_deleted_and_restored_is_remembered(deal):
    record = deal("commit", 100)
    batch = records.delete(record, system_actor())
    gone = snapshots.take(system_actor())
    records.restore(batch, system_actor())
    back = snapshots.take(system_actor())

    assert [seen_in({record.id}, one.id)[record.id].is_deleted for one in (gone, back)] == [True, False]


def test_two_snapshots_at_once_follow_one_another(deal, at_once):
    records.update(deal("commit", 100), system_actor(), amount=1)

    first, second = at_once([lambda: snapshots.take(system_actor()).id] * 2)

    present = db.session.query(SaleState).filter(SaleState.to_id.is_(None))
    assert first != second
    assert present.count() == len({row.opportunity_id for row in present})


def test_the_page_says_what_changed_and_opens_the_sales(deal, login, at, user):
    with at("2026-11-10 10:00"):
        grows = deal("commit", 100, name="Song Plus")
        snapshots.take(system_actor())
    with at("2026-11-20 10:00"):
        records.update(grows, system_actor(), amount=150)
        client = login("sales_manager")
        assert client.post("/forecast/snapshots", data={}).status_code == 303
        page = client.get("/forecast/changes?period=2026-10-01&bucket=grown")

    assert page.status_code == 200
    assert "+¥50" in page.text
    assert "Song Plus" in page.text


def test_a_colleagues_sales_are_in_nobody_elses_comparison(deal, login, at, other_rep):
    with at("2026-11-10 10:00"):
        snapshots.take(system_actor())
    with at("2026-11-20 10:00"):
        deal("commit", 777, owner=other_rep, name="Song Plus")
        snapshots.take(system_actor())
        page = login("sales_consultant").get("/forecast/changes?period=2026-10-01&bucket=new").text

    assert "777" not in page
    assert "Song Plus" not in page


@pytest.mark.parametrize("query", ["since=soon", "since=2026-11-30&until=2026-11-01", "column=none"])
def test_what_cannot_be_compared_is_refused_in_a_sentence(ready, login, query, at):
    for day in ("2026-11-01", "2026-11-30"):
        with at(f"{day} 10:00"):
            snapshots.take(system_actor())
    with at("2026-11-30 12:00"):
        assert login().get(f"/forecast/changes?{query}").status_code == 400


def test_who_only_reads_takes_no_snapshot(ready, login):
    assert login("read_only").post("/forecast/snapshots", data={}).status_code == 403
    assert "Take a snapshot" not in login("read_only").get("/forecast/changes").text


def test_accuracy_sets_what_was_said_beside_what_came(deal, login, at, rep):
    with at("2026-12-02 10:00"):
        record = deal("commit", 200)
        snapshots.take(system_actor())
    with at("2026-12-20 10:00"):
        records.update(record, system_actor(), source="import", amount=150, stage=deal("closed", 0).stage_id)
        snapshots.take(system_actor())
        page = login().get("/forecast/accuracy?period=2026-10-01").text

    assert "75 %" in page
    assert "¥200" in page


def test_accuracy_opens_on_the_last_period_that_is_over(deal, login, at):
    with at("2026-12-01 10:00"):
        deal("commit", 200)
        snapshots.take(system_actor())
        client = login()
        running = client.get("/forecast/accuracy?period=2026-10-01").text
        opened = re.search(r'href="(/forecast/accuracy[^"]*)"', client.get("/forecast?period=2026-10-01").text)[1]
        assert "Q3 2026" in client.get(unescape(opened)).text  # from the forecast of the running quarter
    with at("2027-01-15 10:00"):
        page = login().get("/forecast/accuracy").text
        finished = re.search(r'href="(/forecast/accuracy[^"]*)"', login().get("/forecast?period=2026-07-01").text)[1]
        assert "Q3 2026" in login().get(unescape(finished)).text

    assert "Q4 2026" in page and "¥200" in page and "This period runs until" not in page
    assert "This period runs until 31 Dec" in running


def test_the_nightly_job_takes_one(ready):
    before = len(snapshots.days())
    snapshots.daily_job.run(system_actor())

    assert snapshots.latest().source == "daily"
    assert len(snapshots.days()) >= before


def test_the_api_takes_a_snapshot_and_tells_what_has_changed(deal, login, at):
    with at("2026-11-10 10:00"):
        grows = deal("commit", 100)
        snapshots.take(system_actor())
    with at("2026-11-20 10:00"):
        records.update(grows, system_actor(), amount=150)
        client = login("sales_manager")
        assert client.post("/api/v1/forecast/snapshots").status_code == 201
        answer = client.get("/api/v1/forecast/changes?period=2026-10-01&column=commit_forecast").json

    assert (answer["opening"], answer["closing"]) == ("100", "150")
    assert answer["buckets"] == {"grown": {"net": "50", "sales": [grows.id]}}
