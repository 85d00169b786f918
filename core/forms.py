"""Field → WTForms. A form keeps what was typed, reads it with the field's own parser, and says what is wrong beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import wtforms
from flask_wtf import FlaskForm

from . import permissions, records
from .actor import Actor, acting_or_none
from .errors import Invalid, Unreadable
from .fields import CheckboxField, CurrencyField, Field, MultiPicklistField
from .i18n import Text

if TYPE_CHECKING:
    from .objects import ObjectType


class FieldInput(wtforms.Field):  # type: ignore[misc]  # WTForms is untyped
    """One input, driven by a Field: ``data`` is the parsed value, ``raw`` what was typed. ``note`` says why it is read-only."""

    def __init__(self, shape: Field, *, is_required: bool = False, readonly: bool = False, note: Text = "", **options: Any) -> None:
        super().__init__(str(shape.label), **options)
        self.shape = shape
        self.is_required = is_required
        self.readonly, self.note = readonly, note
        self.raw: str | None = None
        self.process_errors: list[str] = []

    @property
    def typed(self) -> Any:
        """What was entered: of an amount its text, with what stands beside it."""
        return self.raw if self.data is not None and isinstance(self.shape, CurrencyField) else self.data

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return  # not sent at all: WTForms asks all the same
        multiple = isinstance(self.shape, MultiPicklistField)
        self.raw = ";".join(valuelist) if multiple else (valuelist[0] if valuelist else "")
        self.data = self.shape.parse(self.raw)

    def process(self, formdata: Any, data: Any = wtforms.utils.unset_value, **options: Any) -> None:
        super().process(formdata, data, **options)
        if formdata is not None and not self.raw_data and isinstance(self.shape, (CheckboxField, MultiPicklistField)) and formdata.get(f"{self.name}__shown"):
            self.data, self.raw = self.shape.parse(""), ""  # an unticked box sends nothing; its twin says that it was there

    @property
    def sent(self) -> bool:
        """Whether the browser sent this input at all: what a form does not show is not changed by it."""
        return self.raw is not None

    def _value(self) -> str:
        """What stands in the input: what was typed, else the value."""
        return self.raw if self.raw is not None else self.shape.edit_text(self.data)

    @property
    def value(self) -> str:
        return self._value()


class RecordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Base of the forms made from fields, which are reached by ``form[name]``."""

    def __setattr__(self, name: str, value: Any) -> None:
        """WTForms also sets inputs as attributes: not over a method of the same name."""
        if not (isinstance(value, FieldInput) and hasattr(RecordForm, name)):
            super().__setattr__(name, value)

    def values(self) -> dict[str, Any]:
        """The values of what the browser sent, for the gate; of an input that cannot be read an Unreadable with its sentences. An amount goes as
        it was typed: in which currency it may be, the gate knows."""
        inputs = [one for one in self if isinstance(one, FieldInput) and one.sent and not one.readonly]
        return {one.name: Unreadable(*one.process_errors) if one.process_errors else one.typed for one in inputs}

    def show(self, problem: Invalid) -> None:
        """Put the sentences beside their inputs; those of no input stay with the form."""
        self.form_errors = [sentence for name, sentences in problem.errors.items() if name not in self for sentence in sentences]
        for name, sentences in problem.errors.items():
            if name in self:
                self[name].errors = [str(sentence) for sentence in sentences]


def editable(object_type: ObjectType, user: Actor, names: Sequence[str] | None = None) -> list[Field]:
    """The fields this user may fill in, in the order of the layout."""
    wanted = names if names is not None else _form_names(object_type)
    return [
        one for name in wanted
        if (one := object_type.fields.get(name)) and one.stored and not one.system
        and permissions.field_right(user, object_type, name) is None
    ]  # fmt: skip


def _form_names(object_type: ObjectType) -> list[str]:
    names = [name for name in object_type.layout.names() if "." not in name]
    return [*names, *(["owner"] if "owner" not in names and object_type.owners and not object_type.controlled_by else [])]


def record_form(object_type: ObjectType, user: Actor, record: Any = None, *, names: Sequence[str] | None = None, values: Mapping[str, Any] | None = None) -> RecordForm:
    """The form of a record (None: of a new one), filled with its values or with ``values``."""
    shapes = editable(object_type, user, names)
    required = required_names(object_type, user, record, values)
    data = {one.name: _initial(one, record, values) for one in shapes}
    return _form(shapes, data, required, records.locked(record, user) if record is not None else {})


def required_names(object_type: ObjectType, user: Actor, record: Any = None, values: Mapping[str, Any] | None = None) -> set[str]:
    """The fields that a form marks as required."""
    always = {one.name for one in object_type.fields.values() if one.required}
    if object_type.required is None:
        return always
    held = {
        name: (getattr(record, one.attribute) if record is not None else (values or {}).get(name))
        for name, one in object_type.fields.items() if one.stored
    }  # fmt: skip
    return always | set(object_type.required(held, "form", user))


def check_currencies(form: RecordForm, unit: Callable[[CurrencyField], str | None]) -> None:
    """Raises Invalid where an amount was typed in another currency than ``unit`` tells for it: it would count as so much of that."""
    amounts = [(one, one.shape) for one in form if isinstance(one, FieldInput) and isinstance(one.shape, CurrencyField) and one.sent and not one.readonly]
    problems = {one.name: [problem] for one, shape in amounts if (problem := shape.currency_problem(one.raw or "", unit(shape)))}
    if problems:
        raise Invalid(problems)


def input_form(inputs: Mapping[str, Field], values: Mapping[str, Any] | None = None, locked: Mapping[str, Text] | None = None) -> RecordForm:
    """The form of an action's inputs; ``locked`` says of some why they are shown and not filled in."""
    data = {name: (values or {}).get(name, one.proposed_value()) for name, one in inputs.items()}
    return _form(list(inputs.values()), data, {name for name, one in inputs.items() if one.required}, locked)


def _initial(one: Field, record: Any, values: Mapping[str, Any] | None) -> Any:
    if values and one.name in values:
        return values[one.name]
    if record is not None:
        return getattr(record, one.attribute)
    if one.name == "owner":
        actor = acting_or_none()
        return actor.id if actor else None
    return one.proposed_value()


def _form(shapes: Sequence[Field], data: Mapping[str, Any], required: set[str], locked: Mapping[str, Text] | None = None) -> RecordForm:
    held = locked or {}
    members = {one.name: FieldInput(one, is_required=one.name in required, readonly=one.name in held, note=held.get(one.name, "")) for one in shapes}
    form_class: Any = type("FieldsForm", (RecordForm,), {})
    form_class._unbound_fields = list(members.items())  # noqa: SLF001 - as members, a field called "process" or "data" would stand in place of a method
    form: RecordForm = form_class(data=dict(data))
    form.form_errors = []
    return form


def money_unit(shape: Field, record: Any, user: Actor) -> str:
    """The currency written beside an input of money."""
    held = getattr(record, shape.currency_attribute, None) if isinstance(shape, CurrencyField) and record is not None else None
    return held or user.currency
