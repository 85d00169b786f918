"""What a search reads stays a piece of an index, however many records there are: judged by the database's own plan."""

import re

import pytest
import sqlalchemy as sa

from core import db, is_postgresql, queries, registry, transaction
from core.testing.fixtures import app_of_module, person_in
from core.testing.plans import count_rows, reads
from plugins.search import finding, index
from plugins.search.models import place_of

app = app_of_module
MANY = 20_000


@pytest.fixture(scope="module")
def crowd(app):
    """Entries of many records that are not there: the index alone is looked at."""
    place = place_of("account", "name")
    owners = [person_in("sales_consultant").id, person_in("sales_consultant", number=2).id, person_in("sales_consultant", dealer="South").id]
    base = 10_000_000
    with transaction():
        rows = [{"record_id": base + n, "place": place, "owner_id": owners[n % 3], "dealer_id": 1, "text": f"company x{n:05d}y works {n * 7919 % 100_000:05d}"} for n in range(MANY)]
        db.session.execute(sa.insert(index.TEXT), rows)
        tokens = [{**{key: row[key] for key in ("record_id", "place", "owner_id", "dealer_id")}, "token": f"{row['record_id'] * 7919 % 100_003:06d}"} for row in rows]
        db.session.execute(sa.insert(index.TOKEN), tokens)
    if is_postgresql():
        count_rows("search_text", "search_token")
    else:
        db.session.execute(sa.text("ANALYZE"))
        db.session.commit()


def plans(statements):
    """The plan of each statement on the index, as text."""
    found = []
    for statement, parameters in statements:
        if "search_t" in statement and reads(statement):
            explain = "EXPLAIN " if is_postgresql() else "EXPLAIN QUERY PLAN "
            with db.engine.connect() as connection:
                found.append("\n".join(str(row[-1]) for row in connection.exec_driver_sql(explain + statement, parameters)))
    return found


@pytest.fixture
def sent():
    held = []

    def note(_connection, _cursor, statement, parameters, *_more):
        held.append((statement, parameters))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield held
    sa.event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("role", ["sales_consultant", "sales_manager", "dealer_manager", "administrator"])
@pytest.mark.parametrize("typed", ["周敏", "zm", "8000", "01234", "works 01234", "ny x00017"])
def test_no_search_reads_the_whole_index(crowd, user, typed, role, sent):
    actor = user(role)
    sent.clear()
    queries.indexed([registry.object_type("account")], actor, typed, 10)
    asked = list(sent)

    shown = plans(asked)
    assert shown
    for plan in shown:
        assert "Seq Scan on search_t" not in plan, plan
        assert not any(line.startswith("SCAN search_t") and "VIRTUAL TABLE" not in line for line in plan.splitlines()), plan


@pytest.mark.parametrize("role", ["dealer_manager", "administrator"])
def test_a_word_is_looked_up_at_each_place_by_itself(crowd, user, sent, role):
    actor = user(role)
    sent.clear()
    queries.indexed([registry.object_type("account"), registry.object_type("lead")], actor, "zm", 10)

    shown = "\n".join(plans(list(sent)))
    assert not is_postgresql() or "Index Only Scan" in shown, shown
    by_place = "Index Cond: ((place = " if is_postgresql() else "SEARCH search_token USING PRIMARY KEY (place=? AND token"
    assert shown.count(by_place) == 2, shown  # for what is the word, and for what begins with it


def test_of_a_consultants_words_only_those_that_begin_so_are_gone_through(crowd, user, sent):
    actor = user("sales_consultant")
    sent.clear()
    queries.indexed([registry.object_type("account")], actor, "zm", 10)

    shown = "\n".join(plans(list(sent)))
    if is_postgresql():  # beside an equal owner it would begin with the owner's first word, were owner and word compared as a pair
        assert re.search(r"ix_search_token_owner.*\n.*Index Cond: \(\(owner_id = [^=]+ AND [^=]*token[^=]* > [^=]+ AND [^=]*token[^=]* < ", shown), shown
    else:
        assert "ix_search_token_owner (owner_id=? AND token>? AND token<?)" in shown, shown


def test_a_search_for_rare_words_is_planned_once_for_all_words(crowd, user):
    """PostgreSQL would plan each anew as long as it sees how rare the word is."""
    actor = user("sales_consultant")
    db.session.remove()
    db.engine.dispose()  # with what earlier tests prepared
    for number in range(14):  # prepared the fifth time, and planned for its word five times more
        queries.indexed([registry.object_type("account")], actor, f"周{number}", 10)

    if is_postgresql():
        looks = db.session.execute(sa.text("SELECT custom_plans FROM pg_prepared_statements WHERE strpos(statement, 'search_token') > 0")).scalars().all()
        assert looks
        assert max(looks) <= 5


def test_a_term_of_three_letters_uses_the_trigrams(crowd, user, sent):
    sent.clear()
    queries.indexed([registry.object_type("account")], user("administrator"), "x00017", 10)

    shown = "\n".join(plans(list(sent)))
    assert ("ix_search_text_trigrams_postgresql" if is_postgresql() else "search_text_fts") in shown


@pytest.mark.parametrize(("typed", "again"), [("周敏", "王伟"), ("zm", "wy"), ("8000", "7000"), ("harbour works", "garden house")])
def test_a_search_that_is_typed_again_in_other_words_builds_no_statement(make, user, typed, again, monkeypatch):
    actor, accounts = user("sales_consultant"), [registry.object_type("account")]
    make("account", name="Harbour Works 周敏 8000", by=actor)
    queries.indexed(accounts, actor, typed, 10)
    monkeypatch.setattr(finding, "_named", lambda *_parts: pytest.fail("it was built anew"))

    assert queries.indexed(accounts, actor, again, 10) == {"account": []}
