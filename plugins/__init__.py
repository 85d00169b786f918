"""Forecourt's own modules; each is a plugin like any other."""
