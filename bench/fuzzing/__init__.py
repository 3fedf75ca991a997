"""Broken files for `bench.fuzz`."""
