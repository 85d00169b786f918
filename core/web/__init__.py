"""The pages. Each file is a noun with its blueprint; this is their table of contents."""

from flask import Flask

from . import account, admin_people, admin_system, approvals, merging, notices

BLUEPRINTS = (account, admin_people, admin_system, approvals, merging, notices)


def register(app: Flask) -> None:
    """Add all pages to the app."""
    for module in BLUEPRINTS:
        app.register_blueprint(module.blueprint)
