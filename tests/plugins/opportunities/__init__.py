"""Tests of the module opportunities."""
