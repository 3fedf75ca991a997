"""Starts of help as buttons: now, one of the next months, not yet known."""

import re
from datetime import date

from flows.facts import Facts
from flows.flow import Choice

NOW, UNKNOWN = "now", "none"
MONTHS = 3
"""Months from the next on that have a button; others are typed."""
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def month_choices(facts: Facts) -> tuple[Choice, ...]:
    """The next months."""
    this = facts.today.year * 12 + facts.today.month - 1
    days = [date((this + n) // 12, (this + n) % 12 + 1, 1) for n in range(1, MONTHS + 1)]
    return tuple(Choice(f"{day:%Y-%m}", label=facts.tell.month(day)) for day in days)


def pressed(facts: Facts, value: str) -> str | None:
    """The day that a button stands for, as the answer is kept; "" for not yet known, None for no such button."""
    if value in {NOW, UNKNOWN}:
        return facts.today.isoformat() if value == NOW else ""
    return f"{value}-01" if _MONTH.fullmatch(value) else None


def day_of(answer: str | None) -> date | None:
    """A kept answer as a day."""
    return date.fromisoformat(answer) if answer else None
