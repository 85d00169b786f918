"""Tests of the module contacts."""
