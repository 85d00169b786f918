"""The list page of every object.

- ``state``: what its address says: view, filters, columns, order.
- ``page``: the list, more of its rows, the figures of its tabs.
- ``filters``, ``views``, ``cells``: the dialogs, and a cell edited where it stands.
- ``exporting``: what is shown, as CSV.
"""

from __future__ import annotations

from flask import Blueprint

from . import cells, exporting, filters, page, views

blueprint = Blueprint("lists", __name__)

for part in (page, exporting, filters, views, cells):
    part.routes(blueprint)
