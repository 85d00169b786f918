"""The limit: Flask and SQLAlchemy with one SQL statement by the same index and a compiled template. No sign-in, no ORM, no modules."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Flask, jsonify, request
from jinja2 import Environment
from sqlalchemy import event

COLUMNS = "o.id, o.name, a.name AS account, s.name AS stage, o.amount, o.amount_currency, o.close_date, o.probability, g.name AS grade, p.name AS owner"
JOINED = """FROM opportunities_opportunity o LEFT JOIN core_record a ON a.id = o.account_id LEFT JOIN core_record s ON s.id = o.stage_id
LEFT JOIN core_record g ON g.id = o.grade_id LEFT JOIN core_principal p ON p.id = o.owner_id"""
LIST = f"SELECT {COLUMNS} {JOINED} WHERE o.deleted_at IS NULL AND o.is_closed = false ORDER BY o.close_date, o.id LIMIT 50"
RECORD = f"SELECT o.*, a.name AS account, s.name AS stage, g.name AS grade, p.name AS owner {JOINED} WHERE o.id = :id AND o.deleted_at IS NULL"
STAGES = """SELECT stage_id, amount_currency, count(*) AS count, sum(amount) AS amount FROM opportunities_opportunity
WHERE deleted_at IS NULL GROUP BY stage_id, amount_currency"""
FORECAST = """SELECT owner_id, unit_id, forecast_category, amount_currency, count(*) AS count, sum(amount) AS amount FROM opportunities_opportunity
WHERE deleted_at IS NULL AND close_date >= :start AND close_date < :end AND forecast_category IN ('closed', 'commit', 'most_likely', 'best_case', 'pipeline')
GROUP BY owner_id, unit_id, forecast_category, amount_currency"""
CASES = """SELECT c.id, c.number, c.name, a.name AS account, c.type, c.priority, s.name AS status, c.due_at, p.name AS owner FROM cases_case c
LEFT JOIN core_record a ON a.id = c.account_id LEFT JOIN core_record s ON s.id = c.status_id LEFT JOIN core_principal p ON p.id = c.owner_id
WHERE c.deleted_at IS NULL AND c.is_closed = false ORDER BY c.opened_at DESC, c.id DESC LIMIT 50"""
CASE = """SELECT c.*, a.name AS account, k.name AS contact, s.name AS status, p.name AS owner FROM cases_case c LEFT JOIN core_record a ON a.id = c.account_id
LEFT JOIN core_record k ON k.id = c.contact_id LEFT JOIN core_record s ON s.id = c.status_id LEFT JOIN core_principal p ON p.id = c.owner_id
WHERE c.id = :id AND c.deleted_at IS NULL"""
ASKED = "SELECT count(*) AS count FROM cases_case WHERE account_id = :account AND is_closed = false AND deleted_at IS NULL"
SAID = "SELECT direction, body, author_id, said_at FROM cases_comment WHERE case_id = :id AND deleted_at IS NULL ORDER BY said_at DESC LIMIT 30"
BACKLOG = """SELECT owner_id, count(*) AS count, sum(CASE WHEN opened_at >= :today THEN 1 ELSE 0 END) AS fresh, sum(CASE WHEN opened_at < :week THEN 1 ELSE 0 END) AS old,
sum(CASE WHEN is_breached THEN 1 ELSE 0 END) AS missed, sum(CASE WHEN is_breached = false AND due_at < :soon THEN 1 ELSE 0 END) AS soon,
sum(CASE WHEN is_escalated THEN 1 ELSE 0 END) AS escalated FROM cases_case WHERE deleted_at IS NULL AND is_closed = false GROUP BY owner_id"""
ANSWERED = """SELECT priority, response_minutes, count(*) AS count FROM cases_case WHERE deleted_at IS NULL AND first_response_at >= :since
GROUP BY priority, response_minutes"""
SOLVED = """SELECT priority, resolution_minutes, count(*) AS count, sum(CASE WHEN reopened > 0 THEN 1 ELSE 0 END) AS reopened FROM cases_case
WHERE deleted_at IS NULL AND is_closed = true AND closed_at >= :since GROUP BY priority, resolution_minutes"""
COMPLAINTS = """SELECT product, component, count(*) AS count FROM cases_case
WHERE deleted_at IS NULL AND type = 'complaint' AND opened_at >= :since GROUP BY product, component"""
STATE = """SELECT id, owner_id, unit_id, process_id, type_id, forecast_category, is_closed, is_won, deleted_at IS NOT NULL AS is_deleted, amount, amount_currency,
probability, quantity, close_date, delivered_on FROM opportunities_opportunity"""
SNAPSHOT = ("DROP TABLE IF EXISTS bench_snapshot", f"CREATE TABLE bench_snapshot AS {STATE} WHERE 1 = 0", f"INSERT INTO bench_snapshot {STATE}")
FOUND = """SELECT t.record_id, r.object, r.name FROM search_token t JOIN core_record r ON r.id = t.record_id
WHERE t.place = :place AND t.token >= :start AND t.token < :beyond ORDER BY t.token, t.record_id LIMIT 50"""
REGISTER = "INSERT INTO core_record (object, name) VALUES (:object, :name) RETURNING id"
LEAD = """INSERT INTO leads_lead (id, name, mobile, status, is_open, is_pooled, owner_id, created_at, modified_at, received_at, version, custom)
VALUES (:id, :name, :mobile, 'new', true, false, :owner, :now, :now, :now, 1, '{}')"""
ACCOUNT = """INSERT INTO contacts_account (id, name, is_person, owner_id, created_at, modified_at, version, custom)
VALUES (:id, :name, true, :owner, :now, :now, 1, '{}')"""
CONTACT = """INSERT INTO contacts_contact (id, name, account_id, owner_id, created_at, modified_at, version, custom)
VALUES (:id, :name, :account, :owner, :now, :now, 1, '{}')"""
SALE = """INSERT INTO opportunities_opportunity (id, name, account_id, contact_id, owner_id, created_at, modified_at, version, custom)
VALUES (:id, :name, :account, :contact, :owner, :now, :now, 1, '{}')"""
CONVERTED = "UPDATE leads_lead SET status = 'converted', is_open = false, converted_account_id = :account, version = version + 1 WHERE id = :id"

PAGES = Environment(autoescape=True)
ROWS = PAGES.from_string(
    """<!doctype html><title>Opportunities</title><table>{% for row in rows %}<tr><td><a href="/opportunities/{{ row.id }}">{{ row.name }}</a><td>{{ row.account }}
<td>{{ row.stage }}<td>{{ row.amount_currency }} {{ row.amount // 10000 }}<td>{{ row.close_date }}<td>{{ row.probability }} %<td>{{ row.grade or "" }}<td>{{ row.owner }}</tr>
{% endfor %}</table>"""
)
WAITING = PAGES.from_string(
    """<!doctype html><title>Cases</title><table>{% for row in rows %}<tr><td>{{ row.number }}<td><a href="/cases/{{ row.id }}">{{ row.name }}</a><td>{{ row.account }}
<td>{{ row.type }}<td>{{ row.priority }}<td>{{ row.status }}<td>{{ row.due_at }}<td>{{ row.owner }}</tr>{% endfor %}</table>
{% for one in said %}<p>{{ one.direction }} {{ one.said_at }} {{ one.body }}</p>{% endfor %}"""
)
CARD = PAGES.from_string(
    """<!doctype html><title>{{ row.name }}</title><h1>{{ row.name }}</h1><dl>{% for name, value in row.items() %}<dt>{{ name }}<dd>{{ value if value is not none else "" }}
{% endfor %}</dl>"""
)


def make_app(url: str = "") -> Flask:
    """The application over this database, or the one that FORECOURT_DATABASE_URL names."""
    app = Flask(__name__)
    engine = engine_of(url or os.environ["FORECOURT_DATABASE_URL"], lambda: request.method == "POST")
    _add_pages(app, engine)
    _add_service(app, engine)
    _add_search(app, engine)
    _add_writes(app, engine)
    return app


def engine_of(url: str, writes: Callable[[], bool] = lambda: True) -> sa.Engine:
    """The engine: SQLite set up as the product sets it up, PostgreSQL as it comes; ``writes`` says whether the transaction that begins will write."""
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE" if writes() else "BEGIN"))
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000", "cache_size=-65536", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _ask(engine: sa.Engine, statement: str, **values: Any) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(sa.text(statement), values).mappings()]


def _add_service(app: Flask, engine: sa.Engine) -> None:
    """The list of cases, the console (the list, the first case with what was said and how many its customer has), and the manager's page."""

    def console() -> str:
        rows = _ask(engine, CASES)
        case = _ask(engine, CASE, id=rows[0]["id"])[0]
        asked = _ask(engine, ASKED, account=case["account_id"])[0]
        return WAITING.render(rows=rows, said=_ask(engine, SAID, id=case["id"])) + CARD.render(row={"name": case["name"], **case, **asked})

    def overview() -> Any:
        now = datetime.now(UTC)
        days = {"today": _stamp(now), "week": _stamp(now - timedelta(days=7)), "soon": _stamp(now + timedelta(hours=2))}
        since = _stamp(now - timedelta(days=30))
        return jsonify(
            backlog=_ask(engine, BACKLOG, **days), answered=_ask(engine, ANSWERED, since=since), solved=_ask(engine, SOLVED, since=since),
            complaints=_ask(engine, COMPLAINTS, since=since),
        )  # fmt: skip

    app.add_url_rule("/cases", "cases", lambda: WAITING.render(rows=_ask(engine, CASES), said=[]))
    app.add_url_rule("/cases/console", "console", console)
    app.add_url_rule("/cases/overview", "overview", overview)


def _add_pages(app: Flask, engine: sa.Engine) -> None:
    ask = partial(_ask, engine)
    app.add_url_rule("/", "index", lambda: "")
    app.add_url_rule("/list", "list", lambda: ROWS.render(rows=ask(LIST)))
    app.add_url_rule("/list.json", "list_json", lambda: jsonify(data=ask(LIST)))
    app.add_url_rule("/record/<int:one>", "record", lambda one: CARD.render(row=ask(RECORD, id=one)[0]))
    app.add_url_rule("/record/<int:one>.json", "record_json", lambda one: jsonify(ask(RECORD, id=one)[0]))
    app.add_url_rule("/stages", "stages", lambda: jsonify(ask(STAGES)))
    app.add_url_rule("/forecast/<start>/<end>", "forecast", lambda start, end: jsonify(ask(FORECAST, start=date.fromisoformat(start), end=date.fromisoformat(end))))


def _add_search(app: Flask, engine: sa.Engine) -> None:
    """What begins so at one place of the product's own index, in its order: the part of a customer's name from a character on, or a number from its end."""

    def found() -> Any:
        start = request.args["start"]
        return jsonify(data=_ask(engine, FOUND, place=int(request.args["place"]), start=start, beyond=start + "\U0010ffff"))

    app.add_url_rule("/search", "search", found)


def _add_writes(app: Flask, engine: sa.Engine) -> None:
    def register(connection: sa.Connection, code: str, name: str) -> int:
        return int(connection.execute(sa.text(REGISTER), {"object": code, "name": name}).scalar_one())

    def create() -> Any:
        body = request.get_json()
        with engine.begin() as connection:
            body["id"] = register(connection, "lead", body["name"])
            connection.execute(sa.text(LEAD), {**body, "now": now()})
        return jsonify(id=body["id"]), 201

    def convert(one: int) -> Any:
        body = request.get_json()
        with engine.begin() as connection:
            made = {code: register(connection, code, body["name"]) for code in ("account", "contact", "opportunity")}
            values = {**body, **made, "now": now()}
            for code, statement in (("account", ACCOUNT), ("contact", CONTACT), ("opportunity", SALE)):
                connection.execute(sa.text(statement), {**values, "id": made[code]})
            connection.execute(sa.text(CONVERTED), {**values, "id": one})
        return jsonify(made)

    def snapshot() -> Any:
        with engine.begin() as connection:
            for statement in SNAPSHOT:
                connection.execute(sa.text(statement))
        return jsonify(taken=True), 201

    app.add_url_rule("/snapshot", "snapshot", snapshot, methods=["POST"])
    app.add_url_rule("/leads", "create", create, methods=["POST"])
    app.add_url_rule("/leads/<int:one>/convert", "convert", convert, methods=["POST"])


def now() -> str:
    """This moment, as the statements above take it."""
    return _stamp(datetime.now(UTC))


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")
