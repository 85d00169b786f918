"""The summary of opportunities: whatever is done to them and whoever asks, it comes to what counting them comes to."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from core import db, is_postgresql, merging, queries, records, registry, savepoint, transaction
from core.summaries import keeping

ROLES = ("sales_consultant", "sales_manager", "dealer_manager", "administrator", "read_only")
TABLE = "opportunities_opportunity_summary"


def kept(who, where=None):
    """(stage, probability, currency) -> (count, sum), as the product answers."""
    rows = queries.aggregate("opportunity", who, group_by=("stage", "probability"), measures=("count", "sum:amount"), where=where)
    return {(row.stage_id, row.probability, row.amount_currency): (row.count, row.sum_amount) for row in rows}


def counted(who, where=None):
    """The same, from the records that a list shows."""
    counts, sums = Counter(), defaultdict(lambda: None)
    for one in records.find("opportunity", who, where=where, limit=500):
        key = (one.stage_id, one.probability, one.amount_currency)
        counts[key] += 1
        if one.amount is not None:
            sums[key] = (sums[key] or 0) + one.amount
    return {key: (count, sums[key]) for key, count in counts.items()}


def summary():
    return registry.object_type("opportunity").summary_table


def size():
    return db.session.scalar(sa.select(sa.func.count()).select_from(summary()))


def test_a_summary_answers_and_no_record_is_read(sale, admin, count_statements):
    sale(amount=5)
    with count_statements() as sent:
        assert kept(admin)

    assert [TABLE in one for one in sent if "opportunities_" in one] == [True]
    assert not any("opportunities_opportunity " in one for one in sent)


class Changes:
    """Does something to a few opportunities, at random but always the same."""

    def __init__(self, sale, stages, people):
        self.chance, self.sale, self.people = random.Random(7), sale, people
        self.admin, self.stages = people["administrator"], [stages[one] for one in ("prospecting", "qualification", "needs_analysis")]
        self.batches = []

    def living(self):
        return records.find("opportunity", self.admin, sort="id", limit=500)

    def one(self):
        return self.chance.choice(self.living())

    def create(self):
        amount = self.chance.choice([None, 0, "10.5", 99])
        self.sale(by=self.people["sales_consultant"], amount=amount, **({"amount_currency": self.chance.choice(["CNY", "EUR"])} if amount else {}))

    def value(self):
        records.update(self.one(), self.admin, amount=self.chance.choice([None, 1, "20.05"]), probability=self.chance.choice([10, 50]))

    def stage(self):
        records.update(self.one(), self.admin, stage=self.chance.choice(self.stages))

    def owner(self):
        records.update(self.one(), self.admin, owner=self.chance.choice(list(self.people.values())).id)

    def delete(self):
        self.batches.append(records.delete(self.one(), self.admin))

    def restore(self):
        if self.batches:
            records.restore(self.batches.pop(), self.admin)

    def merge(self):
        winner, loser = self.chance.sample(self.living(), 2)
        done = merging.merge(winner, loser, self.admin)
        if self.chance.random() < 0.5:
            merging.undo(done.id, self.admin)

    def share(self):
        records.share(self.one(), self.people["far"].id, self.admin, access=self.chance.choice(["read", "edit"]), reason=self.chance.choice(["one", "two"]))

    def in_bulk(self):
        """As a handover or a merge does it, by SQL."""
        table, far = registry.object_type("opportunity").table, self.people["far"]
        with transaction():
            db.session.execute(sa.update(table).where(table.c.id % 3 == 0).values(owner_id=far.id, dealer_id=far.dealer_id, unit_id=far.unit_id))
        db.session.expire_all()


def test_it_comes_to_what_counting_comes_to_for_everybody_after_any_change(sale, stages, user):
    people = {role: user(role) for role in ROLES} | {"far": user("sales_consultant", dealer="South"), "far_manager": user("dealer_manager", dealer="South")}
    changes = Changes(sale, stages, people)
    for _turn in range(6):
        changes.create()
    ways = (changes.create, changes.value, changes.stage, changes.owner, changes.delete, changes.restore, changes.merge, changes.share, changes.in_bulk)
    for turn in range(40):
        changes.chance.choice(ways)()
        if turn % 20 == 19:
            for who in people.values():
                assert kept(who) == counted(who)
                assert kept(who, "owner = me") == counted(who, "owner = me")
                assert kept(who, "is_closed = false and probability > 20") == counted(who, "is_closed = false and probability > 20")
    assert keeping.differences() == {}


def test_what_is_taken_back_was_never_counted(sale, admin):
    sale(amount=5)
    before = kept(admin)
    with pytest.raises(ZeroDivisionError), transaction():
        sale(amount=7)
        raise ZeroDivisionError
    with transaction(), pytest.raises(ZeroDivisionError), savepoint():
        sale(amount=7)
        raise ZeroDivisionError

    assert kept(admin) == before


def test_a_question_it_cannot_answer_is_counted_from_the_records(sale, admin, count_statements):
    sale(amount=5, close_date="2026-12-24")
    with count_statements() as sent:
        assert kept(admin, "close_date = 2026-12-24") == counted(admin, "close_date = 2026-12-24") != {}

    assert not any(TABLE in one for one in sent)


def test_a_hidden_amount_is_not_told_by_its_sum(sale, admin, user):
    from core import BadQuery, roles

    sale(amount=5)
    roles.change(admin, "sales_consultant", fields={("opportunity", "amount"): "hidden"})

    with pytest.raises(BadQuery):
        kept(user("sales_consultant"))


def test_folding_changes_the_rows_and_not_the_figures(sale, admin, monkeypatch):
    monkeypatch.setattr(keeping, "ENOUGH", 1)
    one = sale(amount=5)
    for amount in (6, 7, 8):
        one = records.update(one, admin, amount=amount)
    before, rows = kept(admin), size()

    saved = keeping.fold_all()

    assert (saved[TABLE], size()) == (rows - 1, 1)
    assert kept(admin) == before
    assert keeping.fold_all() == {}


def test_many_rows_of_a_statement_make_one_difference_a_group(sale, admin, user):
    for _one in range(3):
        sale(amount=5)
    keeping.rebuild_all()
    before, rows, far = kept(admin), size(), user("sales_consultant", dealer="South")

    table = registry.object_type("opportunity").table
    with transaction():
        db.session.execute(sa.update(table).values(next_step="Call"))
        assert size() == rows
        db.session.execute(sa.update(table).values(owner_id=far.id))

    differences = 1 if is_postgresql() else 3  # SQLite's triggers know one row at a time
    assert size() == rows + 2 * differences
    assert kept(admin) == before
    assert kept(admin, f"owner = {far.id}") == before


def test_saving_folding_and_counting_anew_at_once_lose_nothing(at_once, sale, admin, monkeypatch):
    monkeypatch.setattr(keeping, "ENOUGH", 1)
    ids = [sale(amount=5).id for _one in range(4)]

    def save(record_id):
        for amount in (6, 7, 8):
            records.update(records.get("opportunity", record_id, admin), admin, amount=amount)

    results = at_once([*(lambda one=one: save(one) for one in ids), keeping.fold_all, keeping.rebuild_all, keeping.fold_all])

    assert not [one for one in results if isinstance(one, Exception)]
    assert keeping.differences() == {}
    assert kept(admin) == counted(admin)


def test_an_upgrade_puts_back_triggers_that_a_migration_lost_and_counts_what_they_missed(sale, admin):
    before = kept(admin)
    with transaction():
        drop_a_trigger(db.session.connection())
    sale(amount=5)
    assert kept(admin) == before != counted(admin)

    assert f"{TABLE}: made anew" in migrate_again()

    assert kept(admin) == counted(admin)
    assert migrate_again() == []


def drop_a_trigger(connection):
    on = " ON opportunities_opportunity" if connection.dialect.name == "postgresql" else ""
    connection.exec_driver_sql(f"DROP TRIGGER {TABLE}_come{on}")


def migrate_again():
    from core import migrate

    return migrate.upgrade()


def test_the_check_says_where_a_summary_is_wrong_and_the_command_mends_it(app, sale, admin):
    from core.cli import main

    sale(amount=5)
    with transaction():
        db.session.execute(sa.update(summary()).values(records=3))
    run = CliRunner().invoke

    told = run(main, ["check"], obj=app)
    mended = run(main, ["rebuild-summaries"], obj=app)

    assert TABLE in told.output and "forecourt rebuild-summaries" in told.output and told.exit_code == 1
    assert mended.exit_code == 0
    assert kept(admin) == counted(admin)
    assert TABLE not in run(main, ["check"], obj=app).output
