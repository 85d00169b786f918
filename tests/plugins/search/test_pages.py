"""The box, the page, the pickers and the API find by the index."""

import pytest

HTMX = {"HX-Request": "true"}


@pytest.fixture
def zhou(make, me):
    return make("account", name="周敏", phone="13800138000", by=me)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_box_offers_while_one_types(login, zhou, language):
    answer = login("sales_consultant", language=language).get("/search?q=zm", headers=HTMX)

    assert f'href="{zhou.url}"' in answer.text
    assert 'role="option"' in answer.text
    assert zhou.number in answer.text, "the line that tells two of a name apart"


def test_empty_it_offers_what_was_looked_at_last(login, zhou):
    client = login("sales_consultant")
    client.get(zhou.url)

    assert zhou.url in client.get("/search?q=", headers=HTMX).text
    assert zhou.url in client.get("/search").text


def test_the_page_groups_by_object_and_looks_into_one(login, zhou):
    client = login("sales_consultant")

    assert zhou.url in client.get("/search?q=zhoumin").text
    assert zhou.url in client.get("/search?q=zhoumin&in=account").text
    assert zhou.url not in client.get("/search?q=zhoumin&in=lead").text
    assert client.get("/search?q=zhoumin&in=nonsense").status_code == 200


def test_more_than_the_page_shows_is_said(login, make, me):
    for number in range(12):
        make("account", name=f"周敏{number}", by=me)

    page = login("sales_consultant").get("/search?q=周敏").text
    assert "in=account" in page and "More of these" in page


def test_a_picker_finds_by_initials(login, zhou):
    assert f'data-value="{zhou.id}"' in login("sales_consultant").get("/lookup/accounts?q=zm").text


def test_the_api_finds_too(login, zhou):
    client = login("sales_consultant")

    groups = client.get("/api/v1/search?q=%2B86 138 0013 8000").get_json()["data"]
    assert [(one["object"], [row["id"] for row in one["records"]]) for one in groups] == [("account", [zhou.id])]
    assert client.get("/api/v1/search?q=").get_json() == {"data": []}
    assert client.get("/api/v1/search?q=a&limit=0").status_code == 400


def test_what_the_api_finds_is_read_at_its_address(login, zhou):
    client = login("sales_consultant")
    [[found]] = [group["records"] for group in client.get("/api/v1/search?q=zm&object=account").get_json()["data"]]

    assert client.get(found["url"]).get_json()["name"] == zhou.name


def test_the_api_searches_in_no_object_that_there_is_not(login, zhou):
    answer = login("sales_consultant").get("/api/v1/search?q=zm&object=acount")

    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (400, "object")


def test_a_search_sends_few_statements_however_much_is_found(login, make, me, count_statements):
    for number in range(30):
        make("account", name=f"周敏{number}", by=me)
        make("contact", name=f"周敏{number}", by=me)
    client = login("sales_consultant")
    client.get("/search?q=zm", headers=HTMX)

    with count_statements() as sent:
        assert client.get("/search?q=zm", headers=HTMX).status_code == 200
    assert len([one for one in sent if one != "BEGIN"]) <= 15, "\n".join(sent)
