"""The log: what it notes, and who may read it."""

from __future__ import annotations

import pytest
from people import Group, people, sign_in  # noqa: F401 - people is a fixture

from core import audit, users
from core.db import transaction
from core.errors import Forbidden


def events(people: Group, group: str) -> list[str]:
    return [line.event for line in audit.page(people.system(), group=group)[0]]


def test_sign_ins_that_worked_failed_and_ended_are_noted(people: Group) -> None:
    browser = people.browser("ada@example.com")
    sign_in(people.browser(), "ada@example.com", "guess number")
    browser.post("/logout")

    assert events(people, "sign-ins") == ["sign_out", "sign_in_failed", "sign_in"]


def test_an_export_is_noted_with_object_and_count(people: Group) -> None:
    audit.exported(people.actor(people.sam), "boat", 12, where="owner = me")

    line = audit.page(people.system(), group="exports")[0][0]
    assert (line.actor_id, line.object, line.details["count"]) == (people.sam, "boat", 12)


def test_what_is_rolled_back_is_not_noted(people: Group) -> None:
    with pytest.raises(RuntimeError), transaction():
        audit.record("export", actor=people.ada)
        raise RuntimeError

    assert events(people, "exports") == []


def test_rights_and_people_are_noted_with_old_and_new(people: Group) -> None:
    users.change(people.actor(people.ada), people.min, name="周小敏", role_codes=("read_only",))

    line, change = audit.page(people.system(), person_id=people.min)[0][:2]
    assert line.details == {"before": ["sales_consultant"], "after": ["read_only"]}
    assert change.details["changed"]["name"] == ["周敏", "周小敏"]


def test_the_log_is_read_by_those_with_the_right_page_by_page(people: Group) -> None:
    with pytest.raises(Forbidden):
        audit.page(people.actor(people.min))
    first, following = audit.page(people.actor(people.sam), limit=2)
    rest, _end = audit.page(people.actor(people.sam), before=following)

    assert len(first) == 2
    assert max(line.id for line in rest) < first[-1].id
