"""Spreadsheets as people have them, through the pages as a newcomer would do it, and out again as they were.

The story of docs/scenarios/spreadsheets.md: a dealer's sales with broken characters and American dates, complaints without a
heading in 49 columns, the divisions of a country as a tree. Of the long files the first rows; all of them with FORECOURT_WHOLE_FILES=1.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from core import Actor, cells, customization, outbox, records, registry

DATA = Path(os.environ.get("FORECOURT_DATA", Path(__file__).parents[3] / "shared" / "data"))
ROWS = None if os.environ.get("FORECOURT_WHOLE_FILES") else 400

pytestmark = pytest.mark.skipif(not (DATA / "car_sales").is_dir(), reason="the data sets car_sales, nhtsa_complaints and cn_regions are not here: set FORECOURT_DATA")


def lines_of(path: Path, most: int | None = None) -> bytes:
    with path.open("rb") as file:
        return b"".join(islice(file, most))


def table(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.fixture
def admin(login: Callable[..., Any]) -> Any:
    return login("administrator")


@pytest.fixture
def add_field(user: Callable[..., Any]) -> Callable[..., str]:
    """A field of the administrator's own; gives its name."""

    def add(to: str, label: str, kind: str = "text") -> str:
        options = {"length": 255} if kind == "text" else {}
        return customization.add(user("administrator"), to, type=kind, label={"en": label}, options=options)

    return add


def go_in(admin: Any, object_code: str, name: str, content: bytes, chosen: dict[str, str], heading: str = "1", **more: Any) -> str:
    """Upload, map, try, import: the state page at the end. ``chosen``: field by column; orders of dates as ``order:<column>``."""
    # Encoded here: the test client leaves the temporary file open into which it puts a large form.
    boundary, form_data = encode_multipart({"object": object_code, "heading": heading, "file": FileStorage(io.BytesIO(content), name)})
    upload = admin.post("/imports", data=form_data, content_type=f"multipart/form-data; boundary={boundary}")
    number = int(upload.location.split("/")[2])
    from core import db
    from plugins.imports import models

    columns = [one["column"] for one in db.session.get(models.Import, number).plan["columns"]]
    form: dict[str, Any] = {"column": columns, "heading": heading, "intent": "check", **more}
    for place, column in enumerate(columns):
        target, _at, by = chosen.get(column, "").partition("@")
        kind, _colon, system = target.partition("external:")
        form |= {f"field-{place}": "external:" if system else target, f"system-{place}": system, f"by-{place}": by, f"order-{place}": chosen.get(f"order:{column}", "")}
        assert kind in ("", target)
    read = db.session.get(models.Import, number)
    form |= {"encoding": read.encoding, "delimiter": read.delimiter}
    tried = admin.post(f"/imports/{number}/mapping", data=form)
    assert tried.status_code == 302, tried.text
    outbox.drain()
    admin.post(f"/imports/{number}/start")
    outbox.drain()
    return str(admin.get(f"/imports/{number}").text)


def comes_out(admin: Any, slug: str, columns: list[str], sort: str = "id") -> list[list[str]]:
    """What the list exports, below its heading."""
    answer = admin.get(f"/{slug}/export.csv?view=all&sort={sort}&columns={','.join(columns)}")
    return table(answer.get_data(as_text=True).removeprefix("\ufeff"))[1:]


def test_a_dealers_sales_with_broken_characters_and_american_dates(admin, add_field):
    content = lines_of(DATA / "car_sales" / "car_sales_2022.csv", ROWS)
    head, *rows = table(content.decode())
    shipped = {"Car_id": "name", "Date": "close_date", "Price ($)": "amount", "Model": "product"}
    own = {column: add_field("opportunity", f"Sale: {column.strip()}", "integer" if column == "Annual Income" else "text") for column in head if column not in shipped}
    fields = {**shipped, **own}

    page = go_in(admin, "opportunity", "sales.csv", content, {**{column.strip(): field for column, field in fields.items()}, "order:Date": "mdy"}, quiet="1")
    assert f">{len(rows)}<" in page
    out = comes_out(admin, "opportunities", [fields[column] for column in head])
    assert [as_in_the_file(row, head) for row in out] == [[one_line(cell) for cell in row] for row in rows]


def one_line(cell: str) -> str:
    """Blanks of whatever kind become one in a field of one line, as when somebody types them."""
    return " ".join(cell.split())


def as_in_the_file(row: list[str], head: list[str]) -> list[str]:
    """A row as exported, written as the file writes it: M/D/YYYY, amounts without their currency, which stands in a column of its own."""
    behind = head.index("Price ($)") + 1
    assert row[behind] == "CNY"
    written = dict(zip(head, [*row[:behind], *row[behind + 1 :]], strict=True))
    day = date.fromisoformat(written["Date"])
    written["Date"] = f"{day.month}/{day.day}/{day.year}"
    written["Price ($)"] = written["Price ($)"].split()[0].replace(",", "").removesuffix(".00")
    written["Annual Income"] = written["Annual Income"].replace(",", "")
    return list(written.values())


def test_complaints_without_a_heading_in_49_columns(admin, add_field):
    content = lines_of(DATA / "nhtsa_complaints" / "nhtsa_complaints.tsv")
    rows = table(content.decode(), "\t")
    own = {f"Column {number}": add_field("activity", f"Complaint {number}", "long_text" if number == 20 else "text") for number in range(1, 50)}

    page = go_in(admin, "activity", "complaints.tsv", content, own, heading="0", quiet="1", **{"fill-field": ["name", "kind"], "fill-text": ["Complaint {Column 1}", "note"]})
    assert f">{len(rows)}<" in page
    out = comes_out(admin, "activities", ["name", *own.values()])
    assert [row[0] for row in out] == [f"Complaint {row[0]}" for row in rows]
    assert [row[1:] for row in out] == [[harmless(cell.strip()) for cell in row] for row in rows]


def harmless(cell: str) -> str:
    """What a spreadsheet would run as a formula leaves with an apostrophe before it."""
    return cells.harmless(cell)


def test_the_divisions_of_a_country_as_a_tree(admin, add_field):
    """*code* is the key by which divisions name the one above, and also kept as a field, so that it comes out again."""
    code, above, divisions = add_field("account", "Code"), add_field("account", "Code above"), []
    for name, parent in (("provinces", ""), ("cities", "provinceCode"), ("areas", "cityCode")):
        content = lines_of(DATA / "cn_regions" / f"{name}.csv", ROWS)
        rows = [dict(zip(head, row, strict=True)) for head, *found in [table(content.decode())] for row in found]
        divisions += [[row["code"], row["name"], row.get(parent, "")] for row in rows]
        chosen = {"code": "external:cn", "name": "name", **({parent: "parent@external:cn"} if parent else {})}
        filled = {"fill-field": [code, *([above] if parent else [])], "fill-text": ["{code}", *([f"{{{parent}}}"] if parent else [])]}
        assert 'class="stat num">0</div><div class="muted small">failed' in go_in(admin, "account", f"{name}.csv", content, chosen, quiet="1", **filled)

    assert comes_out(admin, "accounts", [code, "name", above]) == divisions
    names = {number: name for number, name, _above in divisions}
    assert [row[0] for row in comes_out(admin, "accounts", ["parent"])] == [names.get(one, "") for _number, _name, one in divisions]
    assert all((division.parent.custom[code] if division.parent else "") == division.custom.get(above, "") for division in everything("account", admin.actor))


def everything(object_code: str, by: Actor) -> list[Any]:
    return [record for batch in records.batches(registry.object_type(object_code), by) for record in batch]
