"""Files of other systems as they are: a marketing tool's leads, a Salesforce tree.

The stories of docs/scenarios/foreign_files.md. Real files, read where FORECOURT_DATA names their folder. Of the 5,544 leads the first
1,100, all with FORECOURT_WHOLE_FILES=1.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from core import acting, db, outbox, queries, records, registry, system_actor
from core.cli import main
from plugins.imports import Plan, bad_rows, models, perform, prepare
from plugins.imports.mapping import Column
from plugins.opportunities import presets

DATA = Path(os.environ.get("FORECOURT_DATA", Path(__file__).parents[3] / "shared" / "data"))
LEADS = DATA / "xeducation_leads" / "leads_part1.csv"
TREE = DATA / "salesforce_tree_sample"
LINES = None if os.environ.get("FORECOURT_WHOLE_FILES") else 1101
"""Of the file of leads, its heading with them; None for all."""
REFERRED = {"Reference", "Referral Sites"}

pytestmark = pytest.mark.skipif(not LEADS.is_file(), reason="the data sets xeducation_leads and salesforce_tree_sample are not here: set FORECOURT_DATA")


def lead_rows() -> list[list[str]]:
    with LEADS.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[:LINES]


def as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def source_meant(word: str) -> str:
    return "referral" if word in REFERRED else "internet"


def with_bad_rows(rows: list[list[str]]) -> tuple[bytes, list[str]]:
    """The file with ten rows that cannot be taken, spread over it; (bytes, the prospect ids of the bad ones)."""
    width, text = len(rows[0]), io.StringIO(newline="")
    number, source, calls = (rows[0].index(name) for name in ("Lead Number", "Lead Source", "Do Not Call"))

    def bad(place: int, **changed: str) -> list[str]:
        row = [f"bad-{place}", *[""] * (width - 1)]
        for column, value in {number: f"9000{place}", **{int(key[1:]): value for key, value in changed.items()}}.items():
            row[column] = value
        return row

    planted = [
        bad(0)[:-3], [*bad(1), "one too many"], bad(2, **{f"c{source}": "Nobody told us"}), bad(3, **{f"c{calls}": "perhaps"}),
        bad(4, **{f"c{calls}": "9" * 200}), bad(5, **{f"c{source}": "nul\0"}), bad(6, **{f"c{calls}": "maybe"}), bad(7)[:2],
        bad(8, **{f"c{source}": "Telepathy"}), bad(9, **{f"c{source}": "x" * 121}),
    ]  # fmt: skip
    writer, apart = csv.writer(text), len(rows) // (len(planted) + 1)
    for place, row in enumerate(rows):
        writer.writerow(row)
        if place and place % apart == 0 and place // apart <= len(planted):
            writer.writerow(planted[place // apart - 1])
    return text.getvalue().encode(), [row[0] for row in planted]


def test_leads_without_name_or_phone_come_in_and_exactly_the_ten_bad_rows_come_back(app, user):
    admin = user("administrator")
    file = lead_rows()
    content, bad = with_bad_rows(file)
    words = {row[file[0].index("Lead Source")] for row in file[1:]} - {"", "Select"}
    columns = (
        Column("Prospect ID", "external:x-education"), Column("Lead Source", "information_source", values={word: source_meant(word) for word in words}),
        Column("Do Not Email", "no_email"), Column("Do Not Call", "do_not_call"), Column("City", "remarks"),
    )  # fmt: skip
    plan = Plan(columns, key="external:x-education", quiet=True, empty=("Select",), fills={"name": "Lead {Lead Number}"})
    with acting(admin):
        one = prepare(registry.object_type("lead"), "leads.csv", content, admin, plan)
        found = perform(one, admin)
        again = perform(prepare(registry.object_type("lead"), "leads.csv", as_csv(file), admin, plan), admin)

    assert found == {"created": len(file) - 1, "failed": 10}
    assert again == {"unchanged": len(file) - 1}
    assert [row[0] for row in came_back(one)] == bad
    check_sources(admin, file)


def came_back(one) -> list[list[str]]:
    """The file of bad rows, below its heading; each says at its end what was wrong."""
    _head, *rows = csv.reader(io.StringIO("".join(bad_rows.as_csv(one)).removeprefix("\ufeff"), newline=""))
    assert all(row[-1] for row in rows)
    return rows


def check_sources(admin, file: list[list[str]]) -> None:
    """What the file says, counted by hand, is what the records say; nothing was assigned, nobody was told."""
    source, email, city = (file[0].index(name) for name in ("Lead Source", "Do Not Email", "City"))
    wanted = Counter(source_meant(row[source]) for row in file[1:] if row[source] not in ("", "Select"))
    stored = {row.information_source.code: row.count for row in queries.aggregate("lead", admin, group_by=["information_source"]) if row.information_source}
    assert stored == wanted
    assert queries.count("lead", admin, where={"no_email": True}, cap=9999)[0] == sum(row[email] == "Yes" for row in file[1:])
    assert queries.count("lead", admin, where="remarks is empty", cap=9999)[0] == sum(row[city] in ("", "Select") for row in file[1:])
    names = Counter(lead.name for batch in records.batches(registry.object_type("lead"), admin) for lead in batch)
    assert names == Counter(f"Lead {row[1]}" for row in file[1:])
    assert records.first("lead", admin, where={"name": f"Lead {file[1][1]}"}).first_contact_due_at is None


@pytest.fixture
def standard_process(app, user):
    """Salesforce's ten stages are the installation's first process."""
    admin = user("administrator")
    with acting(admin):
        presets.seed(admin)
    return admin


def process() -> str:
    """Two stages of that name there are, so the story says whose is meant."""
    return str(records.first("sales_process", system_actor(), where={"code": "standard"}))


def mapped(number: int) -> dict[str, object]:
    """What the mapping page of an import would send, as it was guessed."""
    columns = db.session.get(models.Import, number).plan["columns"]
    chosen = {f"field-{place}": one["field"] for place, one in enumerate(columns)}
    found_by = {f"by-{place}": one["by"] for place, one in enumerate(columns)}
    return {"column": [one["column"] for one in columns], **chosen, **found_by, "encoding": "utf-8", "delimiter": ",", "heading": "1"}


def test_a_salesforce_tree_comes_in_with_its_references(standard_process, capsys):
    with pytest.raises(SystemExit) as left:
        main(["import-tree", str(TREE / "data-plan.json"), "--lenient", "--fill", f"opportunity.process={process()}", "--json"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert left.value.code == 0, [line["failures"] for line in lines]
    assert [(line["created"], line["failed"]) for line in lines] == [(10, 0), (6, 0), (20, 0)]
    check_tree(standard_process)


def check_tree(admin) -> None:
    accounts = {record["attributes"]["referenceId"]: record for record in json.loads((TREE / "Accounts.json").read_text())["records"]}
    for record in json.loads((TREE / "Contacts.json").read_text())["records"]:
        contact = records.first("contact", admin, where={"email": record["Email"]})
        assert contact.account.name == accounts[record["AccountId"].removeprefix("@")]["Name"]
        assert {contact.family_name, contact.given_name} == {record["LastName"], record["FirstName"]}
    for record in json.loads((TREE / "Opportunities.json").read_text())["records"]:
        deal = records.first("opportunity", admin, where={"name": record["Name"]})
        assert deal.account.name == accounts[record["AccountId"].removeprefix("@")]["Name"]
        assert (deal.amount, deal.close_date.isoformat(), str(deal.stage)) == (record["Amount"], record["CloseDate"], record["StageName"])


def test_the_same_tree_goes_in_by_the_page(standard_process, login):
    client = login("administrator")
    files = [(io.BytesIO(path.read_bytes()), path.name) for path in sorted(TREE.glob("*.json"))]
    first = client.post("/imports", data={"file": files}).location
    number = int(first.split("/")[2])
    assert "file 1 of 3" in client.get(first).text

    for one in range(number, number + 3):
        if one == number + 2:
            client.post(f"/imports/{one}/mapping", data={**mapped(one), "fill-field": "process", "fill-text": process(), "intent": "check"})
            outbox.drain()
        client.post(f"/imports/{one}/start")
        outbox.drain()
        assert f"/imports/{number}" in client.get(f"/imports/{one}").text
    assert queries.count("opportunity", standard_process)[0] == 20
    check_tree(standard_process)
