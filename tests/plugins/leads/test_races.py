"""Several people, and several processes, at one lead: real commits, on either database."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from core import Actor, NotFound, db, plugins, records, system_actor
from plugins.leads import take
from plugins.leads.assignment import decisions

TOGETHER = 4
WRITER = """
import sys
from core import acting, create_app, records, users
app = create_app({"database_url": sys.argv[1], "data_dir": sys.argv[2], "secret_key": "test", "queue": {"url": "none"}, "modules": {"load": sys.argv[5].split(",")}})
with app.app_context():
    actor = users.actor(users.by_email(sys.argv[3]).id)
    print("ready", flush=True)
    sys.stdin.readline()
    with acting(actor):
        for turn in range(12):
            records.create("lead", actor, channel="lenient", name=f"{sys.argv[4]} {turn}")
"""


def four(work: Callable[[int], Any]) -> list[Callable[[], Any]]:
    """The same work for four people, each with a number."""
    return [partial(work, number) for number in range(TOGETHER)]


def test_s12_two_reps_who_take_the_same_lead_at_once_never_both_have_it(at_once: Any, register: Any, agent: Actor, queue: int, user: Any) -> None:
    lead = register(by=agent, owner=queue)
    reps = [user("sales_consultant", number=number) for number in (1, 2)]

    results = at_once(four(lambda number: take.run(lead, reps[number % 2]).owner_id))

    owner = records.get("lead", lead.id, system_actor()).owner_id
    assert {one for one in results if isinstance(one, int)} == {owner}, results
    assert {type(one) for one in results} == {int, NotFound}, results
    assert [one.mode for one in decisions(lead)].count("take") == 1


def test_s12_leads_that_arrive_at_once_go_round_and_none_to_two(at_once: Any, register: Any, rule: Any, agent: Actor, seller: Actor, colleague: Actor) -> None:
    rule("round_robin", [seller.id, colleague.id])

    results = at_once(four(lambda _number: [register(by=agent).id for _turn in range(3)]))

    leads = [records.get("lead", one, system_actor()) for made in results for one in made]
    assert Counter(one.owner_id for one in leads) == {seller.id: 6, colleague.id: 6}
    assert all(len(decisions(one)) == 1 for one in leads)


def test_each_number_is_given_out_once_by_two_processes(app: Any, seller: Actor, tmp_path: Path) -> None:
    url = app.config["FORECOURT"]["database_url"]
    words = [sys.executable, "-c", WRITER, url, str(tmp_path), seller.email]
    writers = [subprocess.Popen([*words, name, ",".join(plugins.loaded_codes())], cwd=Path(__file__).parents[3], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for name in ("One", "Two")]
    for one in writers:
        assert one.stdout.readline() == "ready\n"  # type: ignore[union-attr]  # it is a pipe
    for one in writers:
        one.stdin.write("go\n")  # type: ignore[union-attr]  # it is a pipe
        one.stdin.flush()  # type: ignore[union-attr]
    for one in writers:
        one.communicate(timeout=60)
    db.session.rollback()  # what was read before is old now

    numbers = [one.number for one in records.find("lead", system_actor(), sort="id")]
    assert [one.returncode for one in writers] == [0, 0]
    assert len(numbers) == len(set(numbers)) == 24
    assert sorted(numbers) == [f"L-{number:06d}" for number in range(1, 25)]
