"""Links into the private chat: they name what to open, and open what the opener may see."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from coordination.catalogue import sector_key
from words.message import Button
from words.telling import Telling

CARD_LINK, PAGE_LINK, GAPS_LINK, FLOW_LINK, QUESTION_LINK = "v", "p", "g", "f", "q"
"""How links begin that open a place's card (or one sector of it), its own page, an area's open needs, a conversation,
and how a figure is questioned."""
_LINK = re.compile(
    rf"([{CARD_LINK}{PAGE_LINK}{GAPS_LINK}{FLOW_LINK}{QUESTION_LINK}])(\d{{0,18}})(?:-([a-z_]{{1,40}}))?"
)


@dataclass(frozen=True)
class Link:
    """What a link opens; ``place_id`` None is the desk's own area, ``sector`` a key of a sector or "", or the name
    of the conversation that is opened."""

    kind: str
    place_id: int | None = None
    sector: str = ""


def read(text: str) -> Link | None:
    """What follows /start, as a link of ours; None for anything else."""
    found = _LINK.fullmatch(text.strip())
    if found is None or (found[1] in {CARD_LINK, PAGE_LINK} and not found[2]):
        return None
    return Link(found[1], int(found[2]) if found[2] else None, found[3] or "")


def in_private(
    tell: Telling, place_id: int | None, link: str = CARD_LINK, sector: str | None = None
) -> list[tuple[Button, ...]]:
    """[Open in private] under an answer in a group: the link asks again, with the reader's own rights."""
    if not tell.in_group or not tell.username:
        return []
    wanted = f"{link}{'' if place_id is None else place_id}{'-' + sector_key(sector) if sector else ''}"
    return [(Button(tell.say("button.private"), url=_address(tell, wanted)),)]


def into_flow(tell: Telling, flow: str) -> list[tuple[Button, ...]]:
    """[Open in private] for a conversation, which no group may read."""
    if not tell.username:
        return []
    return [(Button(tell.say("button.private"), url=_address(tell, f"{FLOW_LINK}-{flow}")),)]


def share(tell: Telling, place_id: int) -> tuple[Button, ...]:
    """[Send to a colleague] under a card in private: Telegram asks to whom, and sends the link, nothing of the card."""
    if tell.in_group or not tell.username:
        return ()
    link = quote(_address(tell, f"{CARD_LINK}{place_id}"), safe="")
    return (Button(tell.say("button.share"), url=f"https://t.me/share/url?url={link}"),)


def _address(tell: Telling, wanted: str) -> str:
    return f"https://t.me/{tell.username}?start={wanted}"
