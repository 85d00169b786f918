"""Pages of their own: the line editor, the schedule of a line, the products it offers while somebody types, a quote as PDF, and the numbers given out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request
from markupsafe import Markup, escape

from core import NotFound, current_actor, int64, permissions, queries, records, redaction, registry
from core import gettext as _
from plugins.products import find_entries

from . import editor, numbers, paper, quoting, sales, schedule_editor

blueprint = Blueprint("quotes", __name__, template_folder="templates", static_folder="static")

OFFERED = 12
SCHEDULE = "/opportunity-lines/<int:record_id>/schedule"
QUOTE = "/quotes/<int:record_id>"
EDITED = {"opportunity": "/opportunities/<int:record_id>", quoting.QUOTE: QUOTE}


@dataclass(frozen=True, slots=True)
class Offer:
    """One product the editor offers; drawn like any look-up's."""

    id: int
    name: str
    second: Markup

    @property
    def marked(self) -> Markup:
        return Markup(escape(self.name))


def offer_products(code: str, record_id: int) -> str:
    """Products of the record's book that fit ``q``, each with its price."""
    user = current_actor()
    book = editor.book_of(records.get(code, record_id, user), user)
    text = request.args.get("q", "").strip()[:80]
    found = find_entries(text, book, user, OFFERED) if book is not None else []
    rows = [Offer(one.product_id, one.name, Markup(render_template("quotes/price.html", entry=one))) for one in found]
    prefix = "".join(one for one in request.args.get("prefix", "o") if one.isalnum() or one in "-_")[:60] or "o"
    return render_template("lookup.html", rows=rows, query=text, create_url="", prefix=prefix)


def edit_lines(code: str, record_id: int) -> str:
    """The editor on a page of its own."""
    user = current_actor()
    return _page(editor.sheet(records.get(code, record_id, user), user, focus_new=True, on_page=True))


def save_lines(code: str, record_id: int) -> Any:
    """Save the rows; with a script or without, what was refused comes back as it was typed, each with its sentence."""
    user, form = current_actor(), request.form
    record = records.get(code, record_id, user, operation="edit")
    saved = editor.save(record, editor.read(form), user, remove=form.get("remove", ""), up=form.get("up", ""), down=form.get("down", ""))
    if saved.is_clean:
        back = f"{record.url}/lines" if form.get("page") else record.url
        return redirect(f"{back}?lines={'next' if form.get('save') is not None else 'kept'}#line-items", 303)
    record = records.get(code, record_id, user)
    return _page(editor.sheet(record, user, saved=saved, on_page=bool(form.get("page")))), 422


def _page(sheet: editor.Sheet | None) -> str:
    if sheet is None:
        raise NotFound
    return render_template("quotes/lines_page.html", sheet=sheet, record=sheet.record)


@blueprint.get(SCHEDULE)
def edit_schedule(record_id: int) -> str:
    """The installments of a line, to be edited together."""
    user = current_actor()
    return _schedule_page(schedule_editor.sheet(records.get(sales.LINE, record_id, user), user))


@blueprint.post(SCHEDULE)
def save_schedule(record_id: int) -> Any:
    """Save all of them or nothing; what was refused comes back as it was typed."""
    user = current_actor()
    line, rows = records.get(sales.LINE, record_id, user, operation="edit"), schedule_editor.read(request.form)
    problem = schedule_editor.save(line, rows, user)
    if problem is None:
        flash(_("The schedule was saved."), "success")
        return redirect(line.url, 303)
    return _schedule_page(schedule_editor.sheet(records.get(sales.LINE, record_id, user), user, rows, problem)), 422


def _schedule_page(sheet: schedule_editor.Sheet | None) -> str:
    if sheet is None:
        raise NotFound
    return render_template("quotes/schedule_page.html", sheet=sheet, line=redaction.known(sheet.line, current_actor()), editing=True)


@blueprint.get(f"{QUOTE}/pdf")
def show_pdf(record_id: int) -> Response:
    """The quote as the customer gets it; ``download=1`` saves it."""
    user = current_actor()
    quote = records.get(quoting.QUOTE, record_id, user)
    way = "attachment" if request.args.get("download") else "inline"
    headers = {"Content-Disposition": f'{way}; filename="{paper.filename(quote)}"', "Cache-Control": "private, no-store"}
    return Response(paper.pdf(quote, user), mimetype="application/pdf", headers=headers)


@blueprint.get("/quotes/numbers")
def show_numbers() -> str:
    """Every number given out, and what became of those that are no quote one can open."""
    user = current_actor()
    quote = registry.enabled_object(quoting.QUOTE)
    permissions.require(user, quote, "read")
    if not queries.knows(quote, user, None, "number", "revision"):
        raise NotFound
    return render_template("quotes/numbers.html", numbers=numbers.page(user, request.args.get("before", type=int64)))


def _view(function: Callable[[str, int], Any], code: str) -> Callable[[int], Any]:
    """The page for the records of one object."""

    @wraps(function)
    def view(record_id: int) -> Any:
        return function(code, record_id)

    return view


for _code, _address in EDITED.items():
    blueprint.add_url_rule(f"{_address}/products", f"offer_products_{_code}", _view(offer_products, _code))
    blueprint.add_url_rule(f"{_address}/lines", f"edit_lines_{_code}", _view(edit_lines, _code))
    blueprint.add_url_rule(f"{_address}/lines", f"save_lines_{_code}", _view(save_lines, _code), methods=("POST",))
