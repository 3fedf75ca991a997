"""Whom an answer is told to, and the small phrases that every answer is made of: dates, ages, amounts, marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coordination.agencies import NOT_NAMED
from coordination.catalogue import Catalogue, Indicator
from coordination.figures import Amount, Count
from coordination.places import PlaceRef, choice_labels, kind_word, place_label
from coordination.readings import Reading
from coordination.viewer import Chat, Viewer
from words import dates
from words.labels import activity_name, indicator_phrase, sector_name, unanswered_phrase, unit_name, value_phrase
from words.language import Words
from words.layout import BLANK, Line

MARKS = {0: "🟢", 1: "🟢", 2: "🟡", 3: "🟠", 4: "🔴", None: "⚪"}
COLOURLESS = frozenset({"Protection", "Mine Action"})
"""Sectors whose lines carry no colour, lest one is read as "safe" (domain section 6 rule 27)."""
DAYS_AS_DAYS, DAYS_AS_MONTHS = 90, 730


@dataclass(frozen=True)
class Telling:
    """Words in the reader's language, the catalogue, the reader, and the bot's name for links into a private chat.

    ``page`` is the screen of a long answer that is asked for, from 0.
    """

    words: Words
    catalogue: Catalogue
    viewer: Viewer
    username: str | None = None
    page: int = 0

    @property
    def in_group(self) -> bool:
        """Whether the answer stands in a group, where everybody reads it."""
        return self.viewer.chat is Chat.GROUP

    def say(self, key: str, **params: object) -> str:
        """The text of ``key``."""
        return self.words.say(key, **params)

    def place(self, place: PlaceRef, *, full: bool = False) -> str:
        """Name of a place."""
        return place_label(place, self.viewer, full=full, kind=self.kind(place))

    def kind(self, place: PlaceRef) -> str:
        """What a place is: a village, a camp."""
        key = f"kind.{place.kind}"
        return self.say(key) if self.words.has(key) else kind_word(place)

    def choices(self, places: Sequence[PlaceRef], *, townships: bool = False) -> tuple[str, ...]:
        """Labels that tell places apart, for buttons."""
        return choice_labels(places, self.viewer, townships=townships, kinds=self.kind)

    def agency(self, acronym: str) -> str:
        """An agency's acronym, or that the source of a commitment names none."""
        return self.say("agency.not_named") if acronym == NOT_NAMED else acronym

    def sector(self, sector: str) -> str:
        """Name of a sector."""
        return sector_name(self.words, sector)

    def day(self, day: date) -> str:
        """A day such as 12 Oct 2026."""
        return dates.day(self.words, day)

    def month(self, day: date) -> str:
        """A month such as Oct 2026."""
        return dates.month(self.words, day)

    def age(self, days: int) -> str:
        """How long ago: days, then months, then years."""
        if days <= 0:
            return self.say("age.today")
        if days <= DAYS_AS_DAYS:
            return self.say("age.days", n=days)
        if days <= DAYS_AS_MONTHS:
            return self.say("age.months", n=round(days / 30.4))
        return self.say("age.years", n=round(days / 365.25))

    def activity(self, code: str) -> str:
        """Name of an activity; "" for one that the catalogue does not have."""
        found = self.catalogue.activities.get(code)
        return activity_name(self.words, found) if found else ""

    def number(self, amount: Amount) -> str:
        """A number, or the band that stands for it: <20, 20–49, 200+."""
        if isinstance(amount, Count):
            return str(amount.number)
        if amount.high is None:
            return self.say("band.above", low=amount.low)
        if amount.low == 0:
            return self.say("band.below", high=amount.high + 1)
        return self.say("band.between", low=amount.low, high=amount.high)

    def amount(self, amount: Amount) -> str:
        """A number or band with its unit."""
        number = self.number(amount)
        return self.say("amount", number=number, unit=unit_name(self.words, amount.unit, number))

    def mark(self, sector: str, severity: int | None) -> str:
        """Colour and number of a severity; "" for sectors without colour."""
        if sector in COLOURLESS:
            return ""
        return MARKS[severity] + ("" if severity is None else self.words.digits(severity))

    def graded(self, sector: str, severity: int | None) -> str:
        """Name of a sector, with the severity in words where no mark tells it: "Protection, severity 4"."""
        if severity is None or sector not in COLOURLESS:
            return self.sector(sector)
        return self.say("sector.graded", sector=self.sector(sector), severity=severity)

    def tools(self, tools: tuple[str, ...]) -> str:
        """Names of tools: key informants + observation."""
        return " + ".join(self.say(f"tool.{tool}") if self.words.has(f"tool.{tool}") else tool for tool in tools)

    def indicator(self, code: str) -> Indicator:
        """The indicator of a code."""
        return self.catalogue.indicators[code]

    def value(self, reading: Reading, *, of_base: bool = False) -> str:
        """A value as a phrase that stands alone: "41 HH short of water", "direct evidence", "asked, not known".

        One that somebody doubts says so (domain section 6 rule 31).
        """
        said = self._value(reading, of_base)
        return self.say("questioned.mark", value=said) if reading.questioned else said

    def _value(self, reading: Reading, of_base: bool) -> str:
        indicator = self.indicator(reading.code)
        if not reading.known:
            return f"{unanswered_phrase(self.words, indicator)}: {self.say(f'state.{reading.state}')}"
        if reading.choices:
            said = value_phrase(self.words, indicator, "|".join(reading.choices))
            return f"{indicator_phrase(self.words, indicator, len(reading.choices))}: {said}" if reading.need else said
        if reading.amount is None:
            return indicator_phrase(self.words, indicator, 0)
        return indicator_phrase(self.words, indicator, self._of_base(reading, reading.amount, of_base))

    def _of_base(self, reading: Reading, amount: Amount, of_base: bool) -> str:
        said = self.number(amount)
        if not (of_base and reading.base and reading.base.unit == amount.unit):
            return said
        return self.say("amount.of", number=said, base=reading.base.number)

    def ending(self, demo: bool) -> list[Line]:
        """What ends every answer about a place: the travel line in groups, and that this is a demo."""
        lines = [Line(self.say("ask.travel"))] if self.in_group else []
        return [BLANK, *lines, *([Line(self.say("ask.demo"))] if demo else [])]
