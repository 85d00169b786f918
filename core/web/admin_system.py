"""Pages for administrators on the system itself: modules, settings, jobs, calendars; and the page of a job's run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from .. import calendars, jobs, modules, outbox, plugins, registry, settings, units
from ..actor import Actor, current_actor
from ..clock import now
from ..db import CoreRecord, db, transaction
from ..errors import Invalid, NotFound, Refusal
from ..fields import LookupField, MultiPicklistField
from ..i18n import Text, ngettext
from ..i18n import gettext as _
from .addresses import int64
from .admin_people.boxes import zones
from .form_fields import InputBox, input_box, name_look_ups, typed_words
from .lookups import only_match

blueprint = Blueprint("admin_system", __name__)

Page = str | tuple[str, int] | BaseResponse
SILENT = timedelta(minutes=5)
"""How long work may be due before the page says that no worker seems to run."""


def administrator() -> Actor:
    """Whoever acts, held against the right to administer. Raises Forbidden."""
    user = current_actor()
    user.require(settings.PERMISSION)
    return user


# ---------------------------------------------------------------- modules


@dataclass(frozen=True, slots=True)
class ModuleCard:
    """One module as the page shows it."""

    plugin: plugins.Plugin
    on: bool
    locked: bool
    needs: list[str]
    needed_by: list[str]
    adds: list[str]
    records: int
    changed: Any
    off_at: frozenset[int]
    failures: list[Any]


@blueprint.get("/admin/modules")
def show_modules() -> Page:
    administrator()
    return _modules_page()


@blueprint.post("/admin/modules/<code>")
def switch_module(code: str) -> Page:
    """The form's ``on`` says what the switch shall be, so that two clicks do not undo each other."""
    user = administrator()
    try:
        if request.form.get("on") == "1":
            for sentence in modules.enable(code, user):
                flash(sentence, "info")
        else:
            modules.disable(code, user)
    except Refusal as refusal:
        return _modules_page(refusal.message), refusal.status
    flash(_("“%(module)s” is on now.", module=_label(code)) if request.form.get("on") == "1"
          else _("“%(module)s” is off now. Its data is kept.", module=_label(code)), "success")  # fmt: skip
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Refresh": "true"})  # the whole page: the navigation changes too
    return redirect(url_for("admin_system.show_modules"), 303)


@blueprint.post("/admin/modules/<code>/dealers")
def switch_module_for_dealers(code: str) -> Page:
    """``dealer`` names the dealers that have the module; all others do not."""
    user = administrator()
    having = set(request.form.getlist("dealer", type=int64))
    off_at = _off_at(code)
    try:
        modules.set_dealers(code, {dealer.id: dealer.id in having for dealer in units.dealers() if (dealer.id not in off_at) != (dealer.id in having)}, user)
    except Refusal as refusal:
        return _modules_page(refusal.message), refusal.status
    flash(_("The dealers of “%(module)s” are saved.", module=_label(code)), "success")
    return redirect(url_for("admin_system.show_modules"), 303)


def _modules_page(refusal: str | None = None) -> str:
    cards = _cards()
    return render_template(
        "admin/system/modules.html", cards=cards, on=sum(card.on for card in cards), refusal=refusal, dealers=units.dealers()
    )


def _label(code: str) -> str:
    return str(plugins.loaded()[code].label)


def _off_at(code: str) -> frozenset[int]:
    return frozenset(dealer for module, dealer in modules.switches().off_at if module == code)


def _cards() -> list[ModuleCard]:
    counted, changed, on = _records_by_object(), _last_changes(), modules.enabled_codes()
    failed = modules.failures()
    held = registry.current()
    return [
        ModuleCard(
            plugin, code in on, modules.is_locked(code), [_label(one) for one in plugin.depends],
            [_label(one) for one in modules.dependants(code)], _adds(plugin),
            sum(counted.get(one.code, 0) for one in held.objects.values() if one.plugin == code), changed.get(code), _off_at(code),
            [one for one in failed if one.code == code][:3],
        )
        for code, plugin in plugins.loaded().items()
    ]  # fmt: skip


def _records_by_object() -> dict[str, int]:
    """Records by object, from the register: one statement for all modules, and nothing of a module's own tables."""
    query = sa.select(CoreRecord.object, sa.func.count()).where(CoreRecord.deleted_at.is_(None)).group_by(CoreRecord.object)
    return {code: count for code, count in db.session.execute(query)}


def _last_changes() -> dict[str, Any]:
    rows = db.session.execute(sa.select(modules.ModuleState.code, modules.ModuleState.changed_at))
    return {code: at for code, at in rows}


def _adds(plugin: plugins.Plugin) -> list[str]:
    """What the module brings, counted from its declarations, then in its own words."""
    held, code = registry.current(), plugin.code
    kinds: tuple[tuple[int, Callable[[int], str]], ...] = (
        (sum(one.plugin == code for one in held.objects.values()), lambda n: ngettext("%(num)s object", "%(num)s objects", n)),
        (_actions_of(code), lambda n: ngettext("%(num)s action", "%(num)s actions", n)),
        (sum(one.plugin == code for one in held.panels) + sum(one.plugin == code for one in held.home_panels), lambda n: ngettext("%(num)s panel", "%(num)s panels", n)),
        (sum(one.plugin == code for one in held.menu), lambda n: ngettext("%(num)s page", "%(num)s pages", n)),
        (sum(one.plugin == code for one in held.jobs.values()), lambda n: ngettext("%(num)s job", "%(num)s jobs", n)),
        (sum(one.plugin == code for one in held.settings.values()), lambda n: ngettext("%(num)s setting", "%(num)s settings", n)),
    )
    return [*(text(count) for count, text in kinds if count), *(str(one) for one in plugin.adds)]


def _actions_of(code: str) -> int:
    return sum(getattr(action, "plugin", "") == code for by_code in registry.current().actions.values() for action in by_code.values())


# ---------------------------------------------------------------- settings


@blueprint.get("/admin/settings")
def show_settings() -> Page:
    administrator()
    return _settings_page(_chosen_dealer())


@blueprint.post("/admin/settings")
def save_settings() -> Page:
    """Each input is named after its setting; ``inherit`` lists those that shall follow the wider value again."""
    user, dealer = administrator(), _chosen_dealer()
    try:
        _save_shown(user, dealer)
    except Invalid as problem:
        return _settings_page(dealer, problem.errors, dict(request.form)), 422
    flash(_("The settings are saved."), "success")
    return redirect(url_for("admin_system.show_settings", dealer=dealer), 303)


def _save_shown(user: Actor, dealer: int | None) -> None:
    """All that was changed on the page, or nothing of it. Raises Invalid by the codes of the settings."""
    errors: dict[str, list[str]] = {}
    inherited = set(request.form.getlist("inherit"))
    with transaction():
        for held in list(settings.shown(dealer)):
            code = held.setting.code
            try:
                _save_setting(held, code in inherited, user, dealer)
            except Invalid as problem:
                errors[code] = [one for sentences in problem.errors.values() for one in sentences]
        if errors:
            raise Invalid(errors)


def _save_setting(held: settings.Held, inherit: bool, user: Actor, dealer: int | None) -> None:
    code, field = held.setting.code, held.setting.field
    wider = "installation" if dealer is None else "dealer"
    if inherit:
        if held.source == wider:
            settings.reset(code, user, dealer)
        return
    if code not in request.form:
        return  # was not on the page
    sent = [one for one in request.form.getlist(code) if one]  # tick boxes have an empty hidden input before them
    typed = ";".join(sent) if isinstance(field, MultiPicklistField) else "".join(sent[-1:])
    if isinstance(field, LookupField) and not typed and (words := typed_words(code)):
        typed = _only_match(field, words, user)
    if typed != field.edit_text(held.value):
        settings.put(code, typed, user, dealer)


def _only_match(field: LookupField, words: str, user: Actor) -> str:
    """The id of what was typed and not chosen. Raises Invalid where it is none or several."""
    record_id, sentence = only_match(field, words, user)
    if sentence:
        raise Invalid({field.name: [sentence]})
    return str(record_id)


def _chosen_dealer() -> int | None:
    dealer = request.values.get("dealer", type=int64)
    if dealer is not None and dealer not in {one.id for one in units.dealers()}:
        raise NotFound(_("There is no such dealer."))
    return dealer


@dataclass(frozen=True, slots=True)
class SettingLine:
    """An input of the page. ``own``: the value is set here, not taken from further up."""

    box: InputBox
    own: bool


def _line(held: settings.Held, dealer: int | None, errors: dict[str, list[str]], typed: dict[str, str]) -> SettingLine:
    field, code = held.setting.field, held.setting.code
    text = typed.get(code, field.edit_text(held.value))
    box = input_box(field, text, current_actor(), required=field.required, errors=errors.get(code, ()), name=code)
    return SettingLine(box, held.source == ("installation" if dealer is None else "dealer"))


def _settings_page(dealer: int | None, errors: dict[str, list[str]] | None = None, typed: dict[str, str] | None = None) -> str:
    groups: dict[str, list[SettingLine]] = {}
    for held in settings.shown(dealer):
        groups.setdefault(str(held.setting.group or _group(held.setting)), []).append(_line(held, dealer, errors or {}, typed or {}))
    name_look_ups([line.box for lines in groups.values() for line in lines], current_actor())
    scopes = [(_("All dealers"), url_for("admin_system.show_settings"), dealer is None, None)]
    scopes += [(one.name, url_for("admin_system.show_settings", dealer=one.id), dealer == one.id, None) for one in units.dealers()]
    return render_template("admin/system/settings.html", groups=groups, dealer=dealer, dealers=units.dealers(), scopes=scopes)


def _group(setting: settings.Setting) -> Text:
    plugin = plugins.loaded().get(setting.plugin)
    return plugin.label if plugin is not None else _("General")


# ---------------------------------------------------------------- jobs and outbox


@blueprint.get("/admin/jobs")
def show_jobs() -> Page:
    administrator()
    declared = jobs.enabled()
    backlog = outbox.backlog()
    silent = backlog.oldest_due is not None and backlog.oldest_due < now() - SILENT
    return render_template(
        "admin/system/jobs.html", jobs=declared, runs=jobs.latest_runs([one.code for one in declared]), backlog=backlog,
        failed=outbox.failed(), silent=silent,
    )  # fmt: skip


@blueprint.post("/admin/jobs/<code>/start")
def start_job(code: str) -> Page:
    run = jobs.start(code, administrator())
    return redirect(url_for("admin_system.show_run", run_id=run.id), 303)


@blueprint.post("/admin/outbox/retry")
def retry_failed() -> Page:
    administrator()
    count = outbox.retry(request.form.get("entry", type=int64))
    flash(ngettext("%(num)s entry will be tried again.", "%(num)s entries will be tried again.", count), "success")
    return redirect(url_for("admin_system.show_jobs"), 303)


@blueprint.post("/admin/outbox/<int:entry_id>/discard")
def discard_failed(entry_id: int) -> Page:
    administrator()
    if not outbox.discard(entry_id):
        raise NotFound(_("This entry is no longer there."))
    flash(_("The entry is dropped."), "success")
    return redirect(url_for("admin_system.show_jobs"), 303)


@blueprint.get("/jobs/<int:run_id>")
def show_run(run_id: int) -> Page:
    """Progress of a run, for whoever started it and for administrators. Asked for by htmx, only what changes."""
    user, run = current_actor(), db.session.get(jobs.JobRun, run_id, populate_existing=True)
    if run is None or not (run.user_id == user.id or user.may(settings.PERMISSION)):
        abort(404)
    template = "admin/system/_run.html" if request.headers.get("HX-Request") else "admin/system/run.html"
    label = registry.current().jobs[run.job].label if run.job in registry.current().jobs else run.job
    answer = Response(render_template(template, run=run, label=label))
    if request.headers.get("HX-Request") and run.ended:
        answer.status_code = 286  # htmx: stop asking
    return answer


# ---------------------------------------------------------------- calendars


@blueprint.get("/admin/calendars")
def show_calendars() -> Page:
    administrator()
    rows = calendars.all_rows()
    open_days = {row.id: sum(bool(spans) for spans in row.hours.values()) for row in rows}
    return render_template("admin/system/calendars.html", calendars=rows, open_days=open_days)


@blueprint.route("/admin/calendars/new", methods=["GET", "POST"])
@blueprint.route("/admin/calendars/<int:calendar_id>", methods=["GET", "POST"])
def edit_calendar(calendar_id: int | None = None) -> Page:
    user = administrator()
    if request.method == "GET":
        return _calendar_page(calendar_id, _calendar_values(calendar_id), {})
    form = request.form
    try:
        calendars.save(
            user, form.get("name", ""), {day: form.get(day, "") for day in calendars.DAYS}, form.get("zone"), form.get("days", ""), calendar_id
        )
    except Invalid as problem:
        return _calendar_page(calendar_id, dict(form), problem.errors), problem.status
    flash(_("The calendar is saved."), "success")
    return redirect(url_for("admin_system.show_calendars"), 303)


def _calendar_values(calendar_id: int | None) -> dict[str, str]:
    if calendar_id is None:
        return {day: "" if day in ("sat", "sun") else "09:00-18:00" for day in calendars.DAYS}
    row = calendars.find(calendar_id)
    return calendars.as_typed(row)


def _calendar_page(calendar_id: int | None, values: dict[str, str], errors: Any) -> str:
    names = {"mon": _("Monday"), "tue": _("Tuesday"), "wed": _("Wednesday"), "thu": _("Thursday"), "fri": _("Friday"),
             "sat": _("Saturday"), "sun": _("Sunday")}  # fmt: skip
    return render_template(
        "admin/system/calendar.html", calendar_id=calendar_id, values=values, errors=errors, weekdays=names, zones=zones()
    )
