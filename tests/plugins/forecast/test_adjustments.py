"""Adjustments: who sets which number, what each then sees, and what never changes."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sqlalchemy as sa

from core import Conflict, db, records, system_actor
from plugins.forecast import adjustments
from plugins.forecast.hierarchy import home_of
from plugins.forecast.models import Adjustment

WHERE = "/forecast/adjust?period=2026-10-01&column={column}&place={place}"


def address(place, column="commit_forecast"):
    return WHERE.format(place=home_of(place.id).code, column=column)


def set_number(client, place, value, *, note="fleet order may slip", seen=0, column="commit_forecast", **more):
    return client.post(address(place, column), data={"value": value, "note": note, "seen": seen, **more})


def commit(seen, viewer, place, which="owner"):
    return getattr(seen(viewer).cell(home_of(place.id), "commit_forecast"), which)


@pytest.fixture
def november(at):
    with at("2026-11-20 10:00"):
        yield


pytestmark = pytest.mark.usefixtures("november")


def test_a_manager_adjusts_a_direct_report_who_does_not_see_it(deal, seen, login, rep, lead, chief):
    deal("commit", 100, owner=rep)

    assert set_number(login("sales_manager"), rep, "80").status_code == 303
    assert commit(seen, lead, rep, "forecast") == 80
    assert commit(seen, lead, lead) == 80
    assert commit(seen, chief, lead, "forecast") == 80
    assert commit(seen, rep, rep) == 100


def test_everybody_adjusts_the_own_number_and_the_manager_sees_it(deal, seen, login, rep, lead):
    deal("commit", 100, owner=rep)

    assert set_number(login("sales_consultant"), rep, "120").status_code == 303
    assert commit(seen, rep, rep) == 120
    assert commit(seen, lead, rep, "forecast") == 120


def test_a_managers_word_stands_above_the_reports_own(deal, seen, login, rep, lead):
    deal("commit", 100, owner=rep)
    set_number(login("sales_consultant"), rep, "120")
    set_number(login("sales_manager"), rep, "90")

    assert (commit(seen, rep, rep), commit(seen, lead, rep), commit(seen, lead, rep, "forecast")) == (120, 120, 90)


def test_neither_an_opportunity_nor_the_unadjusted_roll_up_changes(deal, seen, login, rep, lead):
    record = deal("commit", 100, owner=rep)
    set_number(login("sales_manager"), rep, "80")

    assert records.get("opportunity", record.id, system_actor()).version == record.version
    assert (commit(seen, lead, rep, "own"), commit(seen, lead, lead, "raw")) == (100, 100)


def test_only_direct_reports_are_adjusted(deal, login, rep):
    answer = set_number(login("dealer_manager"), rep, "80")

    assert answer.status_code == 422
    assert "does not report to you" in answer.text


def test_who_only_reads_is_told_so(deal, login, rep):
    answer = login("read_only").get(address(rep))

    assert answer.status_code == 403
    assert "not adjust it" in answer.text
    assert "pencil-inline" not in login("read_only").get("/forecast").text


def test_a_note_that_is_missing_is_told_together_with_a_number_that_cannot_be_read(deal, login, rep):
    deal("commit", 100)

    answer = set_number(login(), rep, "a lot", note="")

    assert answer.status_code == 422
    assert "must be an amount of money" in answer.text and "Please say why" in answer.text


@pytest.mark.parametrize(
    ("value", "note", "sentence"),
    [("a lot", "hm", "must be an amount of money"), ("", "hm", "Please fill in the number"), ("80", "", "Please say why"), ("80", "x" * 256, "at most 255")],
)
def test_a_mistake_comes_back_beside_its_field_with_everything_typed(deal, login, rep, value, note, sentence):
    deal("commit", 100)
    answer = set_number(login(), rep, value, note=note)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{value}"' in answer.text
    assert f'value="{note}"' in answer.text
    assert db.session.execute(sa.select(sa.func.count()).select_from(Adjustment)).scalar_one() == 0


def test_what_has_closed_is_not_adjusted(deal, login, rep):
    assert "is a fact" in set_number(login(), rep, "80", column="closed_only").text


def test_a_period_that_is_over_is_not_adjusted(deal, login, rep, at):
    with at("2027-01-01 00:01"):
        answer = set_number(login(), rep, "80")
    assert answer.status_code == 422
    assert "Q4 2026 is over" in answer.text


def test_stale_is_said_with_by_how_much_the_sum_has_moved(deal, login, rep):
    deal("commit", 100)
    client = login()
    set_number(client, rep, "80")
    assert "has moved" not in client.get("/forecast").text
    deal("commit", 40)

    assert "The sum has moved by ¥40 since" in client.get("/forecast").text


def test_a_cumulative_column_below_a_narrower_one_is_flagged(deal, login, rep):
    deal("closed", 100)
    client = login()
    set_number(client, rep, "80")

    assert "below the narrower column" in client.get("/forecast").text


def test_taken_back_the_sum_stands_again_and_the_history_stays(deal, seen, login, rep):
    deal("commit", 100)
    client = login()
    set_number(client, rep, "80")
    set_number(client, rep, "", note="", seen=1, take_back="1")

    assert commit(seen, rep, rep) == 100
    dialog = client.get(address(rep)).text
    assert "taken back" in dialog
    assert "fleet order may slip" in dialog


def test_of_two_at_once_one_wins_and_the_other_is_told(deal, seen, at_once, rep, login):
    deal("commit", 100)
    found = seen(rep)
    column = next(one for one in found.columns if one.code == "commit_forecast")

    def adjust(value):
        adjustments.make(found.forecast, found.period, home_of(rep.id), column, rep, value=Decimal(value), base=Decimal(100), note="as I see it", seen=0)
        return value

    answers = at_once([lambda: adjust(80), lambda: adjust(90)])

    assert [isinstance(one, Conflict) for one in answers].count(True) == 1
    assert commit(seen, rep, rep) in answers
    late = set_number(login(), rep, "70")
    assert late.status_code == 409
    assert "adjusted meanwhile" in late.text


def test_two_managers_at_once_each_have_their_word_about_their_own_report(deal, seen, at_once, rep, lead, chief):
    deal("commit", 100)
    found = seen(chief)
    column = next(one for one in found.columns if one.code == "commit_forecast")

    def adjust(manager, report, value):
        adjustments.make(found.forecast, found.period, home_of(report.id), column, manager, value=Decimal(value), base=Decimal(100), note="as I see it", seen=0)
        return value

    assert sorted(at_once([lambda: adjust(lead, rep, 80), lambda: adjust(chief, lead, 300)])) == [80, 300]
    assert [seen(chief).cell(home_of(one.id), "commit_forecast").forecast for one in (rep, lead)] == [80, 300]


def test_an_adjustment_by_a_former_manager_no_longer_counts(deal, seen, login, rep, lead, chief):
    from core import units, users

    deal("commit", 100)
    set_number(login("sales_manager"), rep, "80")
    units.change(system_actor(), lead.unit_id, manager_id=None)

    assert commit(seen, users.actor(chief.id), rep, "forecast") == 100


def test_the_sales_behind_a_number_are_headed_by_the_number_that_was_opened(deal, login, rep, lead):
    """The manager's list says 80, the report's own line 120, and the sales add up to 100: each page says what was pressed, and who says so."""
    deal("commit", 100, owner=rep)
    set_number(login("sales_consultant"), rep, "120", note="a cousin buys, too")
    set_number(login("sales_manager"), rep, "80")
    sales = f"/forecast/opportunities?period=2026-10-01&column=commit_forecast&place={home_of(rep.id).code}"

    managers = headed(login("sales_manager").get(f"{sales}&root={home_of(lead.id).code}").text)
    reports = headed(login("sales_consultant").get(sales).text)

    assert "num\">¥80<" in managers and "fleet order may slip" in managers
    assert "num\">¥120<" in reports and "a cousin buys, too" in reports
    assert "¥80" not in reports and "fleet order may slip" not in reports
    assert "¥100<" in managers and "¥100<" in reports


def headed(page: str) -> str:
    """What stands above the table of the sales."""
    return page.partition("<main")[2].partition("<table")[0]


@pytest.mark.parametrize("typed", ["USD 80", "80 €"])
def test_a_number_in_another_currency_is_no_number_of_the_forecast(deal, login, rep, lead, seen, typed):
    record = deal("commit", 100, owner=rep)

    answer = set_number(login("sales_manager"), rep, typed)
    moved = login("sales_consultant").post(f"/forecast/opportunities/{record.id}", data={"version": record.version, "amount": typed})

    for page in (answer, moved):
        assert page.status_code == 422
        assert "is in CNY, not in" in page.text and typed in page.text
    assert commit(seen, lead, rep, "forecast") == 100
