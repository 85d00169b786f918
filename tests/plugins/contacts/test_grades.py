"""S4 and S7 grades: several schemes as data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core import Actor, Forbidden, Invalid, records, system_actor
from plugins.contacts import default_scheme, find_grade, fits_horizon, grades, grades_of, highest, next_follow_up, shown_grade


@pytest.fixture(autouse=True)
def _schemes(app: Any) -> None:
    grades.install(system_actor())


def scheme(code: str) -> Any:
    """A scheme that ships, in use."""
    return records.update(records.first("grade_scheme", system_actor(), where={"code": code}), system_actor(), active=True)


def test_s4_the_default_scheme_is_h_a_b_c() -> None:
    assert [one.code for one in grades_of(default_scheme())] == ["H", "A", "B", "C"]
    assert [one.horizon_days for one in grades_of(default_scheme())] == [7, 30, 90, None]


def test_s7_the_prospect_card_has_five_open_grades() -> None:
    assert [(one.code, one.is_open) for one in grades_of(scheme("S7"))] == [(code, True) for code in "OABCD"]


def test_s7_o_and_d_are_not_ordered_and_delivered() -> None:
    for code in "OD":
        assert find_grade(code, scheme("S7")).is_open
        assert not find_grade(code, scheme("4S")).is_open
        assert shown_grade(find_grade(code, scheme("S7"))) != shown_grade(find_grade(code, scheme("4S")))


def test_the_two_common_schemes_are_complete() -> None:
    assert [one.code for one in grades_of(scheme("4S"))] == ["H", "A", "B", "C", "N", "O", "D", "T"]
    assert [one.code for one in grades_of(scheme("CARD"))] == ["O", "H", "A", "B", "C", "D", "F1", "F2", "L", "M"]


def test_installing_again_changes_nothing(user: Any) -> None:
    assert grades.install(system_actor()) == 0


def test_s12_a_grade_proposes_the_next_date() -> None:
    assert next_follow_up(find_grade("H"), date(2026, 11, 24)) == date(2026, 11, 26)


def test_a_mismatch_with_the_expected_date_is_flagged() -> None:
    assert fits_horizon(find_grade("H"), date(2026, 12, 1), date(2026, 11, 24))
    assert not fits_horizon(find_grade("H"), date(2026, 12, 2), date(2026, 11, 24))


def test_s8_the_highest_grade_is_the_first_in_order() -> None:
    assert highest([find_grade("B"), find_grade("A"), find_grade("C")]).code == "A"
    assert highest([]) is None


def test_there_is_one_default_scheme(user: Any) -> None:
    admin = user("administrator")

    records.update(scheme("S7"), admin, is_default=True)

    assert default_scheme().code == "S7"
    with pytest.raises(Invalid):
        records.update(scheme("S7"), admin, active=False)


def test_a_letter_stands_once_in_a_scheme(user: Any) -> None:
    with pytest.raises(Invalid):
        records.create("grade", user("administrator"), scheme=default_scheme(), code="H", name="again")


def test_consultants_read_grades_but_do_not_edit_them(seller: Actor) -> None:
    with pytest.raises(Forbidden):
        records.create("grade", seller, scheme=default_scheme(), code="Z", name="mine")


def test_the_picker_offers_the_grades_of_the_schemes_in_use(login: Any, user: Any) -> None:
    browser = login("sales_consultant")
    assert "About to order" not in browser.get("/lookup/grades?q=O").text
    assert browser.get("/lookup/grades?q=").text.count("data-text=\"H · Buys within 7 days") == 1

    records.update(records.first("grade_scheme", system_actor(), where={"code": "S7"}), user("administrator"), active=True)

    assert "About to order" in browser.get("/lookup/grades?q=O").text


def test_a_scheme_made_the_default_is_in_use(user: Any) -> None:
    records.update(records.first("grade_scheme", system_actor(), where={"code": "CARD"}), user("administrator"), is_default=True)

    assert [one.code for one in grades_of(default_scheme())][:3] == ["O", "H", "A"]


def test_a_scheme_by_which_nobody_can_be_graded_does_not_become_the_default(admin):
    empty = records.create("grade_scheme", admin, name="Fleet", code="FL")

    with pytest.raises(Invalid, match="no open grade yet"):
        records.update(empty, admin, is_default=True)
    with pytest.raises(Invalid, match="no open grade yet"):
        records.create("grade_scheme", admin, name="Trade", code="TR", is_default=True)

    records.create("grade", admin, scheme=empty, code="H", name="Buys this week", is_open=True)
    assert records.update(empty, admin, is_default=True).is_default


def test_s4_a_follow_up_that_comes_after_the_horizon_is_refused() -> None:
    grade = find_grade("H", default_scheme())
    with pytest.raises(Invalid, match="every 8 days comes too late for whoever buys within 7") as refused:
        records.update(grade, system_actor(), follow_up_days=8)
    assert list(refused.value.errors) == ["follow_up_days"]

    assert records.update(grade, system_actor(), follow_up_days=7).follow_up_days == 7
    with pytest.raises(Invalid, match="comes too late"):
        records.update(grade, system_actor(), horizon_days=6)
