"""Lists by the API: paging by key, the filter grammar, fields of other modules, views, sums, statements sent."""

import pytest

STATEMENTS = 12


@pytest.fixture
def companies(make, user):
    return [make("account", name=f"Company {number:03}", employees=number, by=user("sales_consultant")) for number in range(23)]


def pages(client, query):
    cursor = ""
    while cursor is not None:
        answer = client.get(f"/api/v1/accounts?{query}&cursor={cursor}")
        assert answer.status_code == 200, answer.json
        yield answer.json["data"]
        cursor = answer.json["next"]


@pytest.mark.parametrize("sort", ["name", "-name", "modified_at", "-id"])
def test_paging_meets_every_record_once(admin, companies, sort):
    names = [row["name"] for page in pages(admin, f"sort={sort}&limit=5&fields=name") for row in page]

    assert sorted(names) == [one.name for one in companies]


def test_a_record_that_comes_in_or_goes_meanwhile_moves_no_other_out_of_sight(admin, companies, make):
    walk = pages(admin, "sort=name&limit=5&fields=name")
    seen = [row["name"] for row in next(walk)]
    make("account", name="Company 000a")
    admin.delete(f"/api/v1/accounts/{companies[2].id}")
    seen += [row["name"] for page in walk for row in page]

    assert seen == [one.name for one in companies]


def test_a_page_of_one_order_is_none_of_another(admin, companies):
    cursor = admin.get("/api/v1/accounts?sort=name&limit=5").json["next"]

    answer = admin.get(f"/api/v1/accounts?sort=-created_at&limit=5&cursor={cursor}")

    assert (answer.status_code, answer.json["errors"][0]["field"]) == (400, "cursor")


def test_the_filter_is_that_of_the_lists(admin, companies):
    answer = admin.get('/api/v1/accounts?where=name contains "Company 00" and not (name = "Company 003")&fields=name&sort=name&count=true').json

    assert [row["name"] for row in answer["data"]] == [f"Company 00{digit}" for digit in "012456789"]
    assert (answer["count"], answer["count_is_capped"]) == (9, False)


def test_a_list_answers_only_the_fields_asked_for(admin, companies):
    assert set(admin.get("/api/v1/accounts?fields=name").json["data"][0]) == {"id", "version", "name"}


def test_a_column_of_another_module_is_a_field_of_the_list(admin, companies):
    answer = admin.get("/api/v1/accounts?fields=name,activities.next&limit=1").json

    assert set(answer["data"][0]) == {"id", "version", "name", "activities.next"}
    assert admin.get("/api/v1/accounts?fields=activities.nothing").json["errors"][0]["field"] == "activities.nothing"


def test_a_view_gives_filter_order_and_columns(admin, companies):
    kept = admin.post("/api/v1/accounts/views", json={"name": "Small", "where": "name starts \"Company 00\"", "sort": "-name", "columns": "name,phone"})
    rows = admin.get(f"/api/v1/accounts?view={kept.json['code']}").json["data"]

    assert kept.status_code == 201
    assert [row["name"] for row in rows[:2]] == ["Company 009", "Company 008"] and set(rows[0]) == {"id", "version", "name", "phone"}
    assert kept.json["code"] in {one["code"] for one in admin.get("/api/v1/accounts/views").json["data"]}
    assert admin.delete(f"/api/v1/accounts/views/{kept.json['code'].removeprefix('my-')}").status_code == 204
    assert admin.get(f"/api/v1/accounts?view={kept.json['code']}").json["errors"][0]["field"] == "view"


def test_a_view_is_shared_by_the_api_with_a_unit_that_one_manages(login, user, make):
    unit = user("sales_manager").unit_id
    manager, client = login("sales_manager"), login("sales_consultant")

    kept = manager.post("/api/v1/accounts/views", json={"name": "Team", "columns": "name", "shared_with": unit})
    refused = client.post("/api/v1/accounts/views", json={"name": "Team", "columns": "name", "shared_with": unit})

    assert (kept.status_code, kept.json["own"], kept.json["shared_with"]) == (201, True, unit)
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "shared_with")
    seen = next(one for one in client.get("/api/v1/accounts/views").json["data"] if one["code"] == kept.json["code"])
    assert (seen["own"], seen["shared_with"]) == (False, unit)
    assert client.get(f"/api/v1/accounts?view={seen['code']}").status_code == 200
    assert client.delete(f"/api/v1/accounts/views/{seen['code'].removeprefix('my-')}").status_code == 404


@pytest.mark.parametrize("name", ["", "  ", None])
def test_a_view_without_a_name_is_not_kept(admin, name):
    answer = admin.post("/api/v1/accounts/views", json={"name": name})

    assert (answer.status_code, answer.json["errors"][0]["field"], answer.json["errors"][0]["rule"]) == (422, "name", "required")


def test_a_view_with_an_unreadable_filter_is_not_kept(admin):
    answer = admin.post("/api/v1/accounts/views", json={"name": "Broken", "where": "name ="})

    assert answer.status_code == 400
    assert "Broken" not in {one["label"] for one in admin.get("/api/v1/accounts/views").json["data"]}


def test_a_related_list_is_a_list(admin, companies, make):
    make("contact", name="Pan Yue", account=companies[0].id)
    answer = admin.get(f"/api/v1/accounts/{companies[0].id}/related/contacts?fields=name,account&labels=true").json

    assert [row["name"] for row in answer["data"]] == ["Pan Yue"]
    assert answer["data"][0]["labels"] == {"account": "Company 000"}
    assert admin.get(f"/api/v1/accounts/{companies[0].id}/related/nothing").status_code == 404


def test_counts_and_sums_by_group(admin, companies, make):
    make("account", name="Person", industry=None)
    answer = admin.get("/api/v1/accounts/aggregate?group_by=type&measures=count,sum:employees,max:employees&where=name starts \"Company\"").json["data"]

    assert answer == [{"type": "prospect", "count": 23, "sum:employees": sum(range(23)), "max:employees": 22}]


@pytest.mark.parametrize("query", ["measures=sum:name", "measures=median:employees", "measures=min:nothing", "group_by=nothing"])
def test_a_sum_without_meaning_is_refused(admin, query):
    assert admin.get(f"/api/v1/accounts/aggregate?{query}").status_code == 400


@pytest.mark.parametrize("role", ["sales_consultant", "sales_manager", "dealer_manager", "administrator"])
def test_a_list_sends_few_statements_whatever_its_length(api, companies, count_statements, role):
    client, sent_for = api(role), {}
    for limit in (5, 20):
        client.get(f"/api/v1/accounts?limit={limit}&labels=true")
        with count_statements() as sent:
            answer = client.get(f"/api/v1/accounts?limit={limit}&labels=true&count=true")
        assert answer.status_code == 200
        sent_for[limit] = sent

    assert len(sent_for[20]) <= STATEMENTS, "\n".join(sent_for[20])
    assert len(sent_for[20]) == len(sent_for[5])


@pytest.mark.parametrize(
    ("query", "field"),
    [("limit=0", "limit"), ("limit=501", "limit"), ("limit=many", "limit"), ("limit=", "limit"), ("labels=1", "labels"), ("page=2", "page"), ("fields=nothing", "fields"),
     ("sort=nothing", "nothing"), ("where=nothing = 1", "nothing"), ("where=employees = 99999999999999999999", "employees"), ("limit=5&limit=6", "limit"),
     ("where=name = %00", "where"), ("where=name =", "where"), ("where=(name = 1", "where"), ("where=name like x", "where"), ("cursor=nonsense", "cursor"), ("view=nothing", "view")],
)  # fmt: skip
def test_a_parameter_that_is_wrong_is_named(admin, query, field):
    answer = admin.get(f"/api/v1/accounts?{query}")

    assert answer.status_code == 400, answer.json
    assert answer.mimetype == "application/problem+json"
    assert answer.json["errors"][0]["field"] in (field, "nothing")


@pytest.mark.parametrize("where", ["created_at > 0001-01-01", "created_at < 9999-12-31T23:59:59-14:00", "created_at > today-9999", "id = -5", "name = \"\U0001f697\""])
def test_an_extreme_filter_is_no_accident(admin, companies, where):
    assert admin.get("/api/v1/accounts", query_string={"where": where}).status_code in (200, 400)
