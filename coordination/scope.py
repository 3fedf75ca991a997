"""What one operation may use: the transaction, the desk, the viewer and the time. Nothing else is passed around."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from coordination.catalogue import Catalogue
from coordination.sealing import NoSeal, Seal
from coordination.viewer import Viewer
from understanding.lexicon import Lexicon
from understanding.spelling import PLAIN, Spelling


@dataclass(frozen=True)
class Desk:
    """What does not change while the program runs: catalogue, the desk's own townships, demo or not.

    ``map_url`` is the address of a map with {lat} and {lon} in it, "" for no map; ``spelling`` how names sound here;
    ``lexicon`` the words of people's messages; ``seal`` what a conversation keeps between two messages is sealed with.
    """

    catalogue: Catalogue
    area: tuple[str, ...] = ()
    demo: bool = False
    map_url: str = ""
    spelling: Spelling = PLAIN
    lexicon: Lexicon = field(default_factory=Lexicon)
    seal: Seal = field(default_factory=NoSeal)


@dataclass(frozen=True)
class Scope:
    """The surroundings of one operation. ``now`` is aware UTC; ``viewer`` is also the actor of a write."""

    db: Session
    desk: Desk
    viewer: Viewer
    now: datetime
