"""Plugins: the manifest, finding and ordering them, and calling their hooks with a guard."""

from __future__ import annotations

import importlib
import importlib.metadata
import logging
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from inspect import isfunction
from itertools import permutations
from pathlib import Path
from traceback import walk_tb
from types import ModuleType
from typing import Any

import pluggy
from flask import current_app

from . import hookspecs
from .changes import Change
from .errors import ForecourtError, PluginError, Refusal
from .hookspecs import PROJECT
from .i18n import Text
from .i18n import gettext as _
from .model import check_look_ups
from .outages import diagnose

log = logging.getLogger(__name__)

API = (1, 0)
"""The version of core's API that ``Plugin(api=…)`` is held against. Arguments are only ever added within a major version."""

PluginManager = pluggy.PluginManager

LIKE = 0.8
"""So alike are the names of two hooks (0 to 1, see ``difflib``) where one is taken for the other misspelt."""


@dataclass(slots=True)
class Plugin:
    """A plugin's manifest. ``depends`` names plugins it builds on; ``adds`` says in words what it brings, for the admin page.

    ``prefix`` is what its tables begin with, its code unless told. ``module`` is filled when it is loaded.
    """

    code: str
    label: Text
    version: str = "1.0"
    api: str = ">=1,<2"
    depends: Sequence[str] = ()
    summary: Text = ""
    icon: str = "puzzle"
    adds: Sequence[Text] = ()
    prefix: str = ""
    module: ModuleType | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.code):
            raise PluginError(f"plugin code {self.code!r}: use small letters, digits and underscores")
        self.prefix = self.prefix or f"{self.code}_"

    @property
    def home(self) -> str:
        """What its package is called in Python."""
        return "" if self.module is None else self.module.__name__


def discover(codes: Sequence[str]) -> list[Plugin]:
    """The plugins config names, in order of their dependencies. Only those are imported. Raises PluginError."""
    strangers = {point.name: point for point in importlib.metadata.entry_points(group="forecourt.plugins")}
    found: dict[str, Plugin] = {}
    for code in codes:
        if code in found:
            raise PluginError(f"config names the module {code!r} twice")
        found[code] = _load(code, strangers.get(code))
    check_look_ups()
    _check_prefixes(found)
    for plugin in found.values():
        _check_api(plugin)
        for needed in plugin.depends:
            if needed not in found:
                raise PluginError(f"module {plugin.code!r} needs {needed!r}: add it to [modules] in the configuration")
    return _ordered(found)


def _load(code: str, entry_point: importlib.metadata.EntryPoint | None) -> Plugin:
    with blamed(code, f"plugins.{code}"):
        module = _import_own(code)
    if module is None and entry_point is not None:
        with blamed(code, entry_point.module):
            module = importlib.import_module(entry_point.module)
    if module is None:
        raise PluginError(f"there is no module {code!r}: neither plugins/{code} nor an installed package offers it")
    plugin = getattr(module, "plugin", None)
    if not isinstance(plugin, Plugin):
        raise PluginError(f"module {code!r} has no manifest: its __init__.py must define plugin = Plugin({code!r}, …)")
    if plugin.code != code:
        raise PluginError(f"module {code!r} calls itself {plugin.code!r} in its manifest")
    plugin.module = module
    return plugin


def _import_own(code: str) -> ModuleType | None:
    try:
        return importlib.import_module(f"plugins.{code}")
    except ModuleNotFoundError as problem:
        if problem.name == f"plugins.{code}":
            return None
        raise


@contextmanager
def blamed(code: str, home: str) -> Iterator[None]:
    """What the code of a module, a package called ``home``, raises while it is loaded is told as a sentence with the line to look at. Raises PluginError."""
    try:
        yield
    except Exception as problem:
        said = problem.message if isinstance(problem, PluginError) else f"{type(problem).__name__}: {next(iter(str(problem).splitlines()), '')}"
        raise PluginError(f"module {code!r}: {said}{_place_of(problem, home)}") from problem


def _place_of(problem: Exception, home: str) -> str:
    """The last line of the module's own that ran: what is wrong there is often only noticed in core. A SyntaxError names its own."""
    lines = [(frame.f_code.co_filename, line) for frame, line in walk_tb(problem.__traceback__) if lies_in(home, frame.f_globals.get("__name__", ""))]
    return " ({}, line {})".format(*lines[-1]) if lines else ""


def lies_in(home: str, name: str) -> bool:
    """Whether a Python module is the package ``home`` or in it."""
    return name == home or name.startswith(f"{home}.")


def _check_prefixes(found: Mapping[str, Plugin]) -> None:
    """A table's name tells whose it is."""
    owners = [("core", "core_"), *((one.code, one.prefix) for one in found.values())]
    for (code, prefix), (other, theirs) in permutations(owners, 2):
        if prefix.startswith(theirs):
            raise PluginError(f"module {code!r}: its tables begin with {prefix!r}, and those of {other!r} with {theirs!r}: they could not be told apart")


def _check_api(plugin: Plugin) -> None:
    for bound in plugin.api.split(","):
        match = re.fullmatch(r"\s*(>=|<|==)\s*(\d+)(?:\.(\d+))?\s*", bound)
        if not match:
            raise PluginError(f"module {plugin.code!r}: api={plugin.api!r} is not readable; write \">=1,<2\"")
        wanted = (int(match[2]), int(match[3] or 0))
        fits = {">=": wanted <= API, "<": wanted > API, "==": API[0] == wanted[0]}[match[1]]
        if not fits:
            raise PluginError(f"module {plugin.code!r} is written for core API {plugin.api}, this is {API[0]}.{API[1]}")


def _ordered(found: dict[str, Plugin]) -> list[Plugin]:
    """Dependencies first. Raises PluginError for a circle."""
    done: dict[str, Plugin] = {}

    def visit(plugin: Plugin, path: tuple[str, ...]) -> None:
        if plugin.code in path:
            circle = " → ".join((*path[path.index(plugin.code) :], plugin.code))
            raise PluginError(f"modules depend on each other in a circle: {circle}")
        if plugin.code not in done:
            for needed in plugin.depends:
                visit(found[needed], (*path, plugin.code))
            done[plugin.code] = plugin

    for plugin in found.values():
        visit(plugin, ())
    return list(done.values())


def build_manager(plugins: Sequence[Plugin]) -> PluginManager:
    """One manager per app. Raises PluginError for hooks and arguments that do not exist: also for an optional hook that nobody offers, where a
    name much like it is offered; else the module that offers it is left out, and nobody would ask."""
    manager = PluginManager(PROJECT)
    manager.add_hookspecs(hookspecs)
    for plugin in plugins:
        for more in _offered_hookspecs(plugin):
            manager.add_hookspecs(more)
    offered = {name for name, caller in vars(manager.hook).items() if caller.has_spec()}
    for plugin in plugins:
        _check_marks(plugin, manager, offered)
        try:
            manager.register(plugin.module, name=plugin.code)
        except (pluggy.PluginValidationError, ValueError) as problem:
            raise PluginError(f"module {plugin.code!r}: {problem}") from problem
    return manager


def _offered_hookspecs(plugin: Plugin) -> Iterable[Any]:
    function = getattr(plugin.module, "register_hookspecs", None)
    return function() if function is not None else ()


def _check_marks(plugin: Plugin, manager: PluginManager, offered: Collection[str]) -> None:
    """Order is by dependency alone: whoever asks to be first or last is refused. A hook that is not marked would never be called."""
    for name, one in vars(plugin.module).items():
        options = manager.parse_hookimpl_opts(plugin.module, name)
        if options is None and isfunction(one) and one.__module__ == plugin.home and name in offered:
            raise PluginError(f"module {plugin.code!r}: the hook {name!r} lacks its mark: write @hookimpl above it")
        hook = (options and options["specname"]) or name
        if options and hook not in offered:
            meant = get_close_matches(hook, offered, n=1, cutoff=LIKE)
            if meant or not options["optionalhook"]:
                raise PluginError(f"module {plugin.code!r} implements the hook {hook!r}, which nobody offers" + (f"; is {meant[0]!r} meant?" if meant else ""))
        if options and (options.get("tryfirst") or options.get("trylast")):
            raise PluginError(f"module {plugin.code!r}: hook {name!r} may be neither tryfirst nor trylast; order is by dependency")


# ---------------------------------------------------------------- calling


def loaded() -> dict[str, Plugin]:
    """All loaded plugins by code, dependencies first."""
    found: dict[str, Plugin] = current_app.extensions["forecourt"].plugins
    return found


def folder_of(code: str) -> Path:
    """Where a loaded module's package lies."""
    return Path(str(loaded()[code].module.__file__)).parent  # type: ignore[union-attr]  # set when loaded


def loaded_codes() -> tuple[str, ...]:
    return tuple(loaded())


def implementations(hook: str, *, everybody: bool = False) -> Iterator[tuple[str, Any]]:
    """(plugin, function) for each enabled plugin that implements the hook, dependencies first."""
    from . import modules

    found = _implementing(hook)
    on = modules.enabled_codes() if found and not everybody else None
    for code, function in found:
        if on is None or code in on:
            yield code, function


def _implementing(hook: str) -> tuple[tuple[str, Any], ...]:
    """(plugin, function) of all that are loaded, dependencies first. Kept: an app takes its modules in once, when it starts."""
    held: dict[str, tuple[tuple[str, Any], ...]] = current_app.extensions.setdefault("forecourt_hooks", {})
    if hook not in held:
        manager: PluginManager = current_app.extensions["forecourt"].manager
        caller = getattr(manager.hook, hook, None)
        by_plugin = {one.plugin_name: one for one in caller.get_hookimpls()} if caller is not None else {}
        held[hook] = tuple((code, _accepting(by_plugin[code])) for code in loaded() if code in by_plugin)
    return held[hook]


def _accepting(implementation: Any) -> Any:
    """The function, called with those of the arguments that it takes."""
    names = implementation.argnames
    return lambda **arguments: implementation.function(*(arguments[name] for name in names))


def call_each(hook: str, **arguments: Any) -> list[Any]:
    """The results of all enabled plugins, in order. An error is not contained: for hooks that decide."""
    return [function(**arguments) for _code, function in implementations(hook)]


def call_guarded(hook: str, **arguments: Any) -> list[tuple[str, Any]]:
    """(plugin, result) pairs; one that raises is logged, reported to the admin and left out: for hooks that draw."""
    found = []
    for code, function in implementations(hook):
        try:
            found.append((code, function(**arguments)))
        except Exception as problem:  # noqa: BLE001 - whatever a module raises must not take the page down
            contain(code, hook, problem)
    return found


def contain(code: str, where: str, problem: Exception) -> None:
    """Log what a module raised while a page was drawn and show it on the modules page."""
    from . import modules

    log.error("module %s failed in %s", code, where, exc_info=problem)
    modules.note_failure(code, where, problem)


def call_record_hooks(hook: str, change: Change) -> None:
    """Tell every enabled plugin of a save; what one raises refuses the save and names the plugin."""
    for code, function in implementations(hook):
        try:
            function(change=change)
        except ForecourtError:
            raise
        except Exception as problem:
            if outage := diagnose(problem):  # no fault of the module
                raise outage from problem
            log.error("module %s refused a save in %s", code, hook, exc_info=problem)
            label = loaded()[code].label
            raise Refusal(_("The module “%(module)s” failed, so nothing was saved. Please tell your administrator.", module=label), code="module-failed") from problem
