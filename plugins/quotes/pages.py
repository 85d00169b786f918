"""Pages of their own: the line editor, and the products it offers while somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request
from markupsafe import Markup, escape

from core import NotFound, current_actor, records
from plugins.products import find_entries

from . import editor, sales

blueprint = Blueprint("quotes", __name__, template_folder="templates", static_folder="static", static_url_path="/static/quotes")

OFFERED = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """One product the editor offers; drawn like any look-up's."""

    id: int
    name: str
    second: Markup

    @property
    def marked(self) -> Markup:
        return Markup(escape(self.name))


@blueprint.get("/opportunities/<int:record_id>/products")
def offer_products(record_id: int) -> str:
    """Products of the opportunity's book that fit ``q``, each with its price."""
    user = current_actor()
    record = records.get("opportunity", record_id, user)
    book, text = sales.book_for(record, user), request.args.get("q", "").strip()[:80]
    found = find_entries(text, book, user, OFFERED) if book is not None else []
    rows = [Offer(one.product_id, one.name, Markup(render_template("quotes/price.html", entry=one))) for one in found]
    prefix = "".join(one for one in request.args.get("prefix", "o") if one.isalnum() or one in "-_")[:60] or "o"
    return render_template("lookup.html", rows=rows, query=text, create_url="", prefix=prefix)


@blueprint.get("/opportunities/<int:record_id>/lines")
def edit_lines(record_id: int) -> str:
    """The editor on a page of its own."""
    user = current_actor()
    return _page(editor.sheet(records.get("opportunity", record_id, user), user, focus_new=True, on_page=True))


@blueprint.post("/opportunities/<int:record_id>/lines")
def save_lines(record_id: int) -> Any:
    """Save the rows; with a script or without, what was refused comes back as it was typed, each with its sentence."""
    user = current_actor()
    record = records.get("opportunity", record_id, user, operation="edit")
    form = request.form
    saved = editor.save(record, editor.read(form), user, remove=form.get("remove", ""), up=form.get("up", ""), down=form.get("down", ""))
    if saved.is_clean:
        back = f"{record.url}/lines" if form.get("page") else record.url
        return redirect(f"{back}?lines={'next' if form.get('save') is not None else 'kept'}#line-items", 303)
    record = records.get("opportunity", record_id, user)
    return _page(editor.sheet(record, user, saved=saved, on_page=bool(form.get("page")))), 422


def _page(sheet: editor.Sheet | None) -> str:
    if sheet is None:
        raise NotFound
    return render_template("quotes/lines_page.html", sheet=sheet, record=sheet.record)
