"""Number series: no double, no gap."""

import pytest
from background import in_threads

from core import series
from core.db import transaction


def test_numbers_count_up_from_one(boats):
    with transaction():
        assert [series.next("boats.number") for _ in range(3)] == [1, 2, 3]


def test_a_number_of_a_rolled_back_save_is_given_out_again(boats):
    with pytest.raises(KeyError), transaction():
        series.next("boats.number")
        raise KeyError

    with transaction():
        assert series.next("boats.number") == 1


def test_a_scope_counts_for_itself(boats):
    with transaction():
        assert (series.next("boats.number", "2026"), series.next("boats.number", "2027")) == (1, 1)


def test_many_writers_get_no_number_twice_and_leave_no_gap(boats):
    def draw(_number):
        drawn = []
        for _ in range(20):
            with transaction():
                drawn.append(series.next("boats.number"))
        return drawn

    numbers = [one for drawn in in_threads(boats.app, 4, draw) for one in drawn]

    assert sorted(numbers) == list(range(1, 81))


def test_a_number_outside_a_transaction_is_a_mistake(boats):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        series.next("boats.number")


def test_an_import_reserves_a_block(boats):
    with transaction():
        assert series.reserve("boats.number", 100) == range(1, 101)
        assert series.next("boats.number") == 101


def test_a_series_goes_on_behind_data_that_was_taken_over(boats):
    with transaction():
        series.start_at("boats.number", 500)
        series.start_at("boats.number", 20)
        assert series.next("boats.number") == 500
