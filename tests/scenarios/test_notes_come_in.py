"""Notes and calls of an old system, each about a customer, a lead or a sale: found by name, by number or by the old system's key."""

from __future__ import annotations

from typing import Any

from core import external_ids, records, registry
from plugins.activities import activity, timeline
from plugins.imports import Plan, perform, prepare
from plugins.imports.mapping import Column


def test_they_stand_on_the_timeline_of_whatever_they_are_about(make: Any, user: Any) -> None:
    boss = user("administrator")
    account, lead = make("account", by=boss, name="Blue Harbor"), make("lead", by=boss, name="Gao Lei", mobile="13800138000", channel="lenient")
    external_ids.keep(lead, "old", "L-17", boss)
    rows = f"Subject,About\nBy name,Blue Harbor\nBy number,{account.number}\nOf the lead,{lead.number}\n"
    by_key = Plan((Column("Subject", "name"), Column("About", "about", by="external:old")))

    assert perform(prepare(registry.object_type("activity"), "calls.csv", rows.encode(), boss), boss) == {"created": 3}
    assert perform(prepare(registry.object_type("activity"), "more.csv", b"Subject,About\nBy key,L-17\n", boss, by_key), boss) == {"created": 1}
    assert {one.activity.name for one in timeline.read(account.id, boss).open} == {"By name", "By number"}
    assert {one.about_id for one in records.find(activity, boss, where={"name": ["Of the lead", "By key"]})} == {lead.id}
