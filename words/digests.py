"""A digest in words: its structure stands in ``digest_templates/``, its sentences in the locale files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from coordination.area import Entry
from coordination.catalogue import sector_key
from coordination.digest_changes import BETTER, WORSE, Correction, Headline
from coordination.digest_content import CORRECTED, DigestContent
from coordination.digest_periods import DAILY, WEEKLY
from coordination.figures import Amount
from words.area import entry_lines, total_phrase
from words.labels import indicator_phrase, unanswered_phrase
from words.layout import BLANK, Line, page
from words.links import GAPS_LINK, QUESTION_LINK
from words.message import Button, Message
from words.telling import Telling

MOST = 3500
"""Units of one message; what is longer goes on in a second one, parted between sections."""


def digest(tell: Telling, content: DigestContent, label: str | None = None) -> tuple[Message, ...]:
    """A digest as messages for the group called ``label``; the last bears the buttons.

    ``tell`` must be for a group's eyes, whoever reads: what stands here goes into a group.
    """
    text = tell.words.template(f"{content.kind}.j2").render(told=Told(tell, content, label))
    return page(map(_line, text.splitlines()), _buttons(tell, content), MOST)


def _line(text: str) -> Line:
    """A line of a template."""
    mark, _, rest = text.partition(" ")
    if mark == "#":
        return Line("", label=rest)
    if mark in {"*", ">"}:
        return Line(rest, hang=mark == "*", indent=mark == ">")
    return Line(text) if text.strip() else BLANK


@dataclass(frozen=True)
class Told:
    """What a template may say of a digest; empty where there is nothing to say."""

    tell: Telling
    content: DigestContent
    label: str | None

    @property
    def title(self) -> str:
        """Whose digest, of what, of which days."""
        named = [self.label or "", self.tell.place(self.content.area) if self.content.area else ""]
        named += [self.tell.sector(sector) for sector in self.content.sectors]
        whose = [one for one in dict.fromkeys(named) if one] or [self.tell.say("area.desk")]
        return " · ".join([*whose, self._span])

    @property
    def _span(self) -> str:
        first, last = self.content.first, self.content.last
        if self.content.rhythm == DAILY:
            return self._day(last)
        same = (first.year, first.month) == (last.year, last.month)
        key = "digest.span_of_month" if same else "digest.span"
        month = self.tell.say(f"month.{last.month}")
        span = self.tell.say(
            key, first=first.day, last=last.day, month=month, from_=self._day(first), to=self._day(last)
        )
        return self.tell.say("digest.week", span=span) if self.content.rhythm == WEEKLY else span

    def _day(self, day: date) -> str:
        return self.tell.say("digest.day", day=day.day, month=self.tell.say(f"month.{day.month}"))

    @property
    def quiet(self) -> bool:
        """Whether three lines say it all."""
        return self.content.quiet

    @property
    def quiet_line(self) -> str:
        """That nothing changed."""
        since = self._day(self.content.since) if self.content.since else ""
        return self.tell.say("digest.quiet", date=since, n=self.content.count)

    @property
    def freshness(self) -> str:
        """How many places are known how well."""
        c = self.content
        return self.tell.say("area.freshness", n=c.places, current=c.current, outdated=c.outdated, unknown=c.unknown)

    @property
    def headlines(self) -> list[str]:
        """What comes first, numbered."""
        said = map(self._headline, self.content.headlines)
        return [self.tell.say("digest.headline", n=at, line=line) for at, line in enumerate(said, 1)]

    def _headline(self, one: Headline) -> str:
        place = self.tell.place(one.place)
        if one.kind == "delivery":
            amount = self.tell.amount(one.amount) if one.amount else ""
            return self.tell.say(
                "digest.headline_delivery", activity=self.tell.activity(one.code), amount=amount, place=place
            )
        if one.month is not None:
            month = self.tell.say(f"month.{one.month.month}")
            return self.tell.say(
                "digest.headline_ending", sector=self.tell.sector(one.sector), place=place, month=month
            )
        key = "digest.headline_reopened" if one.kind == "reopened" else "digest.headline_gap"
        return self.tell.say(key, what=self._what(one.code, one.sector, one.amount), place=place)

    def _what(self, code: str, sector: str, amount: Amount | None) -> str:
        if amount is None:
            return unanswered_phrase(self.tell.words, self.tell.indicator(code)) or self.tell.sector(sector)
        return indicator_phrase(self.tell.words, self.tell.indicator(code), self.tell.number(amount))

    @property
    def gaps_title(self) -> str:
        """What the list of gaps is a list of."""
        whole = self.content.count == len(self.content.entries)
        return self.tell.say("digest.all_gaps" if whole else "digest.top_gaps", n=self.content.count)

    @cached_property
    def gaps(self) -> list[str]:
        """The first open needs, two lines each."""
        return [line for at, entry in enumerate(self.content.entries, 1) for line in self._entry(at, entry)]

    def _entry(self, at: int, entry: Entry) -> Iterator[str]:
        for line in entry_lines(self.tell, at, entry):
            yield f"{'*' if line.hang else '>'} {line.text}"

    @property
    def no_gaps(self) -> str:
        """That no need is open."""
        return self.tell.say("area.none")

    @property
    def totals(self) -> list[str]:
        """Sums over the places."""
        return [total_phrase(self.tell, total) for total in self.content.totals if total.places > 1]

    @property
    def changes_title(self) -> str:
        """Since when."""
        return self.tell.say("digest.since", date=self._day(self.content.since)) if self.content.since else ""

    @cached_property
    def changes(self) -> list[str]:
        """What changed since the last digest, in numbers."""
        changes, say = self.content.changes, self.tell.say
        needs = [(kind, n) for group in (WORSE, BETTER) for kind, n in changes.needs if kind in group]
        lines = [
            self._counted("digest.needs", [say(f"digest.need.{kind}", n=n) for kind, n in needs]),
            self._counted("digest.commitments", [say(f"digest.made.{kind}", n=n) for kind, n in changes.commitments]),
            say("digest.endings", n=changes.endings) if changes.endings else "",
            say("digest.aged", n=changes.aged) if changes.aged else "",
        ]
        return [line for line in lines if line]

    def _counted(self, key: str, parts: list[str]) -> str:
        return self.tell.say(key, parts=", ".join(parts)) if parts else ""

    @cached_property
    def corrections(self) -> list[str]:
        """What the last digest said wrongly."""
        lines = [self._correction(one) for one in self.content.changes.corrections[:CORRECTED]]
        more = self.content.more_corrections
        return [*lines, *([self.tell.say("digest.more_corrections", n=more)] if more else [])]

    def _correction(self, one: Correction) -> str:
        what = unanswered_phrase(self.tell.words, self.tell.indicator(one.code))
        said = {"what": what, "place": self.tell.place(one.place)}
        if one.before is None:
            return self.tell.say("digest.corrected", **said)
        if one.now is None:
            return self.tell.say("digest.taken_back", before=self.tell.number(one.before), **said)
        return self.tell.say(
            "digest.corrected_to", before=self.tell.number(one.before), now=self.tell.number(one.now), **said
        )

    @property
    def not_known(self) -> str:
        """Places of which nothing current is known and that several agencies asked about."""
        places = ", ".join(self.tell.choices(self.content.asked))
        return self.tell.say("digest.not_known", places=places) if places else ""

    @property
    def missed(self) -> str:
        """Digests that did not come."""
        days = self.content.missed
        if not days:
            return ""
        first, last = self._day(days[0]), self._day(days[-1])
        return self.tell.say(
            "digest.missed" if len(days) == 1 else "digest.missed_several", n=len(days), first=first, last=last
        )

    @property
    def caveat(self) -> str:
        """What the numbers are."""
        return self.tell.say("digest.caveat")

    @property
    def travel(self) -> str:
        """The line that ends every answer about a place in a group (domain section 6 rule 27)."""
        return self.tell.say("ask.travel")

    @property
    def demo(self) -> str:
        """That all of it is invented, in a demo."""
        return self.tell.say("ask.demo") if self.content.demo else ""


def _buttons(tell: Telling, content: DigestContent) -> list[tuple[Button, ...]]:
    """Links into the private chat, where everybody sees what they may."""
    if not tell.username:
        return []
    start = f"https://t.me/{tell.username}?start="
    area = "" if content.area is None else str(content.area.id)
    sector = f"-{sector_key(content.sectors[0])}" if len(content.sectors) == 1 else ""
    return [
        (
            Button(tell.say("digest.correct"), url=f"{start}{QUESTION_LINK}"),
            Button(tell.say("digest.full_table"), url=f"{start}{GAPS_LINK}{area}{sector}"),
        )
    ]
