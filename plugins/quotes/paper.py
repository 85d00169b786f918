"""A quote on paper: its words in the customer's language, on the dealer's letterhead."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from core import Actor, gettext, pgettext, settings, speaking, today, units, users
from core import gettext as _
from core import pdf as documents

from . import quoting
from .settings import ADDRESS, BANK, COMPANY, EMAIL, TAX_NUMBER, TELEPHONE

TEMPLATE = Path(__file__).parent / "templates" / "quotes" / "quote.typ"


def filename(quote: Any) -> str:
    """A name that every file system takes."""
    return f"{quote.number}-{quote.revision}.pdf"


def pdf(quote: Any, user: Actor) -> bytes:
    """The quote as the customer gets it."""
    with speaking(quote.language.code):
        return documents.render(TEMPLATE, content(quote, user))


def content(quote: Any, user: Actor) -> dict[str, Any]:
    """Everything the template sets, in words of the language spoken."""
    locale = quote.language.code
    lines = quoting.lines_of(quote.id, user)
    company = settings.get(COMPANY, quote.dealer_id) or units.name_of(quote.dealer_id)
    return {
        "title": f"{quote.number} {quote.name}", "lang": locale[:2], "region": "cn" if locale == "zh_CN" else "gb",
        "company": company, "letterhead": _letterhead(quote.dealer_id), "footer": _footer(quote.dealer_id),
        "page": gettext("Page {page} of {pages}"), "heading": _("Quotation"), "number": _numbered(quote),
        "to-label": pgettext("quote", "To"), "customer": str(quote.account or ""), "customer-lines": _customer_lines(quote),
        "facts": _facts(quote, locale), "subject": quote.name, "columns": _columns(), "rows": [_row(place, line, locale) for place, line in enumerate(lines, 1)],
        "sums": _sums(quote, locale), "tax-note": _("Prices include tax.") if quote.includes_tax else _("Prices are without tax."),
        "terms": quote.terms or "", "terms-label": _("Terms"), "signatures": [_("Customer: signature and date"), _("%(company)s: signature and date", company=company)],
    }  # fmt: skip


def _numbered(quote: Any) -> str:
    return str(quote.number) if quote.revision == 1 else f"{quote.number} · {_('version %(number)s', number=quote.revision)}"


def _letterhead(dealer_id: int | None) -> list[str]:
    found = [settings.get(ADDRESS, dealer_id)]
    for code, label in ((TELEPHONE, _("Telephone")), (EMAIL, _("E-mail")), (TAX_NUMBER, _("Tax number"))):
        if value := settings.get(code, dealer_id):
            found.append(f"{label}: {value}" if label.isascii() else f"{label}：{value}")
    return [row for row in found if row]


def _footer(dealer_id: int | None) -> str:
    return settings.get(BANK, dealer_id) or ""


def _customer_lines(quote: Any) -> list[str]:
    """Person and address, as far as they are known."""
    account, contact = quote.account, quote.contact
    address = getattr(account, "address", None) if account is not None else None
    return [str(one) for one in (contact if contact is not None and str(contact) != str(account) else None, address) if one]


def _facts(quote: Any, locale: str) -> list[dict[str, str]]:
    day = quote.sent_on or today(quote.dealer_id)
    found = [(_("Date"), format_date(day, "long", locale=locale)), (pgettext("quote", "Made by"), users.name_of(quote.created_by_id))]
    if quote.valid_until:
        found.insert(1, (_("Valid until"), format_date(quote.valid_until, "long", locale=locale)))
    return [{"label": label, "text": text} for label, text in found]


def _columns() -> list[str]:
    return [_("No."), _("Product"), _("Quantity"), _("Unit price"), _("Discount"), _("Tax rate"), _("Total")]


def _row(place: int, line: Any, locale: str) -> list[Any]:
    name = line.name
    if locale == "zh_CN" and line.product is not None and line.product.name_zh:
        name = line.product.name_zh
    return [
        str(place), {"name": name, "note": line.description or ""}, format_decimal(line.quantity, locale=locale), _plain(line.sales_price, locale), _discount(line, locale),
        f"{format_decimal(line.tax_rate, locale=locale)} %", _plain(line.total, locale),
    ]  # fmt: skip


def _discount(line: Any, locale: str) -> str:
    if line.discount_percent:
        return f"{format_decimal(line.discount_percent, locale=locale)} %"
    return _plain(line.discount_amount, locale) if line.discount_amount else ""


def _plain(amount: Decimal, locale: str) -> str:
    """An amount in a column: the currency stands below, once."""
    return format_decimal(amount, format="#,##0.00##", locale=locale)


def _sums(quote: Any, locale: str) -> list[dict[str, Any]]:
    currency = quote.amount_currency
    found = [(pgettext("tax", "Net"), quote.net, False), (_("Tax"), quote.tax, False), (_("Total with tax"), quote.gross, True)]
    own = units.currency_of(quote.dealer_id)
    return [{"label": label, "text": _money(amount or Decimal(0), currency, locale, own), "strong": strong} for label, amount, strong in found]


def _money(amount: Decimal, currency: str, locale: str, own: str) -> str:
    """With the currency's sign. English tells the yuan from the yen by CN¥; where the yuan is the dealer's own money it is ¥, as on the pages."""
    text = format_currency(amount, currency, locale=locale)
    return text.replace("CN¥", "¥") if currency == own else text
