"""Sample products: cars with their models, prices in yuan, and cars that customers own."""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta
from typing import Any

from core import Draft, records, registry, system_actor, today, units

from . import presets
from .books import standard_book

CARS = (
    # code, name, Chinese name, brand, series, model year, trim, body, yuan
    ("HAN-EV", "Han EV", "汉 EV", "BYD", "Han", 2026, "EV 605 km", "Sedan", 269_800),
    ("HAN-L7", "Han L7", "汉 L7", "BYD", "Han", 2026, "L7 DM-i", "Sedan", 259_800),
    ("HAN-DMI", "Han DM-i", "汉 DM-i", "BYD", "Han", 2025, "DM-i 125 km", "Sedan", 239_800),
    ("TANG-DMI", "Tang DM-i", "唐 DM-i", "BYD", "Tang", 2026, "DM-i", "SUV", 249_800),
    ("TANG-L7", "Tang L7", "唐 L7", "BYD", "Tang", 2026, "L7", "SUV", 244_800),
    ("SONG-PLUS", "Song Plus", "宋 Plus", "BYD", "Song", 2026, "Plus DM-i", "SUV", 179_800),
    ("SONG-L", "Song L", "宋 L", "BYD", "Song", 2026, "L EV", "SUV", 189_800),
    ("SEAL-EV", "Seal EV", "海豹 EV", "BYD", "Seal", 2026, "EV 700 km", "Sedan", 219_800),
    ("DOLPHIN", "Dolphin", "海豚", "BYD", "Dolphin", 2026, "420 km", "Hatchback", 119_800),
    ("YUAN-UP", "Yuan Up", "元 UP", "BYD", "Yuan", 2026, "Up", "SUV", 119_800),
    ("DENZA-N7", "Denza N7", "腾势 N7", "Denza", "N7", 2026, "Max", "SUV", 329_800),
    ("LAVIDA", "Volkswagen Lavida", "大众朗逸", "Volkswagen", "Lavida", 2026, "1.5L", "Sedan", 119_900),
)
MORE = (
    # code, name, Chinese name, family, unit, yuan
    ("CHARGER-7", "Charging point, 7 kW", "7 kW 充电桩", "accessories", "piece", 3_200),
    ("MATS", "Floor mats", "脚垫", "accessories", "set", 680),
    ("DASHCAM", "Dash camera", "行车记录仪", "accessories", "piece", 899),
    ("INSURANCE-1", "Motor insurance, 1 year", "车险（一年）", "insurance", "year", 5_600),
    ("WARRANTY-2", "Warranty extension, 2 years", "延长质保（两年）", "warranty", "piece", 4_900),
    ("SERVICE-3", "Service plan, 3 years", "保养套餐（三年）", "service", "piece", 6_000),
    ("INSPECTION", "Inspection", "车辆检测", "service", "service", 380),
)
OWNED = (
    # product, VIN, plate, days since delivery
    ("HAN-EV", "LGXCE4CBXP0123451", "苏ED12345", 420),
    ("TANG-DMI", "LGXC16DF4N0123452", "苏EF23456", 800),
    ("SONG-PLUS", "LGXC14DF3R0123453", "苏U8A761", 150),
    ("LAVIDA", "LSVNV2185E2123454", "沪A66K88", 3_100),
    ("DENZA-N7", "LGXCE6CD7R0123455", "浙AD90210", 60),
    ("DOLPHIN", "LGXCE4CC7S0123456", "苏E5D520", 12),
)
FLEET_DISCOUNT = 97
"""Per cent of the standard price that a fleet pays, in whole hundreds of yuan."""


def demo_products() -> Generator[Draft, Any, None]:
    """A catalogue of cars and what goes with them, a fleet book for each dealer, and cars that the sample customers own."""
    list(presets.seed(system_actor()))
    made: dict[str, Any] = {}
    for code, name, name_zh, *car, price in CARS:
        made[code] = yield from _car(code, name, name_zh, *car)
        yield from _standard_price(made[code], price)
    for code, name, name_zh, family, unit, price in MORE:
        made[code] = yield registry.object_type("product").new(
            code=code, name=name, name_zh=name_zh, family=family, measured_in=unit, tax_rate="6" if family in ("insurance", "service", "warranty") else "13",
        )  # fmt: skip
        yield from _standard_price(made[code], price)
    for dealer in units.dealers():
        yield from _fleet_book(dealer, made)
    yield from _owned(made)


def _car(code: str, name: str, name_zh: str, *car: Any) -> Generator[Draft, Any, Any]:
    make, series, year, trim, body = car
    model = yield registry.object_type("vehicle_model").new(make=make, series=series, model_year=year, trim=trim, body=body)
    product = yield registry.object_type("product").new(
        code=code, name=name, name_zh=name_zh, family="vehicles", vehicle_model=model, tax_rate="13", warranty_months=72,
    )  # fmt: skip
    return product


def _standard_price(product: Any, price: int) -> Generator[Draft, Any, None]:
    yield registry.object_type("price_book_entry").new(book=standard_book(system_actor().currency), product=product, list_price=price)


def _fleet_book(dealer: Any, products: dict[str, Any]) -> Generator[Draft, Any, None]:
    """Cars at a fleet's price; what goes with them at the standard price."""
    book = yield registry.object_type("price_book").new(
        name=f"Fleet prices, {dealer.name}", for_dealer=dealer.id, valid_from=today().replace(month=1, day=1),
        valid_until=today().replace(month=12, day=31),
    )  # fmt: skip
    for code, *_more, price in CARS:
        yield registry.object_type("price_book_entry").new(book=book, product=products[code], list_price=price * FLEET_DISCOUNT // 10_000 * 100)
    for code, *_more in MORE:
        yield registry.object_type("price_book_entry").new(book=book, product=products[code], use_standard=True)


def _owned(products: dict[str, Any]) -> Generator[Draft, Any, None]:
    for account, (code, vin, plate, days) in zip(records.sample("account", len(OWNED)), OWNED, strict=False):
        yield registry.object_type("installed_product").new(
            account=account, product=products[code], vin=vin, plate=plate, delivered_on=today() - timedelta(days=days),
        )  # fmt: skip
