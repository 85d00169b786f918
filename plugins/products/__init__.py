"""Products: what is sold, what it costs, and what customers own of it.

Objects: Product, Price book, Price book entry, Installed product, Vehicle model (brands, series, model years and trims, a tree).
Actions: Copy a price book with a percentage, Transfer an installed product to a new owner.  Pages: a product's picture.
Offers: prices for a line of a sale, books to choose from, recording what a customer owns from now on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core import Action, Actor, Alternative, Change, Column, Draft, Job, ObjectType, Panel, Permission, Plugin, RelatedList, Role, fields, hookimpl
from core import gettext_lazy as _

from . import books, defaults, installed, presets, prices, roles, vehicles
from .books import books_for, is_valid, require_valid, standard_book
from .copying import changed_price, copy, copy_prices
from .defaults import default_book
from .demo import demo_products
from .installed import months_later, register_installed, sold_with, transfer, transfer_to
from .models import InstalledProduct, PriceBook, PriceBookEntry, Product, VehicleModel
from .objects import ACCOUNT_LISTS, OBJECTS, installed_product, price_book, price_book_entry, product, vehicle_model
from .pages import blueprint
from .panels import PANELS, standard_price
from .picklists import FAMILIES, VEHICLES
from .plates import PlateField
from .prices import Price, entry_of, find_entries, price_of
from .vins import VinField
from .years import ModelYearField

__all__ = [
    "FAMILIES",
    "VEHICLES",
    "InstalledProduct",
    "Price",
    "PriceBook",
    "PriceBookEntry",
    "Product",
    "VehicleModel",
    "books_for",
    "changed_price",
    "copy",
    "default_book",
    "entry_of",
    "find_entries",
    "installed_product",
    "is_valid",
    "months_later",
    "plugin",
    "price_book",
    "price_book_entry",
    "price_of",
    "product",
    "register_installed",
    "require_valid",
    "sold_with",
    "standard_book",
    "transfer",
    "transfer_to",
    "vehicle_model",
]

plugin = Plugin(
    "products",
    label=_("Products"),
    summary=_("Products and price books, vehicle models as a tree, and what customers own, by VIN and plate."),
    depends=("contacts",),
    icon="package",
)


@hookimpl
def register_objects() -> Sequence[ObjectType]:
    return OBJECTS


@hookimpl
def register_field_types() -> Mapping[str, type[fields.Field]]:
    return {one.type: one for one in (ModelYearField, PlateField, VinField)}


@hookimpl
def register_actions() -> Sequence[Action]:
    return (copy, transfer)


@hookimpl
def register_jobs() -> Sequence[Job]:
    return (copy_prices,)


@hookimpl
def register_permissions() -> Sequence[Permission]:
    return roles.PERMISSIONS


@hookimpl
def register_roles() -> Sequence[Role]:
    return roles.ROLES


@hookimpl
def register_related_lists() -> Sequence[RelatedList]:
    return ACCOUNT_LISTS


@hookimpl
def register_blueprints() -> Sequence[Any]:
    return (blueprint,)


@hookimpl
def record_panels() -> Sequence[Panel]:
    return PANELS


@hookimpl
def record_columns() -> Sequence[Column]:
    return (standard_price,)


@hookimpl
def sight_alternatives(object_type: ObjectType, user: Actor, operation: str) -> Iterable[Alternative]:
    return books.for_everybody(object_type, user, operation)


@hookimpl
def foresee_saves(object_type: ObjectType, rows: Sequence[Mapping[str, Any]]) -> None:
    if object_type.code == "installed_product":
        installed.foresee(rows)
    elif object_type.code == "price_book_entry":
        prices.foresee(rows)


@hookimpl
def before_save(change: Change) -> None:
    if change.object_type.code == "vehicle_model":
        vehicles.put_in_place(change)


@hookimpl
def after_save(change: Change) -> None:
    code = change.object_type.code
    if code == "vehicle_model":
        vehicles.carry_down(change)
    elif code == "price_book":
        defaults.note(change)
    elif code == "product":
        prices.rename(change)
    elif code == "price_book_entry":
        prices.carry_over(change)
    elif code == "installed_product":
        installed.note_owner(change)


@hookimpl
def after_delete(change: Change) -> None:
    if change.object_type.code == "price_book":
        defaults.note(change)


@hookimpl
def before_delete(change: Change) -> None:
    if change.object_type.code == "price_book_entry":
        prices.refuse_deletion(change)
    elif change.object_type.code == "price_book":
        books.refuse_deletion(change)


@hookimpl
def on_enable(user: Actor) -> Iterable[str]:
    """Whoever sells needs a standard price book."""
    return presets.seed(user)


@hookimpl
def load_demo_data() -> Iterable[Draft]:
    return demo_products()
