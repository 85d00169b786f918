"""What every answer says to the browser about the way to us."""

from __future__ import annotations

import pytest
from flask import Flask

from core.web import headers


@pytest.mark.parametrize(("https", "said"), [(True, "max-age=31536000"), (False, None)])
def test_a_browser_keeps_to_https_where_the_installation_lies_behind_it(https: bool, said: str | None) -> None:
    app = Flask("core")
    app.config["FORECOURT"] = {"server": {"https": https}}
    headers.register(app)

    assert app.test_client().get("/").headers.get("Strict-Transport-Security") == said
