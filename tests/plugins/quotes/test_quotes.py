"""Quotes: begun from an opportunity, synchronised with it, approved, sent, accepted; and what is refused on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from time import sleep
from typing import Any

import pytest

from core import Actor, Invalid, Refusal, approvals, notices, records, settings, today, users
from plugins.quotes import choose_price_book, life, quoting, sales, syncing

Make = Callable[..., Any]


@pytest.fixture
def offer(add: Make, car: Any, mats: Any, sale: Any, rep: Actor) -> Any:
    """A quote of the sale, over one car at 259,800 and mats at 399.90."""
    add(car)
    add(mats)
    return life.new_quote.run(sale, rep)


def lines_of(quote: Any, user: Actor) -> list[tuple[str, Decimal, Decimal]]:
    return [(one.name, one.quantity, one.total) for one in records.find("quote_line", user, where={"quote": quote.id}, sort="position")]


def approved(quote: Any, user: Actor, fresh: Make) -> Any:
    life.submit.run(fresh(quote), user)
    return fresh(quote)


# ---------------------------------------------------------------- beginning


def test_s3_a_quote_has_a_number_the_lines_and_net_tax_and_gross(offer: Any, rep: Actor, sale: Any, fresh: Make) -> None:
    quote = fresh(offer)

    assert quote.number == "Q000001" and quote.revision == 1 and quote.account_id == sale.account_id and quote.synchronised
    assert lines_of(quote, rep) == [("Han L7", Decimal(1), Decimal(259800)), ("Floor mats", Decimal(1), Decimal("399.90"))]
    assert (quote.amount, quote.net, quote.tax, quote.gross) == (Decimal("260199.90"), Decimal("230265.39"), Decimal("29934.51"), Decimal("260199.90"))


def test_prices_without_tax_have_it_on_top(admin: Actor, rep: Actor, sale: Any, car: Any, fresh: Make) -> None:
    book = records.create("price_book", admin, name="Net prices", currency="CNY", includes_tax=False)
    records.create("price_book_entry", admin, book=book, product=car, list_price="100000")
    quote = records.create("quote", rep, opportunity=sale, name="Net", book=book.id)
    records.create("quote_line", rep, quote=quote, product=car, tax_rate="6")

    assert (fresh(quote).amount, fresh(quote).net, fresh(quote).tax, fresh(quote).gross) == (100000, 100000, 6000, 106000)


def test_the_tax_rate_of_the_dealer_stands_in_where_the_product_says_none(sells: Make, sale: Any, rep: Actor, admin: Actor) -> None:
    settings.put("quotes.tax_rate", "9", admin, rep.dealer_id)
    quote = life.new_quote.run(sale, rep)

    assert records.create("quote_line", rep, quote=quote, product=sells("Book", "10", tax_rate=None)).tax_rate == Decimal(9)


def test_two_at_once_get_two_numbers_and_one_synchronised_quote(add: Make, car: Any, sale: Any, rep: Actor, at_once: Make, fresh: Make) -> None:
    add(car)
    made = at_once([lambda: life.new_quote.run(sale, rep).id] * 2)

    quotes = [records.get("quote", one, rep) for one in made]
    assert sorted(one.number for one in quotes) == ["Q000001", "Q000002"]
    assert sorted(bool(one.synchronised) for one in quotes) == [False, True]


def test_a_quote_made_while_another_is_synchronised_is_not_synchronised_too(
    offer: Any, sale: Any, rep: Actor, at_once: Make, fresh: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    life.stop_synchronising.run(fresh(offer), rep)
    sound = syncing.synchronised_of

    def slowly(opportunity_id: int) -> Any:
        found = sound(opportunity_id)
        sleep(0.3)  # the other comes between looking and writing
        return found

    monkeypatch.setattr(syncing, "synchronised_of", slowly)
    at_once([lambda: records.create("quote", rep, opportunity=sale, name="Offer").id, lambda: life.synchronise.run(fresh(offer), rep).id])

    assert len(records.find("quote", rep, where={"opportunity": sale.id, "synchronised": True}, sort="id")) == 1


def test_a_deleted_quote_keeps_its_number_and_the_page_of_numbers_says_so(offer: Any, sale: Any, rep: Actor, manager: Actor, login: Make, fresh: Make) -> None:
    records.delete(fresh(offer), manager)
    assert life.new_quote.run(sale, rep).number == "Q000002"

    page = login(actor=rep).get("/quotes/numbers").text
    assert "Q000001" in page and f"by {manager.name}" in page and "Q000002" in page


# ---------------------------------------------------------------- synchronised


def test_a_change_on_either_side_is_made_on_the_other(offer: Any, add: Make, sells: Make, sale: Any, rep: Actor, fresh: Make) -> None:
    line = records.find("opportunity_line", rep, where={"opportunity": sale.id}, sort="position")[0]
    records.update(line, rep, quantity=2)
    assert (lines_of(offer, rep)[0][1], fresh(offer).gross, fresh(sale).amount) == (2, Decimal("519999.90"), Decimal("519999.90"))

    records.create("quote_line", rep, quote=offer, product=sells("Wall box", "3000"))
    assert fresh(sale).amount == Decimal("522999.90")
    records.delete(records.find("quote_line", rep, where={"quote": offer.id}, sort="position")[0], rep)
    assert [one.name for one in records.find("opportunity_line", rep, where={"opportunity": sale.id}, sort="position")] == ["Floor mats", "Wall box"]
    assert fresh(sale).amount == fresh(offer).amount == Decimal("3399.90")


def test_a_line_removed_from_the_sale_goes_from_its_quote_and_comes_back_to_both(offer: Any, sale: Any, rep: Actor, fresh: Make) -> None:
    mats = records.find("opportunity_line", rep, where={"opportunity": sale.id}, sort="position")[1]

    batch = records.delete(mats, rep)
    assert [name for name, _quantity, _total in lines_of(offer, rep)] == ["Han L7"]
    assert fresh(sale).amount == fresh(offer).amount == Decimal(259800)

    records.restore(batch, rep)
    assert [name for name, _quantity, _total in lines_of(offer, rep)] == ["Han L7", "Floor mats"]
    assert fresh(sale).amount == fresh(offer).amount == Decimal("260199.90")


def test_a_line_of_the_quote_comes_back_to_the_sale_too(offer: Any, sale: Any, rep: Actor, fresh: Make) -> None:
    batch = records.delete(records.find("quote_line", rep, where={"quote": offer.id}, sort="position")[1], rep)

    records.restore(batch, rep)

    assert fresh(sale).amount == fresh(offer).amount == Decimal("260199.90")


def test_a_quote_is_let_go_when_the_sale_takes_another_book(offer: Any, car: Any, mats: Any, sale: Any, rep: Actor, admin: Actor, fresh: Make) -> None:
    book = records.create("price_book", admin, name="Net prices", currency="CNY", includes_tax=False)
    for product in (car, mats):
        records.create("price_book_entry", admin, book=book, product=product, list_price="100")

    choose_price_book.run(fresh(sale), rep, book=book.id, lines="reprice")

    assert (fresh(sale).amount, fresh(offer).synchronised, fresh(offer).gross) == (Decimal(200), False, Decimal("260199.90"))


def test_a_quote_holds_no_more_lines_than_are_looked_at_for_its_discount(offer: Any, car: Any, rep: Actor, fresh: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    life.stop_synchronising.run(fresh(offer), rep)
    monkeypatch.setattr(sales, "MOST_LINES", 2)

    with pytest.raises(Invalid, match="at most 2 lines"):
        records.create("quote_line", rep, quote=offer, product=car, discount_percent=100)


def test_another_quote_taken_up_brings_its_lines_and_the_former_lets_go(offer: Any, car: Any, sale: Any, rep: Actor, fresh: Make) -> None:
    other = life.new_quote.run(sale, rep)
    records.update(records.find("quote_line", rep, where={"quote": other.id}, sort="position")[0], rep, sales_price="250000")
    assert fresh(sale).amount == Decimal("260199.90")

    life.synchronise.run(fresh(other), rep)

    assert (fresh(sale).amount, fresh(other).synchronised, fresh(offer).synchronised) == (Decimal("250399.90"), True, False)


def test_a_quote_let_go_no_longer_follows(offer: Any, add: Make, car: Any, rep: Actor, fresh: Make) -> None:
    life.stop_synchronising.run(fresh(offer), rep)
    add(car)

    assert fresh(offer).amount == Decimal("260199.90")


# ---------------------------------------------------------------- approval


def test_a_discount_within_ones_limit_is_approved_at_once(offer: Any, rep: Actor, fresh: Make) -> None:
    records.update(records.find("quote_line", rep, where={"quote": offer.id}, sort="position")[0], rep, discount_percent=3)

    quote = approved(offer, rep, fresh)

    assert (quote.status.code, quote.approved_by_id, quote.largest_discount) == ("approved", rep.id, Decimal(3))


def test_a_larger_one_waits_for_the_nearest_manager_who_may_give_it(offer: Any, rep: Actor, user: Make, fresh: Make) -> None:
    records.update(records.find("quote_line", rep, where={"quote": offer.id}, sort="position")[0], rep, sales_price="246000")
    waiting = approved(offer, rep, fresh)
    asked = approvals.waiting_for(waiting)
    assert waiting.status.code == "in_approval" and asked is not None and asked.approver_id == user("sales_manager").id

    approvals.approve(asked.id, user("sales_manager"))

    assert (fresh(offer).status.code, fresh(offer).approved_by_id) == ("approved", user("sales_manager").id)


def test_who_decides_sees_whom_it_is_for_the_sum_and_the_discount(offer: Any, rep: Actor, login: Make, fresh: Make) -> None:
    records.update(records.find("quote_line", rep, where={"quote": offer.id}, sort="position")[0], rep, discount_percent=5)
    approved(offer, rep, fresh)
    card = login("sales_manager").get("/approvals").text.partition('<dl class="highlights">')[2].partition("</dl>")[0]

    assert [words for words in (str(offer.account), "Largest discount", "5.00 %", "Gross") if words not in card] == []


def test_beyond_the_nearest_manager_the_next_one_is_asked(offer: Any, rep: Actor, user: Make, fresh: Make) -> None:
    records.update(records.find("quote_line", rep, where={"quote": offer.id}, sort="position")[0], rep, discount_percent=20)
    asked = approvals.waiting_for(approved(offer, rep, fresh))

    assert asked is not None and asked.approver_id == user("dealer_manager").id


def test_who_was_asked_as_a_manager_and_is_none_any_more_gives_no_discount_beyond_the_own(offer: Any, rep: Actor, user: Make, fresh: Make, admin: Actor) -> None:
    records.update(records.find("quote_line", rep, where={"quote": offer.id}, sort="position")[0], rep, discount_percent=5)
    asked = approvals.waiting_for(approved(offer, rep, fresh))
    former = user("sales_manager")
    assert asked is not None and asked.approver_id == former.id
    users.change(admin, former.id, role_codes=("sales_consultant",))

    with pytest.raises(Refusal, match="up to 3"):
        approvals.approve(asked.id, users.actor(former.id))

    assert fresh(offer).status.code == "in_approval"
    approvals.approve(asked.id, admin)
    assert fresh(offer).approved_by_id == admin.id


def test_a_no_leaves_a_draft_to_be_mended(offer: Any, rep: Actor, user: Make, fresh: Make) -> None:
    records.update(records.find("quote_line", rep, where={"quote": offer.id}, sort="position")[0], rep, discount_percent=5)
    asked = approvals.waiting_for(approved(offer, rep, fresh))
    assert asked is not None

    approvals.reject(asked.id, user("sales_manager"), "At most 4 %")

    assert fresh(offer).status.code == "draft"
    records.update(records.find("quote_line", rep, where={"quote": offer.id}, sort="position")[0], rep, discount_percent=3)
    assert approved(offer, rep, fresh).status.code == "approved"


def test_an_empty_quote_is_not_submitted(sale: Any, rep: Actor) -> None:
    with pytest.raises(Refusal, match="no lines"):
        life.submit.run(life.new_quote.run(sale, rep), rep)


def test_a_limit_names_a_role_there_is_once(admin: Actor) -> None:
    with pytest.raises(Invalid, match="no role"):
        records.create("discount_limit", admin, role="wizard", percent=5)
    with pytest.raises(Invalid, match="already"):
        records.create("discount_limit", admin, role="sales_consultant", percent=5)


# ---------------------------------------------------------------- frozen, sent, answered


def test_once_approved_neither_side_changes(offer: Any, add: Make, car: Any, rep: Actor, sale: Any, fresh: Make) -> None:
    quote = approved(offer, rep, fresh)

    for attempt in (
        lambda: records.update(quote, rep, name="Another"), lambda: add(car),
        lambda: records.update(records.find("quote_line", rep, where={"quote": offer.id}, sort="position")[0], rep, quantity=9),
        lambda: records.update(records.find("opportunity_line", rep, where={"opportunity": sale.id}, sort="position")[0], rep, quantity=9),
    ):  # fmt: skip
        with pytest.raises(Refusal, match="Make a new version"):
            attempt()
    assert fresh(sale).amount == fresh(offer).amount == Decimal("260199.90")


def test_nothing_comes_back_into_a_quote_that_was_approved_without_it(offer: Any, rep: Actor, sale: Any, fresh: Make) -> None:
    present = life.new_quote.run(sale, rep)
    gift = records.update(records.find("quote_line", rep, where={"quote": present.id}, sort="position")[1], rep, discount_percent=100)
    of_quote = records.delete(gift, rep)
    of_sale = records.delete(records.find("opportunity_line", rep, where={"opportunity": sale.id}, sort="position")[1], rep)
    approved(present, rep, fresh)
    approved(offer, rep, fresh)

    for batch in (of_quote, of_sale):
        with pytest.raises(Refusal, match="Make a new version"):
            records.restore(batch, rep)
    assert fresh(present).largest_discount == Decimal(0) and fresh(sale).amount == fresh(offer).amount == Decimal(259800)


def test_nothing_is_removed_from_a_sale_whose_quote_was_approved(offer: Any, rep: Actor, sale: Any, fresh: Make) -> None:
    approved(offer, rep, fresh)

    with pytest.raises(Refusal, match="Make a new version"):
        records.delete(records.find("opportunity_line", rep, where={"opportunity": sale.id}, sort="position")[0], rep)
    assert fresh(sale).amount == Decimal("260199.90")


def test_a_new_version_has_the_same_number_and_is_a_draft_again(offer: Any, rep: Actor, sale: Any, fresh: Make) -> None:
    second = life.new_version.run(approved(offer, rep, fresh), rep)

    assert (second.number, second.revision, fresh(second).status.code, fresh(offer).status.code) == ("Q000001", 2, "draft", "replaced")
    assert lines_of(second, rep) == lines_of(offer, rep)
    records.update(records.find("quote_line", rep, where={"quote": second.id}, sort="position")[0], rep, quantity=2)
    assert fresh(sale).amount == fresh(second).amount == Decimal("519999.90")


def test_accepted_it_freezes_synchronises_and_offers_the_won_dialog_without_winning(offer: Any, sale: Any, rep: Actor, login: Make, fresh: Make) -> None:
    other = life.new_quote.run(sale, rep)
    records.update(records.find("quote_line", rep, where={"quote": other.id}, sort="position")[0], rep, discount_percent=2)

    life.accept.run(approved(other, rep, fresh), rep, note="By telephone")

    assert (fresh(other).status.code, fresh(other).synchronised, fresh(sale).amount) == ("accepted", True, Decimal("255003.90"))
    assert not fresh(sale).is_won
    page = login(actor=rep).get(other.url).text
    link = f"{sale.url}/actions/close_won?quotation_number=Q000002"
    assert link in page
    assert login(actor=rep).get(link).status_code == 200
    with pytest.raises(Refusal, match="accepted"):
        life.synchronise.run(fresh(offer), rep)
    with pytest.raises(Refusal, match="kept"):
        records.delete(fresh(other), rep)


def test_a_quote_whose_day_has_passed_expires_and_is_not_sent(offer: Any, rep: Actor, fresh: Make, admin: Actor, at: Make) -> None:
    quote = approved(offer, rep, fresh)
    with at((today() + timedelta(days=40)).isoformat() + " 10:00"):
        with pytest.raises(Refusal, match="was valid until"):
            life.send.run(quote, rep, to="buyer@example.com")
        assert life.expire_passed(admin) == {"expired": 1}
    assert fresh(offer).status.code == "expired"


def test_an_answer_that_comes_while_quotes_expire_stands(offer: Any, rep: Actor, fresh: Make, admin: Actor, at: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    approved(offer, rep, fresh)
    read = records.batches

    def answered_meanwhile(*args: Any, **values: Any) -> Iterator[list[Any]]:
        for batch in read(*args, **values):
            life.accept.run(fresh(offer), rep)
            yield batch

    monkeypatch.setattr(records, "batches", answered_meanwhile)
    with at((today() + timedelta(days=40)).isoformat() + " 10:00"):
        assert life.expire_passed(admin) == {"expired": 0}

    assert fresh(offer).status.code == "accepted"


def test_a_quote_that_fails_holds_up_no_other_when_they_expire(offer: Any, sale: Any, rep: Actor, fresh: Make, admin: Actor, at: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = approved(offer, rep, fresh), approved(life.new_quote.run(sale, rep), rep, fresh)
    sound = quoting.put
    monkeypatch.setattr(quoting, "put", lambda quote, *args, **values: sound(quote, *args, **values) if quote.id != first.id else 1 // 0)
    with at((today() + timedelta(days=40)).isoformat() + " 10:00"):
        assert life.expire_passed(admin) == {"expired": 1}

    assert (fresh(first).status.code, fresh(second).status.code) == ("approved", "expired")


def test_a_rejected_quote_says_why(offer: Any, rep: Actor, fresh: Make) -> None:
    life.reject.run(approved(offer, rep, fresh), rep, why="Too dear")

    assert (fresh(offer).status.code, fresh(offer).answer) == ("rejected", "Too dear")


def test_a_number_that_no_database_holds_is_none_of_a_quotes_or_a_lines(offer: Any, rep: Actor, sale: Any, login: Make) -> None:
    client, key = login(actor=rep), str(records.find("opportunity_line", rep, where={"opportunity": sale.id}, sort="position")[0].id)
    cells = {"line": key, f"{key}.product": "Han L7", f"{key}.product.was": "Han L7", f"{key}.quantity": "3", f"{key}.version": "9" * 25}

    assert client.get(f"/quotes/numbers?before={'9' * 25}").status_code == 200
    assert client.post(f"{sale.url}/lines", data=cells).status_code == 303


def test_lines_of_a_quote_are_typed_in_the_same_editor(offer: Any, rep: Actor, sale: Any, login: Make, fresh: Make) -> None:
    answer = login(actor=rep).post(f"{offer.url}/lines", data={"line": "new1", "new1.product": "floor mats", "new1.quantity": "3", "new1.discount": "10%"})

    assert answer.status_code == 303 and answer.location.startswith(offer.url)
    assert fresh(offer).amount == fresh(sale).amount == Decimal("261279.63")


@pytest.fixture
def waiting(offer: Any, rep: Actor, user: Make, fresh: Make) -> Any:
    """A request that waits for the sales manager, over a discount of five per cent."""
    records.update(records.find("quote_line", rep, where={"quote": offer.id}, sort="position")[0], rep, discount_percent=5)
    user("dealer_manager")
    found = approvals.waiting_for(approved(offer, rep, fresh))
    assert found is not None and found.approver_id == user("sales_manager").id
    return found


def told(person: Actor) -> list[str]:
    return [one.text for one in notices.latest(person) if "approval" in one.text or "yes" in one.text]


def test_what_waits_for_somebody_who_leaves_goes_on_to_who_may_give_the_discount_and_both_are_told_once(
    waiting: Any, offer: Any, rep: Actor, user: Make, fresh: Make, admin: Actor
) -> None:
    former, manager = user("sales_manager"), user("dealer_manager")

    for _again in range(2):
        users.disable(admin, former.id)
        approvals.pass_on((former.id,), admin)

    assert [one.id for one in approvals.for_me(manager)] == [waiting.id]
    assert told(manager) == [f"{rep.name} asks for your approval: Submit for approval, {offer}"]
    assert told(rep) == [f"{former.name} can no longer sign in: Submit for approval, {offer} now waits for a yes from {manager.name}."]
    approvals.approve(waiting.id, users.actor(manager.id))
    assert fresh(offer).approved_by_id == manager.id


def test_where_nobody_above_is_left_an_administrator_is_asked(waiting: Any, user: Make, admin: Actor) -> None:
    users.disable(admin, user("dealer_manager").id)
    users.disable(admin, user("sales_manager").id)

    assert [one.id for one in approvals.for_me(admin)] == [waiting.id]


def test_what_waits_for_somebody_who_stays_stays_with_them(waiting: Any, user: Make, admin: Actor) -> None:
    users.disable(admin, user("dealer_manager").id)

    assert [one.id for one in approvals.for_me(user("sales_manager"))] == [waiting.id]
    assert (len(told(user("sales_manager"))), told(admin)) == (1, [])


def test_what_waits_for_a_queue_goes_on_once_the_last_of_it_leaves(offer: Any, rep: Actor, user: Make, admin: Actor) -> None:
    manager, first, second = user("dealer_manager"), user("service_agent"), user("front_desk")
    desk = users.add_queue(admin, name="Pricing", unit_id=first.unit_id, members=(first.id, second.id))
    asked = approvals.request(life.send, offer, {}, rep, desk.id)

    users.disable(admin, first.id)
    assert approvals.waiting_for(offer, "send").approver_id == desk.id
    users.change_queue(admin, desk.id, members=(first.id,))
    assert approvals.waiting_for(offer, "send").approver_id == manager.id
    assert [one.id for one in approvals.for_me(manager)] == [asked.id]
