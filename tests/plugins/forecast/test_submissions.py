"""Submissions and locks: what is kept, who is missing or late, what a lock stops, and the reminder."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest

from core import Conflict, Forbidden, Refusal, mail, notices, outbox, records, system_actor, users
from plugins.forecast import adjustments, grid, locks, reminders, roll_call, submissions, types
from plugins.forecast.asking import Asked
from plugins.forecast.hierarchy import home_of

WHERE = "period=2026-10-01"


@pytest.fixture(autouse=True)
def november(at):
    with at("2026-11-20 10:00"):
        yield


@pytest.fixture
def forecast(ready):
    return next(one for one in types.all_types().values() if one.message == "Amount")


@pytest.fixture
def due(forecast):
    """``due(51)``: the forecast is due on that day of the period; the 51st of this one is 20 November."""

    def make(day, before=3):
        records.update(records.get("forecast_type", forecast.id, system_actor()), system_actor(), due_day=day, remind_before=before)
        return types.all_types()[forecast.id]

    return make


@pytest.fixture
def period(forecast):
    return forecast.read_period("2026-10-01", None)


@pytest.fixture
def call(forecast, period):
    """``call(user)``: the roll call of the team of that person."""

    def read(user):
        found = grid.read(forecast, period, user)
        return roll_call.read(Asked(found, home_of(user.id), frozenset(), "cumulative"))

    return read


def put(forecast, period, place_of, user, locked=True, seen=0):
    return locks.put(forecast, period, home_of(place_of.id), user, locked=locked, note="numbers are in", seen=seen)


def submit_by_page(client, note="as I see it", seen=None):
    form = client.get(f"/forecast/submit?{WHERE}").text
    seal = form.partition('name="seen" value="')[2].partition('"')[0]
    return client.post(f"/forecast/submit?{WHERE}", data={"note": note, "seen": seal if seen is None else seen})


def test_a_submission_keeps_the_numbers_of_its_moment(deal, forecast, period, rep):
    deal("commit", "100.10")
    submissions.submit(forecast, period, rep, note="as I see it")
    deal("commit", 50)

    (kept,) = submissions.history(forecast, period, rep.id)
    assert (str(kept.said["commit_forecast"]), kept.note, kept.author) == ("100.1", "as I see it", rep.name)
    assert str(submissions.numbers_of(forecast, period, rep)["commit_forecast"][1]) == "150.1000"


def test_what_is_said_stands_beside_the_sum_without_it(deal, forecast, period, seen, rep):
    deal("commit", 100)
    column = next(one for one in seen(rep).columns if one.code == "commit_forecast")
    adjustments.make(forecast, period, home_of(rep.id), column, rep, value=80, base=submissions.KEPT, note="slips", seen=0)
    kept = submissions.submit(forecast, period, rep)

    assert (kept.raw["commit_forecast"], kept.said["commit_forecast"]) == (100, 80)


def test_a_manager_sees_who_has_not_yet_submitted(deal, forecast, period, call, rep, other_rep, lead):
    submissions.submit(forecast, period, rep)
    found = call(lead)

    assert found.submitted == 1
    assert {line.place.person_id for line in found.missing} == {other_rep.id, lead.id}


def test_the_page_names_them_and_leaves_the_others_out_when_asked(deal, forecast, period, login, rep, other_rep):
    submissions.submit(forecast, period, rep, note="as I see it")
    client = login("sales_manager")

    page, missing = client.get(f"/forecast/submissions?{WHERE}").text, client.get(f"/forecast/submissions?{WHERE}&missing=1").text
    assert "1 of 3 have submitted" in page
    assert "as I see it" in page
    assert other_rep.name in missing
    assert "as I see it" not in missing


def test_one_may_submit_again_and_every_submission_stays(deal, login, forecast, period, rep):
    deal("commit", 100)
    client = login()
    assert submit_by_page(client).status_code == 303
    assert submit_by_page(client, note="after the call").status_code == 303

    assert [one.note for one in submissions.history(forecast, period, rep.id)] == ["after the call", "as I see it"]
    dialog = client.get(f"/forecast/submissions/{rep.id}?{WHERE}").text
    assert "after the call" in dialog
    assert "as I see it" in dialog


def test_numbers_that_have_moved_since_the_dialog_opened_are_shown_anew(deal, login, forecast, period, rep):
    deal("commit", 100)
    answer = submit_by_page(login(), seen="commit_forecast=99")

    assert answer.status_code == 409
    assert "have moved meanwhile" in answer.text
    assert 'value="as I see it"' in answer.text
    assert submissions.history(forecast, period, rep.id) == []


def test_a_note_that_is_too_long_comes_back(ready, login):
    answer = submit_by_page(login(), note="x" * 256)

    assert answer.status_code == 422
    assert "at most 255" in answer.text


def test_whoever_only_reads_submits_nothing_and_a_period_that_is_over_is_closed(forecast, period, user, rep):
    with pytest.raises(Forbidden):
        submissions.submit(forecast, period, user("read_only"))
    with pytest.raises(Refusal, match="is over"):
        submissions.submit(forecast, period.after(-1), rep)


def test_late_is_who_came_after_the_day_that_was_due_then(deal, due, period, call, rep, other_rep, lead):
    submissions.submit(due(51), period, rep)
    submissions.submit(due(50), period, other_rep)

    assert {line.place.person_id for line in call(lead).late} == {other_rep.id}


def test_who_was_in_time_once_is_not_late_by_submitting_again(due, period, call, rep, lead):
    submissions.submit(due(51), period, rep)
    submissions.submit(due(50), period, rep)

    assert call(lead).late == []


@pytest.mark.parametrize(("kind", "day"), [("week", 8), ("month", 29), ("quarter", 91)])
def test_a_due_day_is_one_that_every_period_has(make, kind, day):
    with pytest.raises(Exception, match="This is a day from 1 to"):
        make("forecast_type", name="Other", period=kind, due_day=day)


def test_in_a_locked_period_nobody_of_the_team_adjusts_or_submits(deal, forecast, period, login, rep, lead):
    deal("commit", 100)
    put(forecast, period, lead, lead)
    client = login()

    assert "pencil-inline" not in client.get(f"/forecast?{WHERE}").text
    for answer in (client.post(f"/forecast/adjust?{WHERE}&column=commit_forecast&place={home_of(rep.id).code}", data={"value": "80", "note": "slips", "seen": "0"}), submit_by_page(client)):
        assert answer.status_code == 422
        assert f"Q4 2026 was locked by {lead.name}" in answer.text


def test_neither_does_the_manager_but_whoever_stands_above(deal, forecast, period, seen, rep, lead, chief):
    put(forecast, period, lead, lead)
    column = next(one for one in seen(lead).columns if one.code == "commit_forecast")

    def adjust(place, by):
        adjustments.make(forecast, period, home_of(place.id), column, by, value=80, base=submissions.KEPT, note="slips", seen=0)

    with pytest.raises(Refusal, match="was locked"):
        adjust(rep, lead)
    adjust(lead, chief)


def test_reopened_it_is_adjusted_again_and_both_stay_in_the_history(forecast, period, login, rep, lead):
    put(forecast, period, lead, lead)
    client = login("sales_manager")
    assert client.post(f"/forecast/lock?{WHERE}&root={home_of(lead.id).code}", data={"locked": "0", "note": "one more", "seen": "1"}).status_code == 303

    assert submissions.submit(forecast, period, rep).number == 1
    page = client.get(f"/forecast/submissions?{WHERE}").text
    assert "numbers are in" in page
    assert "one more" in page


def test_a_lock_is_a_right_of_its_own_and_of_the_own_teams(forecast, period, seen, rep, lead, chief):
    for who, place, sentence in ((rep, rep, "not lock it"), (lead, chief, "teams that you lead"), (chief, rep, "teams that you lead")):
        with pytest.raises((Forbidden, Refusal), match=sentence):
            locks.check(who, seen(who).hierarchy, home_of(place.id), None)
    locks.check(chief, seen(chief).hierarchy, home_of(lead.id), None)


def test_what_the_manager_above_has_locked_that_manager_reopens(forecast, period, seen, lead, chief):
    lock = put(forecast, period, lead, chief)

    with pytest.raises(Refusal, match="has locked it"):
        locks.check(lead, seen(lead).hierarchy, home_of(lead.id), lock)
    locks.check(chief, seen(chief).hierarchy, home_of(lead.id), lock)


def test_of_two_managers_at_once_one_locks_and_the_other_is_told(forecast, period, at_once, lead, chief):
    answers = at_once([lambda: put(forecast, period, lead, lead), lambda: put(forecast, period, lead, chief)])

    assert [isinstance(one, Conflict) for one in answers].count(True) == 1
    assert len(locks.history(forecast, period, [home_of(lead.id)])) == 1


def test_an_adjustment_and_a_lock_at_once_follow_one_another(deal, forecast, period, at_once, seen, rep, lead):
    column = next(one for one in seen(rep).columns if one.code == "commit_forecast")

    def adjust():
        adjustments.make(forecast, period, home_of(rep.id), column, rep, value=80, base=submissions.KEPT, note="slips", seen=0)

    adjusted, _lock = at_once([adjust, lambda: put(forecast, period, lead, lead)])

    found = adjustments.standing(forecast, period)
    assert bool(found) == (adjusted is None)
    assert adjusted is None or isinstance(adjusted, Refusal)


def told(person):
    return [one.text for one in notices.latest(users.actor(person.id)) if "Your forecast" in one.text]


def test_whoever_has_not_submitted_is_reminded_once(due, period, at, rep, other_rep, lead):
    submissions.submit(due(54), period, other_rep)
    with at("2026-11-19 08:00"):
        assert reminders.remind(system_actor())["told"] == 0
    first, second = reminders.remind(system_actor())["told"], reminders.remind(system_actor())["told"]

    assert (first >= 2, second) == (True, 0)
    assert told(rep) == ["Your forecast of Q4 2026 (Amount) is due by 23 Nov."]
    assert told(other_rep) == []


def test_a_reminder_missed_by_a_worker_that_was_down_is_caught_up_with(due, at, rep):
    due(40)
    reminders.remind(system_actor())

    assert told(rep) == ["Your forecast of Q4 2026 (Amount) was due by 9 Nov and has not been submitted."]
    with at("2027-01-02 08:00"):
        assert reminders.remind(system_actor())["told"] == 0


def test_it_comes_by_mail_too_and_in_the_readers_language(due, rep):
    notices.set_by_mail(users.actor(rep.id), True)
    users.change(system_actor(), rep.id, locale="zh_CN")
    due(54)
    reminders.remind(system_actor())
    outbox.drain()

    (letter,) = [message_from_bytes(one.read_bytes(), policy=policy.default) for one in mail.folder().glob("*.eml")]
    assert (letter["To"], "2026年第4季度" in letter["Subject"]) == (rep.email, True)


def test_a_place_out_of_sight_has_no_submissions_to_show(deal, login, lead, other_rep):
    client = login("sales_consultant")

    assert client.get(f"/forecast/submissions/{other_rep.id}?{WHERE}").status_code == 404
    assert client.get(f"/forecast/submissions?{WHERE}&root={home_of(lead.id).code}").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_pages_open_in_both_languages(deal, forecast, period, login, rep, lead, language):
    submissions.submit(forecast, period, rep)
    client = login("sales_manager", language=language)
    put(forecast, period, lead, lead)

    for path in ("/forecast", "/forecast/submissions", "/forecast/submit", f"/forecast/submissions/{rep.id}", "/forecast/lock"):
        assert client.get(f"{path}?{WHERE}").status_code == 200, path


def test_the_api_submits_and_says_who_has_not(deal, login, rep, other_rep):
    deal("commit", "100.10")
    made = login("sales_consultant").post("/api/v1/forecast/submissions", json={"period": "2026-11-01", "note": "as I see it"})
    call = login("sales_manager").get(f"/api/v1/forecast/submissions?{WHERE}").json

    assert (made.status_code, made.json["numbers"]["commit_forecast"], made.json["late"]) == (201, {"raw": "100.1", "owner": "100.1"}, False)
    assert (call["asked"], call["submitted"]) == (3, 1)
    assert [line["submission"] for line in call["data"] if line["person"] == other_rep.id] == [None]
    assert login("sales_manager").get(f"/api/v1/forecast/submissions/{rep.id}?{WHERE}").json["data"] == [made.json]


def test_the_api_locks_by_the_version_one_has_seen(ready, login, lead):
    client, path = login("sales_manager"), f"/api/v1/forecast/locks/{home_of(lead.id).code}?{WHERE}"
    locked = client.put(path, json={"locked": True, "note": "numbers are in"}, headers={"If-Match": '"0"'})
    late = client.put(path, json={"locked": False}, headers={"If-Match": '"0"'})

    assert (locked.status_code, locked.headers["ETag"], late.status_code) == (200, '"1"', 412)
    assert client.get(f"/api/v1/forecast/locks?{WHERE}").json["data"] == [locked.json]
    assert client.post("/api/v1/forecast/submissions", json={"period": "2026-10-01"}).status_code == 422
    assert client.put(path, json={"locked": False}).json["locked"] is False


def test_a_consultant_locks_nothing_by_the_api_either(ready, login, rep, lead):
    client = login("sales_consultant")

    assert client.put(f"/api/v1/forecast/locks/{home_of(rep.id).code}?{WHERE}", json={"locked": True}).status_code == 403
    assert client.put(f"/api/v1/forecast/locks/{home_of(lead.id).code}?{WHERE}", json={"locked": True}).status_code == 404
