"""Measured speed: fill a database with realistic records, and time the product beside a bare handler. See README.md."""
