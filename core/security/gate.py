"""Who acts in a request, and that nobody does anything unless signed in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from flask import Flask, Response, current_app, g, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user, user_logged_in, user_logged_out
from flask_security import Security, password_changed, password_reset, reset_password_instructions_sent
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import NotFound

from .. import audit, users
from ..actor import acting
from ..errors import Forbidden, Unauthenticated
from ..i18n import gettext as _
from . import sessions, throttle
from .forms import ChangeForm, ForgotForm, ResetForm, SignInForm
from .invitations import public_url
from .logins import Account, LoginStore
from .messages import OurCatalog, OurPasswords, OutboxMail, render, set_messages

View = TypeVar("View", bound=Callable[..., Any])

SECRET = "_sid"  # noqa: S105 - the name of an entry in the cookie, no secret
"""Where the cookie holds the secret of its session row."""

OPEN_BLUEPRINTS = frozenset({"security"})
OPEN_ENDPOINTS = frozenset({"static", "static_of_now"})
UNASKED = frozenset({"static", "static_of_now", "health.alive", "health.ready"})
"""Served without asking who it is, so also while the database is away."""


SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""With these a program reads pages too. What a page changes is for people: not all of it is a right that a scope could narrow."""


def public(view: View) -> View:
    """Decorator for a view that anybody may call, signed in or not."""
    view.is_public = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def init_security(app: Flask) -> None:
    """Set up sign-in. Call it after the database, Babel and configuration, and before any blueprint registers hooks."""
    _configure(app)
    if "csrf" not in app.extensions:
        CSRFProtect(app)
    security = Security(
        app, LoginStore(), login_form=SignInForm, forgot_password_form=ForgotForm, reset_password_form=ResetForm,
        change_password_form=ChangeForm, mail_util_cls=OutboxMail, password_util_cls=OurPasswords, render_template=render,
    )  # fmt: skip
    security.i18n_domain = OurCatalog()  # type: ignore[assignment]  # answers to the same calls
    security.principal.skip_static = True
    security.unauthn_handler(_not_signed_in)
    security.want_json(lambda request: wants_json())
    security.login_manager.session_protection = None  # a phone changes its address; the session row is the protection
    security.login_manager.user_loader(_from_cookie)
    security.login_manager.request_loader(_from_token)
    _connect(app)
    app.before_request(admit)
    app.teardown_request(_leave)
    app.add_template_global(public_url, "public_url")


def _configure(app: Flask) -> None:
    settings = {
        "PERMANENT_SESSION_LIFETIME": sessions.KEPT, "WTF_CSRF_CHECK_DEFAULT": False, "WTF_CSRF_TIME_LIMIT": None,
        "SECURITY_RECOVERABLE": True, "SECURITY_CHANGEABLE": True, "SECURITY_CHANGE_URL": "/account/password",
        "SECURITY_POST_CHANGE_VIEW": "/account", "SECURITY_POST_LOGOUT_VIEW": "/login", "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_PASSWORD_HASH": "argon2", "SECURITY_PASSWORD_SCHEMES": ["argon2"], "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"}, "SECURITY_HASHING_SCHEMES": ["argon2"],
        "SECURITY_EMAIL_HTML": False, "SECURITY_FRESHNESS": timedelta(minutes=-1), "SECURITY_CLI_USERS_NAME": None,
        "SECURITY_CLI_ROLES_NAME": None, "SECURITY_DEFAULT_REMEMBER_ME": False, "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_CACHE_CONTROL": {"private": None, "no-store": None},  # its own True would be written out: no-store=True
    }  # fmt: skip
    app.config.update(settings)
    set_messages(app)


def hash_cheaply(app: Flask) -> None:
    """For tests only: real hashing would be most of the time they take."""
    app.extensions["security"].pwd_context.update(argon2__time_cost=1, argon2__memory_cost=16, argon2__parallelism=1)


def _from_cookie(user_id: str) -> Account | None:
    """The user of the cookie's session; one that was ended leaves nothing behind in the browser."""
    opened = sessions.opened_by(session.get(SECRET, ""))
    person = users.find(opened.user_id) if opened is not None and str(opened.user_id) == user_id else None
    if opened is None or person is None or not person.active:
        session.clear()
        return None
    g.fs_authn_via, g.fs_paa = "session", session.get("fs_paa", 0)
    return Account(person, opened.fs_uniquifier, opened.id)


def _from_token(request: Any) -> Account | None:
    """The user of an API token in the Authorization header."""
    from .. import tokens

    token = tokens.presented(request)
    person = users.find(token.user_id) if token is not None else None
    if token is None or person is None or not person.active:
        return None
    g.fs_authn_via, g.api_token = "token", token
    return Account(person, f"token {token.id}")  # named here, or its credentials would be read for every call


def admit() -> ResponseReturnValue | None:
    """Before each request: who acts; or else to the sign-in page, or 401 for a program."""
    if request.endpoint in UNASKED:
        return None
    signed_in = bool(current_user and current_user.is_authenticated)
    if signed_in:
        _act_as(current_user)
    if request.endpoint is None and (signed_in or not _names_no_object()):
        return None  # the page that was not found is shown in the frame of whoever asks
    if not signed_in and not _is_open():
        return ask_to_sign_in()
    if "api_token" in g and request.method not in SAFE and not request.path.startswith("/api/"):
        raise Forbidden(_("This needs a person who is signed in, not a token."))
    if "api_token" not in g and current_app.config["WTF_CSRF_ENABLED"]:
        current_app.extensions["csrf"].protect(apply_exemptions=True)
    return None


def _act_as(account: Account) -> None:
    from .. import tokens

    user = users.actor(account.id)
    if "api_token" in g:
        user = tokens.narrowed(user, g.api_token)
    g.acting_stack = ExitStack()
    g.acting_stack.enter_context(acting(user))


def _leave(_error: BaseException | None) -> None:
    stack: ExitStack | None = g.pop("acting_stack", None)
    if stack is not None:
        stack.close()


def _names_no_object() -> bool:
    """Whether nothing is at an address of the API: which objects there are is for those who sign in."""
    return request.path.startswith("/api/") and isinstance(request.routing_exception, NotFound)


def _is_open() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method == "OPTIONS":
        return True  # which methods an address has is no secret, and a browser asks before it may sign in
    return request.blueprint in OPEN_BLUEPRINTS or request.endpoint in OPEN_ENDPOINTS or getattr(view, "is_public", False) or _is_style_of_module()


def _is_style_of_module() -> bool:
    """Whether a file of a module's static folder is asked for: its public pages need their styles, and there is nothing of anybody in it."""
    blueprint = current_app.blueprints.get(request.blueprint or "")
    return blueprint is not None and blueprint.has_static_folder and request.endpoint == f"{blueprint.name}.static"


def wants_json() -> bool:
    """Whether a program asks: everything below /api, and whoever says so."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return request.path.startswith("/api/") or request.is_json or best == "application/json"


def _not_signed_in(_mechanisms: list[str] | None = None, _headers: dict[str, str] | None = None) -> Any:
    return ask_to_sign_in()


def ask_to_sign_in() -> ResponseReturnValue:
    """401 as problem+json for a program; for a person the sign-in page, and then back here."""
    if wants_json():
        from ..problems import problem_response

        return problem_response(Unauthenticated())
    address = f"/login?next={quote(signed_in_path(), safe='/')}"
    if _asked_by_script():
        return Response(status=401, headers={"HX-Redirect": address, "X-Location": address})
    return redirect(address)


def _asked_by_script() -> bool:
    """Whether a script of one of our pages asks, by htmx or by itself: it cannot show the sign-in page, and leads there."""
    return "HX-Request" in request.headers or "X-CSRFToken" in request.headers


def signed_in_path() -> str:
    """Where to go after signing in: the page asked for; after a form or a part of a page, the page it was on."""
    asked = request.headers.get("HX-Current-URL") or (request.referrer if request.method != "GET" or _asked_by_script() else None)
    if asked is None and request.method == "GET":
        return request.full_path.rstrip("?")
    parts = urlsplit(asked or "/")
    return (parts.path + (f"?{parts.query}" if parts.query else "")) or "/"


def _connect(app: Flask) -> None:
    """What happens when Flask-Security says that somebody came, went, or has a new password."""
    user_logged_in.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    password_changed.connect(_password_changed, app)
    password_reset.connect(_password_reset, app)
    reset_password_instructions_sent.connect(_reset_asked, app)


def _signed_in(_app: Flask, user: Account, **_more: Any) -> None:
    """A fresh session in the browser and in the table; nothing of the anonymous one is carried over."""
    persistent = session.pop("_remember", None) == "set" or (SECRET in session and session.permanent)
    kept = {key: session[key] for key in ("_user_id", "_fresh", "locale") if key in session}
    session.clear()
    g.pop("csrf_token", None)
    session.update(kept)
    session[SECRET] = sessions.start(user.id, persistent)
    session.permanent = persistent


def _signed_out(_app: Flask, user: Account, **_more: Any) -> None:
    session.pop(SECRET, None)
    if getattr(user, "session_id", None):
        sessions.sign_out(user.session_id, user.id)  # type: ignore[arg-type]  # checked one line above


def _password_changed(_app: Flask, user: Account, **_more: Any) -> None:
    audit.record("password_changed", actor=user.id, subject_id=user.id)


def _password_reset(_app: Flask, user: Account, **_more: Any) -> None:
    throttle.succeeded("sign-in", user.email, audit.remote_address())
    audit.record("password_reset", subject_id=user.id)


def _reset_asked(_app: Flask, user: Account, **_more: Any) -> None:
    audit.record("password_reset_asked", subject_id=user.id)
