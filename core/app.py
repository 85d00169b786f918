"""create_app: the application, in named steps."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Flask
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect

from . import config, declarations, plugins, queries
from .actions import Action
from .actor import Actor
from .db import init_db
from .errors import ConfigError, PluginError
from .garbage import none_collected
from .i18n import Catalogs, page_gettext
from .jobs import Job, core_jobs
from .modules import is_on
from .nul import Request
from .objects import Menu, ObjectType, RelatedList
from .panels import Column, Enclosure, FirstStep, HomePanel, MenuItem, Panel
from .permissions import Permission, Role
from .reader import locale, time_zone
from .registry import Registry
from .room import PRIVATE
from .settings import Setting, core_settings
from .web import static_files
from .web.templating import Templates
from .web.unread import ReadOn

ROOT = Path(__file__).parent
KEY_FILE = "secret-key"


@none_collected()
def create_app(settings: Mapping[str, Any] | str | Path | None = None, *, only_asked: bool = False) -> Flask:
    """The application. ``settings``: a path of a TOML file, or values over the file's. ``only_asked``: what it declares is asked, and nothing is left
    on the disk: it keeps no secret, and makes no database where there is none. Raises ConfigError, PluginError."""
    loaded = _loaded(settings)
    if only_asked:
        loaded |= {"secret_key": loaded["secret_key"] or secrets.token_hex(32), "database_url": loaded["database_url"] if _is_there(loaded) else "sqlite://"}
    found = plugins.discover(loaded["modules"]["load"])  # imports models, so before the database is bound
    app = _flask(found)
    _configure(app, loaded)
    init_db(app)
    app.extensions["forecourt"] = _register(found)
    _translate(app, found)
    CSRFProtect(app)
    from .security import init_security
    from .web import request_log

    request_log.register(app)
    init_security(app)  # before any page: nobody passes who is not signed in
    _add_pages(app)
    _refuse_mistakes(app)
    return app


def _flask(found: list[plugins.Plugin]) -> Flask:
    static = ROOT / "static"
    address = static_files.address_of((static, *(_folder_of(one) / "static" for one in found)))
    app = Flask("core", template_folder=str(ROOT / "templates"), static_folder=str(static), static_url_path=address)
    app.request_class = Request
    return app


def _folder_of(plugin: plugins.Plugin) -> Path:
    return Path(str(plugin.module and plugin.module.__file__)).parent


def is_set_up(settings: str | Path | None = None) -> bool:
    """Whether an application made of these settings finds all it would else make: its secret, its database file. Raises ConfigError."""
    loaded = _loaded(settings)
    return _is_there(loaded) and bool(loaded["secret_key"] or (Path(loaded["data_dir"]) / KEY_FILE).exists())


def _loaded(settings: Mapping[str, Any] | str | Path | None) -> dict[str, Any]:
    return config.load(settings) if isinstance(settings, (str, Path)) else config.load(None, settings)


def _is_there(loaded: Mapping[str, Any]) -> bool:
    """Whether the database needs no making: a file of SQLite that is missing would be made by asking it."""
    url = sa.make_url(loaded["database_url"])
    return url.get_backend_name() != "sqlite" or bool(url.database and Path(url.database).exists())


def _configure(app: Flask, loaded: dict[str, Any]) -> None:
    server = loaded["server"]
    app.config.update(
        FORECOURT=loaded,
        SECRET_KEY=loaded["secret_key"] or _kept_secret(Path(loaded["data_dir"])),
        SQLALCHEMY_DATABASE_URI=loaded["database_url"],
        SQLALCHEMY_TRACK_MODIFICATIONS=False,
        MAX_CONTENT_LENGTH=server["max_body_mb"] * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=server["max_body_mb"] * 1024 * 1024,
        SESSION_COOKIE_NAME="forecourt",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=server["https"],
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE=loaded["language"],
        BABEL_DEFAULT_TIMEZONE=loaded["zone"],
    )
    app.jinja_environment = Templates
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.wsgi_app = ReadOn(app.wsgi_app, 10 * app.config["MAX_CONTENT_LENGTH"])  # type: ignore[method-assign]
    if server["proxies"]:
        from werkzeug.middleware.proxy_fix import ProxyFix

        count = server["proxies"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def _kept_secret(folder: Path) -> str:
    """The installation's own key, made at first start and readable by its owner only. Raises ConfigError."""
    path = folder / KEY_FILE
    try:
        if not path.exists():
            _make_secret(path)
        return path.read_text().strip()
    except OSError as problem:
        raise ConfigError(f"setting 'data_dir': {path} can be neither read nor made ({problem.strerror})") from None


def _make_secret(path: Path) -> None:
    path.parent.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    fresh = path.parent / f".secret-key-{secrets.token_hex(4)}"
    fresh.touch(mode=0o600)
    try:
        fresh.write_text(secrets.token_hex(32))
        path.hardlink_to(fresh)  # whoever starts first wins; the others read the winner's
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


# ---------------------------------------------------------------- what modules declare


def _register(found: list[plugins.Plugin]) -> Registry:
    """Ask every plugin for its declarations, check them, and file them by code."""
    registry = Registry(plugins.build_manager(found), {one.code: one for one in found})
    _register_core(registry)
    for plugin in found:
        _check_tables(plugin)
        for steps in (_add_objects, _add_rights, _add_actions, _add_parts, _add_settings_and_jobs):
            steps(registry, plugin)
    for action in (one for by_code in registry.actions.values() for one in by_code.values()):
        if action.on not in registry.objects:
            raise PluginError(f"module {action.plugin!r}: action {action.code!r} is on {action.on!r}, which is no object")
        _check_filled(registry, action)
    return registry


def _check_filled(registry: Registry, action: Action) -> None:
    """What an action says of fields that its inputs fill would otherwise be found wrong by its first reader."""
    for name, target in action.fills.items():
        code, field = action.filled(name)
        filled = registry.objects.get(code)
        if name not in action.declared or filled is None or field not in filled.fields:
            raise PluginError(f"module {action.plugin!r}: action {action.code!r} fills {target!r} by {name!r}, which is no field or no input")


def _register_core(registry: Registry) -> None:
    from .fields import CORE_TYPES
    from .roles import CORE_PERMISSIONS, PRESETS

    registry.field_types.update(CORE_TYPES)
    registry.permissions.update({one.code: one for one in CORE_PERMISSIONS})
    for preset in PRESETS:
        _add_role(registry, preset, "core")
    registry.settings.update({one.code: one for one in core_settings()})
    registry.jobs.update({one.code: one for one in core_jobs()})


def _declared(registry: Registry, plugin: plugins.Plugin, hook: str, kind: type) -> list[Any]:
    """What this plugin's implementation of a hook that is asked at start returns, each marked with its plugin. Raises PluginError for what is not of this kind."""
    implementation = getattr(plugin.module, hook, None)
    if implementation is None or registry.manager.parse_hookimpl_opts(plugin.module, hook) is None:
        return []
    with plugins.blamed(plugin.code, plugin.home):
        found = implementation() or ()
    if not isinstance(found, Iterable):
        raise PluginError(f"module {plugin.code!r}: {hook} returns {found!r}, not a list")
    found = list(found)
    for one in found:
        if not isinstance(one, kind):
            raise PluginError(f"module {plugin.code!r}: {hook} returns {one!r}, which is no {kind.__name__}")
        if hasattr(one, "plugin"):
            one.plugin = plugin.code
    return found


def _check_tables(plugin: plugins.Plugin) -> None:
    """A plugin's models live in its own tables. Raises PluginError for a foreign prefix."""
    from .db import Base

    for mapper in Base.registry.mappers:
        module, table = mapper.class_.__module__, str(mapper.local_table)
        if plugins.lies_in(plugin.home, module) and not table.startswith(plugin.prefix):
            raise PluginError(f"module {plugin.code!r}: table {table!r} must begin with {plugin.prefix!r}")


def _add_objects(registry: Registry, plugin: plugins.Plugin) -> None:
    implementation = getattr(plugin.module, "register_field_types", None)
    registry.field_types.update(implementation() if implementation is not None else {})
    for one in _declared(registry, plugin, "register_objects", ObjectType):
        _refuse_double(registry.objects, one.code, plugin, "object")
        _refuse_double(registry.slugs, one.slug, plugin, "address")
        _refuse_unknown_types(registry, one, plugin)
        registry.objects[one.code] = registry.slugs[one.slug] = one
        registry.related_lists[one.code].extend(one.related_lists)
        if one.menu:
            registry.menu.append(_menu_item(one, one.menu, plugin))
    for related in _declared(registry, plugin, "register_related_lists", RelatedList):
        if related.on is None:
            raise PluginError(f"module {plugin.code!r}: the related list {related.code!r} must name by `on` whose pages it stands on")
        registry.related_lists[related.on].append(related)


def _refuse_unknown_types(registry: Registry, one: ObjectType, plugin: plugins.Plugin) -> None:
    for name, field in one.fields.items():
        known = registry.field_types.get(field.type)
        if known is None or not isinstance(field, known):
            raise PluginError(f"module {plugin.code!r}: field {name!r} of {one.code!r} is of type {field.type!r}, which register_field_types does not name")


def _menu_item(one: ObjectType, menu: Menu, plugin: plugins.Plugin) -> MenuItem:
    count = partial(_counted, one.code, menu.counts) if menu.counts else None
    return MenuItem(one.code, one.plural, f"/{one.slug}", one.icon, menu.group, menu.order, f"object:{one.code}", plugin.code, count)


def _counted(code: str, where: str, user: Actor) -> int:
    """How many records of an object the user sees in the state its menu entry counts, up to 1,000."""
    return queries.count(code, user, where=where)[0]


def _refuse_double(held: Mapping[str, Any], code: str, plugin: plugins.Plugin, kind: str) -> None:
    if code in held:
        raise PluginError(f"module {plugin.code!r}: {kind} {code!r} is taken by module {held[code].plugin or 'core'!r}")


def _add_rights(registry: Registry, plugin: plugins.Plugin) -> None:
    for permission in _declared(registry, plugin, "register_permissions", Permission):
        if permission.code in registry.permissions:
            raise PluginError(f"module {plugin.code!r}: there is a right {permission.code!r} already")
        registry.permissions[permission.code] = permission
    for role in _declared(registry, plugin, "register_roles", Role):
        _add_role(registry, role, plugin.code)


def _add_role(registry: Registry, role: Role, module: str) -> None:
    registry.declared_roles.append((module, role))
    known = registry.roles.get(role.code)
    registry.roles[role.code] = _joined(known, role) if known else role


def _joined(known: Role, more: Role) -> Role:
    """A preset role with what another module adds to it."""
    return Role(
        known.code, known.label, {**known.grants, **more.grants}, (*known.permissions, *more.permissions),
        {**known.fields, **more.fields}, known.description or more.description,
    )  # fmt: skip


def _add_actions(registry: Registry, plugin: plugins.Plugin) -> None:
    for action in _declared(registry, plugin, "register_actions", Action):
        _file(registry.actions[action.on], action, plugin, f"action on {action.on!r}")


def _add_parts(registry: Registry, plugin: plugins.Plugin) -> None:
    _extend(registry.panels, _declared(registry, plugin, "record_panels", Panel), plugin, "panel")
    _extend(registry.home_panels, _declared(registry, plugin, "home_panels", HomePanel), plugin, "panel of Today")
    _extend(registry.enclosures, _declared(registry, plugin, "enclosures", Enclosure), plugin, "enclosure")
    _extend(registry.first_steps, _declared(registry, plugin, "first_steps", FirstStep), plugin, "first step")
    _extend(registry.menu, _declared(registry, plugin, "navigation_items", MenuItem), plugin, "entry of the navigation")
    for column in _declared(registry, plugin, "record_columns", Column):
        _file(registry.columns[column.on], column, plugin, f"column on {column.on!r}")


def _extend(held: list[Any], found: list[Any], plugin: plugins.Plugin, kind: str) -> None:
    by_code = {one.code: one for one in held}
    for one in found:
        _file(by_code, one, plugin, kind)
        held.append(one)


def _file(held: dict[str, Any], one: Any, plugin: plugins.Plugin, kind: str) -> None:
    _refuse_double(held, one.code, plugin, kind)
    held[one.code] = one


def _add_settings_and_jobs(registry: Registry, plugin: plugins.Plugin) -> None:
    for setting in _declared(registry, plugin, "register_settings", Setting):
        _file(registry.settings, setting, plugin, "setting")
    for job in _declared(registry, plugin, "register_jobs", Job):
        _file(registry.jobs, job, plugin, "job")


# ---------------------------------------------------------------- languages and pages


def _translate(app: Flask, found: list[plugins.Plugin]) -> None:
    folders = [ROOT / "translations", *(_folder_of(one) / "translations" for one in found)]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(folder) for folder in folders)
    babel = Babel(app, locale_selector=locale, timezone_selector=time_zone)
    babel.domain_instance = Catalogs()
    app.jinja_env.globals.update(_=page_gettext, gettext=page_gettext)


def _add_pages(app: Flask) -> None:
    from . import rest, web
    from .web import addresses

    registry: Registry = app.extensions["forecourt"]
    addresses.prepare(app)
    rest.prepare(app)
    for plugin in registry.plugins.values():
        for blueprint in _declared(registry, plugin, "register_blueprints", Blueprint):
            _gate(blueprint, plugin.code)
            if blueprint.template_folder is None:
                blueprint.template_folder = "templates"
            static_files.place(blueprint, app)
            with plugins.blamed(plugin.code, plugin.home):
                app.register_blueprint(blueprint)
        _add_templates(app, plugin)
    web.register(app)
    rest.register(app)
    _refuse_taken_addresses(app, registry)


def _refuse_taken_addresses(app: Flask, registry: Registry) -> None:
    """A fixed page wins over the list of an object that is called alike: it would never be seen. Raises PluginError."""
    for rule in app.url_map.iter_rules():
        first, *more = rule.rule.strip("/").split("/")
        home = getattr(app.blueprints.get(rule.endpoint.rpartition(".")[0]), "forecourt_module", None)
        taken = registry.slugs.get(first)
        if taken is not None and home != taken.plugin and (home is None or not more):
            raise PluginError(f"module {taken.plugin!r}: the address {first!r} of {taken.code!r} is that of a page of {home or 'core'!r}")


def _refuse_mistakes(app: Flask) -> None:
    """Raises PluginError with all that is wrong with the declarations, a line each."""
    with app.app_context():
        found = list(declarations.problems(app))
    if found:
        raise PluginError("\n".join(found))


def _gate(blueprint: Any, code: str) -> None:
    """Pages of a module that is off answer 404."""
    from .errors import ModuleOff

    if getattr(blueprint, "forecourt_module", None):
        return  # the same blueprint serves every app of this process

    @blueprint.before_request  # type: ignore[untyped-decorator]  # blueprints of plugins are Any
    def refuse_while_off() -> None:
        if not is_on(code):
            raise ModuleOff(str(plugins.loaded()[code].label))

    blueprint.forecourt_module = code  # a mark of ours on a foreign object


def _add_templates(app: Flask, plugin: plugins.Plugin) -> None:
    """A plugin's templates are found as "<plugin>/name.html" although it may have no blueprint."""
    from jinja2 import ChoiceLoader, FileSystemLoader

    folder = Path(str(plugin.module.__file__)).parent / "templates"  # type: ignore[union-attr]  # set when loaded
    app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(folder)])  # type: ignore[list-item]


