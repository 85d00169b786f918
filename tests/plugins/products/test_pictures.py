"""A product's picture: told by its bytes, limited in size, seen by whoever sees the product."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from core import Actor, NotFound, records
from plugins.products import pictures

PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082")


@pytest.fixture
def address(car: Any) -> str:
    return f"/products/{car.id}/picture"


def send(client: Any, address: str, content: bytes, name: str = "han.png") -> Any:
    return client.post(address, data={"picture": (io.BytesIO(content), name)}, follow_redirects=True)


def test_an_administrator_puts_a_picture_in_place_and_everybody_who_sees_the_product_sees_it(address: str, login: Callable[..., Any], car: Any) -> None:
    page = send(login("administrator"), address, PNG, "anything.txt").get_data(as_text=True)
    answer = login("sales_consultant").get(address)

    assert "The picture has been changed." in page
    assert f'src="{address}?' in page
    assert (answer.data, answer.mimetype, answer.headers["X-Content-Type-Options"]) == (PNG, "image/png", "nosniff")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_browser_that_has_it_is_told_so(address: str, login: Callable[..., Any], car: Any, admin: Actor) -> None:
    pictures.replace(car, PNG, admin)
    client = login("sales_consultant")

    assert client.get(address, headers={"If-None-Match": client.get(address).headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("content", "wrong"),
    [(b"<svg onload='alert(1)'/>", "This is no picture"), (b"", "Choose a picture first"), (PNG + bytes(pictures.MOST_BYTES), "at most 2 MB"), (b"GIF8", "This is no picture")],
)
def test_anything_else_is_refused_in_a_sentence_and_the_picture_stays(content: bytes, wrong: str, address: str, login: Callable[..., Any], car: Any, admin: Actor) -> None:
    pictures.replace(car, PNG, admin)

    assert wrong in send(login("administrator"), address, content).get_data(as_text=True)
    assert pictures.read(car.id, admin)[1] == PNG


def test_who_may_not_edit_the_product_changes_no_picture(address: str, login: Callable[..., Any], car: Any) -> None:
    assert login("sales_consultant").post(address, data={"picture": (io.BytesIO(PNG), "a.png")}).status_code == 403
    assert pictures.shown(car.id) is None


def test_it_is_taken_off_and_the_log_says_so(address: str, login: Callable[..., Any], car: Any, admin: Actor) -> None:
    pictures.replace(car, PNG, admin)

    login("administrator").post(address, data={"remove": "1"})

    with pytest.raises(NotFound):
        pictures.read(car.id, admin)
    assert [(row.operation, row.reason) for row in records.history(car, admin)][:2] == [("detach", "Picture"), ("attach", "Picture")]


def test_a_product_out_of_sight_has_no_picture(address: str, app: Any) -> None:
    assert app.test_client().get(address).status_code in (302, 401, 404)
