"""What a user sees when something does not work: a sentence, a way on, and for our own mistakes a number to tell."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, current_app, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from ..actor import acting_or_none
from ..db import db
from ..errors import BadQuery, Conflict, Forbidden, ForecourtError, ModuleOff, NotFound, Refusal
from ..i18n import gettext as _
from ..outages import Outage, diagnose, is_overflow
from ..problems import http_response, problem_response
from ..security.gate import wants_json
from .addresses import API, without_stroke
from .dialogs import in_dialog
from .request_log import request_id

log = logging.getLogger(__name__)

RETRY_AFTER = 30
"""Seconds after which a program may try again."""


def register(app: Flask) -> None:
    app.register_error_handler(ForecourtError, known)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(DBAPIError, database)
    app.register_error_handler(Exception, unknown)


def known(problem: ForecourtError) -> AnyResponse:
    """One of our own errors: its sentence is for the user."""
    if isinstance(problem, Outage):
        return out_of_order(problem)
    db.session.rollback()
    if wants_json():
        return problem_response(problem)
    if _part():
        return Response(problem.message, status=problem.status, mimetype="text/plain")
    title, icon_name, colour, advice = _words(problem)
    return _page(problem.status, title, problem.message, icon_name, colour, advice)


def _words(problem: ForecourtError) -> tuple[str, str, str, str]:
    if isinstance(problem, ModuleOff):
        return _("This module is switched off"), "puzzle-off", "grey", _("Its data is kept. An administrator can switch it on under Modules.")
    if isinstance(problem, NotFound):
        return _("Not found"), "map-search", "grey", _("Search for it by name or number, or look into the recycle bin.")
    if isinstance(problem, Forbidden):
        return _("Not allowed"), "lock", "orange", _("If you need this for your work, ask your administrator for the right.")
    if isinstance(problem, BadQuery):
        return _("This address cannot be read"), "filter-off", "orange", ""
    if isinstance(problem, Conflict):
        return _("Changed meanwhile"), "users", "orange", ""
    return _("That does not work"), "alert-circle", "orange", ""


def _part() -> bool:
    """Whether a script asks for a part of a page and shows a sentence by itself."""
    return any(request.headers.get(name) for name in ("X-Card", "X-Section", "X-Rows", "HX-Request"))


def stale_form(problem: CSRFError) -> AnyResponse:
    """The form is from before the last sign-in: nothing was done."""
    if wants_json():
        answer: AnyResponse = http(problem)
        return answer
    sentence = _("This page is older than your sign-in, so nothing was done. Go back, reload the page and try again.")
    if acting_or_none() is None:
        sentence = _("The cookie that belongs to this form did not come along, so nothing was sent. Allow cookies, go back, reload the page and try again.")
    if _part():
        return Response(sentence, status=400, mimetype="text/plain")
    return _page(400, _("Please reload the page"), sentence, "refresh", "orange", "")


def http(problem: HTTPException) -> Any:
    """An error of the protocol: no such page, wrong method, a body that is too large."""
    if isinstance(problem.code, int) and problem.code < 400:
        return problem  # a redirect is no error
    if problem.code == 404 and (page := without_stroke()):
        return redirect(page, 308)
    if request.path.startswith(API):
        return http_response(problem, _of_the_api(problem))
    code = problem.code or 500
    sentences = {
        404: (_("Not found"), _("There is no such page."), "map-search", "grey"),
        405: (_("That does not work"), _("This page cannot be used like that."), "alert-circle", "orange"),
        413: (_("Too large"), _too_large(), "file-alert", "orange"),
    }
    title, sentence, icon_name, colour = sentences.get(code, (_("That does not work"), _("The request could not be understood."), "alert-circle", "orange"))
    if wants_json():
        return http_response(problem, sentence)
    if _part():
        return Response(sentence, status=code, mimetype="text/plain")
    return _page(code, title, sentence, icon_name, colour, "")


def _of_the_api(problem: HTTPException) -> str:
    """The same to a program, which asks for no pages."""
    sentences = {
        404: _("The API has no such address; /api/docs shows those it has."),
        405: _("This address of the API does not take %(method)s.", method=request.method),
        413: _("What you sent is too large: at most %(most)s MB are taken at once.", most=(request.max_content_length or 0) // 1024**2),
    }
    return sentences.get(problem.code or 500, _("The request could not be understood."))


def _too_large() -> str:
    """The limit, and that the browser still has what was typed."""
    most = (request.max_content_length or 0) // 1024**2
    return _("What you sent is too large: at most %(most)s MB are taken at once. Nothing was saved, and what you typed is still there if you go back.", most=most)


def database(problem: DBAPIError) -> AnyResponse:
    """What the database refused: an outage has its sentence, and so has a sum beyond its 64 bits; everything else is our own mistake."""
    if is_overflow(problem):
        return known(Refusal(_("These numbers are too large to be added up. Choose fewer records."), code="too-large"))
    outage = diagnose(problem)
    return unknown(problem) if outage is None else out_of_order(outage)


def out_of_order(outage: Outage) -> AnyResponse:
    """The database cannot serve: a page that does without it, with the cure for whoever runs the installation."""
    log.error("request %s: %s (%s)", request_id(), outage.code, outage.detail)
    _forget_session()
    if wants_json():
        answer: AnyResponse = problem_response(outage)
    elif _part():
        answer = Response(outage.message, status=outage.status, mimetype="text/plain")
    else:
        kept = _("What you typed is not lost if you go back.") if request.method == "POST" else ""
        answer = _bare(outage.status, _("One moment, please"), outage.message, kept, str(outage.cure))
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def unknown(problem: Exception) -> AnyResponse:
    """Our own mistake: logged with a number that the user can tell."""
    log.error("request %s failed", request_id(), exc_info=problem)
    _forget_session()
    sentence = _("Something went wrong on our side, and nothing was saved. Please tell your administrator the number below.")
    if wants_json():
        told = ForecourtError(sentence)
        told.code = "internal"
        return problem_response(told)
    return _bare(500, _("This did not work"), sentence)


def _forget_session() -> None:
    try:
        db.session.rollback()
    except Exception:  # noqa: BLE001 - the connection itself may be gone
        db.session.remove()


def _page(status: int, title: str, sentence: str, icon_name: str, colour: str, advice: str) -> AnyResponse:
    ways: list[tuple[str, str, bool]] = [(_("To Today"), "/", True)]
    if status == 404:
        ways.append((_("Recycle bin"), "/recycle-bin", False))
    signed_in = acting_or_none() is not None
    try:
        frame = "parts/dialog.html" if in_dialog() else "layout.html" if signed_in else "base.html"
        html = render_template(
            "errors/error.html", frame=frame, title=title, sentence=sentence, icon_name=icon_name, colour=colour, advice=advice if signed_in else "",
            ways=ways if signed_in else [(_("Sign in"), "/login", True)], request_id="",
        )  # fmt: skip
    except DBAPIError as problem:
        return database(problem)
    return Response(html, status=status)


def _bare(status: int, title: str, *sentences: str) -> AnyResponse:
    """A page that needs neither the database nor who is signed in: render_template would ask for both on behalf of every page."""
    from ..reader import locale

    html = current_app.jinja_env.get_template("errors/down.html").render(
        language=locale().replace("_", "-"), title=title, sentences=[one for one in sentences if one], again=request.path if request.method == "GET" else "/",
        again_label=_("Try again"), request_id=request_id(),
    )  # fmt: skip
    return Response(html, status=status)
