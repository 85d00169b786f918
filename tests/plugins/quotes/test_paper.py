"""A quote on paper: what the customer reads, in either language, and how it is sent."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from inboxes import Inbox
from pypdf import PdfReader

from core import Actor, outbox, records, settings
from plugins.quotes import life, paper

Make = Callable[..., Any]
LONG = "加长" * 100


def read(content: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


@pytest.fixture
def offer(add: Make, car: Any, sale: Any, rep: Actor, admin: Actor) -> Any:
    for code, value in (("company", "North Motors Ltd"), ("address", "1 Shishan Road, Suzhou"), ("tax_number", "91320505MA1"), ("bank", "Bank of Suzhou 6222 0000")):
        settings.put(f"quotes.letterhead_{code}", value, admin, rep.dealer_id)
    add(car, discount_percent=3)
    return life.new_quote.run(sale, rep)


def test_the_pdf_says_who_offers_what_for_how_much(offer: Any, rep: Actor, login: Make) -> None:
    answer = login(actor=rep).get(f"{offer.url}/pdf")

    assert answer.mimetype == "application/pdf" and "Q000001-1.pdf" in answer.headers["Content-Disposition"]
    (page,) = read(answer.data)
    for words in ("North Motors Ltd", "1 Shishan Road", "91320505MA1", "Bank of Suzhou", "Quotation", "Q000001", "Northwind Mills", "Han L7", "259,800.00", "3 %", "13 %", "¥252,006.00",
                  "Prices include tax.", "Page 1 of 1", rep.name):  # fmt: skip
        assert words in page, words


def test_in_chinese_it_is_chinese_whoever_prints_it(offer: Any, rep: Actor, admin: Actor, car: Any, login: Make) -> None:
    records.update(car, admin, name_zh="汉 L7 智能混动")
    records.update(offer, rep, language="zh_CN")

    (page,) = read(login(actor=rep).get(f"{offer.url}/pdf").data)

    text = "".join(page.split())
    for words in ("报价单", "汉L7智能混动", "价格含税", "第1页，共1页", "有效期至", "销售价格", "总计"):
        assert words in text, words


@pytest.mark.any_database
def test_only_the_glyphs_it_uses_are_embedded(offer: Any, rep: Actor, login: Make) -> None:
    content = login(actor=rep).get(f"{offer.url}/pdf").data
    fonts = {str(one.get_object()["/BaseFont"]) for page in PdfReader(io.BytesIO(content)).pages for one in page["/Resources"]["/Font"].values()}  # type: ignore[index]  # pypdf's objects

    assert fonts and all("+NotoSansSC" in name for name in fonts)
    assert len(content) < 200_000


@pytest.mark.any_database
def test_300_lines_and_a_name_of_200_characters_keep_to_their_columns(sale: Any, rep: Actor, admin: Actor, sells: Make, login: Make) -> None:
    thing = sells("Part", "10")
    quote = life.new_quote.run(sale, rep)
    records.update(quote, rep, name="A" * 200, language="zh_CN", terms=LONG)
    from plugins.quotes.following import together

    with together():
        for place in range(300):
            records.create("quote_line", rep, quote=quote, product=thing, quantity=place + 1, description="加长的说明" * 40 if place == 7 else None)

    pages = read(login(actor=rep).get(f"{quote.url}/pdf").data)

    assert len(pages) > 5
    assert all("数量" in page for page in pages[:-1])  # the head of the table, on every page
    assert all(f"第{place}页，共{len(pages)}页" in "".join(page.split()) for place, page in enumerate(pages, 1))
    assert "".join("".join(pages).split()).count("A") >= 200


@pytest.mark.any_database
def test_markup_in_a_name_is_printed_not_run(offer: Any, rep: Actor, login: Make) -> None:
    evil = '#read("/etc/passwd") $x$ *b* <a> @ref \\'
    records.update(offer, rep, name=evil)

    (page,) = read(login(actor=rep).get(f"{offer.url}/pdf").data)

    assert evil in page.replace("\u200b", "") and "root:" not in page


def test_sent_by_mail_it_is_attached_in_the_customers_language(offer: Any, rep: Actor, fresh: Make, app: Flask) -> None:
    records.update(offer, rep, language="zh_CN")
    life.submit.run(fresh(offer), rep)

    life.send.run(fresh(offer), rep, to="buyer@example.com", message="请查收。")
    outbox.drain()

    (written,) = [one for one in Path(app.config["FORECOURT"]["data_dir"], "mail").glob("*.eml") if b"buyer@example.com" in one.read_bytes()]
    message = message_from_bytes(written.read_bytes(), policy=policy.default)
    (attached,) = message.iter_attachments()
    assert "Q000001" in message["Subject"] and "报价" in message["Subject"] and message["Reply-To"] == rep.email
    assert (attached.get_filename(), attached.get_content_type()) == ("Q000001-1.pdf", "application/pdf")
    assert attached.get_content().startswith(b"%PDF")
    assert (fresh(offer).status.code, fresh(offer).sent_on is not None) == ("sent", True)


def test_through_a_mail_server_the_customer_gets_the_very_pdf(offer: Any, rep: Actor, fresh: Make, inbox: Inbox, login: Make) -> None:
    life.submit.run(fresh(offer), rep)
    life.send.run(fresh(offer), rep, to="buyer@example.com", message="Please find it attached.")
    outbox.drain()

    (message,) = [one for one in inbox.messages if one["To"] == "buyer@example.com"]
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type(), attached.get_content_disposition()) == ("Q000001-1.pdf", "application/pdf", "attachment")
    assert read(attached.get_content()) == read(login(actor=rep).get(f"{offer.url}/pdf").data)
    assert "Please find it attached." in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has a body


@pytest.mark.parametrize(("own", "currency", "locale", "text"), [
    ("CNY", "CNY", "en", "¥1,000.50"), ("CNY", "CNY", "zh_CN", "¥1,000.50"), ("EUR", "CNY", "en", "CN¥1,000.50"), ("CNY", "EUR", "en", "€1,000.50"), ("JPY", "JPY", "en", "¥1,000"),
])  # fmt: skip
def test_the_dealers_own_yuan_is_written_as_on_the_pages(own: str, currency: str, locale: str, text: str, app: Flask) -> None:
    assert paper._money(Decimal("1000.5"), currency, locale, own) == text


def test_who_does_not_see_the_sale_gets_no_paper(offer: Any, login: Make) -> None:
    assert login("sales_consultant", "South").get(f"{offer.url}/pdf").status_code == 404
