"""Tests of the module products."""
