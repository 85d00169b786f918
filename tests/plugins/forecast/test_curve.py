"""S12: what has closed so far against the same point of the period before."""

from __future__ import annotations

from plugins.forecast import curve


def test_s12_now_stands_against_the_same_point_of_the_period_before(deal, seen, rep, at):
    for day, amount in (("2026-10-02", 100), ("2026-10-09", 50), ("2026-12-30", 999), ("2026-07-01", 60), ("2026-07-20", 500)):
        deal("closed", amount, close_date=day)
    deal("commit", 7777, close_date="2026-10-02")
    with at("2026-10-10 10:00"):
        found = seen(rep)
        line = curve.read(found, found.root())

    assert list(line.now) == [100, 150]
    assert (line.before[0], line.before[2], len(line.before)) == (60, 560, 14)
    assert (line.reached, line.then, line.share) == (150, 60, 250)


def test_units_and_other_currencies_run_in_it_too(deal, seen, rep, at):
    deal("closed", 100, close_date="2026-10-02", quantity=3)
    deal("closed", 100, close_date="2026-10-02", quantity=2, amount_currency="EUR")
    with at("2026-10-03 10:00"):
        cars, money = seen(rep, "cars"), seen(rep)

        assert curve.read(cars, cars.root()).reached == 5
        assert curve.read(money, money.root()).reached == 100


def test_a_period_to_come_has_no_line_yet(deal, seen, rep, at):
    with at("2026-09-30 10:00"):
        found = seen(rep)
        assert curve.read(found, found.root()).reached == 0


def test_the_page_shows_it_with_a_table(deal, login, at):
    with at("2026-10-10 10:00"):
        deal("closed", 100, close_date="2026-10-02")
        page = login().get("/forecast/curve").text

    assert "data-chart" in page
    assert "at the same point of Q3 2026: ¥0" in page


def test_the_page_fetches_it_once_it_stands_and_links_to_it_where_no_script_runs(deal, login):
    deal("closed", 100, close_date="2026-10-02")
    client = login()
    page = client.get("/forecast?period=2026-10-01").text
    address = page.partition('hx-get="/forecast/curve')[2].partition('"')[0].replace("&amp;", "&")

    assert "At the same point" not in page
    fragment, whole = client.get(f"/forecast/curve{address}", headers={"HX-Request": "true"}).text, client.get(f"/forecast/curve{address}").text
    assert ("data-chart" in fragment, "<html" in fragment, "<html" in whole, "data-chart" in whole) == (True, False, True, True)
