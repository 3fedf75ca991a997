"""Which places of a message are answered one after another, and which are only told besides."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coordination.places import Found
from understanding.aspects import BACK
from understanding.requests import ORIGIN, Request

MOST = 3
"""Places of a list that are answered one after another; the further ones are offered."""
_KINDS = r"(?:the |villages? |camps? |(?:idp|rc|kbc) |in |at |of |for |from |to )*"
_JOINS = re.compile(rf"\W*(?:(?:and|or|plus|then|also|vs\.?|versus|with|&)\W+)?{_KINDS}\W*", re.IGNORECASE)
"""What stands between the names of a list."""


@dataclass(frozen=True)
class Targets:
    """``answered`` in the order of the text, ``beside`` in theirs."""

    answered: tuple[Found, ...] = ()
    beside: tuple[Found, ...] = ()


def of(request: Request) -> Targets:
    """The place that is meant, with those it stands in a list with; the other places besides."""
    lead: Found | None = request.known
    if lead is None:
        return Targets()
    every = sorted((lead, *lead.also), key=lambda one: one.span or (0, 0))
    if BACK in request.aspects and (left := _left(request, every)):
        return Targets((left,), tuple(one for one in (lead, *lead.also) if one is not left))
    answered = _listed(request, every, every.index(lead))
    return Targets(tuple(answered), tuple(one for one in (lead, *lead.also) if one not in answered))


def _left(request: Request, every: Sequence[Found]) -> Found | None:
    """Where people come from, where it is asked whether they may go back."""
    spans = {span for span, role in request.roles if role == ORIGIN}
    origins = [one for one in every if one.span in spans]
    return origins[0] if len(origins) == 1 else None


def _listed(request: Request, every: Sequence[Found], at: int) -> list[Found]:
    """The place at ``at``, and those before and behind it that words of a list join to it; the first few of them."""
    if every[at].place is None:
        return [every[at]]
    first = last = at
    while first > 0 and _joined(request, every[first - 1], every[first]):
        first -= 1
    while last + 1 < len(every) and _joined(request, every[last], every[last + 1]):
        last += 1
    return [one for one in every[first : last + 1] if one.place][:MOST]


def _joined(request: Request, one: Found, other: Found) -> bool:
    """Whether nothing but a word or sign of a list stands between them, and people do not go from one to the other."""
    if not (one.span and other.span):
        return False
    role = dict(request.roles)
    if role.get(one.span) != role.get(other.span):
        return False
    return bool(_JOINS.fullmatch(request.written[one.span[1] : other.span[0]]))
