"""What is said of a file that somebody sent: what would become of it, and what did."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coordination.files import Offer
from coordination.outcome import Outcome
from coordination.viewer import Klass
from words.language import Words
from words.layout import BLANK, Line, height, page
from words.message import Button, Document, Message, Removal, Reply

IMPORT, CANCEL, KIND = "fi", "fc", "fk"
"""Verbs of the buttons: ``1|fi|<offer>``, ``1|fc|<offer>``, ``1|fk|<offer>|<kind>``."""
SHOWN = 5
"""Sentences on listed rows that the message itself shows, where a phone's screen holds as many."""
NOTED = 3
"""Remarks on good rows that it shows."""
SCREEN = 25
"""Lines of a phone's screen."""
COLUMNS = 8
"""Headers of columns that are not read."""


@dataclass(frozen=True)
class Preview:
    """A checked file: its ``kind``, counts of rows, sentences on rows (with number) that stay out or go in all the
    same, headers that are not read. ``listed`` counts rows, which may have several sentences; ``review`` when a
    coordinator looks at the rows first.
    """

    kind: str
    rows: int
    outcome: Outcome
    listed: int
    problems: tuple[tuple[int, str], ...]
    remarks: tuple[tuple[int, str], ...]
    unread: tuple[str, ...]
    review: bool

    @property
    def ready(self) -> int:
        """Rows that may go in."""
        return self.rows - self.listed


def reading(words: Words, removal: Removal) -> Reply:
    """That it is being read, and that the message with it is deleted in any case."""
    return Reply((Message(words.html("files.reading")),), removals=(removal,))


def preview(words: Words, shown: Preview, offer_id: int | None, rest: Callable[[], bytes]) -> Reply:
    """What would become of a file, with the buttons where anything would; ``rest`` makes a file of every sentence."""
    problems, lines = _fitting(words, shown, offer_id)
    messages = page(lines, [_buttons(words, offer_id, shown.ready)] if offer_id is not None else [])
    if problems < len(shown.problems) or len(shown.remarks) > NOTED:
        messages = (Message(words.html("files.document"), document=Document("rows.csv", rest())), *messages)
    return Reply(messages, Klass.RESTRICTED)


def _fitting(words: Words, shown: Preview, offer_id: int | None) -> tuple[int, list[Line]]:
    """As many sentences on listed rows as a screen holds, one at least, and the lines of the message."""
    most = min(SHOWN, len(shown.problems))
    tried = ((number, _lines(words, shown, offer_id, number)) for number in range(most, 0, -1))
    last = (min(1, most), _lines(words, shown, offer_id, min(1, most)))
    return next(((number, lines) for number, lines in tried if height(lines) <= SCREEN), last)


def _lines(words: Words, shown: Preview, offer_id: int | None, problems: int) -> list[Line]:
    lines = [Line(words.say("files.rows", n=shown.rows), label=words.say(f"files.kind_of.{shown.kind}")), BLANK]
    lines += [*_good(words, shown), BLANK, *_bad(words, shown, problems), BLANK]
    if shown.unread:
        lines.append(Line(words.say("files.unread", columns=_some(words, shown.unread))))
    return [*lines, Line(words.say(_ending(shown, offer_id)))]


def _good(words: Words, shown: Preview) -> list[Line]:
    lines = []
    if shown.ready:
        lines.append(Line(words.say("files.ready", n=shown.ready, counts=_counts(words, shown.outcome))))
    lines += [_row(words, *remark) for remark in shown.remarks[:NOTED]]
    if len(shown.remarks) > NOTED:
        lines.append(Line(words.say("files.more_remarks", n=len(shown.remarks) - NOTED)))
    return lines


def _bad(words: Words, shown: Preview, problems: int) -> list[Line]:
    if not shown.listed:
        return []
    lines = [Line(words.say("files.listed", n=shown.listed))]
    lines += [_row(words, *problem) for problem in shown.problems[:problems]]
    if len(shown.problems) > problems:
        lines.append(Line(words.say("files.more", n=len(shown.problems) - problems)))
    return lines


def _counts(words: Words, outcome: Outcome) -> str:
    """How many rows are new, change something, are stored already: those of which there are any."""
    counts = {"new": outcome.stored, "changed": outcome.updated, "same": outcome.unchanged}
    return ", ".join(words.say(f"files.count.{name}", n=n) for name, n in counts.items() if n)


def _row(words: Words, number: int, reason: str) -> Line:
    return Line(words.say("files.row", row=number, reason=reason), hang=True)


def _some(words: Words, headers: Sequence[str]) -> str:
    named = ", ".join(headers[:COLUMNS])
    return words.say("files.and_more", named=named, n=len(headers) - COLUMNS) if len(headers) > COLUMNS else named


def _ending(shown: Preview, offer_id: int | None) -> str:
    if offer_id is not None:
        return "files.not_yet_review" if shown.review else "files.not_yet"
    return "files.nothing_new" if shown.ready else "files.none_ready"


def _buttons(words: Words, offer_id: int, ready: int) -> tuple[Button, ...]:
    return (
        Button(words.say("files.button.import", n=ready), f"1|{IMPORT}|{offer_id}"),
        Button(words.say("files.button.cancel"), f"1|{CANCEL}|{offer_id}"),
    )


def which(words: Words, kinds: Sequence[str], offer_id: int) -> Reply:
    """Which kind of file is it?"""
    rows = [(Button(words.say(f"files.kind_of.{kind}"), f"1|{KIND}|{offer_id}|{kind}"),) for kind in kinds]
    rows.append((Button(words.say("files.button.cancel"), f"1|{CANCEL}|{offer_id}"),))
    return Reply(page([Line(words.say("files.which"))], rows), Klass.RESTRICTED)


def importing(words: Words) -> Reply:
    """That the import has begun; the buttons are gone."""
    return Reply((Message(words.html("files.importing")),), Klass.RESTRICTED)


def done(words: Words, offer: Offer, outcome: Outcome, listed: int, *, review: bool) -> Reply:
    """What became of the rows; ``review``: they wait for a coordinator."""
    n, counts = outcome.stored + outcome.updated + outcome.unchanged, _counts(words, outcome)
    key = "files.none_ready" if not n else "files.to_review" if review else "files.done"
    lines = [Line(words.say(key, n=n, counts=counts))]
    if listed:
        lines.append(Line(words.say("files.done_listed", n=listed)))
    return Reply(page(lines), Klass.RESTRICTED, removals=(Removal(offer.message_id),))


def done_before(words: Words, offer: Offer) -> Reply:
    """That the rows went in, where the program was killed before it could tell how many."""
    return Reply((Message(words.html("files.done_before")),), Klass.RESTRICTED, removals=(Removal(offer.message_id),))


def cancelled(words: Words, offer: Offer) -> Reply:
    """That nothing was stored."""
    return Reply((Message(words.html("files.cancelled")),), removals=(Removal(offer.message_id),))
