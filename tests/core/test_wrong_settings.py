"""Wrong settings of every kind: each is named, from the file and from the environment, and no password is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from marshmallow import fields, validate

from core import ConfigError, config


def every_setting(schema: Any = None, section: str = "") -> Iterator[tuple[str, fields.Field[Any]]]:
    """("server.port", its field) for each setting there is."""
    for name, one in (schema or config.ConfigSchema()).fields.items():
        if isinstance(one, fields.Nested):
            yield from every_setting(one.schema, f"{name}.")
        else:
            yield f"{section}{name}", one


SETTINGS = dict(every_setting())
RANGES = {name: one for name, one in SETTINGS.items() if any(isinstance(rule, validate.Range) for rule in one.validators)}


def nested(name: str, value: Any) -> dict[str, Any]:
    section, _point, key = name.rpartition(".")
    return {section: {key: value}} if section else {key: value}


def refused(overrides: Mapping[str, Any] | None = None, **environ: str) -> str:
    with pytest.raises(ConfigError) as problem:
        config.load(None, overrides or {}, environ)
    return problem.value.message


@pytest.mark.parametrize("name", SETTINGS)
def test_a_value_of_another_type_is_named(name: str) -> None:
    assert repr(name) in refused(nested(name, {"x": []}))


@pytest.mark.parametrize("name", RANGES)
def test_a_number_out_of_its_range_is_named_also_from_the_environment(name: str) -> None:
    variable = f"FORECOURT_{name.replace('.', '_').upper()}"
    for value in (-1, 10**9, 10**40):
        assert repr(name) in refused(nested(name, value))
        assert repr(name) in refused(**{variable: str(value)})
    assert repr(name) in refused(**{variable: "many"})


@pytest.mark.parametrize("section", ["", *(name for name, one in config.ConfigSchema().fields.items() if isinstance(one, fields.Nested))])
def test_an_unknown_key_is_named_in_every_section(section: str) -> None:
    name = f"{section}.colour".strip(".")

    assert f"{name!r}: unknown" in refused(nested(name, "red"))
    assert f"{name!r}: unknown" in refused(**{f"FORECOURT_{name.replace('.', '_').upper()}": "red"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "fr"), ("zone", "Mars"), ("zone", "../etc/passwd"), ("currency", "yuan"), ("country", "China"), ("currency", "RMB"), ("country", "UK"), ("server.url", "crm.example.com"), ("mail.sender", "crm"), ("log.level", "loud"), ("log.format", "xml"), ("api.origins", ["*"]),
        ("server.https", "perhaps"), ("modules.locked", ["unheard"]), ("modules.disabled", ["unheard"]), ("queue.url", "amqp://host"), ("queue.url", "no address"),
        ("database_url", "mysql://host/name"), ("database_url", "no address"), ("server.url", "ftp://crm.example.com"),
    ],
)  # fmt: skip
def test_a_value_that_means_nothing_is_named(name: str, value: Any) -> None:
    assert name in refused(nested(name, value))


def test_who_sends_mail_says_where_its_links_lead() -> None:
    assert "server.url" in refused(nested("mail.host", "mail.example.com"))
    assert "server.url" in refused(FORECOURT_MAIL_HOST="mail.example.com")


def test_a_password_in_an_address_is_not_shown() -> None:
    for name in ("database_url", "queue.url"):
        assert "secret" not in refused(nested(name, "mysql://me:secret@host/name"))


def test_the_client_of_redis_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "find_spec", lambda name: None)

    assert "forecourt[redis]" in refused(nested("queue.url", "redis://localhost/0"))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_bytes(b'zone = "\xff"')
    for path, words in ((tmp_path / "broken.toml", "cannot be read"), (tmp_path, "cannot be read"), (tmp_path / "none.toml", "no configuration file")):
        with pytest.raises(ConfigError, match=words) as problem:
            config.load(path, {}, {})
        assert str(path) in problem.value.message
