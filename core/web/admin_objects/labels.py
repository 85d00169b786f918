"""What the installation calls an object and the fields that ship with it, in each language."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from ... import customization, registry
from ...customization import ONE, SEVERAL
from ...errors import ForecourtError
from ...i18n import LANGUAGES, Text, speaking
from ...i18n import gettext as _
from ...objects import ObjectType
from ..admin_people.boxes import REFUSALS, administrator, sentences
from .field_pages import opened

Page = str | tuple[str, int] | Response


def routes(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/admin/objects/<code>/labels", view_func=edit_labels, methods=["GET", "POST"])


def edit_labels(code: str) -> Page:
    user, object_type = administrator(), opened(code)
    if request.method == "GET":
        return _show(object_type)
    items = [item for item, _shipped, _now in _items(object_type)]
    try:
        customization.rename(user, code, {item: {language: request.form.get(f"{item}.{language}", "") for language in LANGUAGES} for item in items})
    except REFUSALS as refusal:
        return _show(object_type, refusal), refusal.status
    flash(_("Saved."), "success")
    return redirect(f"/admin/objects/{code}", 303)


def _items(object_type: ObjectType) -> list[tuple[str, Text, Text]]:
    """Each thing that has a label: its key, the label that ships, and the one that holds."""
    declared = registry.current().objects[object_type.code]
    found: list[tuple[str, Text, Text]] = [(ONE, declared.label, object_type.label), (SEVERAL, declared.plural, object_type.plural)]
    return found + [(name, one.label, object_type.fields[name].label) for name, one in declared.fields.items()]


def _show(object_type: ObjectType, refusal: ForecourtError | None = None) -> str:
    shipped = {}
    for language in LANGUAGES:
        with speaking(language):
            shipped[language] = {item: str(label) for item, label, _now in _items(object_type)}
    texts = {
        (item, language): request.form.get(f"{item}.{language}") if refusal else getattr(now, "texts", {}).get(language, "")
        for item, _label, now in _items(object_type) for language in LANGUAGES
    }  # fmt: skip
    return render_template(
        "admin/objects/labels.html", object_type=object_type, items=[item for item, _label, _now in _items(object_type)], shipped=shipped, texts=texts,
        languages=LANGUAGES, errors=sentences(refusal) if refusal is not None else {}, one=ONE, several=SEVERAL,
    )  # fmt: skip
