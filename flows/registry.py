"""Every conversation of the desk, by its name."""

from flows.flow import Flow

FLOWS: dict[str, Flow] = {}
"""A new flow is a file beside this one and a line here."""
