"""S3 and S7: the printed forms fit on one sheet of A4, their signatures included. Chromium prints what the test client answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from core import records, registry

HOUSE = "http://forecourt.test"
LONG = "汽车及零部件的批发、零售；二手车经销；机动车维修和维护；汽车租赁；展览展示服务。"  # as such fields really look


@pytest.fixture
def printed(chromium: Browser, login: Callable[..., Any]) -> Iterator[Callable[[str, str], tuple[Page, bytes]]]:
    """``printed("/print/...", "zh_CN")``: the page, and the PDF that Chromium makes of it."""
    context = chromium.new_context()

    def open_sheet(path: str, language: str) -> tuple[Page, bytes]:
        client = login("dealer_manager", language=language)

        def answer(route: Route) -> None:
            found = client.get(route.request.url.removeprefix(HOUSE))
            route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.data)
            found.close()

        page = context.new_page()
        page.route("**/*", answer)
        page.goto(HOUSE + path)
        return page, page.pdf(prefer_css_page_size=True)

    yield open_sheet
    context.close()


def sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def filled(code: str) -> dict[str, Any]:
    """Every text a form can take, as long as people write."""
    declared = registry.object_type(code).model.__record_fields__.values()
    texts = [one for one in declared if one.type in ("text", "long_text") and not one.system and one.name != "name"]
    return {one.name: LONG[: getattr(one, "length", None) or 80] for one in texts}


FORMS = {
    "customer_profile": {"domestic_share": 60, "export_share": 40, "registered_capital": "5000000", "employees": 240, "high_season": ("03", "09")},
    "new_customer_report": {"first_deal_amount": "519600"},
    "delivery_limit": {"recommended_maximum": "800000", "expected_sales": "9600000"},
    "processing_statement": {"amount": "12000", "rework": "800", "owed": "3000"},
}
MARKS = {"customer_profile": 3, "new_customer_report": 2, "delivery_limit": 1, "processing_statement": 3}


@pytest.mark.parametrize("code", FORMS)
def test_s3_the_form_fits_on_one_sheet_with_its_signatures(code: str, printed: Any, make: Any, user: Any, tmp_path: Path) -> None:
    manager = user("dealer_manager")
    account = make("account", by=manager, name="苏州晨光物流有限公司", phone="0512-65581234", address="工业园区星湖街 328 号")
    for number in range(4):
        make("key_person", by=manager, account=account, name=f"负责人{number}", character="稳重，重信用", hobbies="钓鱼、书法")
    signer = {"representative": manager.id} if code == "new_customer_report" else {}
    record = records.create(code, manager, account=account, **{**filled(code), **FORMS[code], **signer})

    page, pdf = printed(f"/print/{code}/{record.id}", "zh_CN")

    (tmp_path / f"{code}.pdf").write_bytes(pdf)
    assert sheets(pdf) == 1
    assert page.locator(".signatures td").count() == MARKS[code]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_s7_the_prospect_card_fits_on_one_sheet(language: str, printed: Any, user: Any) -> None:
    chosen = {"gender": "female", "province": "32", "city": "3205", "expected_time": "week", "concerns": ("price", "other"), "use": "other", "industry": "other"}
    values = {**filled("lead"), "name": "周敏", "mobile": "13800138000", "postal_code": "215000", **chosen}
    lead = records.create("lead", user("dealer_manager"), **values)

    _page, pdf = printed(f"/leads/{lead.id}/card", language)

    assert sheets(pdf) == 1


def test_s3_the_prospect_plan_is_printed_across_and_no_column_is_cut(printed: Any, make: Any, user: Any) -> None:
    manager = user("dealer_manager")
    account = make("account", by=manager, name="苏州晨光物流有限公司")
    for number in range(12):
        make("opportunity", by=manager, name=f"Han L7 × {number}", account=account, product="比亚迪 汉 L7 DM-i 1240 km", budget="259800", quotation_number=f"BJ-2026-{number:05d}")

    page, pdf = printed("/opportunities/prospect-plan?print=1", "zh_CN")
    size = [float(one) for one in re.search(rb"/MediaBox\s*\[([^\]]+)\]", pdf).group(1).split()]  # type: ignore[union-attr]  # every PDF has one

    assert sheets(pdf) == 1
    assert size[2] > size[3]
    assert page.locator("table tbody tr").count() == 12


WIDTH_OF_A4 = 687
"""Pixels of CSS between the margins of an upright sheet."""


def on_paper(page: Page) -> Page:
    """The page laid out as it is printed."""
    page.set_viewport_size({"width": WIDTH_OF_A4, "height": 1000})
    page.emulate_media(media="print")
    return page


def test_a_printed_list_shows_all_its_columns_and_nothing_to_press(printed: Any, make: Any, user: Any) -> None:
    manager = user("dealer_manager")
    account = make("account", by=manager, name="苏州晨光物流有限公司")
    make("opportunity", by=manager, name="Fleet renewal × 5", account=account, amount="1240000", close_date="2026-12-24", grade=None)

    page = on_paper(printed("/opportunities?view=all", "en")[0])

    edges = page.locator("table.list th").evaluate_all("heads => heads.map(one => one.getBoundingClientRect().right)")
    assert len(edges) > 6 and max(edges) <= WIDTH_OF_A4
    assert not page.locator(".segments").first.is_visible()


def test_a_printed_opportunity_names_every_stage_in_full(printed: Any, make: Any, user: Any) -> None:
    manager = user("dealer_manager")
    page = on_paper(printed(make("opportunity", by=manager, name="Song L", account=make("account", by=manager, name="Northwind Mills")).url, "en")[0])

    steps = page.locator(".path > li :is(button, a, .step)")
    assert steps.count() > 5
    assert steps.evaluate_all("found => found.every(one => one.scrollWidth <= one.clientWidth)")
    assert not page.get_by_text("click any value to edit").first.is_visible()


def test_the_printed_forecast_sets_its_totals_side_by_side(printed: Any, user: Any) -> None:
    user("sales_consultant")
    page = on_paper(printed("/forecast?print=1", "en")[0])

    tops = page.locator(".forecast-totals > *").evaluate_all("found => found.map(one => one.getBoundingClientRect().top)")
    assert len(tops) >= 4 and len(set(tops)) == 1
