"""Deleting is undone by a click, from the toast or from the recycle bin."""

import re

from core import records


def test_a_deleted_record_lies_in_the_recycle_bin_and_comes_back(login, make, user):
    record = make("account", name="Blue Harbor", by=user("administrator"))
    client = login("administrator")

    client.post(f"{record.url}/delete")
    page = client.get("/recycle-bin")
    batch = re.search(r'name="batch" value="([^"]+)"', page.text)[1]
    client.post("/recycle-bin/restore", data={"batch": batch})

    assert "Blue Harbor" in page.text
    assert client.get(record.url).status_code == 200


def test_the_toast_offers_undo(login, make, user):
    record = make("account", name="Blue Harbor", by=user("administrator"))
    client = login("administrator")

    page = client.get(client.post(f"{record.url}/delete").location)

    assert 'action="/recycle-bin/restore"' in page.text


def test_several_are_deleted_together_and_undone_together(login, make, user):
    ids = [make("account", by=user("administrator")).id for _ in range(3)]
    client = login("administrator")

    page = client.get(client.post("/accounts/delete-selected", data={"id": ids}).location)
    batch = re.search(r'name="batch" value="([^"]+)"', page.text)[1]
    client.post("/recycle-bin/restore", data={"batch": batch})

    assert len(records.find("account", user("administrator"), where={"id": ids})) == 3


def test_who_may_not_delete_is_told_so(login, make, user):
    record = make("account", by=user("administrator"))
    client = login("read_only")

    page = client.get(client.post(f"{record.url}/delete").location)

    assert "permission" in page.text
    assert records.get("account", record.id, user("administrator")).deleted_at is None


def test_somebody_elses_deleted_record_stays_hidden(login, make, user):
    record = make("account", name="Southern Stone", by=user("sales_consultant", dealer="South"))
    records.delete(record, user("administrator"))

    assert "Southern Stone" not in login("sales_consultant").get("/recycle-bin").text
