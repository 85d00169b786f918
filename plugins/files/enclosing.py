"""Files that come along with something that is written: with an answer to a customer, for instance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage

from core import Actor, Enclosure, Invalid
from core import gettext as _

from . import attaching
from .attaching import Arrived
from .panels import PREVIEW
from .roles import ADD

INPUT = "enclosed"


def inputs(user: Actor) -> Mapping[str, Any] | None:
    """Variables of the input; whoever may attach nothing has none."""
    return {"name": INPUT, "most": attaching.most_bytes(), "most_text": attaching.size_text(attaching.most_bytes())} if user.may(ADD) else None


@contextmanager
def receiving(user: Actor) -> Iterator[Callable[[Any], None]]:
    """Receive the files of the form; one that cannot be taken is named, and nothing is saved."""
    parts = [one for one in request.files.getlist(INPUT) if one.filename]
    if parts:
        user.require(ADD)
    with ExitStack() as stack:
        arrived = [_receive(stack, one) for one in parts]

        def put_on(record: Any) -> None:
            for one in arrived:
                attaching.put(record, user, one)

        yield put_on


def _receive(stack: ExitStack, part: FileStorage) -> Arrived:
    name = part.filename or ""
    try:
        return stack.enter_context(attaching.arriving(name, part.stream))
    except Invalid as problem:
        raise Invalid({INPUT: [_("%(file)s: %(problem)s Please choose the files again.", file=name, problem=problem.message)]}) from None


def shown(record_ids: Sequence[int], user: Actor) -> Mapping[int, Mapping[str, Any]]:
    """The files of each record."""
    return {record_id: {"record_id": record_id, "files": files, "preview": PREVIEW} for record_id, files in attaching.attached_to(record_ids).items()}


enclosure = Enclosure("files.enclosed", "files/enclose.html", "files/enclosed.html", inputs, receiving, shown, attaching.most_bytes)
