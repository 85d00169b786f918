"""A cell's text as the value of a field: dates in the order of the file, records by name, number or foreign key."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from core import Actor, ObjectType, cells, conditions, external_ids, fields, permissions, records, registry, speaking, units, users
from core import gettext as _

from . import amounts
from .guesses import aware, parse_date, parse_moment, spreadsheet_day
from .mapping import EXTERNAL, LANGUAGES, PLACE, Column, Plan, is_number, labels, target

MOST_KEPT = 50_000
SHORTENED = re.compile(r"[+-]?\d(?:[.,]\d+)?E\+\d{1,3}")
"""A long number as a spreadsheet saves what it shows: 1.38E+10 for a telephone, 4.40301E+17 for a number of eighteen digits."""
MISTAKE = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#{2,})")
NAMESAKES = 20
"""How many records of one name are looked at to find the one that is meant."""
PATH_MARKS = (">", ":")
CUT = "…"
MOST_NAMED = 300
"""So many records of the set-up are offered, and known by their names in every language."""


class Reader:
    """Reads the cells of one import. What has been looked up is kept for the rows to come."""

    def __init__(self, object_type: ObjectType, user: Actor, plan: Plan, *, trial: bool = False, promised: Collection[str] = ()) -> None:
        """``promised``: keys of records that earlier files of the series will have made, for a dry run."""
        self.object_type, self.user, self.trial, self.promised = object_type, user, trial, promised
        self.empty = {word.strip().casefold() for word in plan.empty}
        self.fills = [(Column("", name), text) for name, text in plan.fills.items()]
        self.found: dict[tuple[Any, ...], int] = {}
        self.fresh: dict[tuple[Any, ...], int] = {}
        self.names: set[str] = set()
        self.shipped: dict[str, dict[str, list[int]]] = {}
        self.choices: dict[str, dict[str, Any]] = {}

    def shared(self, name: str) -> list[str]:
        """Look-ups that this object and the one looked up have in common: a stage is one of the process that the record names too."""
        field = self.object_type.fields.get(name)
        if not isinstance(field, fields.LookupField) or field.to is None or isinstance(field, (fields.UserField, fields.UnitField)):
            return []
        mine, theirs = self.object_type.fields, registry.object_type(field.to).own_fields
        return [one for one, other in theirs.items() if other.type == "lookup" and one in mine and getattr(mine[one], "to", None) == getattr(other, "to", None)]

    def rank(self, name: str) -> int:
        """How many fields of a row are read before this one, each for the next: 0 for one that needs none of them."""
        above = getattr(self.object_type.fields.get(name), "depends_on", None)
        return 1 + self.rank(above) if above else int(bool(self.shared(name)))

    def value(self, column: Column, text: str, values: Mapping[str, Any]) -> Any:
        """The value for ``column.field``; None for an empty cell. Raises ValueError with a sentence.

        ``values`` are those that the row has so far; they tell records of one name apart.
        """
        text = self.text(column.values.get(text.strip(), text))
        if not text:
            return None
        field = target(self.object_type, column.field)
        if not isinstance(field, fields.LongTextField):
            refuse_lost(text, field.label)
        if isinstance(field, fields.UnitField):
            return self._unit(field, text)
        if isinstance(field, fields.UserField):
            return self._person(field, text)
        if isinstance(field, fields.LookupField):
            return self._record(field, column, text, values)
        if isinstance(field, fields.PicklistField) and not isinstance(field, fields.MultiPicklistField):
            return field.parse_beside(text, values) if field.depends_on else self._choice(field, text)
        if isinstance(field, (fields.DateField, fields.DateTimeField)) and column.order:
            return self._time(field, column, text)
        value = amounts.read(field, text, column.mark, column.times) if column.mark and is_number(field) else field.clean(text)
        return fields.Written(value, text) if isinstance(field, fields.CurrencyField) and value is not None else value

    def text(self, cell: str) -> str:
        """What a cell says, without the blanks around it; nothing where it holds a word that means nothing. A formula that an export has
        made harmless is what it was."""
        bare = cells.as_meant(cell.strip())
        return "" if bare.casefold() in self.empty else bare

    def filled(self, row: Mapping[str, str]) -> Iterator[tuple[Column, str]]:
        """(field to fill, its text) for what the plan fills beside the columns; ``row``: its cells by column.

        What is put together of columns that each fit is cut where all of it is too long.
        """
        for column, text in self.fills:
            filled = PLACE.sub(lambda found: self.text(row[found.group(1)]), text)
            most = getattr(target(self.object_type, column.field), "length", None)
            yield column, f"{filled[: most - 1].rstrip()}{CUT}" if most is not None and filled != text and len(filled) > most else filled

    def keep(self) -> None:
        """The batch is written: what was looked up in it holds for the rows to come."""
        if len(self.found) < MOST_KEPT:
            self.found |= self.fresh
        self.fresh = {}

    def forget(self) -> None:
        """The batch is taken back, and with it what was looked up."""
        self.fresh = {}

    def will_exist(self, name: str) -> None:
        """Note a name that a row of a dry run would have made, so that later rows may refer to it."""
        self.names.add(name)

    def _time(self, field: Any, column: Column, text: str) -> Any:
        is_day = isinstance(field, fields.DateField)
        value = parse_date(text, column.order) if is_day else parse_moment(text, column.order)
        if value is None:
            raise ValueError(_no_date(field, text))
        try:
            return value if is_day else aware(value, self.user.zone)  # type: ignore[arg-type]  # a datetime where it is no day
        except OverflowError:
            raise ValueError(_no_date(field, text)) from None

    def _choice(self, field: Any, text: str) -> Any:
        """By code, by label in any language, or as the field itself reads what is typed: 苏州 for 苏州市. Raises ValueError."""
        if field.name not in self.choices:
            known = {called.casefold(): one for one in field.options() for called in labels(one.label)}
            self.choices[field.name] = {**known, **{one.code.casefold(): one for one in field.options()}}
        known = self.choices[field.name]
        return known[text.casefold()] if text.casefold() in known else field.parse(text)

    def _unit(self, field: Any, text: str) -> int:
        return self._only(field, text, [one.id for one in units.all_units() if one.name.casefold() == text.casefold()])

    def _person(self, field: Any, text: str) -> int:
        by_email = users.by_email(text) if "@" in text else None
        if by_email is not None:
            return by_email.id
        people = users.principals(active_only=False) if field.name == "owner" or field.queues else users.all_users()
        return self._only(field, text, [one.id for one in people if one.name.casefold() == text.casefold()])

    def _record(self, field: Any, column: Column, text: str, values: Mapping[str, Any]) -> int | None:
        within = {name: values[name] for name in self.shared(column.field) if values.get(name) is not None}
        slot = (str(field.to), column.by, text, *within.values())
        known = self.found.get(slot) or self.fresh.get(slot)
        if known is None:
            found = [one for target in self._targets(field) for one in (_by_key(target, column.by, text) if column.by else self._by_name(target, text, within))]
            if not found and self.trial and self._will_be(field, column, text):
                return None
            known = self.fresh[slot] = self._only(field, text, found)
        return known

    def _will_be(self, field: Any, column: Column, text: str) -> bool:
        """Whether the run itself, or an earlier file of the series, would have made the record before this row."""
        if column.by:
            return text in self.promised
        ends = {text}.union(*(_steps(text, mark)[-1:] for mark in PATH_MARKS))
        return field.to in (None, self.object_type.code) and not ends.isdisjoint(self.names)

    def _targets(self, field: Any) -> Sequence[ObjectType]:
        """The objects among whose records one is looked for: of a look-up to anything those that people work on."""
        if field.to is not None:
            return (registry.object_type(field.to),)
        return [one for one in registry.objects() if one.menu and not one.setup and permissions.may(self.user, one, "read")]

    def _by_name(self, object_type: ObjectType, text: str, within: Mapping[str, Any]) -> list[int]:
        """By name; where no record has it, by number or code, by what one of the set-up is called in any language or by a name made of
        several fields, by its path in a tree.

        Of several those that are ``within`` what the row names.
        """
        visible = permissions.visible_fields(self.user, object_type)
        for name in (object_type.name_field, *_numbers(visible)):
            if name in visible and visible[name].stored and "=" in visible[name].operators:
                found = records.find(object_type, self.user, where={name: text}, sort="id", limit=NAMESAKES)
                if found:
                    return [one.id for one in _at_the_top(object_type, _offered(object_type, _fitting(found, within), self.user))]
        shipped = self._shipped(object_type).get(text.casefold(), []) if object_type.shown_name or object_type.compose_name else []
        return shipped or self._by_path(object_type, text)

    def _by_path(self, object_type: ObjectType, text: str) -> list[int]:
        """In a tree by the names from the top down: "Vehicle > Brakes", or with colons; what is missing at its end is left out."""
        for mark in PATH_MARKS if _is_tree(object_type) else ():
            steps = _steps(text, mark)
            found: list[int] | None = None
            for step in steps if steps != [text] else ():
                named_so = records.find(object_type, self.user, where={object_type.name_field: step}, sort="id", limit=NAMESAKES)
                found = [one.id for one in named_so if (one.parent_id is None if found is None else one.parent_id in found)]
            if found:
                return found
        return []

    def _shipped(self, object_type: ObjectType) -> dict[str, list[int]]:
        """Records by what they are called in every language, for objects of the set-up that come with names or compose them."""
        known = self.shipped.get(object_type.code)
        if known is None:
            known = self.shipped[object_type.code] = {}
            offered = named(object_type, self.user, offered=True)
            others = {one: names for one, names in named(object_type, self.user).items() if one not in offered}
            for held in (others, offered):  # the name of one that is offered means that one
                known.update(_by_call(held))
        return known

    def _only(self, field: Any, text: str, found: list[int]) -> int:
        if not found:
            raise ValueError(_("%(field)s: nothing is called “%(text)s”.", field=field.label, text=text))
        if len(found) > 1:
            raise ValueError(_("%(field)s: several are called “%(text)s”.", field=field.label, text=text))
        return found[0]


def _no_date(field: Any, text: str) -> str:
    if (day := spreadsheet_day(text)) is not None:
        return _("%(field)s: “%(text)s” is how a spreadsheet counts days, perhaps %(day)s. Format the column as a date there, and save it anew.", field=field.label, text=text, day=day.isoformat())
    return _("%(field)s: “%(text)s” is no date in the order chosen.", field=field.label, text=text)


def refuse_lost(text: str, label: Any) -> None:
    """Raises ValueError for a cell whose content is gone: a number that a spreadsheet has cut short, a formula that came to nothing."""
    if SHORTENED.fullmatch(text):
        raise ValueError(
            _("%(field)s: the spreadsheet has cut “%(text)s” short, its digits are lost. Format the column as text or as a whole number there, and save it anew.",
              field=label, text=text)
        )  # fmt: skip
    if MISTAKE.fullmatch(text):
        raise ValueError(_("%(field)s: “%(text)s” is a mistake of a formula in the spreadsheet.", field=label, text=text))


def _numbers(visible: Mapping[str, fields.Field]) -> list[str]:
    """The fields by which people tell records apart beside their name."""
    return [name for name, one in visible.items() if isinstance(one, fields.AutoNumberField) or name in ("code", "number")]


def _by_call(names: Mapping[int, Sequence[str]]) -> dict[str, list[int]]:
    """Ids by what records are called, capitals apart."""
    found: dict[str, list[int]] = {}
    for one, calls in names.items():
        for called in {name.casefold() for name in calls}:
            found.setdefault(called, []).append(one)
    return found


def _offered(object_type: ObjectType, found: list[Any], user: Actor) -> list[Any]:
    """Of several records of one name those that look-ups still offer; all where none is."""
    return found if len(found) == 1 else [one for one in found if _is_offered(object_type, one, user)] or found


def _is_offered(object_type: ObjectType, record: Any, user: Actor) -> bool:
    if object_type.offered is None:
        return True
    names = conditions.names(conditions.read(object_type.offered))
    return conditions.holds(object_type.offered, object_type, {name: getattr(record, name) for name in names}, user)


def _by_key(object_type: ObjectType, by: str, text: str) -> list[int]:
    found = external_ids.find(object_type, by.removeprefix(EXTERNAL), text)
    return [] if found is None else [found]


def _is_tree(object_type: ObjectType) -> bool:
    return getattr(object_type.own_fields.get("parent"), "to", None) == object_type.code


def _at_the_top(object_type: ObjectType, found: list[Any]) -> list[Any]:
    """Of several entries of a tree in the set-up the one at the top: a name alone is a path of one step."""
    if len(found) == 1 or not (object_type.setup and _is_tree(object_type)):
        return found
    return [one for one in found if one.parent_id is None] or found


def _steps(text: str, mark: str) -> list[str]:
    """The names of a path, from the top down."""
    return [step for one in text.split(mark) if (step := one.strip())]


def named(object_type: ObjectType, user: Actor, *, offered: bool = False) -> dict[int, list[str]]:
    """What the first records of an object of the set-up are called, by id: the stored name, its number or code, then in every language.

    ``offered``: only those that look-ups still offer.
    """
    found = records.find(object_type, user, sort=object_type.default_sort, limit=MOST_NAMED)
    if offered:
        found = [one for one in found if _is_offered(object_type, one, user)]
    numbers = _numbers(permissions.visible_fields(user, object_type))
    names = {one.id: [object_type.name_of(one), *(str(getattr(one, name)) for name in numbers)] for one in found}
    for language in LANGUAGES:
        with speaking(language):
            for one in found:
                names[one.id].append(object_type.called(one.id, object_type.name_of(one)))
    return names


def _fitting(found: list[Any], within: Mapping[str, Any]) -> list[Any]:
    """Of several records of one name those that share these look-ups; all where none does."""
    if len(found) == 1:
        return found
    return [one for one in found if all(getattr(one, f"{name}_id") == value for name, value in within.items())] or found
