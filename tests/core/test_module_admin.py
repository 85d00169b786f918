"""The administrator's pages on the system: modules, settings, jobs, calendars; and bell, approvals and merge pages."""

import json
from datetime import timedelta

import pytest
from background import serve

from core import calendars, fields, jobs, merging, modules, notices, outbox, plugins, records, registry, settings, state, units
from core.db import db, transaction
from core.plugins import Plugin
from core.settings import Setting


@pytest.fixture
def pages(boats):
    return serve(boats.app, boats.admin)


def add_module(code: str, **manifest) -> None:
    held = registry.current()
    held.plugins[code] = Plugin(code, label=code.title(), **manifest)


def second_dealer() -> int:
    with transaction():
        unit = units.Unit(kind="dealer", name="South", zone="Asia/Urumqi", currency="CNY")
        db.session.add(unit)
        db.session.flush()
        state.bump("people")
    return unit.id


# ---------------------------------------------------------------- modules


def test_a_card_says_what_a_module_needs_adds_and_holds(boats, pages):
    add_module("sails", depends=("boats",))
    records.create("boat", boats.rep, name="Alma")

    page = pages.get("/admin/modules").text

    assert "1 object" in page
    assert "1 record" in page
    assert "2 of 2 enabled" in page


def test_the_switch_turns_a_module_off_and_keeps_its_data(boats, pages):
    records.create("boat", boats.rep, name="Alma")
    page = pages.post("/admin/modules/boats", data={}, follow_redirects=True).text

    assert "is off now. Its data is kept." in page
    assert "1 record kept" in page
    assert modules.states() == {"boats": "disabled"}


def test_switching_on_again_is_one_click(boats, pages):
    modules.disable("boats", boats.admin)
    pages.post("/admin/modules/boats", data={"on": "1"})

    assert modules.states() == {"boats": "enabled"}


def test_a_module_that_others_need_stays_on_and_the_page_says_why(boats, pages):
    add_module("sails", depends=("boats",))
    answer = pages.post("/admin/modules/boats", data={})

    assert answer.status_code == 422
    assert "“Boats” cannot be switched off: Sails build on it." in answer.text


def test_a_locked_module_is_greyed_and_cannot_be_switched(boats, pages):
    boats.app.config["FORECOURT"]["modules"]["locked"] = ["boats"]

    assert "disabled" in pages.get("/admin/modules").text
    assert pages.post("/admin/modules/boats", data={}).status_code == 422
    assert modules.states() == {"boats": "enabled"}


def test_a_module_may_be_off_for_one_dealer_only(boats, pages):
    south = second_dealer()
    pages.post("/admin/modules/boats/dealers", data={"dealer": [str(boats.unit.id)]})

    assert modules.switches().off_at == {("boats", south)}
    pages.post("/admin/modules/boats/dealers", data={"dealer": [str(boats.unit.id), str(south)]})
    assert modules.switches().off_at == frozenset()


def test_what_a_module_raised_is_shown_on_its_card(boats, pages):
    plugins.contain("boats", "record_panels", KeyError("mast"))

    assert "mast" in pages.get("/admin/modules").text


def test_an_unknown_module_is_not_found(pages):
    assert pages.post("/admin/modules/rockets", data={"on": "1"}).status_code == 404


@pytest.mark.parametrize("path", ["/admin/modules", "/admin/settings", "/admin/jobs", "/admin/calendars"])
def test_only_administrators_see_these_pages(boats, path):
    assert serve(boats.app, boats.rep).get(path).status_code == 403


# ---------------------------------------------------------------- settings


@pytest.fixture
def hours(boats):
    setting = Setting("boats.hours", fields.Integer("Hours in the water", minimum=1, maximum=48), default=36, per_dealer=True)
    setting.plugin = "boats"
    registry.current().settings[setting.code] = setting


def test_a_setting_is_saved_from_the_page(pages, hours):
    pages.post("/admin/settings", data={"boats.hours": "24"})

    assert settings.get("boats.hours") == 24


def test_a_value_that_does_not_fit_stays_in_its_field_beside_the_error(pages, hours):
    answer = pages.post("/admin/settings", data={"boats.hours": "soon"})

    assert answer.status_code == 422
    assert 'value="soon"' in answer.text
    assert "must be a whole number" in answer.text


def test_of_settings_saved_together_all_are_or_none(pages, hours):
    registry.current().settings["boats.oars"] = oars = Setting("boats.oars", fields.Integer("Oars", minimum=1, maximum=8), default=2)
    oars.plugin = "boats"

    answer = pages.post("/admin/settings", data={"boats.hours": "24", "boats.oars": "99"})

    assert (answer.status_code, 'value="24"' in answer.text, 'value="99"' in answer.text) == (422, True, True)
    assert settings.get("boats.hours") == 36


def test_an_unticked_box_is_saved_as_no(boats, pages):
    settings.put("core.notices_by_mail", True, boats.admin)
    pages.post("/admin/settings", data={"core.notices_by_mail": ""})

    assert settings.get("core.notices_by_mail") is False


def test_a_dealer_differs_and_follows_again(boats, pages, hours):
    dealer = str(boats.unit.id)
    pages.post("/admin/settings", data={"dealer": dealer, "boats.hours": "12"})
    assert (settings.get("boats.hours"), settings.get("boats.hours", boats.unit.id)) == (36, 12)

    pages.post("/admin/settings", data={"dealer": dealer, "boats.hours": "12", "inherit": "boats.hours"})
    assert settings.get("boats.hours", boats.unit.id) == 36


def test_settings_of_an_unknown_dealer_are_not_found(pages):
    assert pages.get("/admin/settings?dealer=99").status_code == 404


# ---------------------------------------------------------------- jobs, calendars


def test_a_failed_entry_is_shown_with_its_reason_and_tried_again(boats, pages):
    outbox.add("boats.counted", {"number": 7})
    boats.heard.problem = outbox.Undeliverable("no such mailbox")
    outbox.drain()
    assert "no such mailbox" in pages.get("/admin/jobs").text

    boats.heard.problem = None
    page = pages.post("/admin/outbox/retry", data={"entry": outbox.failed()[0].id}, follow_redirects=True).text

    assert "1 entry will be tried again." in page
    assert outbox.drain() == 1


def test_the_page_says_when_no_worker_seems_to_run(boats, pages):
    outbox.add("boats.counted", {"number": 7}, delay=timedelta(minutes=-10))

    assert "No worker seems to run" in pages.get("/admin/jobs").text


def test_a_job_is_started_by_hand_and_its_page_shows_how_far_it_is(boats, pages):
    place = pages.post("/admin/jobs/core.forget_notices/start").location
    assert 'hx-trigger="every 1s"' in pages.get(place).text
    outbox.drain()

    assert pages.get(place, headers={"HX-Request": "true"}).status_code == 286


def test_a_run_is_shown_to_who_started_it_and_to_nobody_else(boats):
    run = jobs.start("core.forget_notices", boats.boss)

    assert serve(boats.app, boats.rep).get(f"/jobs/{run.id}").status_code == 404


def test_a_calendar_is_made_and_a_mistake_stands_beside_its_day(pages):
    wrong = pages.post("/admin/calendars/new", data={"name": "Showroom", "mon": "nine"})
    assert (wrong.status_code, 'value="nine"' in wrong.text) == (422, True)

    pages.post("/admin/calendars/new", data={"name": "Showroom", "mon": "9-18", "days": "2026-10-01 National Day"})
    row = calendars.all_rows()[0]
    page = pages.get(f"/admin/calendars/{row.id}").text
    assert "09:00-18:00" in page
    assert "2026-10-01 National Day" in page
    assert "Showroom" in pages.get("/admin/calendars").text


# ---------------------------------------------------------------- bell and merge


def test_the_bell_counts_opens_and_marks_read(boats, pages):
    boat = records.create("boat", boats.rep, name="Alma")
    notices.send(boats.admin.id, "%(record)s leaks.", boat)
    assert ">1<span" in pages.get("/notices/count").text
    assert "Alma leaks." in pages.get("/notices").text

    answer = pages.get(f"/notices/{notices.latest(boats.admin)[0].id}")

    assert answer.location == boat.url
    assert notices.unread(boats.admin) == 0


def test_a_notice_that_is_gone_or_another_persons_leads_to_ones_own(boats, pages):
    notices.send(boats.rep.id, "The oars are gone.")
    other = notices.latest(boats.rep)[0].id

    assert [pages.get(f"/notices/{one}").location for one in (other, other + 1)] == ["/notices"] * 2
    assert notices.unread(boats.rep) == 1


def test_what_is_new_since_the_page_was_opened_is_said_at_its_foot_once(boats, pages):
    notices.send(boats.admin.id, "An old one.")
    known = notices.latest(boats.admin)[0].id
    notices.send(boats.admin.id, "The oars are gone.")

    said = pages.get(f"/notices/count?since={known}").headers["HX-Trigger"]
    assert json.loads(said)["forecourt:toast"]["sentence"] == "The oars are gone."
    assert "HX-Trigger" not in pages.get(f"/notices/count?since={known + 1}").headers
    assert "HX-Trigger" not in pages.get("/notices/count").headers


def test_mail_is_chosen_under_the_bell(boats, pages):
    pages.post("/notices/mail", data={"by_mail": "1"})

    assert notices.by_mail(boats.admin)


def test_approvals_of_nobody_say_so(pages):
    assert "Nothing waits for you" in pages.get("/approvals").text


def test_the_merge_page_compares_merges_and_undoes(boats, pages):
    winner = records.create("boat", boats.rep, name="Alma")
    loser = records.create("boat", boats.rep, name="Alma II", colour="red")
    assert "Which value stays" in pages.get(f"/boats/{winner.id}/merge?with={loser.id}").text

    pages.post(f"/boats/{winner.id}/merge", data={"loser": loser.id, "pick-colour": "loser"})
    assert records.get("boat", winner.id, boats.rep).colour == "red"

    assert "Undo this merge" in pages.get(f"/boats/{winner.id}/merge").text
    pages.post(f"/merges/{merging.latest(winner).id}/undo")
    assert records.get("boat", loser.id, boats.rep).name == "Alma II"
