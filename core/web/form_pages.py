"""New and edit for every object: errors beside the field with everything typed kept, stale edits with both values to choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from .. import forms, permissions, queries, records, registry
from ..actor import Actor, current_actor
from ..errors import Conflict, Forbidden, ForecourtError, Invalid, Refusal
from ..fields import CurrencyField, LookupField
from ..forms import RecordForm
from ..i18n import Text, lower_first
from ..i18n import gettext as _
from ..objects import ObjectType, Section
from . import folds
from .addresses import int64, own_address
from .dialogs import go_to, in_dialog
from .form_fields import InputBox, boxes, understand_look_ups
from .markup import link
from .messages import say
from .record_pages import sections_with, shown_sections
from .rendering import former_value, is_empty

blueprint = Blueprint("forms", __name__)
Page = str | tuple[str, int] | AnyResponse


@dataclass(slots=True)
class ConflictLine:
    name: str
    label: Text
    mine: Text
    theirs: Text


@dataclass(slots=True)
class ConflictView:
    """A stale edit: both values of each field that two people changed."""

    sentence: str
    lines: list[ConflictLine]


@dataclass(slots=True)
class FormSection:
    """A heading with inputs. One with a ``fold`` (its code) shows the heading only until it ``is_open``."""

    label: Text
    boxes: list[InputBox]
    fold: str = ""
    is_open: bool = True

    @property
    def contents(self) -> str:
        """What is in it, for whoever thinks of opening it."""
        return " · ".join(str(box.label) for box in self.boxes)


@dataclass(slots=True)
class FormPage:
    """What ``record/form.html`` and ``record/section_form.html`` draw."""

    title: str
    action: str
    cancel_url: str
    save_label: Text
    sections: list[FormSection]
    crumbs: list[tuple[str, str | None]] = field(default_factory=list)
    version: int | None = None
    next_url: str = ""
    problems: list[str] = field(default_factory=list)
    conflict: ConflictView | None = None
    beside: list[Markup] = field(default_factory=list)
    below: str = ""
    focus: str = ""
    draft_key: str = "form"
    section: int | None = None

    @property
    def section_label(self) -> Text:
        return self.sections[0].label if self.sections else ""


@blueprint.get("/<slug>/new")
def new(slug: str) -> Page:
    object_type, user = _may_create(slug)
    form = forms.record_form(object_type, user, values=_given(object_type, user))
    return _show_new(object_type, form, user)


@blueprint.post("/<slug>/new")
def create(slug: str) -> Page:
    object_type, user = _may_create(slug)
    form = forms.record_form(object_type, user)
    try:
        values = _values(object_type, form, user)
        record = records.create(object_type, user, channel="form", typed=tuple(values), **values)
    except (Invalid, Refusal, Forbidden) as problem:
        return _show_new(object_type, form, user, problem), problem.status
    return _made(object_type, record)


def _may_create(slug: str) -> tuple[ObjectType, Actor]:
    object_type, user = registry.by_slug(slug), current_actor()
    permissions.require_new(user, object_type)
    return object_type, user


def _given(object_type: ObjectType, user: Actor) -> dict[str, Any]:
    """Values the address brings along; what cannot be read is left out."""
    found: dict[str, Any] = {}
    for shape in forms.editable(object_type, user):
        if text := request.args.get(shape.name):
            try:
                found[shape.name] = shape.parse(text)
            except ValueError:
                continue
    return found


def _made(object_type: ObjectType, record: Any) -> AnyResponse:
    url = own_address(request.form.get("next")) or record.url
    if not in_dialog():
        say(_("%(object)s “%(name)s” was created.", object=object_type.label, name=str(record)))
        return redirect(url, 303)
    return Response(status=204, headers={"X-Location": url, "X-Created": str(record.id), "X-Created-Name": quote(str(record))})


def _show_new(object_type: ObjectType, form: RecordForm, user: Actor, problem: ForecourtError | None = None) -> str:
    page = FormPage(
        _("New %(object)s", object=lower_first(object_type.label)), f"/{object_type.slug}/new", own_address(request.values.get("next")) or f"/{object_type.slug}",
        _("Save"), [], [(str(object_type.plural), f"/{object_type.slug}"), (_("New"), None)], next_url=own_address(request.values.get("next")),
        draft_key=f"new-{object_type.code}",
    )  # fmt: skip
    _explain(page, form, problem)
    page.sections = _sections(object_type.layout.sections, object_type, form, user)
    if problem is None:
        page.focus = _first_to_type(page.sections)
    return render_template("record/form.html", form=page, object_type=object_type)


def _first_to_type(sections: Sequence[FormSection]) -> str:
    """Where one begins, so that nobody has to get there first; a look-up would open its offers over what one has not read yet."""
    first = next((box for section in sections for box in section.boxes if not section.fold and not box.is_filled), None)
    return first.name if first is not None and first.widget != "lookup" else ""


def _sections(sections: Sequence[Section], object_type: ObjectType, form: RecordForm, user: Actor, record: Any = None) -> list[FormSection]:
    names = [name for section in sections for name in section.fields]
    drawn = {box.name: box for box in boxes(form, [*dict.fromkeys(names), *(["owner"] if "owner" not in names else [])], user, record)}
    usual = sections if record is not None else _begun_with(object_type, user)
    found = [
        _section(section, [drawn.pop(name) for name in section.fields if name in drawn], object_type, section.folded or section not in usual)
        for section in sections
    ]  # fmt: skip
    if "owner" in drawn and found:
        next((one for one in reversed(found) if not one.fold), found[-1]).boxes.append(drawn["owner"])
    return [one for one in found if one.boxes]


def _begun_with(object_type: ObjectType, user: Actor) -> list[Section]:
    """The sections that apply to a new record: nobody has to scroll past how a thing ended that only begins."""
    defaults = {name: one.default_value() for name, one in object_type.fields.items() if one.stored}
    return [section for _place, section in sections_with(defaults, object_type, user)]


def _section(section: Section, drawn: list[InputBox], object_type: ObjectType, rare: bool) -> FormSection:
    if not rare:
        return FormSection(section.label, drawn)
    fold = f"form-{object_type.code}-{object_type.layout.sections.index(section)}"
    return FormSection(section.label, drawn, fold, folds.by_hand().get(fold, False) or any(box.is_filled or box.required or box.errors for box in drawn))


def _explain(page: FormPage, form: RecordForm, problem: ForecourtError | None) -> None:
    """Put what is wrong beside the inputs and the rest above them; a module may add what should stand beside the form."""
    if problem is None:
        return
    if isinstance(problem, Invalid):
        form.show(problem)
        page.problems = list(form.form_errors)
    elif isinstance(problem, Refusal) and problem.field and problem.field in form:
        form.show(Invalid({problem.field: [problem.message]}))
    elif not isinstance(problem, Conflict):
        page.problems = [problem.message]
    beside = getattr(problem, "beside", None)
    if beside is not None:
        template, context = beside
        page.beside.append(Markup(render_template(template, **context)))


def _values(object_type: ObjectType, form: RecordForm, user: Actor) -> dict[str, Any]:
    """What was sent, for the gate, which tells what is wrong with it; look-ups that were typed only are understood where one record fits.
    A field that was removed while the form was open is sent on too, so that it is told."""
    understand_look_ups(form, user)
    return {**form.values(), **{name: text for name, text in request.form.items() if name in object_type.removed}}


# ---------------------------------------------------------------- editing


@blueprint.get("/<slug>/<int:record_id>/edit")
def edit(slug: str, record_id: int) -> Page:
    record, user, section, names = _open(slug, record_id)
    return _show_edit(record, forms.record_form(record.object_type, user, record, names=names), user, section)


@blueprint.post("/<slug>/<int:record_id>/edit")
def save(slug: str, record_id: int) -> Page:
    record, user, section, names = _open(slug, record_id)
    form = forms.record_form(record.object_type, user, record, names=names)
    try:
        values = _values(record.object_type, form, user)
        chosen = {name: value for name, value in values.items() if request.form.get(f"keep__{name}") != "theirs"}
        records.update(record, user, version=request.form.get("version", type=int64), channel="form", typed=tuple(chosen), **chosen)
    except (Invalid, Refusal, Forbidden, Conflict) as problem:
        record = records.get(registry.by_slug(slug), record_id, user)  # as it is after the rollback
        return _show_edit(record, form, user, section, problem), problem.status
    url = own_address(request.form.get("next")) or f"/{slug}/{record_id}"
    say(_("Saved."))
    if in_dialog() or request.headers.get("X-Section"):
        return Response(status=204, headers={"X-Location": url})
    return redirect(url, 303)


def _open(slug: str, record_id: int) -> tuple[Any, Actor, int | None, list[str] | None]:
    """The record to edit, and the fields of the section asked for. Raises Forbidden, and Refusal for a read-only record."""
    object_type, user = registry.by_slug(slug), current_actor()
    record = records.get(object_type, record_id, user, operation="edit")
    if reason := object_type.readonly_reason(record):
        raise Refusal(str(reason), code="read-only")
    section = request.args.get("section", type=int64)
    parts = dict(shown_sections(record, user))
    if section is None or section not in parts:
        return record, user, None, None
    return record, user, section, list(parts[section].fields)


def _show_edit(record: Any, form: RecordForm, user: Actor, section: int | None, problem: ForecourtError | None = None) -> str:
    object_type: ObjectType = record.object_type
    page = FormPage(
        _("Edit %(name)s", name=str(record)), f"{record.url}/edit", own_address(request.values.get("next")) or record.url, _("Save"), [],
        [(str(object_type.plural), f"/{object_type.slug}"), (str(record), record.url), (_("Edit"), None)], version=_version(record, problem),
        next_url=own_address(request.values.get("next")), focus=request.args.get("focus", ""), section=section, draft_key=f"edit-{record.id}",
    )  # fmt: skip
    _explain(page, form, problem)
    if isinstance(problem, Conflict):
        page.conflict = _conflict(problem, record, form, user)
    parts = [one for index, one in shown_sections(record, user) if section is None or index == section]
    page.sections = _sections(parts, object_type, form, user, record)
    part = request.headers.get("X-Section")
    return render_template("record/section_form.html" if part else "record/form.html", form=page, record=record)


def _version(record: Any, problem: ForecourtError | None) -> int:
    """The version the form was filled from: after a conflict, which shows what others saved, the present one."""
    if request.method == "POST" and not isinstance(problem, Conflict):
        return request.form.get("version", int(record.version), type=int64)
    return int(record.version)


def _conflict(problem: Conflict, record: Any, form: RecordForm, user: Actor) -> ConflictView:
    """The fields two people changed, each with the reader's own value and the one that was saved, in the words of the record's page."""
    shapes = [record.object_type.fields[name] for name in problem.fields or tuple(problem.theirs) if name in form]
    sides = [(form[one.name].data, problem.theirs.get(one.name)) for one in shapes]
    typed, saved = ([pair[side] for one, pair in zip(shapes, sides, strict=True) if type(one) is LookupField] for side in (0, 1))
    links = {**queries.links_seen(typed, user), **queries.links(saved, user)}
    lines = []
    for one, pair in zip(shapes, sides, strict=True):
        currency = getattr(record, one.currency_attribute) if isinstance(one, CurrencyField) else None
        mine, theirs = (_("(empty)") if is_empty(value) else former_value(one, value, links, currency) for value in pair)
        lines.append(ConflictLine(one.name, one.label, mine, theirs))
    return ConflictView(problem.message, lines)


@blueprint.route("/<slug>/<int:record_id>/owner", methods=["GET", "POST"])
def change_owner(slug: str, record_id: int) -> Page:
    """Give the record to somebody else."""
    object_type, user = registry.by_slug(slug), current_actor()
    record = records.get(object_type, record_id, user, operation="edit")
    records.require_hand_on(record, user)
    form = forms.record_form(object_type, user, record, names=["owner"])
    problem: ForecourtError | None = None
    if request.method == "POST":
        try:
            values = _values(object_type, form, user)
            records.update(record, user, channel="form", typed=tuple(values), **values)
            say(_("“%(name)s” now belongs to %(owner)s.", name=str(record), owner=record.owner))
            return go_to(_still_open(record, user))
        except (Invalid, Refusal, Forbidden, Conflict) as caught:
            problem, record = caught, records.get(object_type, record_id, user)
    page = FormPage(_("Change owner"), f"{record.url}/owner", record.url, _("Hand over"), [], [(str(record), record.url), (_("Change owner"), None)])
    _explain(page, form, problem)
    page.sections = [FormSection(link(record), boxes(form, ["owner"], user, record))]
    text = render_template("record/form.html", form=page, record=record)
    return (text, problem.status) if problem else text


def _still_open(record: Any, user: Actor) -> str:
    return record.url if records.reachable(record, user, "read") else f"/{record.object_type.slug}"
