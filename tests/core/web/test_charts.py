"""Charts: what is declared, the table beside it, and the numbers the drawing gets."""

from decimal import Decimal
from pathlib import Path

import pytest
from flask import render_template_string

from core import acting
from core.charts import TONES, Chart, Series, Step, waterfall
from core.web import charting

PAGE = '{% from "macros/charts.html" import chart %}{{ chart(declared) }}'


@pytest.fixture
def shown(app, user):
    """The markup of a chart, as a consultant gets it."""

    def show(declared):
        with app.test_request_context("/"), acting(user("sales_consultant")):
            return render_template_string(PAGE, declared=declared)

    return show


def money(*values, **options):
    return Chart("Won per month", "Month", ["October", "November"], [Series("Won", values, **options)], currency="CNY")


def test_the_table_beside_a_chart_says_every_value_exactly(shown):
    page = shown(money(Decimal("7420300.05"), None))

    assert '<th scope="row">October</th><td class="r num">¥7,420,300.05</td>' in page
    assert '<th scope="row">November</th><td class="r num">–</td>' in page


def test_a_value_leads_to_the_page_behind_it(shown):
    page = shown(money(1, 2, links=["/opportunities?view=won", None]))

    assert '<a href="/opportunities?view=won">¥1</a>' in page and "¥2</a>" not in page


def test_the_drawing_is_data_and_cannot_end_its_element(shown):
    page = shown(Chart("Names", "Name", ["</script><b>"], [Series("<i>", [1])]))

    assert page.count("</script>") == 1
    assert "<b>" not in page and "<i>" not in page


def test_a_waterfall_goes_from_sum_to_sum_to_the_cent():
    steps = [Step("Monday", Decimal("10.10"), total=True), Step("New", Decimal("5.05")), Step("Lost", Decimal("-15.15")), Step("Today", 0, total=True)]

    [series] = waterfall("Since Monday", "Change", "Amount", steps).series

    assert series.bases == [0, Decimal("10.10"), Decimal("15.15"), 0]
    assert series.tones == ["grey", "green", "red", "grey"]


def test_each_bar_of_a_waterfall_spans_its_change(app):
    chart = waterfall("Since Monday", "Change", "Cars", [Step("Monday", 4, total=True), Step("Lost", -3)], unit="cars")
    with app.test_request_context("/"):
        drawn = charting.drawing(chart)["series"][0]

    assert (drawn["values"], drawn["texts"]) == ([[0.0, 4.0], [4.0, 1.0]], ["4 cars", "−3 cars"])


def test_small_changes_of_a_large_sum_are_seen_since_the_axis_begins_below_them_and_says_so(app, shown):
    steps = [Step("Monday", 8_896_400, total=True), Step("Grown", 10_000), Step("Lost", -40_000), Step("Today", 8_866_400, total=True)]
    chart = waterfall("Since Monday", "Change", "Amount", steps, currency="CNY")
    with app.test_request_context("/"):
        drawn = charting.drawing(chart)

    assert chart.floor == 8_840_000
    assert (drawn["floor"], drawn["series"][0]["values"][0], drawn["series"][0]["sizes"][0]) == (8_840_000.0, [8_840_000.0, 8_896_400.0], 8_896_400.0)
    assert "begins at ¥8,840,000, not at 0" in shown(chart)


@pytest.mark.parametrize("amounts", [(100, 0), (100, -90), (0, 50), (-100, 1)], ids=str)
def test_an_axis_that_need_not_be_broken_begins_at_nought(shown, amounts):
    chart = waterfall("Since Monday", "Change", "Amount", [Step("Monday", amounts[0], total=True), Step("Change", amounts[1])])

    assert chart.floor == 0
    assert "not at 0" not in shown(chart)


@pytest.mark.parametrize("wrong", [{"kind": "pie"}, {"tone": "pink"}, {"tones": ["green"]}, {"texts": ["one"]}], ids=str)
def test_a_series_that_cannot_be_drawn_is_refused_where_it_is_declared(wrong):
    with pytest.raises(ValueError, match=r"bar or a line|no tone|values and 1"):
        Series("Won", [1, 2], **wrong)


def test_a_chart_has_a_value_for_each_point():
    with pytest.raises(ValueError, match="1 values for 2 points"):
        money(1)


@pytest.mark.parametrize("tone", TONES)
def test_every_tone_has_a_light_and_a_dark_value(app, tone):
    assert f"--{tone}: light-dark(" in (Path(app.static_folder) / "css" / "tokens.css").read_text("utf-8")
