"""What customers own: VIN and plate, whose it is, and how it passes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core import Actor, Invalid, Refusal, acting, merging, records, today
from core import search as searching
from core.testing.fixtures import save_together
from plugins.products import register_installed, sold_with, transfer_to
from plugins.products.installed import owners
from plugins.products.vins import check_digit, doubtful

AMERICAN, CHINESE, GERMAN = "1M8GDM9AXKP042788", "LGXCE4CBXP0123451", "WVWZZZ1JZ3W386752"


@pytest.fixture
def buyer(rep: Actor) -> Any:
    return records.create("account", rep, name="Northwind Mills")


@pytest.fixture
def owned(rep: Actor, buyer: Any, car: Any) -> Callable[..., Any]:
    """``owned(vin="…")``: a car of the rep's customer."""
    return lambda **values: register_installed(rep, **{"account": buyer, "product": car, **values})


def problem_of(attempt: Callable[[], Any]) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        attempt()
    return {name: [str(one) for one in sentences] for name, sentences in refused.value.errors.items()}


@pytest.mark.parametrize("typed", [AMERICAN.lower(), " 1M8G DM9A XKP0 42788", "１M8GDM9A-XKP-042788"])
def test_a_vin_is_kept_in_one_form(owned: Callable[..., Any], typed: str) -> None:
    assert owned(vin=typed).vin == AMERICAN


@pytest.mark.parametrize("vin", [AMERICAN, "11111111111111111", CHINESE, GERMAN])
def test_a_right_vin_is_taken(owned: Callable[..., Any], vin: str) -> None:
    assert owned(vin=vin).vin == vin


@pytest.mark.parametrize(
    ("vin", "wrong"),
    [(AMERICAN[:-1], "17 characters; this has 16"), ("IGXCE4CBXP012345O", "found: I O"), ("1M8GDM9A1KP042788", "the ninth would be X"), ("苏" + AMERICAN[1:], "found: 苏")],
)
def test_a_wrong_vin_is_refused_with_the_rule(owned: Callable[..., Any], vin: str, wrong: str) -> None:
    assert wrong in problem_of(lambda: owned(vin=vin))["vin"][0]


def test_a_chinese_vin_of_a_wrong_check_digit_is_taken_and_pointed_out(owned: Callable[..., Any], login: Callable[..., Any], rep: Actor) -> None:
    wrong = CHINESE[:8] + "1" + CHINESE[9:]

    page = login(actor=rep).get(owned(vin=wrong).url).get_data(as_text=True)

    assert "the ninth would be X" in page
    assert (doubtful(wrong), doubtful(CHINESE), doubtful(GERMAN), check_digit(wrong)) == ("X", None, None, "X")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("苏E·12345", "苏E12345"), ("苏e 12345", "苏E12345"), ("沪AD12345", "沪AD12345"), ("粤B12345D", "粤B12345D"), ("京A1234警", "京A1234警"), ("粤Z1234港", "粤Z1234港"),
     ("M-AB 1234", "MAB1234"), ("7ABC123", "7ABC123"), ("使014578", "使014578")],
)  # fmt: skip
def test_a_plate_is_kept_without_separators(owned: Callable[..., Any], typed: str, kept: str) -> None:
    assert owned(plate=typed).plate == kept


@pytest.mark.parametrize("typed", ["苏EI2345", "苏12345", "苏E1234567", "皇A12345", "ABC", "A" * 13 + "1"])
def test_no_plate_is_refused(owned: Callable[..., Any], typed: str) -> None:
    assert "Plate" in problem_of(lambda: owned(plate=typed))["plate"][0]


def test_name_model_and_warranty_come_from_the_product(admin: Actor, car: Any, owned: Callable[..., Any]) -> None:
    model = records.create("vehicle_model", admin, make="BYD", series="Han")
    records.update(car, admin, vehicle_model=model, warranty_months=6)

    made = owned(delivered_on="2026-08-31")

    assert (made.name, made.vehicle_model_id, made.warranty_until) == ("Han L7", model.id, date(2027, 2, 28))


def test_it_is_something_of_somebody_in_order(rep: Actor, buyer: Any, owned: Callable[..., Any]) -> None:
    stranger = records.create("contact", rep, name="Wu Min", account=records.create("account", rep, name="Elsewhere"))

    assert "what it is" in problem_of(lambda: register_installed(rep, account=buyer))["name"][0]
    assert "does not belong to this account" in problem_of(lambda: owned(contact=stranger))["contact"][0]
    assert "before the delivery" in problem_of(lambda: owned(delivered_on="2026-02-01", warranty_until="2026-01-01"))["warranty_until"][0]


def test_a_vin_recorded_twice_is_refused_and_points_to_the_owner_where_one_may_see_it(owned: Callable[..., Any], rep: Actor, user: Callable[..., Actor], car: Any) -> None:
    owned(vin=AMERICAN)
    other = user("sales_consultant", dealer="South")
    elsewhere = records.create("account", other, name="Harbour Freight")

    assert "of Northwind Mills" in problem_of(lambda: owned(vin=AMERICAN.lower()))["vin"][0]
    hidden = problem_of(lambda: register_installed(other, account=elsewhere, product=car, vin=AMERICAN))["vin"][0]
    assert "Northwind" not in hidden
    assert "may not see" in hidden


def test_it_is_seen_where_its_account_is_seen(owned: Callable[..., Any], rep: Actor, user: Callable[..., Actor]) -> None:
    made = owned(vin=AMERICAN)

    assert records.reachable(made, user("dealer_manager"), "read")
    assert not records.reachable(made, user("sales_consultant", number=2), "read")


def test_a_new_owner_takes_it_over_and_the_past_stays(owned: Callable[..., Any], rep: Actor, user: Callable[..., Actor]) -> None:
    made = owned(vin=AMERICAN, plate="苏E12345", delivered_on="2025-01-02")
    second = records.create("account", rep, name="Second owner")

    moved = transfer_to(made, rep, account=second, plate="沪AD12345", note="Sold privately")

    assert [(one.account, one.since, one.until) for one in owners(moved, rep)] == [("Second owner", today(), None), ("Northwind Mills", date(2025, 1, 2), today())]
    assert moved.plate == "沪AD12345"
    assert [one.account for one in owners(moved, user("sales_consultant", number=2))] == ["An earlier owner"] * 2


def test_an_owner_changes_by_a_transfer_only(owned: Callable[..., Any], rep: Actor, buyer: Any) -> None:
    made = owned()
    second = records.create("account", rep, name="Second owner")

    assert "it is transferred" in problem_of(lambda: records.update(made, rep, account=second))["account"][0]
    with pytest.raises(Refusal, match="already"):
        transfer_to(made, rep, account=buyer)


def test_the_person_there_does_not_go_along(owned: Callable[..., Any], rep: Actor, buyer: Any) -> None:
    made = owned(contact=records.create("contact", rep, name="Wu Min", account=buyer))

    assert transfer_to(made, rep, account=records.create("account", rep, name="Second owner")).contact_id is None


def test_a_merge_of_accounts_moves_what_they_own_along(owned: Callable[..., Any], rep: Actor, buyer: Any, manager: Actor) -> None:
    made = owned(vin=AMERICAN)
    winner = records.create("account", rep, name="Northwind Mills Ltd")

    merging.merge(winner, buyer, manager)

    assert records.get("installed_product", made.id, rep).account_id == winner.id
    assert [one.account for one in owners(made, rep)] == ["Northwind Mills Ltd"]


def test_it_goes_to_the_recycle_bin_with_its_account_and_comes_back(owned: Callable[..., Any], buyer: Any, manager: Actor, rep: Actor) -> None:
    made = owned(vin=AMERICAN)

    batch = records.delete(buyer, manager)
    assert records.find("installed_product", manager) == []
    records.restore(batch, manager)

    assert records.get("installed_product", made.id, rep).vin == AMERICAN
    assert len(owners(made, rep)) == 1


def test_what_was_sold_together_is_found_again(owned: Callable[..., Any], buyer: Any, rep: Actor) -> None:
    made = owned(sold_with=buyer)

    assert [one.id for one in sold_with(buyer.id, rep)] == [made.id]


@pytest.mark.parametrize("typed", ["042788", AMERICAN.lower(), "苏E12345", "12345"])
def test_it_is_looked_up_by_vin_and_plate(owned: Callable[..., Any], rep: Actor, typed: str) -> None:
    made = owned(vin=AMERICAN, plate="苏E12345")

    with acting(rep):
        found = {row.id for group in searching.search(typed, rep) for row in group.rows}

    assert made.id in found


def test_the_account_page_shows_what_it_owns(owned: Callable[..., Any], buyer: Any, rep: Actor, login: Callable[..., Any]) -> None:
    owned(vin=AMERICAN, plate="苏E12345")

    client = login(actor=rep)
    lists = "".join(client.get(f"{buyer.url}/related/{place}").get_data(as_text=True) for place in range(12))

    assert AMERICAN in lists
    assert "苏E·12345" in lists


def test_a_vin_is_nobody_elses_among_many_that_come_in_together(owned: Callable[..., Any], buyer: Any, rep: Actor) -> None:
    owned(vin=AMERICAN)

    outcomes = save_together("installed_product", rep, [{"name": "Han L7", "account": buyer, "vin": vin} for vin in (AMERICAN, CHINESE, GERMAN, CHINESE, None, None)])

    assert [one.problem is None for one in outcomes] == [False, True, True, False, True, True]
    assert {str(name) for one in outcomes if isinstance(one.problem, Invalid) for name in one.problem.errors} == {"vin"}
