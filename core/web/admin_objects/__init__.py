"""Pages for administrators on objects: their fields, the layout of their pages, their labels."""

from __future__ import annotations

from flask import Blueprint

from . import field_pages, labels, layout

blueprint = Blueprint("admin_objects", __name__)

for page in (field_pages, layout, labels):
    page.routes(blueprint)
