"""Business calendars: opening hours, holidays, days worked in exchange, summer time."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from core import audit, calendars, state, units
from core.calendars import ALWAYS, Calendar
from core.db import db, transaction
from core.errors import Forbidden, Invalid

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = Calendar("Asia/Shanghai")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def test_it_is_open_from_the_opening_until_the_closing():
    assert OFFICE.is_open(at("2026-11-20 09:00"))
    assert not OFFICE.is_open(at("2026-11-20 18:00"))
    assert not OFFICE.is_open(at("2026-11-21 12:00")), "a Saturday"


def test_hours_run_on_over_the_weekend():
    assert OFFICE.add_hours(at("2026-11-20 16:00"), 4) == at("2026-11-23 11:00")


def test_hours_begin_at_the_next_opening():
    assert OFFICE.add_hours(at("2026-11-21 03:00"), 1) == at("2026-11-23 10:00")
    assert OFFICE.next_open(at("2026-11-21 03:00")) == at("2026-11-23 09:00")


def test_a_full_day_ends_at_its_closing_not_at_the_next_opening():
    assert OFFICE.add_hours(at("2026-11-20 09:00"), 9) == at("2026-11-20 18:00")


def test_hours_between_is_the_reverse_of_adding():
    start = at("2026-11-20 16:30")
    assert OFFICE.hours_between(start, OFFICE.add_hours(start, 13.5)) == 13.5
    assert OFFICE.hours_between(at("2026-11-23 10:00"), at("2026-11-20 17:00")) == -2


def test_a_holiday_is_closed_and_a_sunday_worked_in_exchange_is_open():
    special = {date(2026, 10, 1): (), date(2026, 10, 10): ((time(9), time(18)),)}
    golden = Calendar("Asia/Shanghai", special=special)

    assert not golden.is_open(at("2026-10-01 10:00"))
    assert golden.is_open(at("2026-10-10 10:00")), "a Saturday worked in exchange"
    assert golden.add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 2)


def test_a_lunch_break_does_not_count():
    split = Calendar("UTC", {"fri": ((time(9), time(12)), (time(13), time(17)))})

    assert split.hours_between(datetime(2026, 11, 20, 8, tzinfo=UTC), datetime(2026, 11, 20, 20, tzinfo=UTC)) == 7


def test_the_night_of_summer_time_has_an_hour_less():
    berlin = Calendar("Europe/Berlin", ALWAYS.weekly)

    assert berlin.hours_between(at("2026-03-29 00:00", ZoneInfo("Europe/Berlin")), at("2026-03-30 00:00", ZoneInfo("Europe/Berlin"))) == 23


def test_round_the_clock_equals_clock_hours():
    assert ALWAYS.add_hours(at("2026-11-20 23:00"), 36) == at("2026-11-22 11:00")


@pytest.mark.parametrize(("count", "day"), [(0, date(2026, 11, 23)), (1, date(2026, 11, 23)), (5, date(2026, 11, 27)), (-1, date(2026, 11, 20))])
def test_working_days_from_a_saturday(count, day):
    assert OFFICE.add_working_days(date(2026, 11, 21), count) == day


def test_a_calendar_that_is_never_open_says_so():
    never = Calendar(weekly={})
    with pytest.raises(ValueError, match="never open"):
        never.add_hours(datetime(2026, 11, 20, tzinfo=UTC), 1)
    with pytest.raises(ValueError, match="never open"):
        never.add_working_days(date(2026, 11, 20), 1)


def test_a_unit_without_a_calendar_is_open_on_weekdays_in_its_zone(boats):
    calendar = calendars.for_unit(boats.unit.id)

    assert (calendar.zone, calendar.is_working_day(date(2026, 11, 21))) == ("Asia/Shanghai", False)


def test_a_team_inherits_the_calendar_of_its_dealer(boats):
    row = calendars.save(boats.admin, "Showroom", {"sat": "9:00-12:00, 13:30-18:00"}, days="2026-11-28 Moving house")
    with transaction():
        boats.unit.calendar_id = row.id
        team = units.Unit(kind="team", name="Sales", parent_id=boats.unit.id)
        db.session.add(team)
        db.session.flush()
        state.bump("people")

    calendar = calendars.for_unit(team.id)

    assert calendar.is_open(at("2026-11-21 10:00"))
    assert not calendar.is_open(at("2026-11-28 10:00"))
    assert calendar.zone == "Asia/Shanghai"


def test_a_changed_calendar_holds_at_once(boats):
    row = calendars.save(boats.admin, "Showroom", {"sat": "9:00-12:00"})
    calendars.save(boats.admin, "Showroom", {"sat": ""}, calendar_id=row.id)
    with transaction():
        boats.unit.calendar_id = row.id
        db.session.flush()
        state.bump("people")

    assert not calendars.for_unit(boats.unit.id).ever_open


@pytest.mark.parametrize("text", ["9-", "25:00-26:00", "nine to five", "18:00-9:00", "9:00-12:00, 11:00-13:00", "9:00-24:00, 1:00-2:00"])
def test_hours_that_make_no_sense_are_refused_beside_their_day(boats, text):
    with pytest.raises(Invalid) as refusal:
        calendars.save(boats.admin, "Showroom", {"mon": text})

    assert list(refusal.value.errors) == ["mon"]


@pytest.mark.parametrize("line", [
    "9:00-12:00, 13:30-18:00 Worked in exchange", "9:00-12:00,13:30-18:00 Worked in exchange", "9:00 - 12:00 ,13:30 - 18:00 Worked in exchange", "9-12，13:30–18 Worked in exchange",
])  # fmt: skip
def test_a_special_day_has_all_the_hours_typed_however_they_are_spaced(boats, line):
    row = calendars.save(boats.admin, "Showroom", {}, days=f"2026-10-10 {line}")

    (day,) = calendars.days_of(row.id)
    assert (day.hours, day.name) == ([["09:00", "12:00"], ["13:30", "18:00"]], "Worked in exchange")


@pytest.mark.parametrize("label", ["National Day", "2nd day, 1-7 October", "3 - 5 October", "1,000 visitors"])
def test_a_special_day_without_hours_is_closed(boats, label):
    row = calendars.save(boats.admin, "Showroom", {}, days=f"2026-10-10 {label}")

    (day,) = calendars.days_of(row.id)
    assert (day.hours, day.name) == ([], label)


@pytest.mark.parametrize(("line", "why"), [
    ("2026-10-10 9- Worked", "time of day"), ("2026-10-10 25:00-26:00 Worked", "time of day"), ("2026-10-10 9:00-12:00-14:00 Worked", "time of day"),
    ("2026-10-10 9:00-12:00, 11:00-13:00 Worked", "follow one another"), ("10 October", "begin with a day"),
])  # fmt: skip
def test_a_special_day_that_makes_no_sense_is_refused_with_the_reason(boats, line, why):
    with pytest.raises(Invalid) as refusal:
        calendars.save(boats.admin, "Showroom", {}, days=line)

    assert why in refusal.value.errors["days"][0]


@pytest.mark.parametrize(("values", "field"), [({"name": "Office"}, "name"), ({"name": "x" * 121}, "name"), ({"zone": "Asia/Nowhere"}, "zone")])
def test_a_name_that_is_taken_or_too_long_and_a_zone_there_is_not_are_refused(boats, values, field):
    calendars.save(boats.admin, "Office", {})
    own = calendars.save(boats.admin, "Showroom", {})
    calendars.save(boats.admin, "Showroom", {}, zone="Asia/Shanghai", calendar_id=own.id)

    with pytest.raises(Invalid) as refusal:
        calendars.save(boats.admin, **{"name": "Workshop", "hours": {}, **values})

    assert list(refusal.value.errors) == [field]


def test_only_an_administrator_changes_calendars(boats):
    with pytest.raises(Forbidden):
        calendars.save(boats.rep, "Showroom", {})


def test_who_changed_a_calendar_and_how_is_in_the_log(boats):
    row = calendars.save(boats.admin, "Showroom", {"mon": "9-18"}, days="2026-10-01 National Day")
    calendars.save(boats.admin, "Showroom", {"mon": "9-17"}, days="2026-10-02 National Day", calendar_id=row.id)
    calendars.save(boats.admin, "Showroom", {"mon": "9-17"}, days="2026-10-02 National Day", calendar_id=row.id)

    changed, added = audit.page(boats.admin, group="installation")[0][:2]
    assert (added.event, added.actor_id) == ("calendar_added", boats.admin.id)
    assert (changed.event, changed.details["changed"]) == ("calendar_changed", {"mon": ["09:00-18:00", "09:00-17:00"]})
    assert (changed.details["days_added"], changed.details["days_removed"]) == (["2026-10-02 National Day"], ["2026-10-01 National Day"])


def test_a_day_that_stands_there_twice_or_says_too_much_is_refused_not_cut(boats):
    for days, why in (("2026-10-10 9:00-12:00\n2026-10-10 13:00-18:00", "2026-10-10 stands there twice"), (f"2026-10-10 {'x' * 121}", "at most 120 characters")):
        with pytest.raises(Invalid, match=why):
            calendars.save(boats.admin, "Showroom", {}, days=days)


@pytest.mark.parametrize("blank", ["\t", "\u3000", "  "])
def test_a_day_may_be_followed_by_a_tab_or_a_wide_blank(boats, blank):
    row = calendars.save(boats.admin, "Showroom", {}, days=f"2026-10-01{blank}国庆节")

    assert [(one.day, one.name) for one in calendars.days_of(row.id)] == [(date(2026, 10, 1), "国庆节")]
