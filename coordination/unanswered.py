"""Noting what was asked and had no answer: counted by place, sector and agency, nobody remembered (rule 29)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coordination import aliases, places
from coordination.choice import NoPlace
from coordination.execute import OPERATIONS, Operation, execute
from coordination.picks import Asker
from coordination.scope import Scope
from coordination.sector import Nothing
from coordination.told import Result
from coordination.village import VillageCard
from models import information_gaps as rows
from models.information_gaps import InformationGap
from understanding.redaction import personal


@dataclass(frozen=True)
class NoteAsked:
    """Something was asked that nobody could answer: a sector of a place, a place itself (sector ""), or a name."""

    asker: Asker
    place: int | None = None
    sector: str = ""
    name: str = ""


def note(scope: Scope, asker: Asker, results: Sequence[Result]) -> tuple[Result, ...]:
    """``results``, saying that coordinators will see what had no answer: it is counted.

    One sentence stands for no data, not allowed and hidden, so all three are counted; what the desk does know is no
    gap when coordinators look.
    """
    return tuple(_noted(scope, asker, one) for one in results)


def _noted(scope: Scope, asker: Asker, result: Result) -> Result:
    if isinstance(result, Nothing) and result.sector:
        execute(scope, NoteAsked(asker, result.place.id, result.sector))
        return replace(result, noted=True)
    if isinstance(result, VillageCard) and result.visit is None:
        execute(scope, NoteAsked(asker, result.place.id))
    if isinstance(result, NoPlace) and result.query:
        return replace(result, noted=execute(scope, NoteAsked(asker, name=result.query)))
    return result


def _note(scope: Scope, command: NoteAsked) -> bool:
    name = " ".join(command.name.split())
    if name and (len(name) > aliases.LONGEST or personal(name, places.spans(scope, name))):
        return False
    agency = scope.viewer.agency_id
    said = f"asked|{agency}|{command.sector}|{name.casefold()}"
    rows.count(
        scope.db,
        InformationGap(
            place_id=command.place,
            name=name.casefold(),
            sector=command.sector,
            asker="" if agency is None else command.asker.keyed(said),
            last_at=scope.now,
        ),
    )
    return True


OPERATIONS[NoteAsked] = Operation(
    "information_gaps.note", lambda scope, _c: scope.viewer.known, _note, audited=False, changes_facts=False
)
