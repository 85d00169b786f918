"""A bad module is refused at start with a sentence that says what to mend; the bare core starts without any."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from core import ConfigError, PluginError, create_app
from core.cli import main

ROOT = Path(__file__).parents[2]
START = "from core import Choice, ObjectType, Plugin, Record, fields, hookimpl\n"
THING = 'class Thing(Record):\n    __tablename__ = "bad_thing"\n    name = fields.Text("Name")\n'
BAD = {
    "unknown hook": ('plugin = Plugin("bad", label="Bad")\n@hookimpl\ndef before_sale(change): ...\n', "module 'bad' implements the hook 'before_sale', which nobody offers; is 'before_save' meant?"),
    "unlike any hook": ('plugin = Plugin("bad", label="Bad")\n@hookimpl\ndef wash_cars(): ...\n', "module 'bad' implements the hook 'wash_cars', which nobody offers"),
    "misspelt optional hook": ('plugin = Plugin("bad", label="Bad")\n@hookimpl(optionalhook=True)\ndef register_jops(): ...\n', "is 'register_jobs' meant?"),
    "hook called otherwise": ('plugin = Plugin("bad", label="Bad")\n@hookimpl(specname="before_sve")\ndef mine(change): ...\n', "is 'before_save' meant?"),
    "menu in the wrong order": ('from core import Menu\nplugin = Plugin("bad", label="Bad")\nMenu(20, "Sales")\n', "its order a whole number, what it counts a condition ("),
    "menu that counts what comes second": ('from core import Menu\nplugin = Plugin("bad", label="Bad")\nMenu("Sales", "owner = me")\n', "its order a whole number"),
    "entry in the wrong order": ('from core import MenuItem\nplugin = Plugin("bad", label="Bad")\nMenuItem("Offers", "/offers", "bad.offers")\n', "begins with /"),
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
    "line that fails": ('plugin = Plugin("bad", label="Bad")\nfields.Integer("Miles", least=3)\n', "bad.py, line 3)"),
    "hook that fails": ('plugin = Plugin("bad", label="Bad")\n@hookimpl\ndef register_jobs():\n    return [hours]\n', "bad.py, line 5)"),
    "hook without its mark": ('plugin = Plugin("bad", label="Bad")\ndef register_jobs():\n    return []\n', "the hook 'register_jobs' lacks its mark"),
    "no list": ('plugin = Plugin("bad", label="Bad")\n@hookimpl\ndef register_jobs():\n    return 3\n', "register_jobs returns 3, not a list"),
    "another kind": ('plugin = Plugin("bad", label="Bad")\n@hookimpl\ndef register_jobs():\n    return [plugin]\n', "which is no Job"),
    "blueprint of a taken name": (
        'plugin = Plugin("bad", label="Bad")\nfrom flask import Blueprint\n@hookimpl\ndef register_blueprints():\n    return [Blueprint("a", "a"), Blueprint("a", "a")]\n',
        "module 'bad': ValueError: The name 'a' is already registered",
    ),
    "setting twice": (
        'from core import Setting\nplugin = Plugin("bad", label="Bad")\none = Setting("bad.days", fields.Integer("Days"), 1)\n@hookimpl\ndef register_settings():\n    return [one, one]\n',
        "setting 'bad.days' is taken",
    ),
    "default of another type": (
        'from core import Setting\nplugin = Plugin("bad", label="Bad")\nSetting("bad.days", fields.Integer("Days"), "many")\n', "the default 'many' is no value",
    ),
    "number without a place": ('plugin = Plugin("bad", label="Bad")\nfields.AutoNumber("Number", pattern="A-{year}")\n', "cannot take a number"),
    "list on no page": (
        'from core import RelatedList\nplugin = Plugin("bad", label="Bad")\n@hookimpl\ndef register_related_lists():\n    return [RelatedList("more", "More", "thing", "owner", ("name",))]\n',
        "must name by `on`",
    ),
    "reserved name": (
        THING + '    reason = fields.Text("R")\nthing = ObjectType(Thing, label="T", plural="T")\nplugin = Plugin("bad", label="Bad")\n',
        "cannot be called 'reason'",
    ),
}  # fmt: skip


MISSPELT = """
from core import Board, ListView, Summary
plugin = Plugin("bad", label="Bad")
class Thing(Record):
    __tablename__ = "bad_thing"
    kind = fields.Picklist("Kind", (Choice("small", "Small"), Choice("small", "Tiny")), default="large")
    metadata = fields.Text("M")
    half = fields.Formula("Half", compute=str, of=fields.Integer("Half"), needs=("whole",))
ObjectType(
    Thing, label="T", plural="T", name_field="title", controlled_by="parent", owners=("boss",), unique=(("code",),), indexes=(("size", "id"),),
    summary=Summary(by=("colour",), sums=("price",)), board=Board("stage", ("card",), print), list_views=(ListView("all", "All", ("age",)),),
)
"""
SAID_OF_MISSPELT = (
    "cannot be called 'metadata'", "the default 'large' of 'kind'", "two choices of 'kind'", "'half' needs 'whole'", "name_field='title'", "controlled_by='parent'", "'boss' owns nothing",
    "'code' is named by unique or indexes", "'size' is named by unique or indexes", "'colour' is not", "'price' is not", "'stage' is not", "'card' is not", "'age' is not",
)  # fmt: skip
LEADING_NOWHERE = """
from core import Action, Column, Layout, ListView, Menu, Panel, RelatedList, Role, Section
plugin = Plugin("bad", label="Bad")
class Thing(Record):
    __tablename__ = "bad_thing"
    name = fields.Text("Name")
    kind = fields.Picklist("Kind", (Choice("small", "Small"),))
    size = fields.Picklist("Size", (Choice("small", "Small"),), same_as="thing.name")
thing = ObjectType(
    Thing, label="T", plural="T", default_sort="nam", open_when="opn = true", offered="name === 3", filterable=("kind",),
    layout=Layout(Section("More", "name", when="mor = true")), menu=Menu("Things", counts="kind = large"),
    list_views=(ListView("all", "All", ("name",), sort="-kin"), ListView("some", "Some", ("name",), where="kind > small")),
)
@hookimpl
def register_objects():
    return [thing]
@hookimpl
def register_actions():
    return [Action("a", "A", on=thing, run=print, operation="edt", page="bad.page", permission="bad.right", scope="lst")]
@hookimpl
def register_related_lists():
    return [RelatedList("more", "More", to="thing", via="name", columns=("nme",), on="thing", sort="srt", where="whr = 1")]
@hookimpl
def register_roles():
    return [Role("r", "R", grants={"thing": {"raed": "all", "read": "al"}}, fields={("thing", "nome"): "hidden", ("thing", "name"): "hiden"})]
@hookimpl
def record_panels():
    return [Panel("bad.panel", "P", "thing", "bad/panel.html", print, slot="sied")]
@hookimpl
def record_columns():
    return [Column("name", "C", "thing", print)]
"""
SAID_OF_LEADING_NOWHERE = (
    "'size' is the same as 'thing.name'", "default_sort sorts by 'nam'", "asks for 'opn'", "offered: 'name === 3' cannot be read", "section 'More': 'mor = true' asks", "'large' is no choice of 'kind'",
    "sorts by 'kin'", "compares 'kind' by '>'", "no operation 'edt'", "page 'bad.page'", "right 'bad.right'", "no scope 'lst'", "via='name' is no look-up",
    "column 'nme'", "sort sorts by 'srt'", "asks for 'whr'", "module 'bad': role 'r': there is no operation 'raed'", "'al' is no scope", "'nome' is not", "'hiden' is no right",
    "no template 'bad/panel.html'", "no slot 'sied'", "column 'name' on 'thing' must be called bad.",
)  # fmt: skip


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


@pytest.mark.parametrize(("body", "sentences"), [(MISSPELT, SAID_OF_MISSPELT), (LEADING_NOWHERE, SAID_OF_LEADING_NOWHERE)])
def test_every_name_that_leads_nowhere_is_told_at_once_at_start(body: str, sentences: tuple[str, ...], plugins_folder: Path) -> None:
    said = start(plugins_folder, body).stderr.rpartition("PluginError")[2]

    assert not [one for one in sentences if one not in said], said


@pytest.mark.parametrize(("words", "raised"), [(["upgrade"], SystemExit), (["--trace", "upgrade"], PluginError)])
def test_its_author_may_see_the_whole_way_there(words: list[str], raised: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORECOURT_MODULES_LOAD", "unheard")
    monkeypatch.setenv("FORECOURT_DATA_DIR", str(tmp_path))

    assert isinstance(CliRunner().invoke(main, words).exception, raised)


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
