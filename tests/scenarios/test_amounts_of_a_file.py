"""An amount of a file that says what it is in is taken as that or comes back: never as so much of another currency."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from core import Actor, records, registry, speaking
from plugins.imports import perform, prepare, results, taking_back
from plugins.imports.commands import export_records


def taken(user: Actor, cell: str) -> tuple[Decimal | None, str | None]:
    """What becomes of an amount: the amount that is kept, or the reason why its row came back."""
    account = records.create("account", user, name="Northwind Mills")
    one = prepare(registry.object_type("opportunity"), "sales.csv", f'Name,Account,Amount\nFleet,{account.name},"{cell}"\n'.encode(), user)
    fields = {"Name": "name", "Account": "account", "Amount": "amount"}
    one.plan = {**one.plan, "lenient": True, "columns": [{**column, "field": fields[column["column"]]} for column in one.plan["columns"]]}
    if perform(one, user)["failed"]:
        return None, results.failures(one)[0].reason
    return records.first("opportunity", user, where={"name": "Fleet"}).amount, None


@pytest.mark.parametrize("cell", ["USD 30,000", "$30,000", "3万美元", "30,000 EUR", "欧元30000"])
def test_an_amount_in_another_currency_comes_back(user: Callable[..., Actor], cell: str) -> None:
    amount, reason = taken(user("dealer_manager"), cell)

    assert amount is None
    assert reason is not None and "is in CNY, not in" in reason


@pytest.mark.parametrize("cell", ["CNY 30,000", "¥30,000", "3万元", "人民币30000", "3万", "RMB 30000"])
def test_an_amount_in_the_records_own_currency_is_taken(user: Callable[..., Actor], cell: str) -> None:
    assert taken(user("dealer_manager"), cell) == (30_000, None)


def test_the_reason_is_told_in_the_readers_language(user: Callable[..., Actor]) -> None:
    with speaking("zh_CN"):
        assert "USD" in str(taken(user("dealer_manager"), "USD 30,000")[1]) and "is in" not in str(taken(user("dealer_manager"), "USD 30,000")[1])


def imported(user: Actor, text: str, *, key: str = "", clear: bool = False, trial: bool = False) -> Any:
    """An import of opportunities, its columns as they are guessed."""
    one = prepare(registry.object_type("opportunity"), "sales.csv", text.encode(), user)
    one.plan = {**one.plan, "lenient": True, "key": key, "clear": clear}
    perform(one, user, trial=trial)
    return one


def guessed(user: Actor, heading: str) -> dict[str, str]:
    one = prepare(registry.object_type("opportunity"), "sales.csv", f"{heading}\n1,2,3\n".encode(), user)
    return {column["column"]: column["field"] for column in one.plan["columns"]}


@pytest.fixture
def manager(user: Callable[..., Actor]) -> Actor:
    found = user("dealer_manager")
    records.create("account", found, name="Northwind Mills")
    return found


def sale(user: Actor, name: str = "Fleet") -> Any:
    found = records.first("opportunity", user, where={"name": name})
    return found and (found.amount, found.amount_currency)


@pytest.mark.parametrize("heading", ["Currency", "currency code", "CurrencyIsoCode", "币种", "amount_currency", "Amount: currency", "金额：币种"])
def test_a_column_that_says_in_what_the_amount_is_goes_to_its_currency(manager: Actor, heading: str) -> None:
    assert guessed(manager, f"Name,Amount,{heading}")[heading] == "amount_currency"


def test_a_currency_of_something_else_is_not_taken_for_that_of_the_amount(manager: Actor) -> None:
    assert guessed(manager, "Currency,Amount,Account currency") == {"Currency": "", "Amount": "amount", "Account currency": ""}


@pytest.mark.parametrize("written", ["USD", "usd", "US$", "美元", "US Dollar", "USD - U.S. Dollar"])
def test_an_amount_is_in_the_currency_that_the_column_beside_it_names(manager: Actor, written: str) -> None:
    imported(manager, f"Name,Account,Amount,Currency\nFleet,Northwind Mills,30000,{written}\n")

    assert sale(manager) == (30_000, "USD")


def test_an_amount_and_its_column_that_contradict_one_another_come_back(manager: Actor) -> None:
    one = imported(manager, "Name,Account,Amount,Currency\nFleet,Northwind Mills,EUR 30000,USD\n")

    assert "is in USD, not in EUR" in str(results.failures(one)[0].reason)


@pytest.mark.parametrize("trial", [True, False])
def test_a_currency_that_is_none_comes_back(manager: Actor, trial: bool) -> None:
    one = imported(manager, "Name,Account,Amount,Currency\nFleet,Northwind Mills,30000,Taler\n", trial=trial)

    assert results.failures(one, trial=trial)[0].reason == "Amount: currency: “Taler” is no currency, such as CNY or USD."


def test_an_empty_currency_leaves_the_one_the_record_has(manager: Actor) -> None:
    imported(manager, "Name,Account,Amount,Currency\nFleet,Northwind Mills,30000,USD\nVan,Northwind Mills,500,\n")
    imported(manager, "Name,Amount,Currency\nFleet,40000,\n", key="name", clear=True)

    assert (sale(manager), sale(manager, "Van")) == ((40_000, "USD"), (500, "CNY"))


def test_an_update_changes_amount_and_currency_together_and_is_taken_back_whole(manager: Actor) -> None:
    imported(manager, "Name,Account,Amount\nFleet,Northwind Mills,30000\n")
    one = imported(manager, "Name,Amount,Currency\nFleet,5000,EUR\n", key="name")
    assert sale(manager) == (5_000, "EUR")

    taking_back.begin(one)
    taking_back.perform(one, manager)

    assert sale(manager) == (30_000, "CNY")


def test_a_row_without_an_amount_says_nothing_of_its_currency(manager: Actor) -> None:
    imported(manager, "Name,Account,Amount,Currency\nFleet,Northwind Mills,30000,USD\n")
    imported(manager, "Name,Amount,Currency\nFleet,,EUR\n", key="name")

    assert sale(manager) == (30_000, "USD")


def test_what_a_list_exports_comes_in_again_with_its_currencies(manager: Actor, login: Callable[..., Any]) -> None:
    imported(manager, "Name,Account,Amount,Currency\nFleet,Northwind Mills,30000,USD\nVan,Northwind Mills,500.5,\n")
    page = login("dealer_manager")
    text = page.get("/opportunities/export.csv?columns=name,account,amount").text
    assert "Amount,Amount: currency" in text and "30000,USD" in text

    for one in records.find("opportunity", manager):
        records.delete(one, manager)
    imported(manager, text)

    assert (sale(manager), sale(manager, "Van")) == ((30_000, "USD"), (Decimal("500.5"), "CNY"))


def test_the_command_exports_amounts_with_their_currencies(app: Any, manager: Actor) -> None:
    imported(manager, "Name,Account,Amount,Currency\nFleet,Northwind Mills,30000,USD\n")
    line = app.test_cli_runner().invoke(export_records, ["opportunity", "--columns", "name,amount", "--as", str(manager.email)])
    json_line = app.test_cli_runner().invoke(export_records, ["opportunity", "--columns", "name,amount", "--json", "--as", str(manager.email)])

    assert line.stdout.splitlines() == ["Opportunity name,Amount,Amount: currency", "Fleet,30000,USD"]
    assert '"amount": "30000", "amount_currency": "USD"' in json_line.stdout
