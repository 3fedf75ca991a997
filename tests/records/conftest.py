"""A data folder that the command line works on."""

from pathlib import Path

import pytest
from sqlmodel import Session

from bot.cli.context import open_desk
from models.places import Place, PlaceName
from understanding.fold import fold


def _fill(session: Session) -> None:
    session.add(Place(id=1, source_id="demo:v1", source="demo", kind="village", name="Lawa Bum"))
    session.flush()
    session.add(PlaceName(place_id=1, text="Lawa Bum", folded=fold("Lawa Bum"), kind="name"))


@pytest.fixture
def folder(data_dir: Path) -> Path:
    """A data folder with a store that holds one village."""
    with open_desk() as desk:
        desk.database.transaction(_fill)
    return data_dir
