"""Tests of the module imports."""
