"""An amount of a file that says what it is in is taken as that or comes back: never as so much of another currency."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from core import Actor, records, registry, speaking
from plugins.imports import perform, prepare, results


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
