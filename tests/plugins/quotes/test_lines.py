"""Opportunity lines: prices, the update rule, the amount that follows, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from core import Actor, ForecourtError, Invalid, Refusal, modules, records, registry
from plugins.opportunities import history, process_info
from plugins.quotes import choose_price_book
from plugins.quotes.models.line import SoldLine

Make = Callable[..., Any]


def sentence_of(problem: pytest.ExceptionInfo[Invalid], name: str) -> str:
    return " ".join(problem.value.errors[name])


def test_s1_a_line_has_the_list_price_and_the_amount_follows(add: Make, car: Any, mats: Any, sale: Any, fresh: Make) -> None:
    line, other = add(car, quantity=2), add(mats, discount_percent=10)

    assert (line.list_price, line.sales_price, line.subtotal, line.total) == (Decimal(259800), Decimal(259800), Decimal(519600), Decimal(519600))
    assert (other.subtotal, other.total, other.position) == (Decimal("399.90"), Decimal("359.91"), 2)
    assert fresh(sale).amount == Decimal("519959.91")


def test_lines_of_sales_and_of_quotes_have_the_fields_of_a_line_each_as_its_own(app: Any) -> None:
    of_sales, of_quotes = (registry.enabled_object(code).own_fields for code in ("opportunity_line", "quote_line"))
    shared = [name for name in vars(SoldLine) if name in of_sales]

    assert {"name", "product", "sales_price", "total"} <= set(shared) <= set(of_quotes)
    for name in shared:
        assert (of_sales[name].label, of_sales[name].name) == (of_quotes[name].label, of_quotes[name].name)
        assert of_sales[name] is not of_quotes[name], f"{name}: what is changed for the one is not changed for the other"


def test_s1_the_history_of_the_opportunity_tells_each_amount(add: Make, car: Any, mats: Any, sale: Any, rep: Actor, fresh: Make) -> None:
    add(car)
    add(mats)

    assert [entry.amount for entry in history(fresh(sale), rep)][-2:] == [Decimal(259800), Decimal("260199.90")]


def test_a_later_price_leaves_existing_lines_alone(add: Make, car: Any, sale: Any, admin: Actor, fresh: Make) -> None:
    line = add(car)
    entry = records.first("price_book_entry", admin, where={"product": car.id})

    records.update(entry, admin, list_price="279800")

    assert fresh(line).total == fresh(sale).amount == Decimal(259800)


def test_a_discount_holds_the_price_and_the_total_follows(add: Make, car: Any, rep: Actor) -> None:
    line = records.update(add(car, quantity=2), rep, discount_percent="2.5")

    assert (line.sales_price, line.total) == (Decimal(259800), Decimal("506610.00"))


def test_a_total_has_the_price_follow(add: Make, car: Any, rep: Actor) -> None:
    line = records.update(add(car, quantity=2, discount_percent=10), rep, total="450000")

    assert (line.sales_price, line.discount_percent, line.total) == (Decimal(250000), Decimal(10), Decimal(450000))


def test_a_percentage_takes_the_place_of_an_amount_and_the_other_way_round(add: Make, car: Any, rep: Actor) -> None:
    line = records.update(add(car, discount_amount=9800), rep, discount_percent=5)
    assert (line.discount_amount, line.total) == (None, Decimal(246810))

    line = records.update(line, rep, discount_amount="9800")
    assert (line.discount_percent, line.total) == (None, Decimal(250000))


def test_quantity_and_discount_together_must_say_which_adjusts(add: Make, car: Any, rep: Actor) -> None:
    line = add(car)

    with pytest.raises(Invalid, match="sales price or the total"):
        records.update(line, rep, quantity=2, discount_percent=5)
    line = records.update(line, rep, quantity=2, discount_percent=5, sales_price="259800")
    assert line.total == Decimal(493620)


def test_price_and_total_that_disagree_are_refused(add: Make, car: Any, rep: Actor) -> None:
    with pytest.raises(Invalid) as problem:
        records.update(add(car), rep, sales_price="250000", total="240000")

    assert "not both" in sentence_of(problem, "total")


def test_a_total_that_no_price_gives_is_refused(add: Make, mats: Any) -> None:
    with pytest.raises(Invalid) as problem:
        add(mats, quantity=5000, total="0.01")

    assert "No sales price" in sentence_of(problem, "total")


@pytest.mark.parametrize(("values", "name"), [
    ({"quantity": -1}, "quantity"), ({"quantity": 0}, "quantity"), ({"discount_percent": 101}, "discount_percent"), ({"discount_amount": 300_000}, "discount_amount"),
    ({"discount_percent": 5, "discount_amount": 5}, "discount_amount"), ({"sales_price": -1}, "sales_price"), ({"quantity": "many"}, "quantity"),
    ({"sales_price_currency": "USD", "sales_price": 5}, "sales_price"), ({"sales_price": 10**11, "quantity": 100}, "total"),
])  # fmt: skip
def test_a_bad_value_is_refused_by_its_field_and_nothing_is_written(values: dict[str, Any], name: str, add: Make, car: Any, sale: Any, fresh: Make) -> None:
    with pytest.raises(Invalid) as problem:
        add(car, **values)

    assert name in problem.value.errors
    assert fresh(sale).amount == Decimal(240000)


def test_an_inactive_entry_is_refused_while_its_lines_stay(add: Make, car: Any, admin: Actor, rep: Actor) -> None:
    line = add(car)
    records.update(records.first("price_book_entry", admin, where={"product": car.id}), admin, active=False)

    with pytest.raises(Refusal, match="no price in"):
        add(car)
    assert records.update(line, rep, quantity=3).total == Decimal(779400)


def test_the_amount_is_locked_by_page_api_and_import(add: Make, car: Any, sale: Any, rep: Actor, login: Make, fresh: Make) -> None:
    add(car)
    client = login(actor=rep)

    answer = client.patch(f"/api/v1/opportunities/{sale.id}", json={"amount": "1"})
    assert answer.status_code == 422
    assert [(one["field"], one["rule"]) for one in answer.get_json()["errors"]] == [("amount", "locked")]
    with pytest.raises(Invalid, match="follows the line items"):
        records.update(fresh(sale), rep, source="import", channel="import", amount="1")
    page = client.get(f"{sale.url}/edit").text
    assert 'name="amount"' in page and "Change the lines instead" in page
    assert client.get(f"{sale.url}/cell/amount").status_code == 422
    assert fresh(sale).amount == Decimal(259800)


def test_without_lines_the_amount_is_free_again(add: Make, car: Any, sale: Any, rep: Actor, fresh: Make) -> None:
    records.delete(add(car), rep)

    assert fresh(sale).amount == Decimal(259800)
    assert records.update(fresh(sale), rep, amount="1000").amount == Decimal(1000)


def test_a_deleted_sale_takes_its_lines_along_and_brings_them_back(add: Make, car: Any, mats: Any, sale: Any, manager: Actor, fresh: Make) -> None:
    lines = [add(car), add(mats)]

    batch = records.delete(fresh(sale), manager)
    records.restore(batch, manager)

    assert fresh(sale).amount == Decimal("260199.90")
    assert [fresh(one).total for one in lines] == [Decimal(259800), Decimal("399.90")]


def test_two_people_add_lines_at_once_and_the_amount_has_both(add: Make, car: Any, mats: Any, sale: Any, rep: Actor, at_once: Make, fresh: Make) -> None:
    made = at_once([lambda: add(car).id, lambda: add(mats).id])

    assert all(isinstance(one, int) for one in made)
    assert fresh(sale).amount == Decimal("260199.90")


# ---------------------------------------------------------------- another book


@pytest.fixture
def fleet(admin: Actor, car: Any) -> Any:
    """A book in which the car, and nothing else, is cheaper."""
    book = records.create("price_book", admin, name="Fleet 2026", currency="CNY")
    records.create("price_book_entry", admin, book=book, product=car, list_price="245000")
    return book


def test_what_becomes_of_the_lines_is_asked(add: Make, car: Any, sale: Any, rep: Actor, fleet: Any, fresh: Make) -> None:
    line = add(car, quantity=2, discount_percent=2)

    with pytest.raises(Invalid, match="what becomes of them"):
        choose_price_book.run(sale, rep, book=fleet.id)
    assert fresh(line).list_price == Decimal(259800)

    choose_price_book.run(sale, rep, book=fleet.id, lines="reprice")
    assert (fresh(line).list_price, fresh(line).total, fresh(sale).amount) == (Decimal(245000), Decimal(480200), Decimal(480200))


def test_a_line_the_new_book_has_no_price_for_holds_the_change_up(add: Make, car: Any, mats: Any, sale: Any, rep: Actor, fleet: Any, fresh: Make) -> None:
    line = add(car)
    add(mats)

    with pytest.raises(Invalid, match="Floor mats"):
        choose_price_book.run(sale, rep, book=fleet.id, lines="reprice")
    assert fresh(line).list_price == Decimal(259800)
    assert add(car).list_price == Decimal(259800)


def test_lines_may_be_removed_with_the_book(add: Make, car: Any, sale: Any, rep: Actor, fleet: Any) -> None:
    add(car)

    choose_price_book.run(sale, rep, book=fleet.id, lines="remove")

    assert records.find("opportunity_line", rep, where={"opportunity": sale.id}) == []
    assert add(car).list_price == Decimal(245000)


def test_a_book_in_another_currency_takes_lines_and_amount_with_it(add: Make, car: Any, mats: Any, sale: Any, rep: Actor, admin: Actor, fresh: Make) -> None:
    export, plain = (records.create("price_book", admin, name=name, currency="USD", is_standard=name == "Dollars") for name in ("Export", "Dollars"))
    for book in (plain, export):
        records.create("price_book_entry", admin, book=book, product=car, list_price="36000", list_price_currency="USD")
    line = add(car, quantity=2, discount_percent=2)

    choose_price_book.run(sale, rep, book=export.id, lines="reprice")

    assert (fresh(line).total, fresh(line).total_currency) == (Decimal(70560), "USD")
    assert (fresh(sale).amount, fresh(sale).amount_currency) == (Decimal(70560), "USD")
    with pytest.raises(ForecourtError, match="no price"):
        add(mats)  # in yuan only


def test_a_line_of_the_former_book_does_not_come_back_beside_those_of_the_new_one(add: Make, car: Any, mats: Any, sale: Any, rep: Actor, admin: Actor, fresh: Make) -> None:
    plain, export = (records.create("price_book", admin, name=name, currency="USD", is_standard=name == "Dollars") for name in ("Dollars", "Export"))
    for book in (plain, export):
        records.create("price_book_entry", admin, book=book, product=car, list_price="36000", list_price_currency="USD")
    batch = records.delete(add(mats), rep)
    choose_price_book.run(fresh(sale), rep, book=export.id)
    add(car)

    with pytest.raises(Refusal, match="another price book"):
        records.restore(batch, rep)
    assert (fresh(sale).amount, fresh(sale).amount_currency) == (Decimal(36000), "USD")


def test_a_book_that_is_over_or_anothers_is_refused(car: Any, sale: Any, rep: Actor, admin: Actor, fleet: Any, user: Make) -> None:
    south = records.create("price_book", admin, name="South", currency="CNY", for_dealer=user("dealer_manager", "South").dealer_id)
    with pytest.raises(Refusal, match="another dealer"):
        choose_price_book.run(sale, admin, book=south.id)
    records.update(fleet, admin, valid_until="2020-01-01")
    with pytest.raises(Refusal, match="not valid"):
        choose_price_book.run(sale, rep, book=fleet.id)


# ---------------------------------------------------------------- the module off and on


def test_amounts_changed_while_it_was_off_follow_their_lines_again_and_are_reported(add: Make, car: Any, sale: Any, rep: Actor, admin: Actor, fresh: Make) -> None:
    add(car)
    modules.disable("quotes", admin)
    records.update(fresh(sale), rep, amount="200000")

    report = modules.enable("quotes", admin)

    assert [one for one in report if "Han L7 for Northwind" in one and "200,000.00 CNY" in one and "259,800.00" in one]
    assert fresh(sale).amount == Decimal(259800)


@pytest.mark.parametrize("how", ["close_won", "move?stage={won}"])
def test_the_dialog_that_wins_shows_the_amount_of_the_lines_and_has_nothing_to_type_there(add: Make, car: Any, sale: Any, rep: Actor, login: Make, fresh: Make, how: str) -> None:
    add(car)
    won = next(stage.id for stage in process_info(sale.process_id).stages if stage.is_won)  # type: ignore[union-attr]  # a sale has a process
    client, address = login(actor=rep), f"{sale.url}/actions/{how.format(won=won)}"

    asked = client.get(address).text
    refused = client.post(address, data={"stage": won, "close_date": "soon"}).text

    for page in (asked, refused):
        [amount] = re.findall(r'<input[^>]*name="amount"[^>]*>', page)
        assert "disabled" in amount and 'value="259800"' in amount
        assert "Change the lines instead" in page
    assert client.post(address, data={"stage": won, "close_date": "2026-11-28"}).status_code == 303
    assert fresh(sale).is_won
