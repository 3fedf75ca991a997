"""A message as typed → the answer that this viewer gets: one reading decides what of, request by request."""

from dataclasses import dataclass

from coordination import asides, asked, places, requests
from coordination.asked import Order, Part
from coordination.choice import NotRead
from coordination.errors import Refusal
from coordination.places import PlaceRef
from coordination.scope import Scope
from coordination.told import Result
from coordination.topics import Topic
from understanding import questions
from understanding import wanted as filters
from understanding.redaction import findings
from understanding.wanted import EVERYTHING
from understanding.zawgyi import in_unicode


@dataclass(frozen=True)
class Answer:
    """What was understood (``decision`` of the place search, ``kind``, ``place``) and the results to show.

    ``topic`` is what the next message may be about, ``turned`` whether that is to be kept in the place of what was.
    """

    query: str
    decision: str
    kind: str
    place: PlaceRef | None
    results: tuple[Result, ...]
    topic: Topic | None = None
    turned: bool = False


def answer(scope: Scope, text: str, kind: str | None = None, topic: Topic | None = None) -> Answer:
    """The answer to a text in plain words; ``kind`` is what a command asks for, else the words decide.

    ``topic`` is what this person was told last in this chat. Raises `Refusal` for people's names and numbers in the
    text, and for viewers who see no data at all.
    """
    text = in_unicode(text)
    refuse_people(scope, text)
    wanted, said = filters.read(text) if kind == questions.GAPS else (EVERYTHING, text)
    request = requests.read(scope, said)
    refused = asides.refused(request) if kind is None else None
    if refused:
        return Answer(text, "none", refused.kind, None, (refused,), topic)
    parts: list[Part] = []
    for one in (request, *request.more):
        parts.append(asked.part(scope, one, Order(kind, wanted), parts[-1].topic if parts else topic))
    read = len(requests.beginning(text))
    cut = (NotRead(read=read),) if read < len(text.rstrip()) else ()
    results = (*(result for part in parts for result in part.results), *cut)
    first, last = parts[0], parts[-1].topic
    turned = last is not topic or kind is not None
    return Answer(text, first.decision, first.kind, first.place, results, last, turned)


def refuse_people(scope: Scope, text: str) -> None:
    """Names and numbers of people are not taken: nothing of such a text is kept (domain section 6 rule 7)."""
    found = findings(text, places.spans(scope, text))
    if found:
        kinds = {finding.kind for finding in found}
        raise Refusal("refusal.personal_name" if kinds == {"name"} else "refusal.personal")
