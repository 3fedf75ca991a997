"""What was asked and not answered is no value: the card still says that the sector is not known."""

import pytest

from coordination.viewer import GROUP, Role, Viewer
from tests.answers.test_village import text
from tests.disclosure.conftest import Ask, Build
from tests.hka_mai import Township

AGENCY = Viewer(kind="person", role=Role.AGENCY, label="P-1")


def card(ask: Ask, viewer: Viewer, name: str) -> str:
    return " ".join(text(ask(viewer, f"more about {name}")).split()).replace(name, "a village")


@pytest.mark.parametrize("answer", ["unknown", "refused", "not_assessed"])
def test_a_sector_of_which_nobody_could_tell(build: Build, ask: Ask, answer: str) -> None:
    def asked(township: Township) -> None:
        township.assess(township.village("Lawa Bum"), {"HLT-01": answer, "WSH-01": "unprotected"})
        township.assess(township.village("Nam Sop"), {"WSH-01": "unprotected"})

    build(asked)
    assert "Health" in card(ask, AGENCY, "Lawa Bum").partition("Not known")[2]
    assert card(ask, AGENCY, "Lawa Bum") == card(ask, AGENCY, "Nam Sop")
    assert card(ask, GROUP, "Lawa Bum") == card(ask, GROUP, "Nam Sop")
