"""The one gate. Every read and write of a record, from page, API, import, job or another module, goes through here:

permission → sight → validation → hooks → write → change log.

- ``reading``: one record, or the first few. Reading many is in ``core.queries``, which shares sight and permissions with this package.
- ``saving``: a record made or changed, step by step through ``values``, ``owners``, ``checking`` and ``writing``;
  ``foreseeing``: what many rows need.
- ``deleting``, ``restoring``: into the recycle bin and back. ``sharing``: one record opened to one user. ``log``: its change log.

All functions take the acting user; what a user typed is named by ``typed``, and is held against the rights on fields.
"""

from .deleting import delete, deleted
from .foreseeing import foresee, named_in
from .log import history, note
from .reading import HANDED_ON_BY, batches, find, first, get, load, locked, may_edit, may_hand_on, reachable, require_hand_on, reread, sample
from .restoring import restore
from .saving import OPEN_TO_CODE, create, put_back, update
from .sharing import share, shares, unshare
from .values import sort_key

__all__ = [
    "HANDED_ON_BY", "OPEN_TO_CODE", "batches", "create", "delete", "deleted", "find", "first", "foresee", "get", "history", "load", "locked", "may_edit", "may_hand_on",
    "named_in", "note", "put_back", "reachable", "require_hand_on", "reread", "restore", "sample", "share", "shares", "sort_key", "unshare", "update",
]  # fmt: skip
