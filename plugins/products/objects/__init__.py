"""How vehicle models, products, price books and installed products appear."""

from .installed import ACCOUNT_LISTS, installed_product
from .price_book import price_book, price_book_entry
from .product import product
from .vehicle import vehicle_model

OBJECTS = (product, price_book, price_book_entry, installed_product, vehicle_model)

__all__ = ["ACCOUNT_LISTS", "OBJECTS", "installed_product", "price_book", "price_book_entry", "product", "vehicle_model"]
