"""What was deleted, for a program that keeps a copy: in its order, page by page while others delete, and only what its reader could see."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from core import db, is_postgresql, modules, permissions, queries, records, registry
from core.clock import now, zone
from core.connections import WRITE
from core.db import CoreRecord
from core.queries.deletions import statement
from core.testing.plans import plan, problems_of

LONG_AGO = "2020-01-01T00:00:00Z"


@pytest.fixture
def companies(make):
    return [make("account", name=f"Company {number}") for number in range(7)]


def told(client, slug="accounts", since=LONG_AGO, **query):
    answer = client.get(f"/api/v1/{slug}/deleted", query_string={"since": since, **query})
    assert answer.status_code == 200, answer.json
    return answer.json


def ids(*given, **query):
    return [row["id"] for row in told(*given, **query)["data"]]


def walk(client, **query):
    """The ids page by page, each asked for only when it is wanted."""
    page = told(client, **query)
    yield [row["id"] for row in page["data"]]
    while page["next"] is not None:
        page = told(client, cursor=page["next"], **query)
        yield [row["id"] for row in page["data"]]


@contextmanager
def saving(record):
    """Somebody else's save of this record, under way."""
    register = CoreRecord.__table__
    with db.engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        connection.execute(sa.update(register).where(register.c.id == record.id).values(name="Under way"))
        yield connection


def delete_within(connection, record):
    register = CoreRecord.__table__
    connection.execute(sa.update(register).where(register.c.id == record.id).values(deleted_at=now(), deleted_batch="1"))


def test_what_was_deleted_is_told_with_its_moment_the_earliest_first(admin, companies):
    gone = [companies[place].id for place in (4, 0, 6)]
    for one in gone:
        admin.delete(f"/api/v1/accounts/{one}")

    answer = told(admin)

    assert [row["id"] for row in answer["data"]] == gone
    moments = [row["deleted_at"] for row in answer["data"]]
    assert moments == sorted(moments) and all(row["merged_into"] is None for row in answer["data"])
    assert answer["next"] is None and answer["until"] >= moments[-1]


def test_who_asks_again_from_until_gets_what_was_deleted_since(admin, companies):
    first, second = (companies[place].id for place in (3, 1))
    admin.delete(f"/api/v1/accounts/{first}")
    until = told(admin)["until"]
    admin.delete(f"/api/v1/accounts/{second}")

    again = ids(admin, since=until)

    assert again[-1] == second and set(again) <= {first, second}
    assert told(admin, since=until)["until"] >= until
    assert told(admin, since="2100-01-01T00:00:00Z") == {"data": [], "next": None, "until": "2100-01-01T00:00:00Z"}


def test_a_moment_may_be_told_in_any_zone_and_counts_itself(admin, companies):
    admin.delete(f"/api/v1/accounts/{companies[0].id}")
    moment = told(admin)["data"][0]["deleted_at"]
    there = queries.deletions("account", admin.actor, now() - timedelta(days=1)).rows[0].deleted_at.astimezone(zone("Asia/Shanghai")).isoformat()

    assert ids(admin, since=moment) == ids(admin, since=there) == [companies[0].id]


def test_paging_meets_each_once_while_more_is_deleted(admin, companies):
    gone = [one.id for one in companies]
    for one in gone[:5]:
        admin.delete(f"/api/v1/accounts/{one}")
    pages = walk(admin, limit=2)
    seen = next(pages)
    for one in gone[5:]:
        admin.delete(f"/api/v1/accounts/{one}")
    for page in pages:
        seen += page

    assert seen == gone


def test_of_one_moment_each_is_met_once(admin, companies, at):
    with at("2026-11-20 09:00"):
        for one in companies:
            records.delete(one, admin.actor)

    assert [one for page in walk(admin, limit=3) for one in page] == [one.id for one in companies]


def test_a_page_that_is_not_the_last_ends_where_it_ends(admin, companies):
    for one in companies[:3]:
        admin.delete(f"/api/v1/accounts/{one.id}")

    page = told(admin, limit=2)

    assert page["next"] and page["until"] == page["data"][-1]["deleted_at"]


def test_a_deletion_that_is_under_way_is_not_passed_over(admin, companies):
    late, other = companies[:2]
    reader = admin.actor
    with saving(late) as connection:
        delete_within(connection, late)
        if is_postgresql():  # SQLite has one writer at a time
            records.delete(other, reader)
        before = queries.deletions("account", reader, now() - timedelta(days=1))
        meanwhile = now()
    db.session.rollback()  # what was read before is old now
    after = queries.deletions("account", reader, before.until)

    assert before.until < meanwhile and not before.rows
    assert [row.id for row in after.rows] == ([late.id, other.id] if is_postgresql() else [late.id])


def test_what_was_restored_is_no_longer_told_and_stands_among_what_was_changed(admin, companies):
    url = f"/api/v1/accounts/{companies[0].id}"
    before = admin.get(url).json["modified_at"]
    admin.delete(url)
    moment = told(admin)["data"][0]["deleted_at"]

    admin.post(f"{url}/restore")

    assert ids(admin) == []
    assert before < moment <= admin.get(url).json["modified_at"]
    changed = admin.get("/api/v1/accounts", query_string={"where": f"modified_at >= {moment}"}).json["data"]
    assert [row["id"] for row in changed] == [companies[0].id]


def test_what_lost_its_look_up_by_a_deletion_or_got_it_back_stands_among_what_was_changed(admin, companies):
    parent, child = (f"/api/v1/accounts/{one.id}" for one in companies[:2])
    admin.patch(child, json={"parent": companies[0].id})

    for step, parent_now in ((lambda: admin.delete(parent), None), (lambda: admin.post(f"{parent}/restore"), companies[0].id)):
        before = admin.get(child).json
        step()
        after = admin.get(child).json
        assert (after["parent"], after["version"]) == (parent_now, before["version"] + 1)
        assert after["modified_at"] > before["modified_at"]


def test_what_a_merge_points_elsewhere_stands_among_what_was_changed(admin, companies):
    winner, loser, child = companies[:3]
    admin.patch(f"/api/v1/accounts/{child.id}", json={"parent": loser.id})
    before = admin.get(f"/api/v1/accounts/{child.id}").json

    merged = admin.post(f"/api/v1/accounts/{winner.id}/merge", json={"loser": loser.id}).json
    moved = admin.get(f"/api/v1/accounts/{child.id}").json
    admin.post(f"/api/v1/merges/{merged['merge']}/undo")
    back = admin.get(f"/api/v1/accounts/{child.id}").json

    assert [one["parent"] for one in (before, moved, back)] == [loser.id, winner.id, loser.id]
    assert before["modified_at"] < moved["modified_at"] < back["modified_at"]


def test_what_was_deleted_again_is_told_at_its_latest_moment(admin, companies):
    first, second = companies[:2]
    for url in (f"/api/v1/accounts/{first.id}", f"/api/v1/accounts/{second.id}"):
        admin.delete(url)
    admin.post(f"/api/v1/accounts/{first.id}/restore")
    admin.delete(f"/api/v1/accounts/{first.id}")

    assert ids(admin) == [second.id, first.id]


def test_what_was_merged_says_into_what_and_an_undone_merge_is_not_told(admin, companies):
    winner, loser = companies[:2]
    merged = admin.post(f"/api/v1/accounts/{winner.id}/merge", json={"loser": loser.id}).json

    assert [(row["id"], row["merged_into"]) for row in told(admin)["data"]] == [(loser.id, winner.id)]

    assert admin.post(f"/api/v1/merges/{merged['merge']}/undo").status_code == 200
    assert ids(admin) == []


def test_a_merge_into_what_is_out_of_sight_does_not_say_into_what(admin, api, make, user):
    rep = user("sales_consultant")
    winner, loser = make("lead", channel="import"), make("lead", channel="import", owner=rep.id)
    merged = admin.post(f"/api/v1/leads/{winner.id}/merge", json={"loser": loser.id})
    assert merged.status_code == 200, merged.json

    [row] = told(api("sales_consultant"), "leads")["data"]

    assert (row["id"], row["merged_into"]) == (loser.id, None)


def test_a_consultant_is_told_of_the_own_records_alone(admin, api, make, user):
    mine, theirs = (make("lead", channel="import", owner=user("sales_consultant", number=number).id) for number in (1, 2))
    for one in (theirs, mine):
        admin.delete(f"/api/v1/leads/{one.id}")

    assert ids(api("sales_consultant"), "leads") == [mine.id]
    assert ids(api("sales_manager"), "leads") == [theirs.id, mine.id]
    assert ids(api("sales_consultant", "South"), "leads") == []
    assert [one for page in walk(api("sales_consultant"), slug="leads", limit=1) for one in page] == [mine.id]


def test_what_belongs_to_a_record_is_told_to_whom_that_was_in_sight(admin, api, make, user):
    part = make("case_comment")
    case = records.get("case", part.case_id, admin.actor)
    slug = registry.object_type("case_comment").slug
    admin.delete(f"/api/v1/{registry.object_type('case').slug}/{case.id}")

    assert ids(admin, slug) == [part.id]
    assert ids(api("sales_consultant", "South", scopes=("read",)), slug) == []


def test_rights_are_denied_by_default(app, api, user):
    reader, writer, other = (api(scopes=scopes) for scopes in (("read:account",), ("write:account",), ("read:contact",)))

    assert told(reader)["data"] == []
    assert [one.get(f"/api/v1/accounts/deleted?since={LONG_AGO}").status_code for one in (writer, other, app.test_client())] == [403, 403, 401]


@pytest.mark.parametrize("role", ["administrator", "dealer_manager", "sales_consultant", "call_centre_agent", "read_only"])
def test_every_object_has_the_address_for_whoever_may_read_it(api, user, role):
    client = api(role)
    for one in registry.objects():
        status = client.get(f"/api/v1/{one.slug}/deleted?since={LONG_AGO}").status_code
        assert status == (200 if permissions.may(client.actor, one, "read") else 403), one.slug


def test_a_module_that_is_off_tells_nothing(admin, make):
    admin.delete(f"/api/v1/cases/{make('case').id}")
    assert len(ids(admin, "cases")) == 1

    modules.disable("cases", admin.actor)

    assert admin.get(f"/api/v1/cases/deleted?since={LONG_AGO}").json["code"] == "module-off"


@pytest.mark.parametrize(
    ("query", "field"),
    [("", "since"), ("since=", "since"), ("since=yesterday", "since"), ("since=2026-11-28", "since"), ("since=2026-13-01T00:00:00Z", "since"),
     (f"since={LONG_AGO}&limit=0", "limit"), (f"since={LONG_AGO}&limit=501", "limit"), (f"since={LONG_AGO}&cursor=nonsense", "cursor"),
     (f"since={LONG_AGO}&offset=5", "offset")],
)  # fmt: skip
def test_a_bad_parameter_is_refused_by_its_name(admin, query, field):
    answer = admin.get(f"/api/v1/accounts/deleted?{query}")

    assert (answer.status_code, answer.mimetype, answer.json["code"]) == (400, "application/problem+json", "bad-query")
    assert answer.json["errors"][0]["field"] == field


def test_a_page_of_a_list_is_none_of_what_was_deleted(admin, companies):
    cursor = admin.get("/api/v1/accounts?sort=modified_at&limit=2").json["next"]

    assert admin.get(f"/api/v1/accounts/deleted?since={LONG_AGO}&cursor={cursor}").json["errors"][0]["field"] == "cursor"


def test_the_number_of_statements_does_not_depend_on_the_rows(api, make, user, count_statements):
    client, sent = api("sales_consultant"), []
    for _time in range(2):
        for _row in range(6):
            records.delete(make("lead", channel="import", owner=client.actor.id), user("administrator"))
        ids(client, "leads")  # what the process keeps of it
        with count_statements() as asked:
            ids(client, "leads")
        sent.append(len(asked))

    assert sent[0] == sent[1]


@pytest.mark.parametrize("role", ["administrator", "dealer_manager", "sales_consultant"])
@pytest.mark.parametrize("code", ["account", "lead", "opportunity", "case_comment"])
def test_the_register_is_walked_by_the_index_of_what_is_deleted_of_the_object(user, role, code):
    object_type = registry.object_type(code)
    seen = permissions.sight(user(role), object_type)
    text = plan(statement(object_type, seen, 51), {"after_at": now(), "after_id": 17, "until": now(), **seen.values})

    assert "ix_core_record_gone" in text, text
    assert not problems_of(text, "core_record"), text


def test_the_document_describes_it_with_an_example(admin):
    document = admin.get("/api/v1/openapi.json").json
    described = document["paths"]["/api/v1/{object}/deleted"]["get"]
    given = {one["name"]: one for one in described["parameters"]}

    assert given["since"]["required"] and "accounts" in given["object"]["schema"]["enum"]
    assert ids(admin, since=given["since"]["example"]) == []
    assert set(document["components"]["schemas"]["Deletion"]["properties"]) == {"id", "deleted_at", "merged_into"}
