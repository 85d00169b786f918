"""Templates are compiled for each language: fixed words and icons stand in them, and nobody reads those of another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from jinja2 import DictLoader

from core.i18n import speaking

PARTS = {
    "page.html": "{{ _('Save') }} {% include 'part.html' %}",
    "part.html": "{{ _('Edit %(field)s', field=name) }} {{ icon('x') }}",
    "words.txt": "{{ _('You have not saved what you typed. Leave this page?') }}",
}


@pytest.fixture
def draw(app: Flask) -> Callable[..., str]:
    pages = app.jinja_env.overlay(loader=DictLoader(PARTS))
    return lambda page, **values: pages.get_template(page).render(**values)


def test_each_reader_finds_the_words_of_their_language(app: Flask, draw: Callable[..., str]) -> None:
    with app.test_request_context():
        for language, word in (("en", "Save"), ("zh_CN", "保存"), ("en", "Save")):
            with speaking(language):
                assert draw("page.html", name="<b>").startswith(f"{word} ")


def test_what_is_filled_in_is_escaped_and_an_icon_is_not(app: Flask, draw: Callable[..., str]) -> None:
    with app.test_request_context(), speaking("en"):
        text = draw("page.html", name="<b>")

    assert "&lt;b&gt;" in text
    assert '<svg class="ic"' in text


def test_a_part_keeps_to_the_language_of_its_page(app: Flask) -> None:
    pages = app.jinja_env.overlay(loader=DictLoader({**PARTS, "part.html": "{{ _('Edit') }}"}))
    with app.test_request_context():
        with speaking("zh_CN"):
            page = pages.get_template("page.html")
        with speaking("en"):
            assert page.render() == "保存 编辑"
            assert pages.get_template("part.html").render() == "Edit"


def test_fixed_words_cost_no_call(app: Flask) -> None:
    asked: list[str] = []
    pages = app.jinja_env.overlay(loader=DictLoader(PARTS))
    pages.globals = {**pages.globals, "_": lambda message, **_values: asked.append(message) or ""}
    with app.test_request_context():
        pages.get_template("page.html").render(name="x")

    assert asked == ["Edit %(field)s"]
