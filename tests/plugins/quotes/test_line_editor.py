"""The line editor: fast, and no row is ever lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from core import Actor, records

Make = Callable[..., Any]


def row(key: str, **cells: str) -> dict[str, str]:
    return {f"{key}.{name}": value for name, value in cells.items()}


def existing(line: Any, **cells: str) -> dict[str, str]:
    """The cells of a line as the page sends them, some of them changed."""
    was = {"product": line.name, "quantity": "1", "sales_price": str(int(line.sales_price)), "discount": ""}
    return row(str(line.id), **{**was, **cells}, **{f"{name}.was": text for name, text in was.items()}, version=str(line.version))


def lines_of(sale: Any, user: Actor) -> list[tuple[str, Decimal, Decimal]]:
    return [(one.name, one.quantity, one.total) for one in records.find("opportunity_line", user, where={"opportunity": sale.id}, sort="position")]


def test_typing_a_name_a_quantity_and_a_price_makes_a_line(sale: Any, car: Any, rep: Actor, login: Make) -> None:
    client = login(actor=rep)

    answer = client.post(f"{sale.url}/lines", data={"line": "new1", "save": "1", **row("new1", product="han l7", quantity="2", sales_price="250000", discount="2%")})

    assert answer.status_code == 303 and "lines=next" in answer.location
    assert lines_of(sale, rep) == [("Han L7", Decimal(2), Decimal(490000))]
    assert 'autofocus' in client.get(answer.location).text


def test_a_bad_row_keeps_what_was_typed_and_the_good_one_is_saved(sale: Any, car: Any, mats: Any, rep: Actor, login: Make) -> None:
    data = {"line": ["new1", "new2"], **row("new1", product="Han L7", quantity="-3", sales_price="abc"), **row("new2", product="Floor mats", discount="99.90")}

    answer = login(actor=rep).post(f"{sale.url}/lines", data=data)

    assert answer.status_code == 422
    assert 'value="-3"' in answer.text and 'value="abc"' in answer.text and "Sales price must be an amount of money" in answer.text
    assert lines_of(sale, rep) == [("Floor mats", Decimal(1), Decimal(300))]


def test_words_that_fit_nothing_or_several_are_told(sale: Any, car: Any, sells: Make, rep: Actor, login: Make) -> None:
    sells("Han EV", "269800")
    client = login(actor=rep)

    assert "Several products fit" in client.post(f"{sale.url}/lines", data={"line": "new1", **row("new1", product="han")}).text
    assert "Nothing in this price book fits" in client.post(f"{sale.url}/lines", data={"line": "new1", **row("new1", product="boat")}).text
    assert lines_of(sale, rep) == []


def test_two_people_change_the_same_cell_one_wins_and_the_other_is_told(add: Make, car: Any, sale: Any, rep: Actor, manager: Actor, login: Make) -> None:
    line = add(car)
    stale = existing(line, sales_price="250000")
    records.update(line, manager, sales_price="255000")

    answer = login(actor=rep).post(f"{sale.url}/lines", data={"line": str(line.id), **stale})

    assert answer.status_code == 422
    assert f"{manager.name} has changed this meanwhile: now 255000" in answer.text and 'value="250000"' in answer.text
    assert lines_of(sale, rep) == [("Han L7", Decimal(1), Decimal(255000))]


def test_two_people_change_different_cells_and_both_stay(add: Make, car: Any, sale: Any, rep: Actor, manager: Actor, login: Make) -> None:
    line = add(car)
    stale = existing(line, sales_price="250000")
    records.update(line, manager, quantity=2)

    assert login(actor=rep).post(f"{sale.url}/lines", data={"line": str(line.id), **stale}).status_code == 303
    assert lines_of(sale, rep) == [("Han L7", Decimal(2), Decimal(500000))]


def test_a_line_removed_by_somebody_else_is_told_and_kept_to_be_added_anew(add: Make, car: Any, sale: Any, rep: Actor, manager: Actor, login: Make) -> None:
    line = add(car)
    stale = existing(line, quantity="4")
    records.delete(line, manager)

    answer = login(actor=rep).post(f"{sale.url}/lines", data={"line": str(line.id), **stale, f"{line.id}.product_id": str(car.id)})

    assert answer.status_code == 422
    assert "removed meanwhile" in answer.text and 'value="4"' in answer.text


def test_rows_move_and_go_by_button_without_a_script(add: Make, car: Any, mats: Any, sale: Any, rep: Actor, login: Make) -> None:
    first, second = add(car), add(mats)
    client, both = login(actor=rep), {"line": [str(first.id), str(second.id)]}

    client.post(f"{sale.url}/lines", data={**both, "up": str(second.id)})
    assert [name for name, _quantity, _total in lines_of(sale, rep)] == ["Floor mats", "Han L7"]
    client.post(f"{sale.url}/lines", data={"line": [str(second.id), str(first.id)], "remove": str(second.id)})
    assert [name for name, _quantity, _total in lines_of(sale, rep)] == ["Han L7"]


def test_dragged_rows_are_saved_in_their_new_order(add: Make, car: Any, mats: Any, sale: Any, rep: Actor, login: Make) -> None:
    first, second = add(car), add(mats)

    login(actor=rep).post(f"{sale.url}/lines", data={"line": [str(second.id), str(first.id)], "save": "1"})

    assert [name for name, _quantity, _total in lines_of(sale, rep)] == ["Floor mats", "Han L7"]


def test_the_picker_offers_the_products_of_the_book_with_their_prices(sale: Any, car: Any, mats: Any, rep: Actor, login: Make) -> None:
    text = login(actor=rep).get(f"{sale.url}/products?q=han").text

    assert "Han L7" in text and "259,800" in text and "Floor mats" not in text


def test_who_may_not_edit_the_sale_sees_its_lines_only(add: Make, car: Any, sale: Any, user: Make, login: Make) -> None:
    add(car)
    client = login(actor=user("read_only"))

    page = client.get(sale.url).text
    assert "Line items" in page and "259,800" in page and "line-editor" not in page
    assert client.post(f"{sale.url}/lines", data={"line": "new1", **row("new1", product="Han L7")}).status_code == 403


def test_a_sales_page_asks_few_questions(add: Make, car: Any, mats: Any, sale: Any, rep: Actor, login: Make, count_statements: Make) -> None:
    client = login(actor=rep)
    for product in (car, mats, car, mats):
        add(product)
    client.get(sale.url)

    with count_statements() as statements:
        assert client.get(sale.url).status_code == 200

    assert len(statements) <= 15, "\n".join(statements)


def test_what_changes_with_the_lines_is_exchanged_with_them_the_stage_history_too(sale: Any, car: Any, rep: Actor, login: Make) -> None:
    client = login(actor=rep)
    exchanged = re.search(r'hx-select-oob="([^"]+)"', client.get(sale.url).text)
    answer = client.post(f"{sale.url}/lines", data={"line": "new1", "save": "1", **row("new1", product="han l7")}, follow_redirects=True)

    assert exchanged is not None and "#stage-history" in exchanged[1]
    assert [one for one in exchanged[1].split(",") if f'id="{one.removeprefix("#")}"' not in answer.text] == []
    assert "259,800" in answer.text[answer.text.index('id="stage-history"'):].split("</table>")[0]


def test_a_price_in_another_currency_than_the_book_s_is_told_in_its_row(sale: Any, car: Any, rep: Actor, login: Make) -> None:
    answer = login(actor=rep).post(f"{sale.url}/lines", data={"line": "new1", **row("new1", product="Han L7", sales_price="USD 35,000")})

    assert answer.status_code == 422
    assert "is in CNY, not in USD" in answer.text and 'value="USD 35,000"' in answer.text
    assert lines_of(sale, rep) == []
