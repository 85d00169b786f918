"""A case about something a customer owns shows there; where no module keeps what customers own, nothing is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core import records, registry, system_actor
from core.testing import Client


@pytest.fixture
def car(app: Any, make: Callable[..., Any]) -> Any:
    """A car and its owner."""
    if "installed_product" not in registry.customized():
        pytest.skip("the module products is off")
    return records.create("installed_product", system_actor(), name="Song L", account=make("account"), plate="苏E12345")


def test_a_fault_on_a_car_shows_on_the_car(car: Any, make: Callable[..., Any], login: Callable[..., Client]) -> None:
    browser = login("service_agent")
    fault = make("case", browser.actor, name="Charging stops at 80 %", type="fault", account=car.account)
    assert fault.name not in browser.get(f"/installed-products/{car.id}").get_data(as_text=True)

    answer = browser.post(f"/cases/{fault.id}/actions/choose_car", data={"installed": str(car.id)})

    assert answer.status_code == 303
    assert fault.name in browser.get(f"/installed-products/{car.id}").get_data(as_text=True)


def test_the_console_names_what_the_customer_owns(car: Any, make: Callable[..., Any], login: Callable[..., Client]) -> None:
    browser = login("service_agent")
    case = make("case", browser.actor, account=car.account)

    assert "Song L" in browser.get(f"/cases/console?case={case.id}").get_data(as_text=True)


def test_a_car_of_somebody_else_is_refused(car: Any, make: Callable[..., Any], login: Callable[..., Client]) -> None:
    browser = login("service_agent")
    case = make("case", browser.actor, name="Wipers stand still", account=make("account"))

    answer = browser.post(f"/cases/{case.id}/actions/choose_car", data={"installed": str(car.id)})

    assert answer.status_code == 422
    assert case.name not in browser.get(f"/installed-products/{car.id}").get_data(as_text=True)
