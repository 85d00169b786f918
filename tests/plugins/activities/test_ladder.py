"""The overdue ladder: steps as data, each taken once, the customer back in the pool at its end."""

from __future__ import annotations

from threading import Thread

import pytest

from core import Invalid, acting, notices, records, roles, system_actor
from plugins.activities import ladder


@pytest.fixture(autouse=True)
def steps(app, at):
    """The ladder that ships: remind after a day, tell the manager after three."""
    with at("2026-11-26 10:00"):
        list(ladder.seed(system_actor()))
        yield


def overdue(make, user, days: int, **values):
    return make("activity", by=user("sales_consultant"), name="Call Gao", due_on=f"2026-11-{26 - days:02d}", **values)


def told(person) -> list[str]:
    return [one.text for one in notices.latest(person)]


def test_the_owner_is_reminded_once_however_often_it_runs(make, user):
    overdue(make, user, 1)

    assert ladder.climb(system_actor()) == {"remind": 1}
    assert ladder.climb(system_actor()) == {}
    [sentence] = told(user("sales_consultant"))
    assert sentence.startswith("“Call Gao” has been overdue since")


def test_who_may_not_know_the_day_is_reminded_without_it(make, user):
    overdue(make, user, 1)
    roles.change(system_actor(), "sales_consultant", fields={("activity", "due_on"): "hidden"})
    ladder.climb(system_actor())

    assert told(user("sales_consultant")) == ["“Call Gao” is overdue."]


def test_after_a_worker_was_down_every_step_is_taken_once(make, user):
    overdue(make, user, 9)

    assert ladder.climb(system_actor()) == {"remind": 1, "tell_manager": 1}
    assert len(told(user("sales_manager"))) == 1
    assert ladder.climb(system_actor()) == {}


def test_what_is_due_today_and_what_is_done_is_left_alone(make, user):
    overdue(make, user, 0)
    overdue(make, user, 5, done_at="2026-11-25T01:00:00Z")

    assert ladder.climb(system_actor()) == {}


def test_a_new_date_begins_at_the_foot_again(make, user, at):
    one = overdue(make, user, 1)
    ladder.climb(system_actor())
    records.update(one, user("sales_consultant"), due_on="2026-11-27", reason="Asked for Friday")

    with at("2026-11-28 10:00"):
        assert ladder.climb(system_actor()) == {"remind": 1}


def test_the_dealers_own_day_decides(make, user, at):
    overdue(make, user, 1)
    with at("2026-11-25 23:30"):
        assert ladder.climb(system_actor()) == {}


def test_a_condition_narrows_a_step(make, user):
    step = records.first("ladder_step", system_actor(), where={"step": "remind"})
    records.update(step, user("administrator"), where="priority = high")
    overdue(make, user, 1)
    overdue(make, user, 1, priority="high")

    assert ladder.climb(system_actor()) == {"remind": 1}


def test_a_step_that_cannot_be_read_is_refused_by_its_field(make, user):
    with pytest.raises(Invalid, match="colour"):
        make("ladder_step", by=user("administrator"), name="Odd", days=2, where="colour = red")
    with pytest.raises(Invalid, match="queue"):
        make("ladder_step", by=user("administrator"), name="Back", days=7, step="take_back")


def test_two_workers_take_a_step_once(app, make, user):
    for _number in range(12):
        overdue(make, user, 1)
    taken: list[int] = []

    def work() -> None:
        with app.app_context(), acting(system_actor()):
            taken.append(ladder.climb(system_actor()).get("remind", 0))

    threads = [Thread(target=work) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(taken) == 12
    assert len(told(user("sales_consultant"))) == 12


def test_the_page_of_an_activity_shows_what_was_done_about_it(make, user, login):
    one = overdue(make, user, 4)
    ladder.climb(system_actor())

    page = login("sales_consultant").get(one.url).text
    assert "Overdue ladder" in page and "Tell the manager" in page


def test_the_steps_that_ship_are_called_in_the_readers_language(login):
    assert "通知经理</a>" in login("administrator", language="zh_CN").get("/overdue-ladder").text


def failing_for(monkeypatch, module, record):
    """Whoever is told of this record: it fails."""
    sound = notices.send

    def send(to, message, about=None, **params):
        if about is not None and about.id == record.id:
            raise AttributeError
        return sound(to, message, about, **params)

    monkeypatch.setattr(module.notices, "send", send)


def test_an_activity_that_fails_holds_up_no_other(make, user, monkeypatch):
    failing_for(monkeypatch, ladder, overdue(make, user, 1))
    overdue(make, user, 1)

    assert ladder.climb(system_actor()) == {"remind": 1}
    monkeypatch.undo()
    assert ladder.climb(system_actor()) == {"remind": 1}


def test_a_step_whose_condition_can_no_longer_be_read_holds_up_no_other(make, user, monkeypatch):
    overdue(make, user, 4)
    first = records.first("ladder_step", system_actor(), sort="days")
    sound = ladder._due
    monkeypatch.setattr(ladder, "_due", lambda step, by: sound(step, by) if step.id != first.id else iter([1 // 0]))

    assert ladder.climb(system_actor()) == {"tell_manager": 1}


def test_an_activity_deleted_while_the_steps_are_taken_is_left_alone(make, user, monkeypatch):
    gone = overdue(make, user, 1)
    records.delete(gone, user("sales_consultant"))
    monkeypatch.setattr(ladder, "_due", lambda step, by: iter([gone.id]))

    assert ladder.climb(system_actor()) == {}


def test_two_steps_that_do_the_same_on_the_same_day_are_told_on_their_pages(make, user, login):
    admin, pages = user("administrator"), login("administrator")
    first, second = (make("ladder_step", by=admin, name=name, days=30, step="remind") for name in ("Ring up", "Ring again"))

    assert "“Ring again” does the same" in pages.get(f"/overdue-ladder/{first.id}").text
    assert "“Ring up” does the same" in pages.get(f"/overdue-ladder/{second.id}").text

    for differs in ({"days": 40}, {"days": 30, "where": "kind = call"}, {"where": None, "active": False}):
        records.update(second, admin, **differs)
        assert "does the same" not in pages.get(f"/overdue-ladder/{first.id}").text
