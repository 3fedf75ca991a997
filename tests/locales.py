"""The .po files of other languages in step with the English one: `make texts` adds what is new, drops what is gone."""

from collections.abc import Iterator
from pathlib import Path

import polib

from bot.resources import resource

COMMAND_LINE = (
    "cli.", "template.", "pull.", "place.merge.", "place.split.", "import.rest.", "import.file.agency",
    "import.file.folder", "import.file.kind", "import.file.kobo_fields", "import.file.map_", "import.file.no_",
    "import.file.only_kobo", "import.file.place_shape", "import.file.set_",
)  # fmt: skip
"""How keys begin of what only the command line says, and spreadsheets that it writes: they stay English."""


def english() -> dict[str, polib.POEntry]:
    """The English entries by key."""
    return {entry.msgid: entry for entry in polib.pofile(str(resource("locales") / "en.po"))}


def others() -> list[Path]:
    """The files of other languages."""
    return sorted(path for path in resource("locales").glob("*.po") if path.stem != "en")


def chat() -> Iterator[polib.POEntry]:
    """The English entries that people read in chat."""
    return (entry for key, entry in english().items() if not key.startswith(COMMAND_LINE))


def texts(entry: polib.POEntry) -> list[str]:
    """The text of an entry, or its forms."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def in_step(file: polib.POFile) -> polib.POFile:
    """``file`` with an entry for each text of the chat in the order of the English, which stands above each."""
    known = {entry.msgid: entry for entry in file}
    stepped = polib.POFile(wrapwidth=0)
    stepped.header, stepped.metadata = file.header, file.metadata
    for source in chat():
        entry = known.get(source.msgid) or polib.POEntry(msgid=source.msgid)
        if source.msgid_plural and not entry.msgid_plural:
            entry.msgid_plural, entry.msgstr_plural = source.msgid_plural, {0: entry.msgstr}
        entry.comment = "\n".join(line.rstrip() for line in texts(source)[-1].split("\n") if line)
        stepped.append(entry)
    return stepped


if __name__ == "__main__":
    for path in others():
        in_step(polib.pofile(str(path))).save(str(path))
