"""A form that arrives twice takes effect once, and the second answer shows what the first one did.

Every form holds a token. The first writing transaction of the request that brings it takes the token, so that both stand
or fall together; whoever sends the same content with the same token again does nothing and is answered alike, also while
the first is under way. A request that was refused gives the token back: the form comes again with what was mended.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, after_this_request, flash, g, redirect, request, session
from flask.sessions import session_json_serializer
from werkzeug.wrappers import Response as AnyResponse

from .. import once
from ..actor import Actor, acting_or_none
from ..db import after_commit, at_begin, db, transaction
from ..i18n import gettext as _
from ..security import signed_in_path
from .addresses import own_address

PURPOSE = "form"
PATIENCE = 10.0  # seconds a second request waits for the answer of the first
PAUSE = 0.05
LARGEST = 200_000  # characters of a page that are kept for a second answer
ANSWERED = "answered"
"""The cookie that tells the page's script which form was answered: its draft has served."""
KEPT_HEADERS = ("Location", "X-Location", "X-Created", "X-Created-Name", "X-Version", "X-Undo", "HX-Refresh", "HX-Redirect", "HX-Trigger", "Content-Type")


class Again(Exception):
    """The token of this request was taken by another one."""


@dataclass(slots=True)
class Submission:
    """The form this request brings: its key, who sent it, and whether what it did is committed."""

    key: str
    user: Actor
    taken: bool = False

    def claim(self) -> None:
        """Take the token with the first transaction. Raises Again when another request was first."""
        if self.taken:
            return
        if not once.take(self.key, PURPOSE, self.user):
            raise Again
        after_commit(self._committed)

    def _committed(self) -> None:
        self.taken = True


def register(app: Flask) -> None:
    app.before_request(recognise)
    app.register_error_handler(Again, lambda _again: Response(status=409))  # replaced by the first answer in ``conclude``
    app.after_request(conclude)


def recognise() -> AnyResponse | None:
    """Before the view: answer a form that was seen, and have the first transaction of a new one take its token."""
    user = acting_or_none()
    if request.method != "POST" or user is None or "api_token" in g or not request.form.get("_once"):
        return None
    after_this_request(_tell_answered)
    submission = Submission(_key(), user)
    if once.find(submission.key, user) is not None:
        return _first_answer(submission)
    g.submission = submission
    at_begin(submission.claim)
    return None


def _tell_answered(response: Response) -> Response:
    """What was saved needs no draft, nor what the answer shows again beside its errors. A page of an error shows none of it."""
    if response.status_code < 400 or response.status_code in (409, 422):
        response.set_cookie(ANSWERED, request.form["_once"], max_age=60, samesite="Lax")
    return response


def _key() -> str:
    """The same content with the same token at the same address, as a digest."""
    found = hashlib.sha256(request.full_path.encode())
    for name, values in sorted(request.form.lists()):
        found.update(repr((name, values)).encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        found.update(repr((name, file.filename)).encode())
        while chunk := file.stream.read(1 << 20):
            found.update(chunk)
        file.stream.seek(0)
    return found.hexdigest()


def conclude(response: Response) -> AnyResponse:
    """After the view: keep the answer, or give the token back, or show the answer of the request that was first."""
    submission: Submission | None = g.pop("submission", None)
    if submission is None:
        return response
    if not submission.taken:
        return response if once.find(submission.key, submission.user) is None else _first_answer(submission)
    with transaction():
        if response.status_code < 400:
            once.note(submission.key, submission.user, _kept(response))
        else:
            once.release(submission.key, submission.user)
    return response


def _kept(response: Response) -> dict[str, Any]:
    """What a second request is answered with. A page that says it must not be stored is not."""
    small = not response.is_streamed and not response.cache_control.no_store and (response.content_length or 0) <= LARGEST
    return {
        "status": response.status_code, "headers": {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers},
        "messages": session_json_serializer.dumps(session.get("_flashes", [])), "body": response.get_data(as_text=True) if small else None,
    }  # fmt: skip


def _first_answer(submission: Submission) -> AnyResponse:
    answer = _awaited(submission)
    if answer is None or answer["body"] is None:
        flash(_("This form arrived twice and was handled once. Please check what was done."), "info")
        return redirect(own_address(request.form.get("next")) or signed_in_path(), 303)
    for kind, sentence in session_json_serializer.loads(answer["messages"]):
        flash(sentence, kind)
    return Response(answer["body"], status=answer["status"], headers=answer["headers"])


def _awaited(submission: Submission) -> dict[str, Any] | None:
    """What the first request was answered with; None when it does not come to an end."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = once.find(submission.key, submission.user)
        if found is None or found.answer is not None:
            return found.answer if found is not None else None
        db.session.rollback()  # the next look must see what was committed meanwhile
        time.sleep(PAUSE)
    return None
