"""A queue is taken out of use: not before what it holds and the rules that give to it have found another place."""

from __future__ import annotations

import pytest

from core import NotFound, Refusal, outbox, records, settings, users


@pytest.fixture
def admin(user):
    return user("administrator")


@pytest.fixture
def pool(admin):
    return users.add_queue(admin, name="Night desk", unit_id=admin.unit_id)


def test_a_queue_that_holds_work_stays_in_use_and_says_what_it_holds(pool, admin):
    lead = records.create("lead", admin, channel="lenient", name="Gao Lei", mobile="13800138000", owner=pool.id)

    with pytest.raises(Refusal, match=r"Night desk still holds: Leads \(1\)"):
        users.change_queue(admin, pool.id, active=False)

    records.update(lead, admin, owner=admin.id)
    users.change_queue(admin, pool.id, active=False)
    assert not users.find(pool.id).active


def test_a_queue_that_a_rule_or_a_setting_names_stays_in_use_and_says_where(pool, admin):
    rule = records.create("assignment_rule", admin, name="At night", mode="pool", position=10)
    target = records.create("assignment_target", admin, rule=rule, target=pool.id)
    step = records.create("ladder_step", admin, name="Take back", days=5, step="take_back", queue=pool.id)
    settings.put("cases.web_form_receiver", pool.id, admin)

    with pytest.raises(Refusal) as problem:
        users.change_queue(admin, pool.id, active=False)

    assert problem.value.message.startswith("Night desk is still named here: ")
    for place in ("Assignment target “Night desk”", "“Take back”", "Setting “"):
        assert place in problem.value.message
    for one in (target, step):
        records.update(one, admin, active=False)
    settings.reset("cases.web_form_receiver", admin)
    users.change_queue(admin, pool.id, active=False)


def test_a_quota_is_not_told_as_work_to_hand_over_since_it_stays_its_owners(admin, user):
    rep = user("sales_consultant")
    kind = records.create("forecast_type", admin, name="Vans", measure="units")
    records.create("forecast_quota", admin, owner=rep.id, forecast_type=kind, starts_on="2026-10-01", units=5)

    assert "forecast_quota" not in [object_type.code for object_type, _count in users.open_work(rep.id)]


def test_whoever_is_to_be_disabled_is_shown_where_the_rules_name_them(admin, user, login):
    rep = user("sales_consultant")
    rule = records.create("assignment_rule", admin, name="In turns", mode="round_robin", position=10)
    records.create("assignment_target", admin, rule=rule, target=rep.id)

    page = login("administrator").get(f"/admin/users/{rep.id}/disable").text

    assert "is named here:" in page
    assert f"Assignment target: {rep.name}" in page


def test_a_queue_that_goes_to_another_dealer_takes_along_what_is_open(pool, admin, user):
    north, south = user("dealer_manager"), user("dealer_manager", dealer="South")
    users.change_queue(admin, pool.id, unit_id=north.dealer_id)
    outbox.drain()
    waiting = records.create("lead", admin, channel="lenient", name="Gao Lei", mobile="13800138000", owner=pool.id)
    assert records.get("lead", waiting.id, north).id == waiting.id

    users.change_queue(admin, pool.id, unit_id=south.dealer_id)
    outbox.drain()

    assert records.get("lead", waiting.id, south).dealer_id == south.dealer_id
    with pytest.raises(NotFound):
        records.get("lead", waiting.id, north)


def test_a_queue_of_no_unit_leaves_its_records_where_they_are(pool, admin, user):
    north = user("dealer_manager")
    users.change_queue(admin, pool.id, unit_id=north.dealer_id)
    waiting = records.create("lead", admin, channel="lenient", name="Gao Lei", mobile="13800138000", owner=pool.id)

    users.change_queue(admin, pool.id, unit_id=None)
    outbox.drain()

    assert records.get("lead", waiting.id, north).unit_id == north.dealer_id
