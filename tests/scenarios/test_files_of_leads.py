"""Files on leads: they go along with a conversion and come back, and taking one off is a right of its own."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core import Actor, Forbidden
from plugins.files import attach, attached, folder, remove
from plugins.leads import convert, undo_convert

CARD = {"gender": "female", "province": "44", "city": "4403", "expected_time": "month", "model_label": "Song L", "mobile": "13712345678"}


@pytest.fixture(autouse=True)
def empty_folder(app: Any) -> Iterator[None]:
    """The database is new for each test, so the folder is too."""
    yield
    shutil.rmtree(folder.folder(), ignore_errors=True)


def put(name: str, on: Any, by: Actor) -> Any:
    return attach(on, by, name, io.BytesIO(b"some text"))


def test_s1_a_conversion_takes_files_along_and_its_undo_gives_them_back(make: Callable[..., Any], user: Callable[..., Actor]) -> None:
    me = user("sales_consultant")
    lead = make("lead", by=me, **CARD)
    put("offer.txt", lead, me)

    lead = convert.run(lead, me)
    targets = [lead.converted_account, lead.converted_contact]
    assert [[one.name for one in attached(target)] for target in targets] == [["offer.txt"], ["offer.txt"]]

    undo_convert.run(lead, user("administrator"))
    assert not any(attached(target) for target in targets)
    assert len(attached(lead)) == 1


def test_removing_is_a_right_of_its_own(make: Callable[..., Any], user: Callable[..., Actor]) -> None:
    agent = user("call_centre_agent")
    lead = make("lead", by=agent, **CARD)
    made = put("a.txt", lead, agent)

    with pytest.raises(Forbidden):
        remove(lead, made.id, agent)
