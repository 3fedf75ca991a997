"""Where the files that ship with the program are: beside the packages in a checkout, in ``bot/_data`` in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource(name: str) -> Path:
    """Path of a shipped folder (``alembic``, ``data``, ``locales``)."""
    shipped = _PACKAGE / "_data" / name
    return shipped if shipped.is_dir() else _PACKAGE.parent / name
