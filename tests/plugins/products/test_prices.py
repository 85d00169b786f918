"""Price books: which price holds, what follows the standard price, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core import Actor, Invalid, Refusal, queries, records
from core.testing.fixtures import save_together
from plugins.products import books_for, default_book, entry_of, find_entries, price_of, standard_book

DAY = date(2026, 11, 24)


@pytest.fixture
def fleet(manager: Actor) -> Any:
    return records.create("price_book", manager, name="Fleet 2026", includes_tax=False)


def sentence_of(attempt: Callable[[], Any]) -> str:
    with pytest.raises((Invalid, Refusal)) as refused:
        attempt()
    return str(refused.value)


def test_s1_a_product_has_its_price_in_a_book(car: Any, standard: Any) -> None:
    price = price_of(car, standard, DAY, currency="CNY")

    assert (price.amount, price.currency, price.includes_tax) == (Decimal(259800), "CNY", True)
    assert price.entry.book_id == standard.id


def test_a_price_of_its_own_differs_from_the_standard_one(car: Any, fleet: Any, manager: Actor) -> None:
    records.create("price_book_entry", manager, book=fleet, product=car, list_price="249000")

    assert price_of(car, fleet, DAY).amount == 249000
    assert not price_of(car, fleet, DAY).includes_tax


def test_an_entry_that_uses_the_standard_price_follows_it(car: Any, fleet: Any, standard: Any, manager: Actor, admin: Actor) -> None:
    followed = records.create("price_book_entry", manager, book=fleet, product=car, use_standard=True)
    assert followed.list_price == 259800

    records.update(entry_of(car.id, standard.id), admin, list_price="255000.50")

    assert price_of(car, fleet, DAY).amount == Decimal("255000.50")
    assert records.history(followed, manager)[0].diff["list_price"] == ["259800", "255000.5"]


def test_a_standard_price_that_goes_takes_those_that_follow_it_out_of_use(car: Any, fleet: Any, standard: Any, manager: Actor, admin: Actor) -> None:
    records.create("price_book_entry", manager, book=fleet, product=car, use_standard=True)

    records.update(entry_of(car.id, standard.id), admin, active=False)

    assert "no price in “Fleet 2026”" in sentence_of(lambda: price_of(car, fleet, DAY))


def test_a_product_is_in_a_book_once(car: Any, standard: Any, admin: Actor) -> None:
    assert "in this price book already" in sentence_of(lambda: records.create("price_book_entry", admin, book=standard, product=car, list_price=1))

    records.update(entry_of(car.id, standard.id), admin, active=False)
    assert "Activate that entry again" in sentence_of(lambda: records.create("price_book_entry", admin, book=standard, product=car, list_price=1))


def test_an_entry_is_deactivated_and_never_deleted(car: Any, standard: Any, admin: Actor) -> None:
    assert "Deactivate" in sentence_of(lambda: records.delete(entry_of(car.id, standard.id), admin))


def test_book_and_product_of_an_entry_stay(car: Any, fleet: Any, standard: Any, admin: Actor) -> None:
    assert "stay" in sentence_of(lambda: records.update(entry_of(car.id, standard.id), admin, book=fleet))


@pytest.mark.parametrize(("values", "wrong"), [({"list_price": "-1"}, "at least 0"), ({}, "fill in List price"), ({"list_price": "1", "list_price_currency": "EUR"}, "is in CNY, not in EUR")])
def test_an_unfit_price_is_refused(values: dict[str, Any], wrong: str, admin: Actor, standard: Any) -> None:
    new = records.create("product", admin, code="X", name="X")

    assert wrong in sentence_of(lambda: records.create("price_book_entry", admin, book=standard, product=new, **values))


def test_a_product_out_of_use_gets_no_price_and_has_none(car: Any, fleet: Any, standard: Any, admin: Actor) -> None:
    records.update(car, admin, active=False)

    assert "out of use" in sentence_of(lambda: records.create("price_book_entry", admin, book=fleet, product=car, list_price=1))
    assert "out of use" in sentence_of(lambda: price_of(car, standard, DAY))


def test_a_custom_price_needs_a_standard_one(fleet: Any, admin: Actor, manager: Actor) -> None:
    new = records.create("product", admin, code="X", name="Mats")

    assert "no standard price in CNY" in sentence_of(lambda: records.create("price_book_entry", manager, book=fleet, product=new, list_price=1))
    assert "no standard price in CNY" in sentence_of(lambda: records.create("price_book_entry", manager, book=fleet, product=new, use_standard=True))


def test_another_currency_is_refused(car: Any, standard: Any) -> None:
    assert "is in CNY, not in EUR" in sentence_of(lambda: price_of(car, standard, DAY, currency="EUR"))


def test_a_book_outside_its_days_or_out_of_use_is_refused(car: Any, manager: Actor) -> None:
    spring = records.create("price_book", manager, name="Spring", valid_from="2026-03-01", valid_until="2026-05-31")
    records.create("price_book_entry", manager, book=spring, product=car, list_price=1)

    assert price_of(car, spring, date(2026, 5, 31)).amount == 1
    assert "not valid on 1 Jun" in sentence_of(lambda: price_of(car, spring, date(2026, 6, 1)))
    assert "out of use" in sentence_of(lambda: price_of(car, records.update(spring, manager, active=False), date(2026, 5, 31)))


def test_there_is_one_standard_book_per_currency(admin: Actor) -> None:
    assert "is the standard price book in CNY already" in sentence_of(lambda: records.create("price_book", admin, name="Second", is_standard=True))

    euros = records.create("price_book", admin, name="Euro", currency="eur", is_standard=True)
    assert standard_book("EUR").id == euros.id


def test_the_standard_book_is_always_valid_and_for_everybody(standard: Any, admin: Actor) -> None:
    for change in ({"valid_from": "2026-01-01"}, {"for_dealer": admin.dealer_id}, {"active": False}, {"is_standard": False}, {"is_default": True}):
        sentence_of(lambda values=change: records.update(standard, admin, **values))
    assert "cannot be out of use" in sentence_of(lambda: records.delete(standard, admin))


def test_what_existing_prices_mean_does_not_change(car: Any, standard: Any, admin: Actor) -> None:
    assert "currency of a price book stays" in sentence_of(lambda: records.update(standard, admin, currency="EUR"))
    assert "include tax stays" in sentence_of(lambda: records.update(standard, admin, includes_tax=False))


def test_two_default_books_of_a_dealer_do_not_overlap(manager: Actor, user: Callable[..., Actor]) -> None:
    first = records.create("price_book", manager, name="2026", is_default=True, valid_until="2026-12-31")

    assert "ambiguous" in sentence_of(lambda: records.create("price_book", manager, name="Winter", is_default=True, valid_from="2026-12-31"))
    records.create("price_book", manager, name="2027", is_default=True, valid_from="2027-01-01")
    records.create("price_book", user("dealer_manager", dealer="South"), name="South", is_default=True)
    records.create("price_book", manager, name="Fleet, chosen by hand")
    assert "ambiguous" in sentence_of(lambda: records.update(first, manager, valid_until=None))


def test_a_sale_starts_with_the_dealers_book_of_the_day(manager: Actor, rep: Actor, standard: Any, admin: Actor) -> None:
    assert default_book(rep, day=DAY).id == standard.id

    shared = records.create("price_book", admin, name="National", is_default=True)
    assert default_book(rep, day=DAY).id == shared.id

    own = records.create("price_book", manager, name="North 2026", is_default=True, valid_until="2026-12-31")
    assert default_book(rep, day=DAY).id == own.id
    assert default_book(rep, day=date(2027, 1, 1)).id == shared.id


def test_which_book_a_sale_starts_with_is_known_at_once_when_a_book_changes_goes_or_comes_back(manager: Actor, rep: Actor, standard: Any) -> None:
    own = records.create("price_book", manager, name="North 2026", is_default=True)
    assert default_book(rep, day=DAY).id == own.id

    records.update(own, manager, active=False)
    assert default_book(rep, day=DAY).id == standard.id
    records.update(own, manager, active=True)
    assert default_book(rep, day=DAY).id == own.id
    records.delete(own, manager)
    assert default_book(rep, day=DAY).id == standard.id
    records.restore(own, manager)
    assert default_book(rep, day=DAY).id == own.id
    records.update(own, manager, is_default=False)
    assert default_book(rep, day=DAY).id == standard.id


def test_a_sale_does_not_start_with_a_book_that_the_user_does_not_see(manager: Actor, standard: Any, user: Callable[..., Actor]) -> None:
    own, other = records.create("price_book", manager, name="North 2026", is_default=True), user("sales_consultant", dealer="South")

    assert default_book(other, day=DAY, dealer_id=own.for_dealer_id).id == standard.id
    assert default_book(user("read_only", dealer="South"), day=DAY, currency="JPY") is None


def test_the_page_of_a_sale_asks_for_its_book_by_one_statement(rep: Actor, standard: Any, count_statements: Any) -> None:
    default_book(rep, day=DAY)
    with count_statements() as statements:
        default_book(rep, day=DAY)

    assert len([one for one in statements if "price_book" in one]) == 1


def test_a_dealer_sees_its_own_books_and_those_for_all(manager: Actor, rep: Actor, standard: Any, user: Callable[..., Actor]) -> None:
    mine = records.create("price_book", manager, name="North")
    theirs = records.create("price_book", user("dealer_manager", dealer="South"), name="South")

    assert {one.id for one in books_for(rep, currency="CNY", day=DAY)} == {mine.id, standard.id}
    assert not records.reachable(theirs, rep, "read")


def test_a_dealer_manager_keeps_books_of_the_own_dealer_only(manager: Actor, standard: Any, user: Callable[..., Actor]) -> None:
    other = user("dealer_manager", dealer="South")

    assert records.create("price_book", manager, name="North").for_dealer_id == manager.dealer_id
    assert "your own dealer only" in sentence_of(lambda: records.create("price_book", manager, name="South", for_dealer=other.dealer_id))
    assert not records.may_edit(standard, manager)


def test_entries_are_found_while_typing_by_code_or_name(car: Any, standard: Any, rep: Actor) -> None:
    assert [one.product_id for one in find_entries("han-", standard, rep)] == [car.id]
    assert [one.product_id for one in find_entries("l7", standard, rep)] == [car.id]
    assert find_entries("nothing", standard, rep) == []


def test_entries_follow_the_name_of_their_product(car: Any, standard: Any, admin: Actor, rep: Actor) -> None:
    records.update(car, admin, code="HAN-L7-27")

    assert [one.name for one in find_entries("HAN-L7-27", standard, rep)] == ["Han L7"]


def test_prices_that_come_in_together_obey_what_each_alone_does(car: Any, fleet: Any, standard: Any, admin: Actor) -> None:
    """A standard price earlier in the same file serves; a second price of a product in a book, or one without a standard price, is refused."""
    other, without = (records.create("product", admin, code=code, name=code) for code in ("SEAL", "SONG"))
    rows: list[dict[str, Any]] = [
        {"book": fleet, "product": car, "use_standard": True}, {"book": fleet, "product": car, "list_price": "1"}, {"book": fleet, "product": without, "list_price": "2"},
        {"book": standard, "product": other, "list_price": "199800"}, {"book": fleet, "product": other, "use_standard": True}, {"book": standard, "product": other, "list_price": "3"},
    ]  # fmt: skip

    outcomes = save_together("price_book_entry", admin, rows)

    assert [one.problem is None for one in outcomes] == [True, False, False, True, True, False]
    assert (price_of(car, fleet, DAY).amount, price_of(other, fleet, DAY).amount) == (259800, 199800)
    assert [str(next(iter(outcomes[place].problem.errors))) for place in (1, 2, 5)] == ["product"] * 3  # type: ignore[union-attr]  # Invalid


def test_more_prices_than_are_found_at_once_are_known_all_the_same(fleet: Any, standard: Any, admin: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    cars = [records.create("product", admin, code=code, name=code) for code in ("HAN", "SEAL", "SONG")]
    rows: list[dict[str, Any]] = [{"book": book, "product": one, "list_price": "199800"} for book in (standard, fleet) for one in cars]
    assert not [one.problem for one in save_together("price_book_entry", admin, rows) if one.problem]
    monkeypatch.setattr(queries, "MOST", 4)

    assert all(one.problem for one in save_together("price_book_entry", admin, rows))
