"""The store and the asking of the disclosure tests."""

from tests.disclosure.conftest import ask, build

__all__ = ["ask", "build"]
