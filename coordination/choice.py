"""Which place is meant: the question back, other places of the same text, and what of it was not read."""

from collections.abc import Sequence
from dataclasses import dataclass

from coordination.figures import Public
from coordination.places import Found, PlaceRef
from understanding.questions import Question

OF_EACH = 3
"""Places that are offered for each further name of a text."""
CLEAR, OPEN = 6, 2
"""Further names that are offered: such as mean one place, and such as may mean several."""


@dataclass(frozen=True, kw_only=True)
class PlaceChoice:
    """Which place? For the only one of that name: ``off_list`` when it is not on the desk's list, else ``doubtful``.

    ``elsewhere``: none of that name lies in the areas that were named. ``doubt`` and ``said``: what in the text speaks
    against it (`understanding.place_meaning.Doubt`). ``alike``: some are only called nearly so. ``asked`` is the id
    under which ``query`` is kept until somebody picks.
    """

    query: Public[str]
    candidates: Public[tuple[PlaceRef, ...]] = ()
    others: Public[int] = 0
    off_list: Public[bool] = False
    doubtful: Public[bool] = False
    elsewhere: Public[bool] = False
    areas: Public[tuple[PlaceRef, ...]] = ()
    alike: Public[bool] = False
    doubt: Public[str] = ""
    said: Public[str] = ""
    question: Public[Question]
    asked: Public[int | None] = None


@dataclass(frozen=True, kw_only=True)
class NoPlace:
    """No place of that name; ``near`` are places of similar names. An empty ``query``: the text names no place.

    ``lost``: nor was anything else of it understood. ``asked`` as in `PlaceChoice`; ``likely`` are requests that may
    have been meant, as one would type them. ``noted``: coordinators will see that it was asked.
    """

    query: Public[str]
    near: Public[tuple[PlaceRef, ...]] = ()
    question: Public[Question]
    asked: Public[int | None] = None
    likely: Public[tuple[str, ...]] = ()
    lost: Public[bool] = False
    noted: Public[bool] = False


@dataclass(frozen=True, kw_only=True)
class AlsoNamed:
    """Other places of the same text, as they were typed, and those that they mean, or that one of them may mean.

    ``which``: it is one name that several bear; ``near``: that nobody bears.
    """

    queries: Public[tuple[str, ...]]
    candidates: Public[tuple[PlaceRef, ...]]
    question: Public[Question]
    which: Public[bool] = False
    near: Public[bool] = False


@dataclass(frozen=True, kw_only=True)
class NotRead:
    """What of a text is not in the answer: names that nobody bears, names beyond those that are looked up, and what

    comes after the first ``read`` characters (None: all was read). ``moving``: it asks who plans to come or leave,
    which no answer tells yet. Nothing is dropped unsaid.
    """

    unknown: Public[tuple[str, ...]] = ()
    more: Public[tuple[str, ...]] = ()
    read: Public[int | None] = None
    moving: Public[bool] = False


def which(found: Found, question: Question) -> PlaceChoice | NoPlace:
    """The question which place is meant, or that there is none of that name."""
    refs = tuple(candidate.place for candidate in found.candidates)
    if found.decision == "ask":
        single = len(refs) == 1 and not found.others
        return PlaceChoice(
            query=found.query,
            candidates=refs,
            others=found.others,
            off_list=single and not found.doubtful,
            doubtful=single and found.doubtful,
            elsewhere=any(candidate.why == "elsewhere" for candidate in found.candidates),
            areas=found.areas,
            alike=any(candidate.why == "near" for candidate in found.candidates),
            doubt=found.doubt.why if found.doubt else "",
            said=found.doubt.said if found.doubt else "",
            question=question,
        )
    return NoPlace(query=found.query, near=refs, question=question)


def also(others: Sequence[Found], unread: Sequence[str], question: Question) -> tuple[AlsoNamed | NotRead, ...]:
    """The ``others`` of a text: those that are clear, then one by one those that may be several, then the rest."""
    clear = [other for other in others if len(other.candidates) == 1]
    several = [other for other in others if len(other.candidates) > 1]
    told: list[AlsoNamed] = [_named(clear[:CLEAR], question)] if clear else []
    told += [_named([other], question) for other in several[:OPEN]]
    unknown = tuple(other.query for other in others if not other.candidates)
    more = (*(other.query for other in (*clear[CLEAR:], *several[OPEN:])), *unread)
    return (*told, *([NotRead(unknown=unknown, more=more)] if unknown or more else []))


def _named(named: Sequence[Found], question: Question) -> AlsoNamed:
    refs = {one.place.id: one.place for other in named for one in other.candidates[:OF_EACH]}
    several = any(len(other.candidates) > 1 for other in named)
    return AlsoNamed(
        queries=tuple(other.query for other in named),
        candidates=tuple(refs.values()),
        question=question,
        which=several,
        near=several and named[0].decision == "none",
    )
