"""The API: every object and every action as JSON below ``/api/v1``, through the same gate and grammar as the pages.

=================  ===========================================================================
``operations``     what an address does, declared once: it reads requests and makes the document
``schemas``        field → marshmallow: how values are shown and read, for a reader's rights
``shapes``         the bodies and answers
``lists``          pages of records, related lists, what was deleted, sums, fields, views
``records``        one record: make, read, change, delete, bring back; its history
``actions``        what can be done besides editing
``bulk``           many rows in one call
``sharing``        shares and external ids
``merging``        two records become one
``search``         what the search box finds
``customization``  fields, labels and layouts of the administrator
``house``          people, units, modules, the recycle bin
``document``       the OpenAPI document, and the page that shows it
``bodies``         reading JSON and parameters strictly; ``throttle`` how often one may ask; ``fields`` parameters that several share
=================  ===========================================================================
"""

from __future__ import annotations

from flask import Flask
from flask_cors import CORS

from ..errors import PluginError
from ..registry import Registry
from .operations import OWN, PREFIX, Id64, object_slug


def prepare(app: Flask) -> None:
    """Let addresses hold objects, such as can be made by hand, and ids: before any blueprint, a module's too, is registered."""
    registry: Registry = app.extensions["forecourt"]
    made = [slug for slug, one in registry.slugs.items() if one.creatable]
    app.url_map.converters.update(id64=Id64, object=object_slug(registry.slugs), creatable=object_slug(made))


def register(app: Flask) -> None:
    """Add ``/api/v1`` and ``/api/docs``. A token signs in there; a browser's session may, with its form key, as on every page.

    Raises PluginError for an object whose address the API has itself.
    """
    from . import actions, bulk, customization, document, house, lists, merging, records, search, sharing

    for module in (house, document, customization, search, lists, records, actions, bulk, sharing, merging):
        app.register_blueprint(module.blueprint, url_prefix=PREFIX)
    app.register_blueprint(document.page)
    _refuse_taken(app)
    if origins := app.config["FORECOURT"]["api"]["origins"]:
        CORS(app, resources={rf"{PREFIX}/.*": {"origins": origins}}, expose_headers=["ETag", "Location", "Retry-After", "Idempotency-Replayed"], max_age=600)


def _refuse_taken(app: Flask) -> None:
    registry: Registry = app.extensions["forecourt"]
    for one in registry.objects.values():
        if one.slug in OWN:
            raise PluginError(f"module {one.plugin!r}: the address {one.slug!r} of {one.code!r} is taken by the API")
