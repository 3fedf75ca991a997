"""Telegram's texts: its HTML subset to text and entities, lengths in UTF-16 units, things spotted in plain text.

The order of the checks and the wording of the errors are those of TDLib's HTML parser.
"""

import re
from collections.abc import Iterable
from itertools import chain

from sandbox.errors import bad_request
from sandbox.html import read_html
from sandbox.people import Json

SPOTTED = re.compile(
    r"(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w))"
    r"|(?P<url>(?<![\w/])https?://[^\s<>\"]+[^\s<>\".,;:!?)\]])"
)
OPAQUE = {"code", "pre", "text_link"}


def units(text: str) -> int:
    """Length in UTF-16 code units, which is how Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def parse(source: str, parse_mode: str | None, given: Iterable[Json] = ()) -> tuple[str, tuple[Json, ...]]:
    """Text and entities of what a bot sends; ``given`` are explicit entities, used when there is no parse mode."""
    try:
        source.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    if not parse_mode:
        return complete(source, list(given))
    if parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    text, entities = read_html(source)
    return complete(text, entities)


def complete(text: str, entities: list[Json]) -> tuple[str, tuple[Json, ...]]:
    """Trim as Telegram does and add commands, mentions and links that stand in the text."""
    stripped = text.strip()
    lead = units(text[: len(text) - len(text.lstrip())])
    kept = [moved for entity in entities if (moved := _moved(entity, lead, units(stripped)))]
    found = [spot for spot in _spotted(stripped) if not any(_in_the_way(spot, entity) for entity in kept)]
    return stripped, tuple(sorted(chain(kept, found), key=lambda entity: (entity["offset"], -entity["length"])))


def _moved(entity: Json, lead: int, length: int) -> Json | None:
    start = max(entity["offset"] - lead, 0)
    end = min(entity["offset"] + entity["length"] - lead, length)
    return entity | {"offset": start, "length": end - start} if end > start else None


def _spotted(text: str) -> Iterable[Json]:
    for match in SPOTTED.finditer(text):
        yield {"type": match.lastgroup, "offset": units(text[: match.start()]), "length": units(match.group())}


def _in_the_way(spot: Json, entity: Json) -> bool:
    """Whether an entity forbids or cuts what was spotted."""
    start, end = spot["offset"], spot["offset"] + spot["length"]
    other, other_end = entity["offset"], entity["offset"] + entity["length"]
    if end <= other or other_end <= start:
        return False
    return entity["type"] in OPAQUE or not (other <= start and end <= other_end)
