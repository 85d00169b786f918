"""Two regulators' complaints become cases by the product's own import, and come out again as they were.

The story of docs/scenarios/complaints.md. nhtsa_complaints: 101 complaints about cars in 49 columns without a heading.
cfpb_complaints: 268 about banks, texts of many lines, masked codes; the first 90 each time, all with FORECOURT_WHOLE_FILES=1.
"""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from core import Actor, acting, customization, notices, queries, records, registry
from core.cells import harmless
from core.testing.fixtures import app_of_module, person_in
from plugins.cases import look_after
from plugins.cases.overview import EVER, read
from plugins.imports import Plan, perform, prepare
from plugins.imports.mapping import Column
from plugins.imports.results import failures
from plugins.imports.values import Reader

app = app_of_module
ROWS = None if os.environ.get("FORECOURT_WHOLE_FILES") else 90
CARS = {
    3: "Manufacturer", 7: "Crash", 8: "Failed on", 9: "Fire", 10: "Injured", 11: "Deaths", 13: "City", 14: "State", 15: "Beginning of the VIN", 16: "Added on",
    18: "Miles", 19: "Occurrences", 21: "Kind of complaint", 22: "Police report", 23: "Bought on", 24: "First owner", 25: "Anti-lock brakes", 26: "Cruise control",
    27: "Cylinders", 28: "Drive train", 29: "Fuel system", 30: "Fuel", 31: "Transmission", 32: "Speed", 33: "DOT number", 34: "Tyre size", 35: "Place of the tyre",
    36: "How the tyre failed", 37: "Original equipment", 38: "Built on", 39: "Kind of seat", 40: "Restraint", 41: "Dealer named", 42: "Dealer's telephone",
    43: "Dealer's city", 44: "Dealer's state", 45: "Dealer's code", 46: "Kind of product", 47: "Repaired", 48: "Medical attention", 49: "Towed",
}  # fmt: skip
"""Columns of the file that become fields of their own; the rest have a home in every case."""
DAYS, NUMBERS = {8, 16, 23, 38}, {10, 11, 18, 19}
SENT_BY = {"IVOQ": "web", "EVOQ": "phone", "VOQ": "email", "LETR": "other", "LETT": "other", "SVOQ": "web", "CAG": "other"}
BANKS = {
    "Sub-product": "Sub-product", "Sub-issue": "Sub-issue", "Company public response": "Public response", "State": "State of residence", "ZIP code": "ZIP code", "Tags": "Tags",
    "Consumer consent provided?": "Consent", "Submitted via": "Submitted via", "Company response to consumer": "Response", "Timely response?": "Timely",
    "Consumer disputed?": "Disputed", "Date sent to company": "Sent on",
}  # fmt: skip
ORIGINS = {"Web": "web", "Phone": "phone", "Email": "email", "Postal mail": "other", "Fax": "other", "Referral": "other"}
ENDS = {"In progress": "Working", "Untimely response": "Working", **{f"Closed with {how}": "Closed" for how in ("explanation", "monetary relief", "non-monetary relief")}}


@pytest.fixture(scope="module")
def cars(real_data: Path) -> list[list[str]]:
    with (real_data / "nhtsa_complaints" / "nhtsa_complaints.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t"))


@pytest.fixture(scope="module")
def banks(real_data: Path) -> list[dict[str, str]]:
    with (real_data / "cfpb_complaints" / "complaints_2019.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))[:ROWS]


def as_file(rows: Sequence[Sequence[str]], delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def take_in(by: Actor, to: str, content: bytes, columns: Sequence[Column], *, heading: bool = True, **plan: Any) -> Counter[str]:
    with acting(by):
        one = prepare(registry.object_type(to), f"{to}.csv", content, by, Plan(tuple(columns), **plan), heading=heading)
        found = perform(one, by)
        assert not found["failed"], [(row.line, row.reason) for row in failures(one)][:3]
    return found


def take_in_reasons(by: Actor, paths: Sequence[Sequence[str]]) -> None:
    """The tree of reasons from the top down; each names the one above it by its path. What ships, such as "Other", is there already."""
    shipped = {(one.name,) for one in records.find("case_reason", by, where="parent is empty", sort="id", limit=500)}
    nodes = dict.fromkeys(node for depth in range(1, 9) for path in paths if len(path) >= depth and (node := tuple(path[:depth])) not in shipped)
    rows = [("Reason", "Above"), *((node[-1], " > ".join(node[:-1])) for node in nodes)]
    take_in(by, "case_reason", as_file(rows), (Column("Reason", "name"), Column("Above", "parent")))


def own_fields(by: Actor, labels: Mapping[Any, str], kinds: Mapping[Any, str]) -> dict[Any, str]:
    """A field of the administrator's own for each column; names by column."""
    options = {"text": {"length": 120}}
    return {
        column: customization.add(by, "case", type=(kind := kinds.get(column, "text")), label={"en": label}, options=options.get(kind, {}))
        for column, label in labels.items()
    }


def take_in_cars(admin: Actor, manager: Actor, rows: list[list[str]]) -> dict[int, str]:
    own = own_fields(admin, CARS, {**dict.fromkeys(DAYS, "date"), **dict.fromkeys(NUMBERS, "integer")})
    model = customization.add(admin, "case", type="lookup", label={"en": "Model"}, options={"to": "product"})
    models = sorted({f"{row[3]} {row[4]}" for row in rows})
    take_in(admin, "product", as_file([("Name", "Code"), *((one, f"M-{place}") for place, one in enumerate(models))]), (Column("Name", "name"), Column("Code", "code")))
    take_in_reasons(admin, [[step.strip() for step in row[11].split(":")] for row in rows])
    columns = (
        Column("Column 1", "external:nhtsa"), Column("Column 2", "supplied_name"), Column("Column 12", "component"), Column("Column 17", "opened_at", order="ymd"),
        Column("Column 20", "description"), *(Column(f"Column {number}", name, order="ymd" if number in DAYS else "") for number, name in own.items() if number != 21),
        *(Column(f"Column {number}", "") for number in (4, 5, 6)), Column("Column 21", "origin", values=SENT_BY),
    )  # fmt: skip
    fills = {
        "name": "{Column 4} {Column 5} {Column 6}: {Column 12}", "type": "complaint", "product": "{Column 4} {Column 5}", model: "{Column 4} {Column 5}",
        "case_reason": "{Column 12}", own[21]: "{Column 21}",
    }  # fmt: skip
    found = take_in(manager, "case", as_file(rows, "\t"), columns, heading=False, key="external:nhtsa", quiet=True, fills=fills)
    assert found == {"created": len(rows)}
    return {**own, -1: model}


def take_in_banks(admin: Actor, manager: Actor, rows: list[dict[str, str]]) -> dict[str, str]:
    own = own_fields(admin, BANKS, {"Date sent to company": "date", "Timely response?": "checkbox"})
    companies = sorted({row["Company"] for row in rows})
    take_in(manager, "account", as_file([("Company",), *((one,) for one in companies)]), (Column("Company", "name"),), quiet=True)
    take_in_reasons(admin, [[row["Issue"], *filter(None, [row["Sub-issue"]])] for row in rows])
    response, via, part = own.pop("Company response to consumer"), own.pop("Submitted via"), own.pop("Sub-issue")
    columns = (
        Column("Complaint ID", "external:cfpb"), Column("Date received", "opened_at", order="ymd"), Column("Product", "product"), Column("Issue", "component"),
        Column("Consumer complaint narrative", "description"), Column("Company", "account"), Column("Submitted via", "origin", values=ORIGINS),
        Column("Company response to consumer", "status", values=ENDS), Column("Sub-issue", ""),
        *(Column(column, name, order="ymd" if column.startswith("Date") else "") for column, name in own.items()),
    )  # fmt: skip
    fills = {
        "name": "{Product}: {Issue} – {Sub-issue}", "type": "complaint", "case_reason": "{Issue} > {Sub-issue}",
        response: "{Company response to consumer}", via: "{Submitted via}", part: "{Sub-issue}",
    }  # fmt: skip
    content = as_file([list(rows[0]), *(list(row.values()) for row in rows)])
    for outcome in ("created", "unchanged"):  # the same file again changes nothing
        assert take_in(manager, "case", content, columns, key="external:cfpb", quiet=True, fills=fills) == {outcome: len(rows)}
    return {**own, "Company response to consumer": response, "Submitted via": via, "Sub-issue": part}


@pytest.fixture(scope="module", autouse=True)
def taken_in(app: Flask, cars: list[list[str]], banks: list[dict[str, str]]) -> dict[Any, str]:
    """Both files in one database, and the fields of the administrator's own by column."""
    admin, manager = person_in("administrator"), person_in("dealer_manager")
    return {**take_in_cars(admin, manager, cars), **take_in_banks(admin, manager, banks)}


@pytest.fixture
def exported(login: Any) -> Any:
    """``exported(where, columns)``: what the list exports, below its heading."""
    client = login("dealer_manager")

    def rows(where: str, columns: Sequence[str]) -> list[list[str]]:
        answer = client.get("/cases/export.csv", query_string={"view": "all", "sort": "id", "where": where, "columns": ",".join(columns)})
        return list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"), newline="")))[1:]

    return rows


def as_written(cell: str) -> str:
    """A cell of the file as a list exports it: blanks of whatever kind become one, what a spreadsheet would run is marked."""
    return str(harmless(" ".join(cell.split())))


def day(cell: str) -> str:
    return f"{cell[:4]}-{cell[4:6]}-{cell[6:]}" if len(cell) == 8 else cell


def test_complaints_about_cars_come_out_as_the_file_has_them(exported: Any, taken_in: dict[Any, str], cars: list[list[str]]) -> None:
    own = {number: name for number, name in taken_in.items() if isinstance(number, int)}
    numbers = [2, 12, *sorted(number for number in own if number > 0)]
    names = ["supplied_name", "component", *(own[number] for number in numbers[2:])]

    out = exported("supplied_name is not empty", [*names, "description", "opened_at", own[-1]])

    for row, found in zip(cars, out, strict=True):
        wanted = [as_written(day(row[number - 1]) if number in DAYS else row[number - 1]) for number in numbers]
        assert [cell.replace(",", "") if number in NUMBERS else cell for number, cell in zip(numbers, found, strict=False)] == wanted
        assert found[-3:] == [harmless(row[19].strip()), f"{day(row[16])} 00:00", f"{row[3]} {row[4]}"]


def test_complaints_about_banks_keep_their_lines_and_masks(exported: Any, taken_in: dict[Any, str], banks: list[dict[str, str]]) -> None:
    own = {column: name for column, name in taken_in.items() if isinstance(column, str)}
    out = exported("account is not empty", [*own.values(), "product", "component", "description", "account", "opened_at"])

    for row, found in zip(banks, out, strict=True):
        assert found[: len(own)] == [as_written(row[column]) for column in own]
        assert found[len(own) :] == [
            as_written(row["Product"]), as_written(row["Issue"]), harmless(row["Consumer complaint narrative"].strip()), as_written(row["Company"]),
            f"{row['Date received']} 00:00",
        ]  # fmt: skip
    assert any("\n" in cell for found in out for cell in found) and any(found[3].endswith("XX") for found in out)


def test_status_origin_and_reason_follow_the_file(app: Flask, banks: list[dict[str, str]]) -> None:
    manager = person_in("dealer_manager")
    stored = {row.status_id: row.count for row in queries.aggregate("case", manager, group_by=("status",), where="account is not empty")}
    names = {one.id: one.name for one in records.find("case_status", manager)}
    origins = {row.origin.code: row.count for row in queries.aggregate("case", manager, group_by=("origin",), where="account is not empty")}

    assert {names[one]: count for one, count in stored.items()} == Counter(ENDS[row["Company response to consumer"]] for row in banks)
    assert origins == Counter(ORIGINS[row["Submitted via"]] for row in banks)
    for row, case in zip(banks, records.find("case", manager, where="account is not empty", sort="id", limit=500), strict=True):
        reason = case.case_reason
        assert (reason.name if not row["Sub-issue"] else reason.parent.name) == " ".join(row["Issue"].split())
        assert len(case.name) <= 200 and case.name.startswith(row["Product"])
        assert case.is_closed == (names[case.status_id] == "Closed")


def test_nobody_is_told_of_what_was_promised_elsewhere_and_no_clock_runs(app: Flask) -> None:
    system = person_in("administrator")

    assert queries.count("case", system, where="due_at is not empty or is_breached = true")[0] == 0
    assert look_after(system) == {"cases": 0, "done": 0}
    assert notices.unread(person_in("dealer_manager")) == 0


def test_complaints_per_model_and_component_are_those_a_plain_count_finds(app: Flask, cars: list[list[str]], banks: list[dict[str, str]]) -> None:
    pairs = Counter((" ".join(f"{row[3]} {row[4]}".split()), " ".join(row[11].split())) for row in cars)
    pairs += Counter((" ".join(row["Product"].split()), " ".join(row["Issue"].split())) for row in banks)
    manager = person_in("dealer_manager")

    page = read(manager, EVER)

    assert [one.figure.count for one in page.complaints] == [count for _pair, count in sorted(pairs.items(), key=lambda one: (-one[1], one[0]))][:15]
    assert all(pairs[(one.product or "", one.component or "")] == one.figure.count for one in page.complaints)
    assert page.other_complaints is not None and page.other_complaints.count == len(cars) + len(banks)
    for figure in (page.closed, page.other_complaints, *(one.figure for one in page.complaints)):
        where = " and ".join(parse_qs(urlsplit(figure.url).query)["where"])
        assert queries.count("case", manager, where=where, cap=1000)[0] == figure.count, where


def test_the_page_shows_the_figures_and_each_opens_its_list(login: Any, cars: list[list[str]], banks: list[dict[str, str]]) -> None:
    client = login("dealer_manager")
    page = client.get("/cases/overview?days=0").text

    assert f">{len(cars) + len(banks)}</a>" in page
    first = page.split("Complaints per model")[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    assert client.get(first).status_code == 200


@pytest.fixture
def mapping_page(login: Any) -> Any:
    """``mapping_page(text, column=field)``: the page on which a file of cases is mapped, after these choices."""

    def page(text: str, language: str = "en", **chosen: str) -> str:
        client = login("administrator", language=language)
        place = client.post("/imports", data={"object": "case", "file": (io.BytesIO(text.encode()), "rows.csv")}).location
        fields = {f"field-{number}": name for number, name in enumerate(chosen.values())}
        client.post(place, data={"column": list(chosen), **fields, "encoding": "utf-8", "delimiter": ",", "heading": "1", "intent": "read"})
        return str(client.get(place).text)

    return page


def test_the_page_asks_what_a_status_of_the_file_means_and_offers_keys_that_are_known(mapping_page: Any) -> None:
    page = mapping_page("State,Above\nIn progress,17\nClosed,18\n", State="status", Above="parent")

    assert "What “In progress” means here" in page and "What “Closed” means here" not in page
    assert "by the key of nhtsa" in page and "by the key of cfpb" in page


@pytest.mark.parametrize(("text", "meant"), [("已关闭", "Closed"), ("Waiting for the customer", "Waiting for the customer"), ("Vehicle > Brakes and steering", "Brakes and steering"), ("Vehicle:", "Vehicle")])
def test_what_ships_is_found_by_its_name_in_any_language_and_in_a_tree_by_its_path(app: Flask, text: str, meant: str) -> None:
    reader = Reader(registry.object_type("case"), person_in("administrator"), Plan())
    field = "case_reason" if "Vehicle" in text else "status"

    assert registry.record_by_id(reader.value(Column("X", field), text, {})).name == meant


def test_a_text_put_together_is_cut_where_it_is_too_long_and_one_that_is_typed_is_left_to_be_refused(app: Flask) -> None:
    manager = person_in("dealer_manager")
    reader = Reader(registry.object_type("case"), manager, Plan(fills={"name": "{A}: {A}", "product": "x" * 121}))

    filled = {column.field: text for column, text in reader.filled({"A": "brake " * 25})}

    assert len(filled["name"]) <= 200 and filled["name"].endswith("…")
    assert len(filled["product"]) == 121
