"""The tables of products."""

from .installed import InstalledProduct, Ownership
from .price_book import PriceBook, PriceBookEntry
from .product import Picture, Product
from .vehicle import VehicleModel

__all__ = ["InstalledProduct", "Ownership", "Picture", "PriceBook", "PriceBookEntry", "Product", "VehicleModel"]
