"""Tests of the module leads."""
