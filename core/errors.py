"""One small tree of errors. Each carries a sentence for the user; web and API render them alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from .i18n import gettext as _


class ForecourtError(Exception):
    """Anything the product tells a user. ``status`` is the HTTP status, ``code`` names the rule for the API."""

    status = 500
    code = "error"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message)
        self._message = message

    @property
    def message(self) -> str:
        """The sentence in the reader's language."""
        return str(self._message) if self._message is not None else self.default_message()

    def default_message(self) -> str:
        return _("Something went wrong.")

    def __str__(self) -> str:
        return self.message


class Unauthenticated(ForecourtError):
    """Nobody is signed in."""

    status, code = 401, "unauthenticated"

    def default_message(self) -> str:
        return _("Please sign in first.")


class NotFound(ForecourtError):
    """There is no such record, or the reader may not know that there is."""

    status, code = 404, "not-found"

    def default_message(self) -> str:
        return _("This record cannot be found: it may have been deleted, or you may not see it.")


class ModuleOff(NotFound):
    """The record's module is switched off; its data is kept."""

    code = "module-off"

    def __init__(self, module: str) -> None:
        super().__init__()
        self.module = module

    def default_message(self) -> str:
        return _("The module “%(module)s” is switched off.", module=self.module)


class Forbidden(ForecourtError):
    """The user may see this, but not do that. ``permission`` is the named right that is missing, where it is one."""

    status, code = 403, "forbidden"

    def __init__(self, message: str | None = None, permission: str | None = None) -> None:
        super().__init__(message)
        self.permission = permission

    def default_message(self) -> str:
        return _("You do not have permission to do this.")


class Refusal(ForecourtError):
    """A rule says no to this one. ``field`` names the field it concerns, if there is one."""

    status, code = 422, "refused"

    def __init__(self, message: str, field: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.field = field
        if code:
            self.code = code


class Broken(str):
    """A sentence about a value that also names the rule it breaks: "required", "type", "limits", "unique" …

    The API tells programs the rule; people read the sentence.
    """

    __slots__ = ("rule",)

    rule: str

    def __new__(cls, sentence: Any, rule: str) -> Self:
        """A sentence that names its rule already keeps it."""
        made = super().__new__(cls, sentence)
        made.rule = getattr(sentence, "rule", rule)
        return made


class Unreadable:
    """Given to the gate in place of a value that could not be read, so that it tells why (``sentences``) together with whatever else is wrong.

    Whoever reads what people typed gives this on instead of refusing by itself: page, API, import and code alike.
    """

    __slots__ = ("sentences",)

    def __init__(self, *sentences: str) -> None:
        self.sentences = [Broken(one, "format") for one in sentences]

    @staticmethod
    def among(values: Mapping[str, Any]) -> dict[str, list[str]]:
        """What is told of those values that could not be read: name -> sentences."""
        return {name: [*value.sentences] for name, value in values.items() if isinstance(value, Unreadable)}

    def __repr__(self) -> str:
        return f"<Unreadable {' '.join(self.sentences)}>"


class Invalid(ForecourtError):
    """Values that cannot be saved. ``errors`` maps a field's name to its sentences, each a Broken where a rule is to be named; "" holds
    those of the whole form."""

    status, code = 422, "invalid"

    def __init__(self, errors: Mapping[str, list[str]], message: str | None = None) -> None:
        super().__init__(message)
        self.errors = {name: list(sentences) for name, sentences in errors.items()}

    def default_message(self) -> str:
        sentences = [str(sentence) for sentences in self.errors.values() for sentence in sentences]
        return " ".join(sentences) or _("Some values cannot be saved.")


class BadQuery(ForecourtError):
    """A filter, sort or cursor that the grammar does not know."""

    status, code = 400, "bad-query"

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Conflict(ForecourtError):
    """Somebody else saved the same field meanwhile. ``theirs`` holds the values now stored, by field."""

    status, code = 409, "conflict"

    def __init__(
        self, record: Any = None, fields: tuple[str, ...] = (), theirs: Mapping[str, Any] | None = None, message: str | None = None
    ) -> None:
        super().__init__(message)
        self.record = record
        self.fields = fields
        self.theirs = dict(theirs or {})

    def default_message(self) -> str:
        return _("Somebody changed this record meanwhile. Please check before saving again.")


class ConfigError(ForecourtError):
    """The installation cannot start like this; the sentence says what to mend."""

    code = "configuration"


class PluginError(ConfigError):
    """A module that cannot be loaded; the sentence says what to mend."""

    code = "plugin"
