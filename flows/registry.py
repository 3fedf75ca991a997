"""Every conversation of the desk, by its name."""

from flows.commitment_news import NEWS_FLOW
from flows.commitments import COMMIT_FLOW
from flows.flow import Flow

FLOWS: dict[str, Flow] = {one.name: one for one in (COMMIT_FLOW, NEWS_FLOW)}
"""A new flow is a file beside this one and a line here."""
