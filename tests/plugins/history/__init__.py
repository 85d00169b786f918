"""Tests of the module history."""
