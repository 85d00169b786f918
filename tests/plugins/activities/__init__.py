"""Tests of the module activities."""
