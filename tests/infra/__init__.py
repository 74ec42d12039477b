"""Databases, the browser and the checks that the tests and lint stand on."""
