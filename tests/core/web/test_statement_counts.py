"""How many statements a page sends: free of noise, so a test. A list at most 12, a record at most 15."""

import pytest

LIST, RECORD, BYTES = 12, 15, 100_000


@pytest.fixture
def many(make, user):
    me = user("sales_consultant")
    return [make("account", name=f"Company {number:02}", by=me) for number in range(55)]


@pytest.mark.parametrize("role", ["sales_consultant", "sales_manager", "dealer_manager", "administrator"])
def test_a_list_page_is_cheap_for_every_role(login, many, count_statements, role):
    client = login(role)
    client.get("/accounts?view=all")

    with count_statements() as sent:
        page = client.get("/accounts?view=all")

    assert page.status_code == 200
    assert len(sent) <= LIST, "\n".join(sent)
    assert len(page.data) <= BYTES


def test_a_record_page_is_cheap(login, many, count_statements):
    client, url = login("sales_consultant"), many[0].url
    client.get(url)

    with count_statements() as sent:
        page = client.get(url)

    assert page.status_code == 200
    reads = [one for one in sent if one != "BEGIN"]  # only SQLite is told to begin by a statement
    assert len(reads) <= RECORD, "\n".join(reads)
