"""Expected refusals: keyed, so that ``words`` can say them in any language."""

from typing import Any


class Refusal(Exception):  # noqa: N818 - not a failure of the program but an answer
    """An answer that says no. ``key`` names a text of the locale files, ``params`` fill it."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


class NotAllowedError(Refusal):
    """The actor may not do this."""

    def __init__(self, key: str = "refusal.not_allowed", **params: Any) -> None:
        super().__init__(key, **params)
