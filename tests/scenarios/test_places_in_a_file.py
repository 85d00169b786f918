"""A dealer's spreadsheet names places as people write them."""

from __future__ import annotations

import io
import re

from core import records, registry
from plugins.imports import perform, prepare, results

FILE = "Name,Mobile,Province,City\nWang Fang,13800138000,江苏,苏州\nLi Na,13800138001,江苏省,苏州市\nZhao Lei,13800138002,Jiangsu,Nanjing\nQian Bo,13800138003,江苏,天堂\n"


def test_s2_a_city_is_known_with_or_without_its_kind(user):
    clerk = user("administrator")
    one = prepare(registry.enabled_object("lead"), "leads.csv", FILE.encode(), clerk)
    one.plan = {**one.plan, "lenient": True}
    counts = perform(one, clerk)

    assert (counts["created"], counts["failed"]) == (3, 1)
    assert {lead.name: lead.city.chinese for lead in records.find("lead", clerk)} == {"Wang Fang": "苏州市", "Li Na": "苏州市", "Zhao Lei": "南京市"}


def test_s2_the_mapping_asks_only_for_places_it_cannot_make_out(login):
    client = login("administrator")
    mapping = client.get(client.post("/imports", data={"object": "lead", "file": (io.BytesIO(FILE.encode()), "leads.csv")}).location).text

    assert re.findall(r'name="value-3" value="([^"]+)"', mapping) == ["天堂"]


def test_s2_of_two_cities_of_one_english_name_the_province_of_the_row_tells_which(user, login):
    """Wherever its column stands; without one the row comes back with both. The mapping does not ask: one answer for all rows would be wrong."""
    file = "City,Name,Mobile,Province\nSuzhou,Wang Fang,13800138000,Jiangsu\nSuzhou,Li Na,13800138001,安徽\nSuzhou,Qian Bo,13800138003,\n"
    client, clerk = login("administrator"), user("administrator")
    mapping = client.get(client.post("/imports", data={"object": "lead", "file": (io.BytesIO(file.encode()), "leads.csv")}).location).text
    one = prepare(registry.enabled_object("lead"), "leads.csv", file.encode(), clerk)
    one.plan = {**one.plan, "lenient": True}
    perform(one, clerk)

    assert not re.findall(r'name="value-0" value="([^"]+)"', mapping)
    assert {lead.name: lead.city.code for lead in records.find("lead", clerk)} == {"Wang Fang": "3205", "Li Na": "3413"}
    assert "Suzhou, Jiangsu; Suzhou, Anhui" in results.failures(one)[0].reason
