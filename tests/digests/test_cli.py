"""``waypost digest``: what groups get, what one says now, and sending one."""

import json
from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from bot.cli import app
from coordination.digest_content import TOWNSHIP
from coordination.digests import CreateDigest
from coordination.execute import execute
from coordination.scope import Scope
from coordination.viewer import OPERATOR
from models.digests import DigestRun
from models.people import Group
from tests.hka_mai import NOW, Township


@pytest.fixture
def run(data_dir: Path) -> CliRunner:
    """The command line on a store with a group and its digest."""
    from bot.desk import open_desk

    with open_desk() as desk:
        assert desk.identity

        def fill(scope: Scope) -> None:
            township = Township(scope.db)
            township.found()
            township.assess(township.village("Lawa Bum"), {"WSH-02": 41, "PRF-03": 96})
            group = Group(ref="g1", label="DSWG Hka Mai", status="active", registered_by="operator", registered_at=NOW)
            scope.db.add(group)
            scope.db.flush()
            execute(scope, CreateDigest(TOWNSHIP, "g1", township.township_id))

        desk.write(fill, OPERATOR)
    return CliRunner()


def test_the_list(run: CliRunner) -> None:
    said = run.invoke(app, ["digest", "list"])
    assert said.exit_code == 0, said.output
    assert "D-1 · DSWG Hka Mai · All sectors: Hka Mai" in said.output
    (entry,) = json.loads(run.invoke(app, ["digest", "list", "--json"]).output)
    assert (entry["id"], entry["rhythm"]["zone"], entry["area"]["name"]) == (1, "Asia/Yangon", "Hka Mai")


def test_a_preview_is_for_a_groups_eyes_though_the_operator_looks(run: CliRunner) -> None:
    said = run.invoke(app, ["digest", "preview", "D-1"])
    assert said.exit_code == 0, said.output
    assert said.output.startswith("DSWG Hka Mai · Hka Mai · week ")
    assert "20–49 HH short of water" in said.output.replace("\n   ", " ")
    told = json.loads(run.invoke(app, ["digest", "preview", "1", "--json"]).output)
    assert (told["places"], told["entries"][0]["need"]["need"]["low"]) == (1, 20)
    assert "41" not in json.dumps(told["entries"][0]["need"]["need"])


def test_sending_leaves_it_to_the_running_bot(run: CliRunner) -> None:
    from bot.desk import open_desk

    said = run.invoke(app, ["digest", "send", "d-1"])
    assert said.output == "D-1 goes out within a minute or two, by the running bot.\n"
    with open_desk() as desk:
        (period,) = desk.database.reading(lambda db: list(db.exec(select(DigestRun.period))))
    assert period.startswith("now.cli.")


@pytest.mark.parametrize("number", ["9", "x", "D-", "99999999999999"])
@pytest.mark.parametrize("command", ["preview", "send"])
def test_one_that_is_not_there(run: CliRunner, command: str, number: str) -> None:
    said = run.invoke(app, ["digest", command, number])
    assert said.exit_code == 2
    assert "There is no digest D-" in said.output
