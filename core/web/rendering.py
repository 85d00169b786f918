"""Values as HTML. A list's rows come from a renderer made once per object, columns and language, not from a macro per cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from flask import current_app
from markupsafe import Markup, escape

from .. import modules, permissions, phones, queries, registry, side_columns, units, users
from ..actor import Actor, current_actor
from ..choices import Choice
from ..fields import (
    CheckboxField,
    ConditionField,
    CurrencyField,
    DateField,
    DateTimeField,
    DecimalField,
    DurationField,
    EmailField,
    Field,
    FormulaField,
    IntegerField,
    LongTextField,
    LookupField,
    MultiPicklistField,
    PhoneField,
    PicklistField,
    TextField,
    UnitField,
    UrlField,
    UserField,
)  # fmt: skip
from ..formats import Formats, formats
from ..i18n import gettext as _
from ..objects import ObjectType
from ..panels import Column
from .markup import avatar, icon, person
from .wording import in_words

Shown = Callable[[Any, Any, Mapping[int, queries.Link]], str]
"""(value, row, links) -> HTML."""
LONGEST = 160
NONE = Markup('<span class="none" aria-hidden="true">–</span>')


def tag(text: str, colour: str = "") -> str:
    return f'<span class="tag c-{escape(colour)}">{escape(text)}</span>' if colour else f'<span class="tag">{escape(text)}</span>'


def shower(field: Field, ways: Formats, *, short: bool = True) -> Shown:
    """How values of this field are shown; ``short`` is the form for lists."""
    if isinstance(field, FormulaField):
        return shower(field.of, ways, short=short)
    for kind, make in _SHOWERS:
        if isinstance(field, kind):
            return make(field, ways, short)
    return lambda value, row, links: str(escape(field.text(value)))


def _money(field: Field, ways: Formats, short: bool) -> Shown:
    attribute = getattr(field, "currency_attribute", "")
    return lambda value, row, links: str(escape(ways.money(value, getattr(row, attribute, None))))


def _moment(field: Field, ways: Formats, short: bool) -> Shown:
    return lambda value, row, links: ways.when(value)


def _day(field: Field, ways: Formats, short: bool) -> Shown:
    way = ways.short_day if short else ways.day
    return lambda value, row, links: way(value)


def _whole(field: Field, ways: Formats, short: bool) -> Shown:
    unit = str(getattr(field, "unit", None) or "")
    return lambda value, row, links: f"{value:,}{' ' + str(escape(unit)) if unit else ''}"


def _decimals(field: Field, ways: Formats, short: bool) -> Shown:
    unit, places = str(getattr(field, "unit", None) or ""), getattr(field, "places", 0)
    return lambda value, row, links: f"{value:,.{places}f}{' ' + str(escape(unit)) if unit else ''}"


def _yes_no(field: Field, ways: Formats, short: bool) -> Shown:
    hidden = ' class="visually-hidden"' if short else ""
    yes, no = f'{icon("check", "sm")}<span{hidden}> {_("Yes")}</span>', "" if short else _("No")
    return lambda value, row, links: yes if value else no


def _several(field: Field, ways: Formats, short: bool) -> Shown:
    return lambda value, row, links: " ".join(tag(str(one), getattr(one, "colour", "")) for one in value)


def _choice(field: Field, ways: Formats, short: bool) -> Shown:
    held: dict[str, str] = {}

    def show(value: Any, row: Any, links: Mapping[int, queries.Link]) -> str:
        code = value.code if isinstance(value, Choice) else str(value)
        if code not in held:
            colour = getattr(value, "colour", "")
            held[code] = tag(str(value), colour) if colour else str(escape(str(value)))
        return held[code]

    return show


def _telephone(field: Field, ways: Formats, short: bool) -> Shown:
    return lambda value, row, links: f'<a class="plain" href="tel:{escape(phones.plain(value))}">{escape(phones.show(value))}</a>'


def _mail(field: Field, ways: Formats, short: bool) -> Shown:
    return lambda value, row, links: f'<a class="plain" href="mailto:{escape(value)}">{escape(value)}</a>'


def _web(field: Field, ways: Formats, short: bool) -> Shown:
    return lambda value, row, links: f'<a href="{escape(value)}" rel="noopener noreferrer" target="_blank">{escape(value.split("//", 1)[-1].rstrip("/"))}</a>'


def _long(field: Field, ways: Formats, short: bool) -> Shown:
    if short:
        return lambda value, row, links: str(escape(value if len(value) <= LONGEST else value[:LONGEST] + "…"))
    return lambda value, row, links: str(escape(value))


def _time(field: Field, ways: Formats, short: bool) -> Shown:
    return lambda value, row, links: str(escape(ways.duration(value)))


def _condition(field: Field, ways: Formats, short: bool) -> Shown:
    of = getattr(field, "of", "")
    return lambda value, row, links: str(escape(in_words(value, registry.object_type(of), current_actor())))


def _who(field: Field, ways: Formats, short: bool) -> Shown:
    return lambda value, row, links: str(person(users.find(value)))


def _where(field: Field, ways: Formats, short: bool) -> Shown:
    return lambda value, row, links: str(escape(units.name_of(value)))


def _record(field: Field, ways: Formats, short: bool) -> Shown:
    to = getattr(field, "to", None)
    known = registry.current().objects.get(to) if to else None
    marks = getattr(known.model, "tag_of", None) if known is not None else None

    def show(value: Any, row: Any, links: Mapping[int, queries.Link]) -> str:
        found = links.get(value)
        if found is None:
            return ""
        if marks is not None and (mark := marks(found.name)):
            return tag(*mark)
        if known is not None and known.setup:
            return str(escape(found.name))
        if found.url is None:
            return f'<span class="muted">{escape(found.name)}{" · " + _("module off") if known is None or not modules.is_on(known.plugin) else ""}</span>'
        return f'<a href="{found.url}"{" class=plain" if short else ""}>{escape(found.name)}</a>'

    return show


_SHOWERS: tuple[tuple[type[Field], Callable[[Any, Formats, bool], Shown]], ...] = (
    (CurrencyField, _money), (DateTimeField, _moment), (DateField, _day), (DurationField, _time), (IntegerField, _whole), (DecimalField, _decimals), (CheckboxField, _yes_no),
    (MultiPicklistField, _several), (PicklistField, _choice), (PhoneField, _telephone), (EmailField, _mail), (UrlField, _web),
    (ConditionField, _condition), (LongTextField, _long), (UnitField, _where), (UserField, _who), (LookupField, _record),
)  # fmt: skip


def shown_value(field: Field, record: Any, links: Mapping[int, queries.Link] | None = None, user: Actor | None = None) -> Markup:
    """One value of a record as HTML, in its long form; empty ones as nothing."""
    value = field_value(field, record)
    if is_empty(value):
        return Markup("")
    if links is None and type(field) is LookupField:
        links = queries.links([value], user or current_actor())
    return Markup(shower(field, formats(), short=False)(value, record, links or {}))


def former_value(field: Field, value: Any, links: Mapping[int, queries.Link], currency: str | None = None) -> Markup:
    """A value that need not be in its record any more, as the record's page showed it; ``currency`` is that of an amount."""
    if is_empty(value):
        return NONE
    if type(field) is LookupField and value not in links:
        return Markup('<span class="muted">{}</span>').format(_("a record that is gone"))
    if isinstance(field, TextField) and len(str(value)) > LONGEST:
        value = f"{str(value)[:LONGEST]}…"
    beside = SimpleNamespace(**{field.currency_attribute: currency}) if isinstance(field, CurrencyField) else None
    return Markup(shower(field, formats(), short=False)(value, beside, links))


def field_value(field: Field, record: Any) -> Any:
    if isinstance(field, FormulaField):
        return field.compute(record)
    return getattr(record, field.attribute, None)


def is_empty(value: Any) -> bool:
    return value is None or value == "" or value == ()


# ---------------------------------------------------------------- values of a record's page


class ValueRenderer:
    """Makes the values of a record's page. Built once for object and language; holds no request."""

    def __init__(self, object_type: ObjectType, ways: Formats) -> None:
        self.fields = object_type.fields
        self.showers = {name: shower(one, ways, short=False) for name, one in self.fields.items()}
        self.absent = {name: str(escape(one.absent)) for name, one in self.fields.items()}
        self.edit, self.pencil = escape(_("Edit")), icon("pencil", "sm")
        self.cells = {name: self._cell(one) for name, one in self.fields.items()}

    def _cell(self, field: Field) -> tuple[str, str, str]:
        """What stands in front of the value; and around the address under which it is edited."""
        label, words = escape(field.label), escape(_("Edit %(field)s", field=field.label))
        kind = ' class="num"' if field.align == "end" else ""
        focus = f'&amp;focus={field.name}" aria-label="{words}" title="{self.edit}">{self.pencil}</a>'
        return f"<dt>{label}</dt><dd{kind}>", '<a class="pencil" href="', focus

    def shown(self, name: str, record: Any, links: Mapping[int, queries.Link]) -> str:
        """The value in its long form; an empty one as nothing, or as what its field says."""
        value = field_value(self.fields[name], record)
        return self.absent[name] if is_empty(value) else self.showers[name](value, record, links)

    def cell(self, name: str, shown: str, edit_url: str) -> str:
        """A value under its label; with ``edit_url`` one clicks it to edit."""
        start, before, after = self.cells[name]
        if not edit_url:
            return f"<div>{start}{shown}</dd></div>\n"
        return f'<div class="editable" data-edit="{name}">{start}{shown}{before}{edit_url}{after}</dd></div>\n'


def value_renderer(object_type: ObjectType) -> ValueRenderer:
    """The renderer of the reader's language, kept for the next request of the same day."""
    ways = formats()
    held: dict[Any, ValueRenderer] = current_app.extensions.setdefault("forecourt_value_renderers", {})
    key = (object_type.code, object_type.customized, ways.locale, str(ways.zone), ways.today)
    if key not in held:
        if len(held) > 500:
            held.clear()
        held[key] = ValueRenderer(object_type, ways)
    return held[key]


# ---------------------------------------------------------------- rows of a list


class Head:
    """One column's heading and how its cells are made."""

    __slots__ = ("align", "code", "column", "editable", "field", "label", "named")

    def __init__(self, code: str, label: str, field: Field | None, column: Column | None, editable: bool, named: bool) -> None:
        self.code, self.label, self.field, self.column, self.editable, self.named = code, label, field, column, editable, named
        self.align = field.align if field is not None else "start"


def heads_of(object_type: ObjectType, columns: Sequence[str], user: Actor) -> list[Head]:
    """The columns this user sees, those of other modules that are on among them."""
    visible, added, found = permissions.visible_fields(user, object_type), side_columns.added(object_type, user), []
    may_edit = permissions.may(user, object_type, "edit")
    for code in columns:
        if code in visible:
            field = visible[code]
            editable = may_edit and field.stored and not field.system and not user.field_rights.get((object_type.code, code))
            found.append(Head(code, str(field.label), field, None, editable, code == object_type.name_field))
        elif (column := added.get(code)) is not None:
            found.append(Head(code, str(column.label), column.shown_as, column, False, False))
    return found


class RowRenderer:
    """Makes the rows of one list. Built once for object, columns, language and rights; holds no request."""

    def __init__(self, object_type: ObjectType, heads: Sequence[Head], ways: Formats, *, pick: bool = True, editable: bool = True) -> None:
        self.object_type, self.slug, self.pick = object_type, object_type.slug, pick
        self.select_label = str(escape(_("Select")))
        self.untitled = str(escape(_("(no name)")))
        if heads and not any(head.named for head in heads):
            heads[0].named = True
        self.cells = [self._cell(head, ways, editable) for head in heads]

    def _cell(self, head: Head, ways: Formats, editable: bool) -> Callable[[Any, Any, Any], str]:
        start = self._start(head, editable)
        show = shower(head.field, ways) if head.field is not None else (lambda value, row, links: str(escape(value)))
        if head.column is not None:
            code = head.code
            return lambda row, links, extra: f"{start}{_shown(show, extra[code].get(row.id), row, links)}</td>"
        field = head.field
        assert field is not None  # noqa: S101 - a head without a column has a field; said for the type checker
        read: Callable[[Any], Any] = field.compute if isinstance(field, FormulaField) else lambda row, attribute=field.attribute: getattr(row, attribute)  # type: ignore[misc]
        if head.named:
            named = self._naming(head, read)
            return lambda row, links, extra: f'{start}<a href="/{self.slug}/{row.id}">{escape(named(row, links)) or self.untitled}</a></td>'
        absent = escape(field.absent)
        return lambda row, links, extra: f"{start}{_shown(show, read(row), row, links) or absent}</td>"

    def _naming(self, head: Head, read: Callable[[Any], Any]) -> Callable[[Any, Mapping[int, queries.Link]], str]:
        """What the link to the record is called: what ships, in the reader's language."""
        assert head.field is not None  # noqa: S101 - only a field names a record; said for the type checker
        plain, called = head.field.text, self.object_type.called
        if type(head.field) is LookupField:
            return lambda row, links: _name(read(row), links)
        if head.code == self.object_type.name_field:
            return lambda row, _links: called(row.id, plain(read(row)))
        return lambda row, _links: plain(read(row))

    def _start(self, head: Head, editable: bool) -> str:
        if head.named:
            return '<td class="name">'
        kinds = " ".join(kind for kind, wanted in (("num", _numeric(head.field)), ("r", head.align == "end")) if wanted)
        label = f' data-l="{escape(head.label)}"' if _needs_label(head.field) else ""
        edit = f' data-f="{escape(head.code)}"' if editable and head.editable else ""
        return f"<td{f' class={chr(34)}{kinds}{chr(34)}' if kinds else ''}{label}{edit}>"

    def rows(self, rows: Iterable[Any], links: Mapping[int, queries.Link], extra: Mapping[str, Mapping[int, Any]]) -> Markup:
        parts = []
        for row in rows:
            row_id = row.id
            pick = f'<td class="pick"><input type="checkbox" name="id" value="{row_id}" form="selection" aria-label="{self.select_label}"></td>' if self.pick else ""
            parts.append(f'<tr data-id="{row_id}">{pick}{"".join(cell(row, links, extra) for cell in self.cells)}</tr>')
        return Markup("\n".join(parts))


def _name(value: Any, links: Mapping[int, queries.Link]) -> str:
    found = links.get(value)
    return found.name if found else ""


def _shown(show: Shown, value: Any, row: Any, links: Mapping[int, queries.Link]) -> str:
    return "" if value is None or value == "" or value == () else show(value, row, links)


def _needs_label(field: Field | None) -> bool:
    """Whether a value says nothing without the name of its column, which a phone writes beside it: a number, a tick."""
    return isinstance(field, CheckboxField) or (_numeric(field) and not isinstance(field, PhoneField))


def _numeric(field: Field | None) -> bool:
    return isinstance(field, (CurrencyField, DateField, DateTimeField, DecimalField, IntegerField, PhoneField))


def renderer(object_type: ObjectType, heads: Sequence[Head], *, pick: bool = True, editable: bool = True) -> RowRenderer:
    """The renderer of these columns, kept for the next request of the same language and day."""
    ways = formats()
    held: dict[Any, RowRenderer] = current_app.extensions.setdefault("forecourt_row_renderers", {})
    key = (object_type.code, object_type.customized, tuple((head.code, head.editable, head.named) for head in heads), ways.locale, str(ways.zone), ways.today, pick, editable)
    if key not in held:
        if len(held) > 500:
            held.clear()
        held[key] = RowRenderer(object_type, heads, ways, pick=pick, editable=editable)
    return held[key]


def render_rows(object_type: ObjectType, heads: Sequence[Head], rows: Sequence[Any], user: Actor, *, pick: bool = True, editable: bool = True) -> Markup:
    """Rows as HTML, with one statement for all their look-ups and one call for each column of another module."""
    wanted = queries.look_up_ids(object_type, [head.code for head in heads if head.field is not None], rows)
    links = queries.links(tuple(wanted), user)
    ids = [row.id for row in rows]
    extra = {head.code: side_columns.drawn(head.column, ids, user) for head in heads if head.column is not None}
    return renderer(object_type, heads, pick=pick, editable=editable).rows(rows, links, extra)


def avatar_of(principal_id: int | None, size: str = "sm") -> Markup:
    return avatar(users.find(principal_id), size)
