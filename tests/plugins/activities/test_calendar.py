"""The calendar: by day, week and month, of a person and of everybody, within the rights of the reader."""

from __future__ import annotations

from datetime import date

import pytest

from core import records
from plugins.activities import calendar

DAY = date(2026, 11, 26)  # a Thursday


@pytest.fixture(autouse=True)
def thursday(at):
    with at("2026-11-26 10:00"):
        yield


def names(view, on: date = DAY) -> list[str]:
    return [one.name for day in view.days if day.on == on for one in day.entries]


@pytest.mark.parametrize(
    ("scale", "first", "last"),
    [("day", "2026-11-26", "2026-11-26"), ("week", "2026-11-23", "2026-11-29"), ("month", "2026-10-26", "2026-12-06")],
)
def test_a_view_is_a_day_or_whole_weeks_that_begin_on_monday(scale, first, last):
    assert calendar.span(scale, DAY) == (date.fromisoformat(first), date.fromisoformat(last))


def test_what_is_due_done_or_starts_on_a_day_stands_in_it(make, user):
    me = user("sales_consultant")
    make("activity", by=me, name="Due", due_on=DAY)
    make("activity", by=me, name="Done", done_at="2026-11-26T01:00:00Z")
    make("activity", by=me, name="Fair", kind="event", starts_at="2026-11-26T06:00:00Z", ends_at="2026-11-26T08:00:00Z")
    make("activity", by=me, name="Tomorrow", due_on="2026-11-27")

    assert names(calendar.view(me, "week", None, "")) == ["Fair", "Due", "Done"]


def test_times_of_day_come_first_in_their_order(make, user):
    me = user("sales_consultant")
    make("activity", by=me, name="Some time", due_on=DAY)
    make("activity", by=me, name="Afternoon", due_at="2026-11-26T07:00:00Z")
    make("activity", by=me, name="Morning", due_at="2026-11-26T01:30:00Z")

    assert names(calendar.view(me, "day", DAY, "")) == ["Morning", "Afternoon", "Some time"]


def test_a_manager_sees_the_team_together_or_one_by_one(make, user):
    mine, theirs, boss = user("sales_consultant"), user("sales_consultant", number=2), user("sales_manager")
    make("activity", by=mine, name="Mine", due_on=DAY)
    make("activity", by=theirs, name="Theirs", due_on=DAY)

    assert names(calendar.view(boss, "day", DAY, "all")) == ["Mine", "Theirs"]
    assert names(calendar.view(boss, "day", DAY, str(mine.id))) == ["Mine"]


def test_whoever_sees_several_teams_looks_at_one_of_them_and_at_who_is_in_it(make, user, login):
    boss, north, south = user("administrator"), user("sales_consultant"), user("sales_consultant", dealer="South")
    for owner, name in ((north, "North's"), (south, "South's")):
        make("activity", by=owner, name=name, due_on=DAY)
    teams = {name: code for code, name in calendar.teams_of(boss)}

    assert names(calendar.view(boss, "day", DAY, teams["North"])) == ["North's"]
    assert names(calendar.view(boss, "day", DAY, teams["South"])) == ["South's"]
    page = login("administrator").get(f"/calendar?scale=day&on={DAY}&who={teams['South']}").text
    assert "Sales Consultant South" in page.partition('data-day="2026-11-26"')[2] and f'value="{teams["South"]}" selected' in page


def test_another_dealers_team_is_not_looked_at(user, login):
    south = next(code for code, name in calendar.teams_of(user("administrator")) if name == "South")

    assert south not in dict(calendar.teams_of(user("dealer_manager")))
    assert login("dealer_manager").get(f"/calendar?who={south}").status_code == 400


def test_a_consultant_looks_at_no_other_calendar(user, login):
    other = user("sales_consultant", number=2)

    assert calendar.people_of(user("sales_consultant")) == [(str(user("sales_consultant").id), "Sales Consultant North")]
    assert login("sales_consultant").get(f"/calendar?who={other.id}").status_code == 400


def test_another_dealer_is_not_offered(user):
    offered = {name for _code, name in calendar.people_of(user("dealer_manager"))}

    assert "Sales Consultant North" in offered
    assert "Sales Consultant South" not in offered


def test_a_full_day_says_how_many_more(make, user, login):
    for number in range(6):
        make("activity", by=user("sales_consultant"), name=f"Call {number}", due_on=DAY)

    assert "2 more" in login("sales_consultant").get("/calendar?scale=month").text


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("scale", calendar.SCALES)
def test_every_view_opens_in_both_languages(login, make, user, scale, language):
    make("activity", by=user("sales_consultant"), name="Call", due_on=DAY)
    page = login("sales_consultant", language=language).get(f"/calendar?scale={scale}")

    assert page.status_code == 200 and "Call" in page.text


@pytest.mark.parametrize("query", ["scale=year", "on=yesterday", "who=999999", "who=x", "who=unit-", "who=unit-999", "on=9999-12-31", "on=0001-01-01&scale=month"])
def test_an_address_that_makes_no_sense_is_refused_in_a_sentence(login, query):
    answer = login("dealer_manager").get(f"/calendar?{query}")

    assert answer.status_code == 400 and "Traceback" not in answer.text


def test_the_statements_do_not_grow_with_the_entries(login, make, user, count_statements):
    client = login("dealer_manager")
    client.get("/calendar?scale=month&who=all")

    def sent() -> int:
        with count_statements() as statements:
            client.get("/calendar?scale=month&who=all")
        return len(statements)

    before = sent()
    for number in range(12):
        make("activity", by=user("sales_consultant", number=number % 2 + 1), name=f"Call {number}", due_on=DAY)
    assert sent() <= before + 2 <= 15


def test_s12_moving_on_the_calendar_asks_for_the_reason(login, make, user):
    one = make("activity", by=user("sales_consultant"), name="Call", due_on=DAY)
    client = login("sales_consultant")
    assert 'value="2026-11-28"' in client.get(f"{one.url}/actions/move?due_on=2026-11-28").text

    assert client.post(f"{one.url}/actions/move", data={"due_on": "2026-11-28", "reason": ""}).status_code == 422
    client.post(f"{one.url}/actions/move", data={"due_on": "2026-11-28", "reason": "Away until Friday"})
    assert records.get("activity", one.id, user("sales_consultant")).moved_count == 1


def test_an_event_moves_as_a_whole(login, make, user):
    fair = make("activity", by=user("sales_consultant"), name="Fair", kind="event", starts_at="2026-11-26T06:00:00Z", ends_at="2026-11-26T08:00:00Z")

    login("sales_consultant").post(f"{fair.url}/actions/move", data={"due_on": "2026-11-28", "reason": "Rain"})

    moved = records.get("activity", fair.id, user("sales_consultant"))
    assert (moved.starts_at.isoformat(), moved.ends_at.isoformat()) == ("2026-11-28T06:00:00+00:00", "2026-11-28T08:00:00+00:00")


def test_a_day_offers_to_plan_something_on_it_for_whom_one_looks_at(login, user):
    consultant = user("sales_consultant")

    page = login("sales_manager").get(f"/calendar?who={consultant.id}").text

    assert f"/activities/new?due_on=2026-11-28&owner={consultant.id}&next=" in page.replace("&amp;", "&")


def test_whoever_may_add_nothing_is_not_offered_to_plan(login):
    assert "/activities/new?due_on" not in login("read_only").get("/calendar").text


def test_a_time_without_anything_says_so(login):
    assert "Nothing is planned in this time" in login("sales_consultant").get("/calendar?scale=month").text


def test_a_day_reads_date_first_in_chinese(login):
    assert "11月26日 星期四" in login("sales_consultant", language="zh_CN").get("/calendar").text
