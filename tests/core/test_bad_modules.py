"""A bad module is refused at start with a sentence that says what to mend; the bare core starts without any."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core import ConfigError, PluginError, create_app

ROOT = Path(__file__).parents[2]
START = "from core import Choice, ObjectType, Plugin, Record, fields, hookimpl\n"
THING = 'class Thing(Record):\n    __tablename__ = "bad_thing"\n    name = fields.Text("Name")\n'
BAD = {
    "unknown hook": ('plugin = Plugin("bad", label="Bad")\n@hookimpl\ndef before_sale(change): ...\n', "nobody offers"),
    "unknown argument": ('plugin = Plugin("bad", label="Bad")\n@hookimpl\ndef before_save(chance): ...\n', "chance"),
    "no manifest": ("x = 1\n", "no manifest"),
    "another name": ('plugin = Plugin("good", label="Bad")\n', "calls itself"),
    "missing dependency": ('plugin = Plugin("bad", label="Bad", depends=("unheard",))\n', "needs 'unheard'"),
    "circle": ('plugin = Plugin("bad", label="Bad", depends=("bad",))\n', "circle"),
    "wrong api": ('plugin = Plugin("bad", label="Bad", api=">=9")\n', "written for core API"),
    "first in line": ('plugin = Plugin("bad", label="Bad")\n@hookimpl(tryfirst=True)\ndef before_save(change): ...\n', "tryfirst"),
    "foreign prefix": ('plugin = Plugin("bad", label="Bad")\nclass Thing(Record):\n    __tablename__ = "other_thing"\n    name = fields.Text("Name")\n', "must begin with"),
    "prefix within another": ('plugin = Plugin("bad", label="Bad", prefix="core_bad_")\n', "could not be told apart"),
    "unknown look-up": ('plugin = Plugin("bad", label="Bad")\nclass Thing(Record):\n    __tablename__ = "bad_thing"\n    car = fields.Lookup("Car", to="car")\n', "points at 'car'"),
    "unknown field": (
        THING + 'thing = ObjectType(Thing, label="T", plural="T", sortable=("nam",))\nplugin = Plugin("bad", label="Bad")\n', "'nam'",
    ),
    "address of a page": (
        THING + 'thing = ObjectType(Thing, label="T", plural="T", slug="notices")\nplugin = Plugin("bad", label="Bad")\n@hookimpl\ndef register_objects():\n    return [thing]\n',
        "the address 'notices' of 'thing' is that of a page of 'core'",
    ),
    "input of nothing": (
        THING + 'thing = ObjectType(Thing, label="T", plural="T")\nplugin = Plugin("bad", label="Bad")\n@hookimpl\ndef register_objects():\n    return [thing]\n'
        'from core import Action\n@hookimpl\ndef register_actions():\n'
        '    return [Action("say", "Say", on=thing, run=print, inputs={"word": fields.Text("Word")}, fills={"word": "nam"})]\n',
        "'say' fills 'nam' by 'word'",
    ),
    "reserved name": (
        THING + '    reason = fields.Text("R")\nthing = ObjectType(Thing, label="T", plural="T")\nplugin = Plugin("bad", label="Bad")\n',
        "cannot be called 'reason'",
    ),
}  # fmt: skip


@pytest.fixture
def plugins_folder(tmp_path: Path) -> Path:
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "__init__.py").touch()
    return tmp_path


def start(folder: Path, body: str) -> subprocess.CompletedProcess[str]:
    """Start an app with the module in a process of its own, since models stay in a process."""
    (folder / "plugins" / "bad.py").write_text(START + body, "utf-8")
    script = f"import sys; sys.path[:0] = [{str(folder)!r}, {str(ROOT)!r}]\nfrom core import create_app\ncreate_app({{'data_dir': {str(folder)!r}, 'modules': {{'load': ['bad']}}}})"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=folder, check=False)


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_module_is_refused_with_a_sentence(kind: str, plugins_folder: Path) -> None:
    body, sentence = BAD[kind]

    done = start(plugins_folder, body)

    assert done.returncode
    assert "PluginError" in done.stderr
    assert sentence in done.stderr.splitlines()[-1]


def test_the_bare_core_starts_and_shows_its_sign_in_page(tmp_path: Path) -> None:
    script = (
        f"from core import create_app, migrate\napp = create_app({{'data_dir': {str(tmp_path)!r}, 'modules': {{'load': []}}}})\n"
        "with app.app_context(): migrate.upgrade()\nassert app.test_client().get('/login').status_code == 200"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)

    assert done.returncode == 0, done.stderr


def test_a_module_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="no module 'unheard'"):
        create_app({"data_dir": str(tmp_path), "modules": {"load": ["unheard"]}})


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [({"colour": "red"}, "'colour': unknown"), ({"server": {"port": "far"}}, "'server.port'"), ({"zone": "Mars"}, "'zone'"),
     ({"currency": "yuan"}, "'currency'"), ({"modules": {"locked": ["history"], "load": []}}, "modules.locked")],
)  # fmt: skip
def test_a_wrong_setting_is_named(settings: dict[str, object], sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        create_app(settings)
