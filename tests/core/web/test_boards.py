"""The board: columns at once, figures and cards after the page, a move without one."""

import json
import re

import pytest

from core import records


@pytest.fixture
def process(user, login):
    from plugins.opportunities import presets

    return presets.add_process(presets.PROCESSES[-1], user("administrator"))


def test_the_board_has_a_column_for_each_stage_and_loads_the_rest_later(login, process):
    page = login("sales_consultant").get("/opportunities/board")

    assert page.text.count('class="board-col"') > 4
    assert "/opportunities/board/heads" in page.text
    assert "/opportunities/board/cards?column=" in page.text


def test_a_card_shows_what_its_fields_come_to(login, process, make, user):
    record = make("opportunity", name="Han L7", amount="519600", account=make("account"), owner=user("sales_consultant").id)

    cards = login("sales_consultant").get(f"/opportunities/board/cards?column={record.stage_id}").text

    assert "Han L7" in cards and "¥519,600" in cards
    assert "Move Han L7 to" in cards


def test_a_dropped_card_is_moved_and_can_be_undone(login, process, make, user):
    me = user("sales_consultant")
    record = make("opportunity", account=make("account", by=me), by=me)
    url, version, former = record.url, record.version, record.stage_id
    columns = re.findall(r'data-column="(\d+)"', login("sales_consultant").get("/opportunities/board").text)

    answer = login("sales_consultant").post(f"{url}/actions/move", data={"stage": columns[1], "version": version}, headers={"X-Card": "1"})

    assert answer.status_code == 200, answer.text
    assert json.loads(answer.headers["X-Undo"])["values"] == {"stage": former}
    assert str(records.get("opportunity", int(url.rsplit("/", 1)[1]), me).stage_id) == columns[1]


def test_heads_answer_with_count_and_sum(login, process, make, user):
    make("opportunity", amount="1000000", account=make("account"), owner=user("sales_consultant").id)

    text = login("sales_consultant").get("/opportunities/board/heads").text

    assert "hx-swap-oob" in text
    assert "¥1 M" in text


def test_an_object_without_a_board_has_none(login):
    assert login("sales_consultant").get("/accounts/board").status_code == 404


def test_a_browser_without_scripts_gets_the_board_with_its_cards(login, process, make, user):
    make("opportunity", name="Han L7", amount="1000000", account=make("account"), owner=user("sales_consultant").id)

    plain = login("sales_consultant").get("/opportunities/board")
    page = login("sales_consultant").get("/opportunities/board?whole=1")

    assert '<noscript><meta http-equiv="refresh" content="0; url=/opportunities/board?whole=1">' in plain.text
    assert "Han L7" in page.text and "¥1 M" in page.text
