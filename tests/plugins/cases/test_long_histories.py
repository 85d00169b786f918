"""A case of ten thousand comments: every step costs by what is new, and the clocks stand as if all had been read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from core import calendars, clock, db, is_postgresql, now, records, system_actor, transaction
from plugins.cases import CaseComment, customer_said, look_after, move, past, promises, reply
from plugins.cases.history import ROWS

MANY = 10_000
REGISTER = sa.table("core_record", sa.column("id"), sa.column("object"), sa.column("name"))


@pytest.fixture
def long_case(report: Any, agent: Any) -> Any:
    """``long_case(count, apart=60)``: a case about which so much was said by turns, so many seconds apart."""

    def tell(count: int, apart: int = 60) -> Any:
        with clock.as_of(now() - timedelta(days=9)):
            case = report(priority="low")
        start = now() - timedelta(days=8)
        moments = [start + timedelta(seconds=turn * apart) for turn in range(count)]
        with transaction():
            last = db.session.scalar(sa.select(sa.func.max(REGISTER.c.id)))
            common = {"case_id": case.id, "recorded_at": now(), "actor_id": agent.id, "actor_name": agent.name, "source": "user", "status_id": case.status_id,
                      "is_closed": False, "pauses": False, "is_reopening": False}  # fmt: skip
            db.session.execute(sa.insert(ROWS), [
                {**common, "kind": ("in", "out")[turn % 2], "started_at": at, "started_seconds": int(at.timestamp())} for turn, at in enumerate(moments)
            ])  # fmt: skip
            db.session.execute(sa.insert(REGISTER), [{"id": last + turn + 1, "object": "case_comment", "name": "x"} for turn in range(count)])
            db.session.execute(sa.insert(CaseComment.__table__), [
                {"id": last + turn + 1, "case_id": case.id, "direction": ("in", "out")[turn % 2], "body": f"Word {turn}", "said_at": at, "created_at": at,
                 "modified_at": at, "version": 1, "custom": {}, "dealer_id": case.dealer_id, "unit_id": case.unit_id}
                for turn, at in enumerate(moments)
            ])  # fmt: skip
            if is_postgresql():
                db.session.execute(sa.text("SELECT setval(pg_get_serial_sequence('core_record', 'id'), :last)"), {"last": last + count})
        db.session.expire_all()
        return records.get("case", case.id, agent)

    return tell


@contextmanager
def work() -> Iterator[list[int]]:
    """How much the database does within the block: rows given on PostgreSQL, on SQLite hundreds of steps of its machine."""
    done: list[int] = [0]

    def count_steps() -> int:
        done[0] += 1
        return 0

    def before(connection: Any, *_more: Any) -> None:
        if not is_postgresql():
            connection.connection.dbapi_connection.set_progress_handler(count_steps, 100)

    def after(_connection: Any, cursor: Any, *_more: Any) -> None:
        if is_postgresql():
            done[0] += max(0, cursor.rowcount)

    engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", before)
    sa.event.listen(engine, "after_cursor_execute", after)
    try:
        yield done
    finally:
        sa.event.remove(engine, "before_cursor_execute", before)
        sa.event.remove(engine, "after_cursor_execute", after)
        if not is_postgresql():
            db.session.connection().connection.dbapi_connection.set_progress_handler(None, 0)


def a_day_of(case: Any, agent: Any, client: Any) -> dict[str, int]:
    """What each step of an agent's work takes."""
    steps = {
        "save": lambda: records.update(case, agent, component=f"Wall box {now()}"),
        "hear": lambda: customer_said.run(case, agent, body="Once more."),
        "answer": lambda: reply.run(case, agent, body="Tomorrow."),
        "watch": lambda: look_after(system_actor()),
        "console": lambda: client.get(f"/cases/console?case={case.id}"),
        "page": lambda: client.get(case.url),
    }
    found = {}
    for name, step in steps.items():
        step()  # what is read once is read
        with work() as done:
            step()
        found[name] = done[0]
    return found


def test_each_step_with_ten_thousand_comments_costs_what_it_costs_with_two_hundred(long_case, agent, login):
    client = login("service_agent")
    few, many = a_day_of(long_case(200), agent, client), a_day_of(long_case(MANY), agent, client)

    assert {name: many[name] for name in many if many[name] > 1.5 * few[name] + 20} == {}, few


def test_the_console_and_the_page_show_the_latest_of_them_and_the_way_to_the_rest(long_case, login):
    case, client = long_case(100), login("service_agent")

    for address in (f"/cases/console?case={case.id}", case.url):
        page = client.get(address).text
        assert page.count('class="said prose') == 30
        assert "Word 99" in page
    assert "Everything that was said" in client.get(case.url).text
    assert "Everything that was said" in client.get(f"/cases/console?case={case.id}").text


def test_the_clocks_stand_as_if_all_had_been_read(long_case, agent, statuses, monkeypatch):
    records.create("entitlement", system_actor(), name="Quick", position=1, hours="clock", next_response=1, resolution=1_000)
    case = long_case(300, apart=120)
    case = customer_said.run(move.run(case, agent, status=statuses["waiting"]), agent, body="Here.")
    digested = promises.derived(case, promises.past_of(case))

    monkeypatch.setattr(past, "SHORT", 10_000)
    assert promises.derived(case, promises.past_of(case)) == digested
    assert past.of(case, None, calendars.ALWAYS).is_late is False, "nothing promised, nothing late"
    assert case.is_breached
    assert db.session.execute(sa.select(past.DIGEST.c.is_late)).scalar_one()
    assert case.next_response_due_at == digested["next_response_due_at"]


def test_a_digest_is_made_anew_for_another_promise_and_for_what_is_written_down_late(long_case, agent):
    case = records.update(long_case(300), agent, component="Wall box")
    before = db.session.execute(sa.select(past.DIGEST)).one()

    case = records.update(case, agent, priority="urgent")
    assert db.session.execute(sa.select(past.DIGEST)).one().promise != before.promise
    with clock.as_of(now() - timedelta(days=7)):
        customer_said.run(case, agent, body="By letter, found today.")
    kept = db.session.execute(sa.select(past.DIGEST)).one()
    missed = sa.select(sa.func.count()).select_from(ROWS).where(ROWS.c.id > kept.last_id, ROWS.c.started_at < kept.until)
    assert db.session.scalar(missed) == 0
