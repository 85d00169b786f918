"""What a request carries: its JSON body and its query parameters, read strictly."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, NoReturn

from flask import request

from ..errors import BadQuery
from ..fields import Field
from ..i18n import gettext as _
from ..nul import json_without_nul
from ..problems import BadBody, NotJson
from .schemas import mistyped

JSON_TYPE = re.compile(r"application/([\w.+-]+\+)?json", re.IGNORECASE)


def refuse_compressed() -> None:
    """Raises NotJson for a body that is packed: unpacked it could be of any size."""
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in ("identity", ""):
        raise NotJson(_("The body is compressed, which is not taken: send it as it is, without Content-Encoding."))


def json_body() -> Any:
    """The body as JSON, None without one; a byte order mark before it is passed over (RFC 8259, 8.1). Raises NotJson, BadBody."""
    data = request.get_data()
    if not data:
        return None
    if not JSON_TYPE.fullmatch(request.mimetype):
        raise NotJson(_("The body must be JSON: send the header Content-Type: application/json."))
    try:
        text = json_without_nul(data.decode("utf-8-sig"))
        found = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_members)
        if "\\u" in text:
            json.dumps(found, ensure_ascii=False).encode("utf-8")  # half of a surrogate pair is no character
    except UnicodeError:
        raise BadBody(_("The body holds bytes that are no UTF-8 text.")) from None
    except RecursionError:
        raise BadBody(_("The body is nested too deeply.")) from None
    except json.JSONDecodeError as problem:
        raise BadBody(_("The body is no JSON: line %(line)s, column %(column)s.", line=problem.lineno, column=problem.colno)) from None
    except ValueError:
        raise BadBody(_("The body holds a number that is too long.")) from None
    return found


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object's members. A name that stands twice would mean one thing to us and another to whoever wrote it."""
    found = dict(pairs)
    if len(found) < len(pairs):
        (name, _times), = Counter(name for name, _value in pairs).most_common(1)
        raise BadBody(_("The body names “%(name)s” twice in one object.", name=name[:80]))
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise BadBody(_("%(word)s is no number of JSON.", word=name))


def query_of(parameters: Mapping[str, Field]) -> dict[str, Any]:
    """The query parameters by name, None or the default where absent. Raises BadQuery naming the parameter that is unknown or wrong."""
    for name, given in request.args.lists():
        if name not in parameters:
            raise BadQuery(_("There is no parameter “%(name)s”.", name=name[:80]), name[:80])
        if len(given) > 1:
            raise BadQuery(_("The parameter “%(name)s” is given more than once.", name=name), name)
    return {name: _value(name, one, request.args.get(name)) for name, one in parameters.items()}


def _value(name: str, field: Field, text: str | None) -> Any:
    if text is None:
        if field.required:
            raise BadQuery(_("Please fill in %(field)s.", field=name), name)
        return field.default_value()
    json_schema = field.schema()
    value = _from_text(json_schema.get("type", "string"), text)
    problem = mistyped(name, json_schema, value)
    if problem is not None:
        raise BadQuery(problem, name)
    try:
        cleaned = field.clean(value)
    except ValueError as wrong:
        raise BadQuery(str(wrong), name) from None
    for sentence in field.problems(cleaned) if cleaned is not None else ():
        raise BadQuery(sentence, name)
    return cleaned


def _from_text(kind: str, text: str) -> Any:
    """A parameter is text; what it stands for depends on the type wanted."""
    if kind == "integer" and re.fullmatch(r"-?\d{1,19}", text, re.ASCII):
        return int(text)
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if kind == "array":
        return text.split(",")
    return text
