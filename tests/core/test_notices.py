"""Notices and mail: for whom they are, in the reader's language, read and unread."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import time_machine

from core import mail, modules, notices, outbox, records, settings, users
from core.clock import now
from core.db import transaction
from core.formats import formats_of
from core.i18n import gettext_lazy

FOUND = gettext_lazy("%(person)s has found %(record)s.")
LOST = gettext_lazy("%(person)s has lost the oars.")

SUNK = gettext_lazy("%(record)s has sunk.")
FLEET = notices.Gathering(gettext_lazy("%(num)s have sunk, the last %(record)s."), "/boats")


def mails(boats) -> list:
    outbox.drain()
    return [message_from_bytes(one.read_bytes(), policy=policy.default) for one in sorted(mail.folder().glob("*.eml"))]


def test_a_notice_waits_in_the_bell_of_one_person(boats):
    boat = records.create("boat", boats.rep, name="Alma")
    notices.send(boats.boss.id, FOUND, boat, person="Rosa")

    assert notices.latest(boats.boss)[0].text == "Rosa has found Alma."
    assert notices.latest(boats.boss)[0].url == boat.url
    assert (notices.unread(boats.boss), notices.unread(boats.rep)) == (1, 0)


def test_marked_words_inside_a_notice_are_kept_translatable(boats):
    notices.send(boats.boss.id, gettext_lazy("“%(job)s” is done."), job=gettext_lazy("Housekeeping"))

    assert notices.latest(boats.boss)[0].parameters["job"]["message"] == "Housekeeping"
    assert notices.latest(boats.boss)[0].text == "“Housekeeping” is done."


def test_reading_marks_only_ones_own(boats):
    notices.send([boats.boss.id, boats.rep.id], LOST, person="Rosa")
    other = notices.latest(boats.rep)[0]

    assert notices.mark_read(boats.boss, other.id) == 0
    assert notices.mark_read(boats.boss) == 1
    assert (notices.unread(boats.boss), notices.unread(boats.rep)) == (0, 1)


def test_a_notice_can_be_kept_for_later(boats):
    notices.send(boats.boss.id, LOST, person="Rosa")
    notices.mark_read(boats.boss)
    notices.mark_unread(boats.boss, notices.latest(boats.boss)[0].id)

    assert notices.unread(boats.boss) == 1


def test_a_queue_means_each_of_its_members(boats):
    queue = users.add_queue(boats.admin, name="Harbour", members=(boats.boss.id, boats.rep.id))

    assert notices.send(queue.id, LOST, person="Ada") == 2


def test_a_person_who_can_no_longer_sign_in_is_not_told(boats):
    users.disable(boats.admin, boats.rep.id)

    assert notices.send(boats.rep.id, LOST, person="Ada") == 0


def test_a_module_that_is_off_for_a_dealer_tells_its_people_nothing(boats):
    modules.set_dealer("boats", boats.unit.id, False, boats.admin)

    assert notices.send(boats.rep.id, LOST, person="Ada", module="boats") == 0


def test_many_of_a_kind_that_nobody_has_read_yet_are_one_with_one_mail(boats):
    notices.set_by_mail(boats.boss, True)
    for name in ("Alma", "Berta", "Cora"):
        notices.send([boats.boss.id, boats.rep.id], SUNK, records.create("boat", boats.rep, name=name), gathered=FLEET)

    assert [(one.text, one.url) for one in notices.latest(boats.boss)] == [("3 have sunk, the last Cora.", "/boats")]
    assert notices.unread(boats.rep) == 1
    assert [one["Subject"] for one in mails(boats)] == ["Alma has sunk."]


def test_what_was_read_or_is_older_or_of_another_kind_is_not_gathered(boats, at):
    boat = records.create("boat", boats.rep, name="Alma")
    notices.send(boats.boss.id, SUNK, boat, gathered=FLEET)
    notices.mark_read(boats.boss)
    notices.send(boats.boss.id, FOUND, boat, person="Rosa")
    notices.send(boats.boss.id, SUNK, boat, gathered=FLEET)
    with at(now() + timedelta(minutes=11)):
        notices.send(boats.boss.id, SUNK, boat, gathered=FLEET)

    assert [one.text for one in notices.latest(boats.boss)] == ["Alma has sunk.", "Alma has sunk.", "Rosa has found Alma.", "Alma has sunk."]


def test_mail_goes_only_to_those_who_want_it(boats):
    notices.set_by_mail(boats.boss, True)
    notices.send([boats.boss.id, boats.rep.id], LOST, person="Ada")

    assert [one["To"] for one in mails(boats)] == ["bo@example.com"]


def test_the_installation_may_want_mail_for_all_but_those_who_decline(boats):
    settings.put("core.notices_by_mail", True, boats.admin)
    notices.set_by_mail(boats.boss, False)
    notices.send([boats.boss.id, boats.rep.id], LOST, person="Ada")

    assert [one["To"] for one in mails(boats)] == ["rosa@example.com"]


def test_a_rolled_back_save_sends_no_mail(boats):
    with pytest.raises(KeyError), transaction():
        mail.send("rosa@example.com", "Hello", "there")
        raise KeyError

    assert mails(boats) == []


def test_a_line_break_in_a_subject_adds_no_recipient(boats):
    mail.send("rosa@example.com", "Hello\r\nBcc: all@example.com", "周敏 has called.")

    message = mails(boats)[0]
    assert (message["Subject"], message["Bcc"]) == ("Hello Bcc: all@example.com", None)
    assert "周敏" in message.get_content()


def test_a_mail_sent_twice_is_the_same_mail(boats):
    event_id = mail.send("rosa@example.com", "Hello", "there")
    event = outbox.claim()[0]
    mail.deliver(event)
    mail.deliver(event)

    assert [one["Message-ID"] for one in mails(boats)] == [f"<{event_id}@localhost.localdomain>"]


def test_days_and_moments_in_a_notice_are_told_as_on_the_readers_calendar_and_clock(boats):
    due = gettext_lazy("Due %(day)s, warned at %(moment)s.")
    with time_machine.travel(datetime(2026, 11, 27, 6, tzinfo=UTC), tick=False):
        notices.send(boats.boss.id, due, day=date(2026, 11, 26), moment=datetime(2026, 11, 27, 5, 30, tzinfo=UTC))
        notice = notices.latest(boats.boss)[0]

        assert notice.told(formats_of("en", "Asia/Shanghai")) == "Due 26 Nov, warned at 27 Nov 13:30."
        assert notice.told(formats_of("zh_CN", "UTC")) == "Due 11月26日, warned at 11月27日 05:30."


def test_a_notice_tells_no_field_that_is_hidden_from_its_reader(boats, monkeypatch):
    boat = records.create("boat", boats.rep, name="Alma", colour="blue")
    actor = users.actor
    monkeypatch.setattr(users, "actor", lambda one: replace(actor(one), is_admin=False, field_rights={("boat", "colour"): "hidden"} if one == boats.rep.id else {}))

    blue, some = gettext_lazy("%(record)s is %(colour)s."), gettext_lazy("%(record)s has a colour.")

    assert notices.send([boats.boss.id, boats.rep.id], blue, boat, tells=("colour",), otherwise=some, colour="blue") == 2
    assert [notices.latest(one)[0].text for one in (boats.boss, boats.rep)] == ["Alma is blue.", "Alma has a colour."]
    assert "colour" not in notices.latest(boats.rep)[0].parameters
    assert notices.send([boats.boss.id, boats.rep.id], blue, boat, tells=("colour",), colour="blue") == 1
