"""The layout of an object's page: sections and fields in the administrator's order, by drag, by keys, or without a script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from ... import customization
from ...actor import current_actor
from ...errors import ForecourtError
from ...i18n import LANGUAGES
from ...i18n import gettext as _
from ...objects import ObjectType
from ..admin_people.boxes import REFUSALS, administrator, sentences, version
from ..moving import moved
from ..wording import in_words
from .field_pages import opened

Page = str | tuple[str, int] | Response
Sections = list[dict[str, Any]]
BUTTONS = ("up", "down", "drop")
"""What a button sends that does one thing alone."""


def routes(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/admin/objects/<code>/layout", view_func=edit_layout, methods=["GET", "POST"])
    blueprint.add_url_rule("/admin/objects/<code>/layout/reset", view_func=reset_layout, methods=["POST"])


def edit_layout(code: str) -> Page:
    user, object_type = administrator(), opened(code)
    if request.method == "GET":
        return _show(object_type, _present(object_type))
    sections = _moved(_sent(), request.form)
    try:
        customization.arrange(user, code, sections, version())
    except REFUSALS as refusal:
        return _show(object_type, sections, refusal), refusal.status
    if not any(request.form.get(one) for one in BUTTONS):
        flash(_("Saved."), "success")
    return redirect(f"/admin/objects/{code}/layout", 303)


def reset_layout(code: str) -> Page:
    customization.reset_layout(administrator(), opened(code).code)
    flash(_("The page is arranged as it was shipped."), "success")
    return redirect(f"/admin/objects/{code}/layout", 303)


def _present(object_type: ObjectType) -> Sections:
    shown = [{"key": customization.section_key(one), "fields": list(one.fields)} for one in object_type.layout.sections]
    placed = {name for one in shown for name in one["fields"]}
    return [*shown, {"key": customization.OFF_PAGE, "fields": [name for name in object_type.own_fields if name not in placed]}]


def _sent() -> Sections:
    """One list in the order of the page: "section:<key>", then "field:<name>" for each of its fields; a new section at the end."""
    found: Sections = []
    for item in request.form.getlist("item"):
        kind, _colon, name = item.partition(":")
        if kind == "section":
            found.append({"key": name, "fields": []})
        elif found:
            found[-1]["fields"].append(name)
    label = {code: request.form.get(f"new.{code}", "").strip() for code in LANGUAGES}
    if any(label.values()):
        found.insert(max(len(found) - 1, 0), {"key": "", "label": label, "fields": []})  # before what is off the page
    return found


def _moved(sections: Sections, sent: Mapping[str, str]) -> Sections:
    """The same with one thing moved by a button, or an empty section of the administrator's own dropped."""
    for way, step in (("up", -1), ("down", 1)):
        kind, _colon, name = sent.get(way, "").partition(":")
        if kind == "field":
            _move_field(sections, name, step)
        elif kind == "section":
            held = {one["key"]: one for one in sections if one["key"] != customization.OFF_PAGE}
            sections = [held[key] for key in moved(list(held), {way: name})] + [one for one in sections if one["key"] == customization.OFF_PAGE]
    return [one for one in sections if one["key"] != sent.get("drop") or one["fields"]]


def _move_field(sections: Sections, name: str, step: int) -> None:
    """Past a section's end a field goes on into the next."""
    place = next(((index, one["fields"]) for index, one in enumerate(sections) if name in one["fields"]), None)
    if place is None:
        return
    index, names = place
    at = names.index(name)
    if 0 <= at + step < len(names):
        names[at], names[at + step] = names[at + step], names[at]
    elif 0 <= index + step < len(sections):
        names.remove(name)
        beyond = sections[index + step]["fields"]
        beyond.insert(len(beyond) if step < 0 else 0, name)


def _show(object_type: ObjectType, sections: Sections, refusal: ForecourtError | None = None) -> str:
    known = {customization.section_key(one): one for one in object_type.layout.sections}
    problems = [sentence for found in sentences(refusal).values() for sentence in found] if refusal is not None else []
    return render_template(
        "admin/objects/layout.html", object_type=object_type, sections=[one for one in sections if one["key"] in known or one["key"] == customization.OFF_PAGE],
        known=known, conditions={key: in_words(one.when, object_type, current_actor()) for key, one in known.items() if one.when}, off_page=customization.OFF_PAGE, problems=problems, languages=LANGUAGES, version=request.form.get("version") or customization.layout_version(object_type),
    )  # fmt: skip
