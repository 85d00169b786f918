"""Configuration: a TOML file and FORECOURT_* variables, held against a schema. An unknown key is an error that names it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Collection, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from marshmallow import Schema, ValidationError, fields, validate, validates
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from .errors import ConfigError
from .formats import currencies
from .i18n import LANGUAGES
from .phones import regions

PREFIX = "FORECOURT_"
DEFAULT_FILE = Path("config/forecourt.toml")
NO_QUEUE = "none"
QUEUES = ("sqlite", "postgresql", "redis", "rediss")


def _known(codes: Callable[[], Collection[str]], error: str) -> Callable[[str], None]:
    """A rule that takes one of the codes: three letters that are no currency, such as RMB, would stand beside every amount."""

    def rule(value: str) -> None:
        if value not in codes():
            raise ValidationError(error)

    return rule


class ModulesSchema(Schema):
    """[modules]: what is loaded, and what is off when first seen."""

    load = fields.List(fields.String(), load_default=list)  # type: ignore[assignment]  # the key's name; a schema's own load() is called on ConfigSchema only
    disabled = fields.List(fields.String(), load_default=list)
    locked = fields.List(fields.String(), load_default=list)


class ServerSchema(Schema):
    """[server]: where it listens and what it believes of a proxy."""

    host = fields.String(load_default="127.0.0.1")
    port = fields.Integer(load_default=5000, validate=validate.Range(1, 65535))
    workers = fields.Integer(load_default=2, validate=validate.Range(1, 64))
    proxies = fields.Integer(load_default=0, validate=validate.Range(0, 5))
    https = fields.Boolean(load_default=False)
    max_body_mb = fields.Integer(load_default=20, validate=validate.Range(1, 1000))
    url = fields.String(load_default="", validate=validate.Regexp(r"^(https?://[^/?#\s]+(/[^?#\s]*)?)?$", error="must be an address, such as https://crm.example.com"))


class ApiSchema(Schema):
    """[api]: how often one token may ask, and which sites' scripts may."""

    requests_per_minute = fields.Integer(load_default=1200, validate=validate.Range(0, 1_000_000))
    origins = fields.List(fields.String(validate=validate.Regexp(r"^https?://[^/*\s]+$", error="must be an origin, such as https://example.com")), load_default=list)


class MailSchema(Schema):
    """[mail]: by SMTP, or into a folder when no host is given."""

    host = fields.String(load_default="")
    port = fields.Integer(load_default=587, validate=validate.Range(1, 65535))
    user = fields.String(load_default="")
    password = fields.String(load_default="")
    encryption = fields.String(load_default="starttls", validate=validate.OneOf(("starttls", "tls", "none")))
    sender = fields.String(load_default="forecourt@localhost.localdomain", validate=validate.Regexp(r"^[^@\s]+@[^@\s]+$", error="must be a mail address, such as crm@example.com"))
    folder = fields.String(load_default="")


class QueueSchema(Schema):
    """[queue]: what carries the bell that wakes the worker."""

    url = fields.String(load_default="")
    workers = fields.Integer(load_default=2, validate=validate.Range(1, 32))


class LogSchema(Schema):
    """[log]: what is written to the standard error."""

    level = fields.String(load_default="", validate=validate.OneOf(["", "debug", "info", "warning", "error"]))
    format = fields.String(load_default="auto", validate=validate.OneOf(["auto", "json", "text"]))
    values = fields.Boolean(load_default=False)


class ConfigSchema(Schema):
    """The whole file."""

    database_url = fields.String(load_default="")
    data_dir = fields.String(load_default="var")
    secret_key = fields.String(load_default="")
    language = fields.String(load_default="en", validate=validate.OneOf(list(LANGUAGES)))
    zone = fields.String(load_default="Asia/Shanghai")
    currency = fields.String(load_default="CNY", validate=_known(currencies, "must be a code of three capital letters, such as CNY"))
    country = fields.String(load_default="CN", validate=_known(regions, "must be a code of two capital letters, such as CN"))
    modules = fields.Nested(ModulesSchema, load_default=lambda: {"load": [], "disabled": [], "locked": []})
    server = fields.Nested(ServerSchema, load_default=lambda: ServerSchema().load({}))
    api = fields.Nested(ApiSchema, load_default=lambda: ApiSchema().load({}))
    mail = fields.Nested(MailSchema, load_default=lambda: MailSchema().load({}))
    queue = fields.Nested(QueueSchema, load_default=lambda: QueueSchema().load({}))
    log = fields.Nested(LogSchema, load_default=lambda: LogSchema().load({}))

    @validates("zone")
    def _known_zone(self, value: str, data_key: str) -> None:
        if value not in available_timezones():
            raise ValidationError("is not a time zone, such as Asia/Shanghai")


def load(path: str | Path | None = None, overrides: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The settings: file, then FORECOURT_* variables, then ``overrides``. Raises ConfigError that names the key."""
    environ = os.environ if environ is None else environ
    raw = _read(Path(path or environ.get(f"{PREFIX}CONFIG") or DEFAULT_FILE), required=bool(path or environ.get(f"{PREFIX}CONFIG")))
    _merge(raw, _from_environ(environ))
    _merge(raw, dict(overrides or {}))
    return check(raw)


def check(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The settings completed and validated. Raises ConfigError."""
    try:
        loaded: dict[str, Any] = ConfigSchema().load(raw)
    except ValidationError as problem:
        raise ConfigError("; ".join(_sentences(problem.messages_dict))) from None
    for key in ("disabled", "locked"):
        for code in loaded["modules"][key]:
            if code not in loaded["modules"]["load"]:
                raise ConfigError(f"modules.{key} names {code!r}, which modules.load does not")
    if not loaded["database_url"]:
        folder = Path(loaded["data_dir"])
        loaded["database_url"] = f"sqlite:///{(folder / 'forecourt.db').absolute()}"
    if loaded["database_url"].startswith(("postgresql://", "postgres://")):
        loaded["database_url"] = "postgresql+psycopg://" + loaded["database_url"].split("://", 1)[1]
    _check_database(loaded["database_url"])
    _check_queue(loaded["queue"]["url"])
    if loaded["mail"]["host"] and not loaded["server"]["url"]:
        raise ConfigError("setting 'server.url' is missing: the address that people use, to which the mail that 'mail.host' sends leads them")
    return loaded


def _check_database(address: str) -> None:
    """Raises ConfigError for an address that is none, of a database we do not speak, or without its driver. It never shows a password."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise ConfigError("setting 'database_url' is no address of a database, such as postgresql://user:password@host/name") from None
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise ConfigError(f"setting 'database_url' begins with {url.drivername!r}; known are sqlite and postgresql")
    if url.drivername != "sqlite" and find_spec("psycopg") is None:
        raise ConfigError("setting 'database_url' names PostgreSQL, whose driver is not installed: pip install 'forecourt[postgresql]'")


def _check_queue(address: str) -> None:
    """Raises ConfigError for what is no address of a queue, or one without its client. It never shows a password."""
    if address in ("", NO_QUEUE):
        return
    try:
        kind = make_url(address).drivername.partition("+")[0]
    except (ArgumentError, ValueError):
        raise ConfigError("setting 'queue.url' is no address, such as redis://localhost:6379/0") from None
    if kind not in QUEUES:
        raise ConfigError(f"setting 'queue.url' begins with {kind!r}; known are sqlite, postgresql and redis, or the word none")
    if kind.startswith("redis") and find_spec("redis") is None:
        raise ConfigError("setting 'queue.url' names Redis, whose client is not installed: pip install 'forecourt[redis]'")


def _read(path: Path, required: bool) -> dict[str, Any]:
    if not path.exists():
        if required:
            raise ConfigError(f"there is no configuration file {path}")
        return _shipped()
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as problem:
        raise ConfigError(f"{path} cannot be read: {problem}") from None


def _shipped() -> dict[str, Any]:
    """The default configuration that comes with the package."""
    return tomllib.loads((Path(__file__).parent / "default.toml").read_text("utf-8"))


def _from_environ(environ: Mapping[str, str]) -> dict[str, Any]:
    """FORECOURT_DATABASE_URL → database_url, FORECOURT_SERVER_PORT → server.port, FORECOURT_MODULES_LOAD → a list."""
    found: dict[str, Any] = {}
    known = ConfigSchema().fields
    for name, text in environ.items():
        if not name.startswith(PREFIX) or name in (f"{PREFIX}CONFIG", f"{PREFIX}DATA", f"{PREFIX}NO_SKIP", f"{PREFIX}WHOLE_FILES") or name.startswith(f"{PREFIX}TEST"):
            continue
        key = name.removeprefix(PREFIX).lower()
        section, _underscore, rest = key.partition("_")
        if key not in known and section in known and rest:
            nested: Any = known[section]
            listed = rest in nested.schema.fields and isinstance(nested.schema.fields[rest], fields.List)
            found.setdefault(section, {})[rest] = [part.strip() for part in text.split(",") if part.strip()] if listed else text
        else:
            found[key] = text
    return found


def _merge(base: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, Mapping) and isinstance(base.get(key), dict):
            _merge(base[key], value)
        else:
            base[key] = value


def _sentences(messages: Mapping[str, Any], path: str = "") -> list[str]:
    found: list[str] = []
    for key, value in messages.items():
        name = f"{path}.{key}" if path else str(key)
        if isinstance(value, Mapping):
            found += _sentences(value, name)
        else:
            found += [f"setting {name!r}: {'unknown' if text == 'Unknown field.' else text}" for text in value]
    return found
