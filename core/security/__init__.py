"""Signing in: Flask-Security over credentials of our own, sessions one can list and end, throttled guessing.

``init_security(app)`` sets it up; from then on every request is refused unless somebody is signed in, its view is marked
``@public``, or it belongs to signing in itself.
"""

from . import throttle
from .gate import hash_cheaply, init_security, public, signed_in_path
from .invitations import invite
from .logins import Login, add_login, check_password, set_password, void_links
from .sessions import SessionInfo, SessionRow, end_all_sessions, end_session, sessions_of
from .throttle import ThrottleRow

__all__ = [
    "Login", "SessionInfo", "SessionRow", "ThrottleRow", "add_login", "check_password", "end_all_sessions", "end_session", "hash_cheaply", "init_security",
    "invite", "public", "sessions_of", "set_password", "signed_in_path", "throttle", "void_links",
]  # fmt: skip
