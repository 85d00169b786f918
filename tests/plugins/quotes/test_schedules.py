"""Schedules: how a line is divided over periods or repeated in them, and how line and installments follow one another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core import Actor, Conflict, Invalid, records
from plugins.quotes import schedule_editor, schedules, spreading
from plugins.quotes.schedules import establish_schedule

Make = Callable[..., Any]
FROM = {"starts_on": "2027-01-31", "period": "month", "of": "revenue", "way": "divide", "count": 3}


@pytest.fixture
def line(add: Make, sells: Make) -> Any:
    """Four pieces for 100 yuan together."""
    return add(sells("Care", "25"), quantity=4)


def rows(line: Any, user: Actor) -> list[tuple[str, Any, Any]]:
    return [(str(one.due_on), one.quantity, one.revenue) for one in schedules.of(line.id, user)]


@pytest.mark.parametrize(
    ("total", "shares", "step", "parts"),
    [
        ("100", (1, 1, 1), "0.01", ("33.33", "33.33", "33.34")),
        ("0.01", (1, 1, 1), "0.01", ("0", "0", "0.01")),
        ("10", (1, 1, 1, 1), "1", ("2", "2", "2", "4")),
        ("200", (25, 75), "0.01", ("50", "150")),
        ("9", (0, 0), "1", ("4", "5")),
        ("0", (1, 2), "0.01", ("0", "0")),
    ],
)
def test_parts_are_rounded_down_and_the_last_takes_what_is_left(total: str, shares: tuple[int, ...], step: str, parts: tuple[str, ...]) -> None:
    found = spreading.in_shares(Decimal(total), list(map(Decimal, shares)), Decimal(step))

    assert found == list(map(Decimal, parts))
    assert sum(found) == Decimal(total)


@pytest.mark.parametrize(
    ("period", "days"),
    [("day", "2027-01-31 2027-02-01"), ("week", "2027-01-31 2027-02-07"), ("month", "2027-01-31 2027-02-28 2027-03-31"), ("quarter", "2027-01-31 2027-04-30"), ("year", "2027-01-31 2028-01-31")],
)
def test_periods_are_counted_from_the_first_day(period: str, days: str) -> None:
    assert [str(one) for one in spreading.days(date(2027, 1, 31), period, len(days.split()))] == days.split()


def test_s1_revenue_is_divided_over_months_and_adds_up_to_the_line(line: Any, rep: Actor) -> None:
    establish_schedule.run(line, rep, **FROM)

    assert rows(line, rep) == [("2027-01-31", None, Decimal("33.33")), ("2027-02-28", None, Decimal("33.33")), ("2027-03-31", None, Decimal("33.34"))]


def test_s1_quantity_is_divided_into_whole_pieces(line: Any, rep: Actor) -> None:
    establish_schedule.run(line, rep, **{**FROM, "of": "both"})

    assert [quantity for _day, quantity, _revenue in rows(line, rep)] == [1, 1, 2]


def test_s1_repeated_the_line_is_that_many_times_as_much(line: Any, sale: Any, rep: Actor, fresh: Make) -> None:
    establish_schedule.run(line, rep, **{**FROM, "way": "repeat"})

    assert [revenue for _day, _quantity, revenue in rows(line, rep)] == [100, 100, 100]
    assert (fresh(line).total, fresh(line).sales_price, fresh(sale).amount) == (300, 75, 300)
    establish_schedule.run(fresh(line), rep, **{**FROM, "way": "repeat", "of": "both", "count": 2, "replace": True})
    assert (fresh(line).quantity, fresh(line).total) == (8, 600)


def test_a_schedule_is_replaced_only_when_that_is_said(line: Any, rep: Actor) -> None:
    establish_schedule.run(line, rep, **FROM)
    with pytest.raises(Invalid, match="3 installments"):
        establish_schedule.run(line, rep, **FROM)
    establish_schedule.run(line, rep, **{**FROM, "count": 2, "replace": True})

    assert [revenue for _day, _quantity, revenue in rows(line, rep)] == [50, 50]


def test_a_changed_installment_changes_the_line_and_the_amount(line: Any, sale: Any, rep: Actor, fresh: Make) -> None:
    establish_schedule.run(line, rep, **{**FROM, "of": "both"})
    records.update(schedules.of(line.id, rep)[0], rep, revenue="53.33", quantity="2")

    assert (fresh(line).total, fresh(line).quantity, fresh(line).sales_price, fresh(sale).amount) == (120, 5, 24, 120)
    records.delete(schedules.of(line.id, rep)[2], rep)
    assert fresh(sale).amount == Decimal("86.66")


def test_a_changed_line_has_its_installments_follow_in_their_proportions(line: Any, rep: Actor) -> None:
    establish_schedule.run(line, rep, **{**FROM, "count": 2})
    first, last = schedules.of(line.id, rep)
    records.update(first, rep, revenue="25")
    records.update(last, rep, revenue="75")
    records.update(line, rep, quantity=8)

    assert [revenue for _day, _quantity, revenue in rows(line, rep)] == [50, 150]


def test_a_line_in_the_recycle_bin_takes_its_schedule_along_and_brings_it_back(line: Any, sale: Any, rep: Actor, fresh: Make) -> None:
    establish_schedule.run(line, rep, **FROM)
    before, batch = rows(line, rep), records.delete(line, rep)
    assert rows(line, rep) == []
    records.restore(batch, rep)

    assert (rows(line, rep), fresh(line).total, fresh(sale).amount) == (before, 100, 100)


@pytest.mark.parametrize(
    ("given", "named"),
    [({"count": "0"}, "count"), ({"count": "201"}, "count"), ({"starts_on": "9999-12-01"}, "starts_on"), ({"period": "hour"}, "period"), ({"of": ""}, "of"), ({"starts_on": None}, "starts_on")],
)
def test_a_schedule_that_cannot_be_is_refused_by_the_name_of_its_field(line: Any, rep: Actor, given: dict[str, Any], named: str) -> None:
    with pytest.raises(Invalid) as caught:
        establish_schedule.run(line, rep, **{**FROM, **given})

    assert named in caught.value.errors
    assert rows(line, rep) == []


@pytest.mark.parametrize(("given", "named"), [({}, "revenue"), ({"revenue": "5", "revenue_currency": "EUR"}, "revenue"), ({"quantity": "-1"}, "quantity"), ({"revenue": "5", "due_on": None}, "due_on")])
def test_an_installment_that_cannot_be_is_refused(line: Any, rep: Actor, given: dict[str, Any], named: str) -> None:
    with pytest.raises(Invalid) as caught:
        records.create("installment", rep, **{"line": line, "due_on": "2027-01-01", **given})

    assert named in caught.value.errors


def page_of(line: Any, rep: Actor, **changes: str) -> dict[str, Any]:
    """The form as a browser sends it, with some cells changed."""
    form: dict[str, Any] = {"row": []}
    for row in schedule_editor.sheet(line, rep).rows:  # type: ignore[union-attr]  # the consultant may know of it
        form["row"].append(row.key)
        form |= {f"{row.key}.version": row.version, **{f"{row.key}.{name}": text for name, text in row.typed.items()}}
    return {**form, "row": [*form["row"], "new"], **changes}


def test_the_editor_moves_revenue_from_one_day_to_another_in_one_step(line: Any, sale: Any, rep: Actor, login: Make, fresh: Make) -> None:
    establish_schedule.run(line, rep, **{**FROM, "count": 2})
    first, last = (str(one.id) for one in schedules.of(line.id, rep))
    version, browser = fresh(sale).version, login()
    assert f'name="{first}.revenue" value="50"' in browser.get(f"{line.url}/schedule").text
    sent = page_of(line, rep, **{f"{first}.revenue": "20", f"{last}.remove": "1", "new.due_on": "2027-05-01", "new.revenue": "80", "new.description": "On delivery"})
    answer = browser.post(f"{line.url}/schedule", data=sent)

    assert answer.status_code == 303
    assert rows(line, rep) == [("2027-01-31", None, 20), ("2027-05-01", None, 80)]
    assert fresh(sale).version == version
    assert "On delivery" in browser.get(line.url).text


def test_what_the_editor_refuses_comes_back_as_it_was_typed_and_nothing_is_written(line: Any, rep: Actor, login: Make) -> None:
    establish_schedule.run(line, rep, **{**FROM, "count": 2})
    first = str(schedules.of(line.id, rep)[0].id)
    answer = login().post(f"{line.url}/schedule", data=page_of(line, rep, **{f"{first}.revenue": "20", "new.due_on": "someday", "new.revenue": "7"}))

    assert answer.status_code == 422
    assert 'value="someday"' in answer.text
    assert [revenue for _day, _quantity, revenue in rows(line, rep)] == [50, 50]


def test_of_two_who_edit_one_installment_the_second_is_told(line: Any, rep: Actor, login: Make) -> None:
    establish_schedule.run(line, rep, **{**FROM, "count": 2})
    first = schedules.of(line.id, rep)[0]
    sent = page_of(line, rep, **{f"{first.id}.revenue": "20"})
    records.update(first, rep, revenue="49")

    assert login().post(f"{line.url}/schedule", data=sent).status_code == 422
    with pytest.raises(Conflict):
        records.update(first, rep, version=1, revenue="20")


def test_without_the_right_there_is_no_schedule_to_edit(line: Any, login: Make) -> None:
    assert login("read_only").post(f"{line.url}/schedule", data={"row": "new"}).status_code in (403, 404)
