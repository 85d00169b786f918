"""The API: every object and every action as JSON, through the same gate and grammar as the pages."""

from flask import Flask

from .resources import blueprint


def register(app: Flask) -> None:
    """Add ``/api/v1``. Tokens sign in there, so no form's key is asked for."""
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)
