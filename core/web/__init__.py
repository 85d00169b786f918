"""The pages: generic ones for every object, and those of people, administration and notices."""

from flask import Flask


def register(app: Flask) -> None:
    """Add what templates may call, headers, error pages, and all blueprints. Fixed addresses win over ``/<slug>``."""
    from . import (
        account,
        action_pages,
        admin_objects,
        admin_people,
        admin_system,
        approvals,
        boards,
        bulk_pages,
        errors,
        form_pages,
        headers,
        health,
        home,
        lists,
        lookups,
        markup,
        merging,
        notices,
        record_pages,
        recycle_bin,
        search,
        set_up,
        sharing,
        static_files,
        submissions,
    )  # fmt: skip

    markup.register(app)
    headers.register(app)
    static_files.register(app)
    errors.register(app)
    submissions.register(app)
    for module in (
        health, home, account, admin_objects, admin_people, admin_system, set_up, approvals, merging, sharing, notices, lookups, search, recycle_bin, boards, bulk_pages, form_pages, action_pages, record_pages,
        lists,
    ):  # fmt: skip
        app.register_blueprint(module.blueprint)
