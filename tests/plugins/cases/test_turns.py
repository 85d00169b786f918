"""What happened to a case stands between the words: thin lines, which one may leave out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from core import Actor, records, system_actor
from core.testing import Client
from plugins.cases import catalogue, move, note, reply
from plugins.cases.panels import conversation


def lines(case: Any, who: Actor) -> list[str]:
    """Words and turns as the page shows them, the first first."""
    shown = conversation(case, who)
    assert shown is not None
    return [getattr(one, "body", None) or one.text for one in reversed(shown["lines"])]


def working() -> int:
    status = catalogue().working()
    assert status is not None
    return status.id


def test_a_status_an_owner_and_a_priority_that_changed_stand_among_the_words(user: Callable[..., Actor], make: Callable[..., Any]) -> None:
    agent, colleague = user("service_agent"), user("dealer_manager")
    case = make("case", agent, priority="normal")
    note.run(case, agent, body="Heard the noise.")
    move.run(records.get("case", case.id, agent), agent, status=working())
    case = records.update(records.get("case", case.id, agent), agent, owner=colleague.id, priority="high")
    reply.run(case, agent, body="We are on it.")

    assert lines(case, agent) == ["Heard the noise.", "New → Working", f"{agent.name} → {colleague.name} · Priority: Normal → High", "We are on it."]


def test_whoever_may_not_know_of_the_owner_does_not_read_of_one_here(user: Callable[..., Actor], make: Callable[..., Any]) -> None:
    agent = user("service_agent")
    case = make("case", agent, priority="normal")
    case = records.update(case, system_actor(), owner=user("dealer_manager").id, priority="high")

    assert lines(case, replace(agent, field_rights={("case", "owner"): "hidden"})) == ["Priority: Normal → High"]
    assert lines(case, replace(agent, field_rights={("case", "status"): "hidden"})) == []


def test_the_page_offers_to_show_the_comments_only(login: Callable[..., Client], make: Callable[..., Any]) -> None:
    browser = login("service_agent")
    case = make("case", browser.actor)
    note.run(case, browser.actor, body="Heard the noise.")
    move.run(records.get("case", case.id, browser.actor), browser.actor, status=working())

    for page in (f"/cases/{case.id}", f"/cases/console?case={case.id}"):
        text = browser.get(page).get_data(as_text=True)
        assert re.search(r'<li class="turn">.*New → Working', text)
        assert 'data-keep="words"' in text
