"""Settings: typed, for all or for one dealer, read anew by every process; and keys against double submission."""

import pytest
import sqlalchemy as sa
from background import Effect, in_threads

from core import fields, once, registry, settings
from core.db import db
from core.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from core.settings import Setting


@pytest.fixture
def hours(boats):
    setting = Setting("boats.hours", fields.Integer("Hours in the water", minimum=1, maximum=48), default=36, per_dealer=True)
    setting.plugin = "boats"
    registry.current().settings[setting.code] = setting
    return setting


def test_a_setting_nobody_touched_has_its_default(boats, hours):
    assert settings.get("boats.hours") == 36


def test_a_dealers_value_wins_over_the_installations(boats, hours):
    settings.put("boats.hours", "24", boats.admin)
    settings.put("boats.hours", 12, boats.admin, dealer_id=boats.unit.id)

    assert (settings.get("boats.hours"), settings.get("boats.hours", boats.unit.id)) == (24, 12)
    settings.reset("boats.hours", boats.admin, dealer_id=boats.unit.id)
    assert settings.get("boats.hours", boats.unit.id) == 24


@pytest.mark.parametrize("value", ["soon", 0, 49, [1], 1.5])
def test_a_value_that_does_not_fit_is_refused_with_a_sentence(boats, hours, value):
    with pytest.raises(Invalid) as refusal:
        settings.put("boats.hours", value, boats.admin)

    assert "Hours in the water" in str(refusal.value)
    assert settings.get("boats.hours") == 36


def test_another_process_reads_the_new_value(boats, hours):
    assert settings.get("boats.hours") == 36
    settings.put("boats.hours", 24, boats.admin)

    assert in_threads(boats.app, 1, lambda _number: settings.get("boats.hours")) == [24]


def test_a_setting_that_is_the_same_for_all_has_no_dealers_value(boats):
    with pytest.raises(Invalid, match="same for all dealers"):
        settings.put("core.mail_sender_name", "North", boats.admin, dealer_id=boats.unit.id)


def test_only_an_administrator_changes_settings(boats, hours):
    with pytest.raises(Forbidden):
        settings.put("boats.hours", 24, boats.rep)


def test_an_undeclared_setting_is_not_found(boats):
    with pytest.raises(NotFound, match=r"boats\.sails"):
        settings.get("boats.sails")


# ---------------------------------------------------------------- double submission


def launch(number: int = 1):
    def work():
        effect = Effect(event_id="", number=number)
        db.session.add(effect)
        db.session.flush()
        return {"url": f"/boats/{effect.id}"}

    return work


def count() -> int:
    db.session.commit()
    return db.session.scalar(sa.select(sa.func.count()).select_from(Effect))


def test_a_form_sent_twice_takes_effect_once_and_gets_the_same_answer(boats):
    token, purpose = once.new_token(), once.purpose_of("POST", "/boats/new")
    first = once.perform(token, purpose, boats.rep, launch())
    again = once.perform(token, purpose, boats.rep, launch())

    assert (first[0], first[1], again[1]) == (again[0], False, True)
    assert count() == 1


def test_a_double_click_on_two_workers_takes_effect_once(boats):
    answers = in_threads(boats.app, 4, lambda _number: once.perform("same", "x", boats.rep, launch())[0])

    assert len({answer["url"] for answer in answers}) == 1
    assert count() == 1


def test_a_refused_save_leaves_the_key_unused(boats):
    def refuse():
        launch()()
        raise Refusal("No.")

    with pytest.raises(Refusal, match="No"):
        once.perform("same", "x", boats.rep, refuse)
    once.perform("same", "x", boats.rep, launch())

    assert count() == 1


def test_a_key_does_not_serve_for_something_else(boats):
    once.perform("same", once.purpose_of("POST", "/boats", b"a"), boats.rep, launch())
    with pytest.raises(Conflict, match="another request"):
        once.perform("same", once.purpose_of("POST", "/boats", b"b"), boats.rep, launch())


def test_two_people_may_have_the_same_key(boats):
    once.perform("same", "x", boats.rep, launch())
    once.perform("same", "x", boats.boss, launch())

    assert count() == 2


def test_a_key_that_is_too_long_is_refused(boats):
    with pytest.raises(Refusal, match="at most"):
        once.perform("k" * 101, "x", boats.rep, launch())


def test_the_country_is_one_whose_telephones_are_known(boats):
    """Numbers without a country code are read by it: with a code that is none, such as UK, each would be refused as no telephone number."""
    assert settings.put("core.country", "de", boats.admin) == "DE"
    for value in ("UK", "XX", "China", ""):
        with pytest.raises(Invalid):
            settings.put("core.country", value, boats.admin)

    assert settings.get("core.country") == "DE"
