"""The stage history: what is recorded, how it reads, and that nobody changes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from core import append_only, clock, db, now, records, system_actor, transaction
from core.testing.fixtures import save_together
from plugins.opportunities import close_won, history, move
from plugins.opportunities.immutability import MESSAGE, restore
from plugins.opportunities.models import StageSnapshot

TABLE = StageSnapshot.__table__


def days_ago(days):
    return now() - timedelta(days=days)


def test_s1_every_change_of_stage_probability_amount_or_close_date_is_recorded(sale, stages, rep):
    record = sale(amount=100)
    record = records.update(record, rep, amount=250)
    record = records.update(record, rep, close_date="2030-01-31")
    record = records.update(record, rep, probability=15)
    record = move.run(record, rep, stage=stages["needs_analysis"])

    rows = history(record, rep)

    assert [row.amount for row in rows] == [100, 250, 250, 250, 250]
    assert [row.probability for row in rows] == [10, 10, 10, 15, 20]
    assert [row.previous_probability for row in rows] == [None, 10, 10, 10, 15]
    assert rows[-1].previous_stage_label == "Prospecting" and rows[-1].stage_label == "Needs Analysis"
    assert rows[-1].actor_name == rep.name and rows[-1].source == "user"


def test_what_is_not_tracked_leaves_no_row(sale, rep):
    record = sale()
    records.update(record, rep, next_step="Call the fleet manager")

    assert len(history(record, rep)) == 1


def test_category_owner_and_unit_are_tracked_too(sale, rep, user, manager):
    record = records.update(sale(), rep, forecast_category="commit")
    other = user("sales_consultant", dealer="North", number=2)
    record = records.update(record, manager, owner=other.id, source="handover", reason="Lin Zhou left")

    last = history(record, manager)[-1]
    assert (last.previous_owner_id, last.owner_id, last.owner_name, last.reason) == (rep.id, other.id, other.name, "Lin Zhou left")


def test_deletion_and_restore_are_recorded(sale, manager, app):
    record = sale()
    batch = records.delete(record, manager)
    records.restore(batch, manager)

    assert [row.kind for row in history(records.get("opportunity", record.id, manager), manager)] == ["change", "delete", "restore"]


def test_s1_days_in_the_stage_come_from_the_next_row(sale, stages, rep):
    with clock.as_of(days_ago(10)):
        record = sale()
    with clock.as_of(days_ago(7)):
        record = records.update(record, rep, amount=500)
    with clock.as_of(days_ago(4)):
        record = move.run(record, rep, stage=stages["qualification"])

    first, second, third = history(record, rep)

    assert (first.days_in_stage, second.days_in_stage, third.days_in_stage) == (None, 6, 4)
    assert (first.days, first.ended_at) == (3, second.started_at)


def test_the_closed_stage_has_no_days(sale, rep):
    record = close_won.run(sale(), rep, amount=1, close_date="2026-11-20")

    assert history(record, rep)[-1].days_in_stage is None


def test_s1_renaming_a_stage_does_not_rewrite_history(sale, stages, rep, admin):
    record = sale()
    records.update(records.get("stage", stages["prospecting"], admin), admin, name="Hunting")
    records.update(record, rep, amount=5)

    assert [row.stage_label for row in history(record, rep)] == ["Prospecting", "Hunting"]


@pytest.mark.parametrize("statement", [sa.update(TABLE).values(probability=99), sa.delete(TABLE)])
def test_s1_the_database_refuses_to_change_or_delete_history(sale, rep, statement):
    record = sale()

    with pytest.raises(sa.exc.DBAPIError, match="cannot be changed"), transaction():
        db.session.execute(statement)
    assert history(record, rep)[0].probability == 10


def test_the_triggers_are_put_back_after_a_batch_migration(sale, app):
    sale()
    with transaction():
        connection = db.session.connection()
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table(TABLE.name, recreate="always" if connection.dialect.name == "sqlite" else "auto") as batch:
            batch.add_column(sa.Column("later", sa.Integer))
        append_only.protect(connection, TABLE.name, MESSAGE)
        assert append_only.is_protected(connection, TABLE.name)
    with pytest.raises(sa.exc.DBAPIError, match="cannot be changed"), transaction():
        db.session.execute(sa.delete(TABLE))


def test_switching_on_puts_missing_triggers_back_and_says_so(sale, app):
    with transaction():
        connection = db.session.connection()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"DROP TRIGGER {TABLE.name}_no_update")
        else:
            connection.exec_driver_sql(f"DROP TRIGGER {TABLE.name}_no_change ON {TABLE.name}")

    assert len(restore()) == 1
    assert restore() == []


def test_no_page_action_or_api_address_writes_history(app):
    from core import registry

    assert "opportunities_stage_history" not in {one.table.name for one in registry.objects()}


def test_an_import_begins_history_at_the_engage_date_and_ends_it_at_the_close_date(sale, stages, rep):
    record = sale(source="import", stage=stages["closed_won"], engaged_on="2016-10-20", close_date="2017-03-01", amount=1054)

    begun, closed = history(record, rep)

    assert [begun.started_on.isoformat(), closed.started_on.isoformat()] == ["2016-10-20", "2017-03-01"]
    assert (begun.stage_label, begun.is_closed, closed.is_won, closed.source) == ("Prospecting", False, True, "import")
    assert (begun.days_in_stage, record.won_on.isoformat(), record.closed_on.isoformat()) == (132, "2017-03-01", "2017-03-01")


def test_an_open_import_begins_at_its_engage_date_and_without_one_now(sale, stages, rep):
    engaged = sale(source="import", stage=stages["qualification"], engaged_on="2017-01-05")
    unknown = sale(source="import", stage=stages["prospecting"])

    assert history(engaged, rep)[0].started_on.isoformat() == "2017-01-05"
    assert history(unknown, rep)[0].started_at > datetime.now(UTC) - timedelta(minutes=5)


def test_history_hides_what_the_reader_may_not_know(sale, rep):
    from dataclasses import replace

    record = sale(amount=100)
    blind = replace(rep, field_rights={("opportunity", "amount"): "hidden"})

    [row] = history(record, blind)
    assert (row.amount, row.amount_currency, row.probability) == (None, None, 10)


def test_history_outlives_its_opportunitys_deletion(sale, manager):
    record = sale()
    records.delete(record, manager)

    count = db.session.execute(sa.select(sa.func.count()).select_from(TABLE).where(TABLE.c.opportunity_id == record.id)).scalar_one()
    assert count == 2


def test_the_system_is_named_as_actor_of_its_changes(sale, stages):
    record = sale()
    records.update(record, system_actor(), stage=stages["qualification"], source="automation", reason="Test")

    assert history(record, system_actor())[-1].source == "automation"


def test_a_currency_alone_that_changes_is_recorded(sale, rep):
    record = sale(amount="100000")

    records.update(record, rep, amount="100000", amount_currency="USD")

    last = history(record, rep)[-1]
    assert (last.previous_amount_currency, last.amount_currency) == ("CNY", "USD")


def test_the_list_of_the_page_names_who_when_from_and_to(sale, stages, rep, login):
    record = move.run(sale(), rep, stage=stages["qualification"])

    page = login("sales_consultant").get(record.url).text.partition("Stage history")[2]

    for part in (rep.name, "Prospecting →", "<strong>Qualification</strong>", "Days in stage"):
        assert part in page, part


def test_what_comes_in_together_has_the_history_of_each_alone(sale, stages, rep, manager):
    account = records.create("account", manager, name="Blue Harbor")
    rows = [
        {"name": "Han L7", "stage": stages["closed_won"], "engaged_on": "2016-10-20", "close_date": "2017-03-01", "amount": 1054},
        {"name": "Seal", "stage": stages["qualification"], "engaged_on": "2017-01-05"},
        {"name": "Song L", "amount": 259800},
    ]  # fmt: skip
    alone = [sale(by=manager, source="import", account=account, **row) for row in rows]
    together = [one.result for one in save_together("opportunity", manager, [{**row, "account": account} for row in rows])]

    def told(record):
        left_out = ("id", "opportunity_id", "started_at", "started_seconds", "recorded_at")
        return [{name: value for name, value in entry.row.items() if name not in left_out} for entry in history(record, rep)]

    assert [told(one) for one in together] == [told(one) for one in alone]
    assert [len(told(one)) for one in together] == [2, 1, 1]
