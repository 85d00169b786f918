"""The page of the API in a browser: under the strict policy, and what one tries out there is done as oneself."""

from __future__ import annotations

from typing import Any

from conftest import WAIT


def test_a_call_is_tried_out_on_the_page_of_the_api(house: Any, visit: Any) -> None:
    visitor = visit(house)
    visitor.sign_in("admin")
    page = visitor.go("/api/docs")
    page.locator('.opblock-tag[data-tag="Accounts"]').click(timeout=6 * WAIT)  # the document is made first
    block = page.locator("#operations-Accounts-create_account")
    block.locator(".opblock-summary-control").click()
    block.get_by_role("button", name="Try it out").click()
    block.locator("textarea").fill('{"name": "Tried out"}')
    block.get_by_role("button", name="Execute").click()
    block.locator(".live-responses-table .response-col_status", has_text="201").wait_for()
    visitor.picture("api")

    assert visitor.complaints == []
