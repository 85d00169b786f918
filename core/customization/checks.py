"""What an administrator gave for a field, checked: each problem a sentence under the name of its input."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from .. import conditions, registry
from ..actor import Actor
from ..custom_values import PREFIX
from ..errors import BadQuery, Invalid
from ..fields import DateField, DateTimeField, Field, LookupField, TextField
from ..i18n import LANGUAGES, Text, gettext_lazy, joined, speaking
from ..i18n import gettext as _
from ..nul import without_nul
from ..objects import RESERVED, ObjectType
from .models import CODE_LENGTH, HELP_LENGTH, LABEL_LENGTH, NAME_LENGTH
from .types import TYPES, FieldType, build, texts

CHANNELS = ("form", "api", "import")
MOST_FIELDS, MOST_VALUES, LONGEST_TEXT, LONGEST_UNIT = 200, 500, 4000, 20
COMPANIONS = ("_id", "_currency", "_sort")
"""Endings of the attributes that belong to another field."""

Errors = dict[str, list[str]]


def name(object_type: ObjectType, given: str | None, label: Mapping[str, str], errors: Errors) -> str:
    """The API name: as given, or made of the label; always in the namespace of custom fields."""
    stem = given.strip().removeprefix(PREFIX) if given else _stem(label)
    if not given and (stem in RESERVED or stem in object_type.fields):
        stem = f"{stem}_field"
    problem = _problem_of_name(object_type, stem)
    if problem:
        errors.setdefault("name", []).append(problem)
    return PREFIX + stem


def _stem(label: Mapping[str, str]) -> str:
    from ..records import sort_key

    text = sort_key(label.get("en") or next(iter(label.values()), "")) or ""
    stem = re.sub(r"[^a-z0-9]+", "_", text).strip("_")[: NAME_LENGTH - len(PREFIX)].strip("_")
    stem = stem if stem[:1].isalpha() else f"f_{stem}".rstrip("_")
    return f"{stem}_field" if stem.endswith(COMPANIONS) else stem


def _problem_of_name(object_type: ObjectType, stem: str) -> str | None:
    if not re.fullmatch(r"[a-z](?:_?[a-z0-9])*", stem) or len(PREFIX + stem) > NAME_LENGTH:
        return _("The API name has small letters, digits and single underscores, begins with a letter and has at most %(most)s characters.", most=NAME_LENGTH - len(PREFIX))
    if stem in RESERVED:
        return _("“%(name)s” is a word of the API itself; choose another name.", name=stem)
    if stem in object_type.fields and not stem.startswith(PREFIX):
        return _("“%(name)s” is the name of a built-in field of %(objects)s; choose another name.", name=stem, objects=object_type.plural)
    if stem.endswith(COMPANIONS):
        return _("The API name cannot end in %(endings)s.", endings=joined(COMPANIONS))
    if PREFIX + stem in object_type.own_fields:
        return _("There is already a field “%(name)s”.", name=PREFIX + stem)
    if PREFIX + stem in object_type.removed:
        return _("There was a field “%(name)s”, whose values are kept. Bring it back, or purge it first.", name=PREFIX + stem)
    return None


def labels(given: Any, errors: Errors, *, key: str = "label", required: bool = True, length: int = LABEL_LENGTH) -> dict[str, str]:
    """Texts by language. Errors stand under ``label.en`` and so on."""
    if not isinstance(given, Mapping) or any(language not in LANGUAGES or not isinstance(text, (str, type(None))) for language, text in given.items()):
        errors[key] = [_("Give a text for each language: %(languages)s.", languages=joined(LANGUAGES))]
        return {}
    for language, text in given.items():
        problems = list(_text_problems(text or "", length))
        if problems:
            errors[f"{key}.{language}"] = problems
    found = texts(given)
    if required and not found:
        errors[f"{key}.{next(iter(LANGUAGES))}"] = [_("Please fill in the label in at least one language.")]
    return found


def _text_problems(text: str, length: int) -> list[str]:
    shape = TextField(_("This text"), length=length)
    try:
        value = shape.clean(text)
    except ValueError as problem:
        return [str(problem)]
    return list(shape.problems(value)) if value else []


def refuse_same_label(object_type: ObjectType, own_name: str, label: Mapping[str, str], errors: Errors) -> None:
    """Two fields of one label could not be told apart, in a list's heading as little as in a file to import."""
    others = [one.label for one in object_type.fields.values() if one.name != own_name]
    own = {text.casefold() for one in others for text in getattr(one, "texts", {}).values()}
    for language, text in label.items():
        with speaking(language):
            taken = own | {str(one).casefold() for one in others}
        if text.casefold() in taken:
            errors.setdefault(f"label.{language}", []).append(_("%(object)s already has a field “%(label)s”.", object=object_type.label, label=text))


# ---------------------------------------------------------------- options


def options(kind: FieldType, given: Any, held: Mapping[str, Any] | None, errors: Errors) -> dict[str, Any]:
    """The options of a type; ``held`` are those of the field that is being changed."""
    if not isinstance(given, Mapping):
        errors["options"] = [_("The options must be a JSON object.")]
        return {}
    unknown = [one for one in given if one not in kind.options]
    if unknown:
        errors["options"] = [_("A field of type “%(type)s” has no option “%(name)s”.", type=kind.label, name=unknown[0])]
    found = {one: _option(kind, one, given.get(one), errors) for one in kind.options}
    if found.get("minimum") is not None and found.get("maximum") is not None and found["minimum"] > found["maximum"]:
        errors["maximum"] = [_("The largest value must not be below the smallest.")]
    for one in ("length", "places"):
        if held and one in found and found[one] is not None and found[one] < held.get(one, 0):
            errors[one] = [_("This may only grow: values that are longer may be stored already.")]
    if held and "to" in held:
        found["to"] = held["to"]
    return {one: value for one, value in found.items() if value is not None}


def _option(kind: FieldType, option: str, given: Any, errors: Errors) -> Any:
    try:
        return _OPTIONS[option](kind, given)
    except (ValueError, TypeError) as problem:
        errors[option] = [str(problem)]
        return None


def _whole(label: Text, least: int, most: int, default: int) -> Any:
    def read(kind: FieldType, given: Any) -> int:
        if given in (None, ""):
            return default
        try:
            value = int(str(given))
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise ValueError(_("%(option)s must be a whole number from %(least)s to %(most)s.", option=label, least=least, most=most))
        return value

    return read


def _limit(kind: FieldType, given: Any) -> Any:
    if given in (None, ""):
        return None
    shape = kind.make(_("This limit"), {}, {})
    value = shape.clean(given if isinstance(given, (int, str)) and not isinstance(given, bool) else str(given))
    problems = list(shape.problems(value))
    if problems:
        raise ValueError(problems[0])
    return shape.dump(value)


def _unit(kind: FieldType, given: Any) -> str | None:
    problems = _text_problems(str(given or ""), LONGEST_UNIT)
    if problems:
        raise ValueError(problems[0])
    return " ".join(str(given or "").split()) or None


def _target(kind: FieldType, given: Any) -> str:
    if not isinstance(given, str) or given not in registry.current().objects:
        raise ValueError(_("Choose the object that the link leads to."))
    return given


def _on_delete(kind: FieldType, given: Any) -> str:
    if given not in (None, "", "clear", "restrict"):
        raise ValueError(_("When the linked record is deleted, either the link is emptied (clear) or the deletion refused (restrict)."))
    return given or "clear"


_OPTIONS: Mapping[str, Any] = {
    "length": _whole(gettext_lazy("Length"), 1, LONGEST_TEXT, 255), "places": _whole(gettext_lazy("Decimals"), 0, 4, 2), "minimum": _limit, "maximum": _limit, "unit": _unit,
    "to": _target, "on_delete": _on_delete,
}  # fmt: skip


# ---------------------------------------------------------------- default, requirement, values


def default(object_type: ObjectType, kind: FieldType, given: Any, row: Mapping[str, Any], choices: Sequence[Any], errors: Errors) -> Any:
    """The default as it is stored."""
    if given in (None, "", []):
        return None
    shape = build(SimpleNamespace(name=f"{PREFIX}new", **{"help": {}, "default": None, **row}), choices)
    if isinstance(shape, LookupField):
        errors["default"] = [_("A link has no default.")]
        return None
    if given in ("today", "now") and isinstance(shape, (DateField, DateTimeField)):
        return given
    return _clean_default(shape, given, errors)


def _clean_default(shape: Field, given: Any, errors: Errors) -> Any:
    shape.label = _("The default")
    try:
        value = shape.clean(given)
        problems = list(shape.problems(value)) if value is not None else []
    except (ValueError, TypeError) as problem:
        problems = [str(problem)]
    if problems:
        errors["default"] = problems
        return None
    return shape.dump(value)


def required_in(given: Any, errors: Errors) -> list[str]:
    if not isinstance(given, (list, tuple)) or any(one not in CHANNELS for one in given):
        errors["required_in"] = [_("A field can be required in: %(channels)s.", channels=joined(CHANNELS))]
        return []
    return [one for one in CHANNELS if one in given]


def required_when(object_type: ObjectType, given: Any, user: Actor, errors: Errors) -> str | None:
    """The condition under which the field is required, tried out on an empty record."""
    text = without_nul(str(given or "")).strip()
    if not text:
        return None
    try:
        if len(text) > LONGEST_TEXT:
            raise BadQuery(_("This filter cannot be read."))
        for test in conditions.tests(conditions.read(text)):
            conditions.holds(test, object_type, {}, user)
        text = conditions.settled(text, object_type)
    except (BadQuery, ValueError, TypeError) as problem:
        errors["required_when"] = [str(problem)]
    return text


def values_for(kind: FieldType, given: Any, errors: Errors, known: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The values of a field of this type; one that is no picklist has none."""
    if kind.has_values:
        return values(given, errors, known)
    if given:
        errors["values"] = [_("A field of type “%(type)s” has no values to choose from.", type=kind.label)]
    return []


def values(given: Any, errors: Errors, known: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Picklist values in order: {"code", "label", "retired"}; the code of a new one is made of its label."""
    if not isinstance(given, (list, tuple)) or any(not isinstance(one, Mapping) for one in given):
        errors["values"] = [_("Give the values as a list.")]
        return []
    if len(given) > MOST_VALUES:
        errors["values"] = [_("A picklist has at most %(most)s values.", most=MOST_VALUES)]
        return []
    found: list[dict[str, Any]] = []
    for place, one in enumerate(given):
        label = labels(one.get("label") or {}, errors, key=f"values.{place}")
        code = str(one.get("code") or "") or _free_code(label, {*known, *(held["code"] for held in found)})
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", code) or len(code) > CODE_LENGTH:
            errors[f"values.{place}"] = [_("The code of a value has letters, digits and underscores, at most %(most)s characters.", most=CODE_LENGTH)]
        found.append({"code": code, "label": label, "retired": bool(one.get("retired")), "position": place})
    _refuse_twice(found, errors)
    return found


def _free_code(label: Mapping[str, str], taken: set[str]) -> str:
    stem = _stem(label)[: CODE_LENGTH - 4] or "value"
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}_{number}", number + 1
    return code


def _refuse_twice(found: Sequence[Mapping[str, Any]], errors: Errors) -> None:
    seen: set[str] = set()
    for place, one in enumerate(found):
        for word in {one["code"].casefold(), *(text.casefold() for text in one["label"].values())}:
            if word in seen:
                errors.setdefault(f"values.{place}", []).append(_("“%(value)s” is given twice.", value=word))
        seen |= {one["code"].casefold(), *(text.casefold() for text in one["label"].values())}


def help_text(given: Any, errors: Errors) -> dict[str, str]:
    return labels(given or {}, errors, key="help", required=False, length=HELP_LENGTH)


def kind(code: Any) -> FieldType:
    """Raises Invalid for a type there is not."""
    if not isinstance(code, str) or code not in TYPES:
        raise Invalid({"type": [_("Choose one of the types: %(types)s.", types=joined(TYPES))]})
    return TYPES[code]
