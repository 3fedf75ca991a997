"""What the desk holds about the person who asks (/me)."""

from dataclasses import dataclass

from coordination import people, registration
from coordination.registration import PersonEntry
from coordination.scope import Scope
from models import audit, review


@dataclass(frozen=True)
class MyEntry:
    """One's own entry: what others see of it, language, and how much is kept that came from oneself.

    ``imports``, ``sightings`` and ``figures`` (questioned ones) still know who sent them; ``noted`` are entries of the
    log, under the label only.
    """

    entry: PersonEntry
    language: str | None
    imports: int
    sightings: int
    figures: int
    noted: int


def entry(scope: Scope) -> MyEntry:
    """The viewer's own; raises the stranger's refusal when the registration is no longer in force."""
    person = people.myself(scope)
    sent = review.sent_by(scope.db, person.ref)
    return MyEntry(
        entry=registration.entry(scope, person),
        language=person.language,
        imports=sent.get(review.IMPORT, 0),
        sightings=sent.get(review.SIGHTING, 0),
        figures=sent.get(review.FIGURE, 0),
        noted=audit.count_of(scope.db, person.label),
    )
