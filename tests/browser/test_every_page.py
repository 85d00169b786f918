"""Every page, at a desk in the light and on a phone in the dark: nothing a browser complains about, nothing wider than the
screen, nothing that stands in the way of people with assistive technology."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from conftest import DESK, PHONE, House, Visit
from playwright.sync_api import Page, expect

RULES = {"resultTypes": ["violations"], "preload": False}
"""``preload`` would fetch style sheets anew, which the content policy forbids."""
FRAME = {"exclude": [["nav.side"], ["header.top"], ["nav.bottom"]]}
"""What stands around every page of a person alike: it is looked at with the first one, and takes most of the time."""
VIOLATIONS = "([context, rules]) => axe.run(context ?? document, rules).then((found) => found.violations)"
"""What axe was content with stays in the browser: it is much, and nobody reads it."""
AT_REST = """async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const passing = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map((one) => one.finished));
}"""
"""Until what changes with the size and the theme has changed: halfway a colour has no contrast."""
GRAVE = ("serious", "critical")
ADDRESSES: dict[str, Sequence[str]] = {
    "": ("/login", "/reset"),
    "lin.zhou": (
        "/", "/leads", "/leads/new", "/leads?view=mine >", "/leads?view=mine > /edit", "/leads?view=mine > /convert", "/leads?view=mine > /sharing",
        "/leads?view=mine > /owner", "/leads/filter", "/leads/filter?field=name", "/leads/columns", "/leads/save-view",
        "/leads/change-selected?id=1", "/leads/change-selected?id=1&field=email", "/accounts?view=mine >", "/contacts >",
        "/opportunities", "/opportunities/board", "/opportunities?view=mine >", "/opportunities?view=mine > /print", "/opportunities?view=mine > /actions/close_lost",
        "/activities?view=all", "/activities?view=all >", "/calendar?scale=week", "/calendar?scale=month", "/api/docs",
        "/forecast", "/forecast/opportunities?column=open_pipeline", "/quotas", "/search?q=a", "/notices", "/account", "/account/password", "/help",
        "/products", "/products >", "/vehicle-models", "/price-books", "/price-books >", "/installed-products >", "/installed-products > /actions/transfer",
    ),
    "qiu.lan": ("/", "/leads?view=all > /merge", "/leads/compliance", "/opportunities/funnel", "/opportunities/prospect-plan", "/forecast", "/forecast/quotas", "/forecast/changes", "/forecast/accuracy", "/forecast/submissions", "/forecast/curve", "/forecast/submit", "/forecast/lock", "/handover", "/approvals", "/cases/overview"),
    "paul.ekstrom": ("/cases/console", "/cases/intake?phone=8000", "/cases?view=mine", "/cases?view=mine >", "/cases?view=mine > /actions/reply"),
    "admin": (
        "/", "/admin", "/admin/users", "/admin/users >", "/admin/users/new", "/admin/units", "/admin/roles", "/admin/roles >", "/admin/queues", "/admin/modules", "/admin/settings",
        "/admin/calendars", "/admin/jobs", "/admin/log", "/imports", "/recycle-bin", "/sales-processes >",
        "/products >", "/price-books/new", "/price-books > /actions/copy", "/price-book-entries/new", "/vehicle-models >",
    ),
}  # fmt: skip
REFUSED = {"lin.zhou": ("/leads/999999", "/nothing/here", "/admin/users")}


LANGUAGES = {"lin.zhou": "en", "paul.ekstrom": "zh_CN", "qiu.lan": "zh_CN", "admin": "en"}


@pytest.mark.parametrize("person", ADDRESSES)
def test_every_page_is_sound(museum: House, visit: Callable[..., Visit], person: str) -> None:
    visitor = visit(museum, reduced_motion="reduce")  # colours are measured, not on their way
    if person:
        visitor.sign_in(person)
        visitor.speak(LANGUAGES[person])

    first, *others = ADDRESSES[person]
    faults = [f"{first}: {fault}" for fault in faults_of(visitor, first, with_frame=True)]
    faults += [f"{address}: {fault}" for address in others for fault in faults_of(visitor, address)]
    faults += [f"{address}: {fault}" for address in REFUSED.get(person, ()) for fault in faults_of(visitor, address, refused=True)]

    assert not faults, "\n".join(faults)


def faults_of(visitor: Visit, address: str, *, refused: bool = False, with_frame: bool = False) -> list[str]:
    """What is wrong with a page; "/leads >" is the first record of that list, "/leads > /edit" an address below it."""
    target = resolved(visitor, address)
    visitor.complaints.clear()
    page = visitor.go(target)
    visitor.settle(150)  # nobody types
    complaints = visitor.complaints[1:] if refused else list(visitor.complaints)  # the browser reports the refused page itself
    return complaints + at_a_desk(page, with_frame) + on_a_phone(page, with_frame)


def at_a_desk(page: Page, with_frame: bool) -> list[str]:
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    return too_wide(page) + barriers(page, with_frame)


def on_a_phone(page: Page, with_frame: bool) -> list[str]:
    """The same page as on a phone, in the dark; a sheet to print is always white."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.evaluate("document.querySelector('.sheet') ?? (document.documentElement.dataset.theme = 'dark')")
    page.evaluate(AT_REST)
    found = [f"on a phone, {fault}" for fault in too_wide(page) + barriers(page, with_frame)]
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    return found


def resolved(visitor: Visit, address: str) -> str:
    listed, mark, below = address.partition(" >")
    if not mark:
        return address
    link = visitor.go(listed).locator("main td a").first
    return str(link.get_attribute("href")).split("?")[0] + below.strip()


def too_wide(page: Page) -> list[str]:
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return [f"{wide} pixels wide on a screen of {screen}"] if wide > screen else []


def barriers(page: Page, with_frame: bool) -> list[str]:
    page.evaluate(AXE_SCRIPT)  # for each look: it remembers the colour of one element of the look before
    found: list[dict[str, Any]] = page.evaluate(VIOLATIONS, [None if with_frame else FRAME, RULES])
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in GRAVE]


def test_a_chart_tells_its_values_by_key(museum: House, visit: Callable[..., Visit]) -> None:
    visitor = visit(museum)
    visitor.sign_in("qiu.lan")
    visitor.speak("en")
    chart = visitor.go("/opportunities/funnel").locator("[data-chart=drawn] canvas")

    chart.focus()
    chart.press("ArrowRight")

    first = visitor.page.locator("#funnel-figures tbody tr").first
    stage, reached = first.locator("th").inner_text(), first.locator("td").first.inner_text()
    expect(visitor.page.locator("#spoken")).to_have_text(f"{stage}: Reached {reached}")
    assert visitor.complaints == []


LONG_NAMES = {"latin": "Wolfeschlegelsteinhausenbergerdorff" * 3 + "welchevoralternw", "chinese": "欧阳慕容上官诸葛司马令狐皇甫公孙轩辕尉迟" * 6}


@pytest.mark.parametrize("name", LONG_NAMES.values(), ids=LONG_NAMES)
def test_a_name_without_spaces_fits_a_phone(house: House, visit: Callable[..., Visit], name: str) -> None:
    visitor = visit(house, PHONE)
    visitor.sign_in("lin.zhou")
    page = visitor.go("/leads/new")
    page.fill("[name=name]", name)
    page.locator("label:has([name=gender][value=female])").click()
    page.fill("[name=mobile]", "13912345670")
    page.select_option("[name=province]", "44")
    page.select_option("[name=city]", "4403")
    page.fill("[name=model_label]", name[:80])
    page.select_option("[name=expected_time]", "week")
    page.locator("main .form-foot .btn-primary").click()
    page.wait_for_url(lambda url: not url.endswith("/new"))
    record = page.url.split("?")[0].removeprefix(visitor.house.url)

    faults = [(address, fault) for address in (record, f"{record}/convert", f"{record}/edit", "/leads?view=mine", "/") for fault in too_wide(visitor.go(address))]

    assert faults == []
