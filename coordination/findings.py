"""What may be wrong with what is held: each rule with its group and weight, and what a rule says about one place.

Pure. The rules themselves stand in `value_rules`, `commitment_rules` and `place_rules`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from coordination.evidence import Observation

Figure = int | str | date

OUTLIER, CONTRADICTION, COMMITMENT, FRESHNESS, PLACE, IMPORT = (
    "outlier", "contradiction", "commitment", "freshness", "place", "import",
)  # fmt: skip
GROUPS = (OUTLIER, CONTRADICTION, COMMITMENT, FRESHNESS, PLACE, IMPORT)
"""In the order in which they are shown."""

RULES: Mapping[str, tuple[str, int]] = {
    "need_over_people": (OUTLIER, 100),
    "mines_cleared": (CONTRADICTION, 95),
    "mines_monitored": (CONTRADICTION, 92),
    "jump": (OUTLIER, 90),
    "future": (OUTLIER, 88),
    "help_over_people": (OUTLIER, 85),
    "need_over_present": (CONTRADICTION, 80),
    "returnees_over_present": (CONTRADICTION, 80),
    "end_before_start": (CONTRADICTION, 78),
    "no_access_seen": (CONTRADICTION, 75),
    "crowded": (OUTLIER, 70),
    "household_size": (CONTRADICTION, 65),
    "round_differs": (CONTRADICTION, 62),
    "delivered_unreached": (COMMITMENT, 60),
    "copied_values": (OUTLIER, 58),
    "never_but_known": (FRESHNESS, 56),
    "school_teachers": (CONTRADICTION, 55),
    "copied_targets": (OUTLIER, 50),
    "twins": (PLACE, 48),
    "no_township": (PLACE, 46),
    "far_off": (PLACE, 45),
    "round_differs_little": (CONTRADICTION, 44),
    "lapse": (COMMITMENT, 42),
    "overdue": (COMMITMENT, 41),
    "reached_over_target": (CONTRADICTION, 40),
    "rows_listed": (IMPORT, 39),
    "undated": (COMMITMENT, 38),
    "above_village": (COMMITMENT, 32),
    "stale": (COMMITMENT, 30),
    "all_out_of_date": (FRESHNESS, 28),
    "out_of_date": (FRESHNESS, 26),
    "never": (FRESHNESS, 24),
    "other_unit": (COMMITMENT, 20),
    "due": (FRESHNESS, 10),
}
"""Group and weight of every rule: what could send somebody to a wrong or mined place first, then what misleads a sum,
then what only has to be asked again."""


@dataclass(frozen=True, kw_only=True)
class Flag:
    """One rule that fits: where (None: in no one place), about which indicator, what is claimed, and the figures.

    ``figures`` fill the rule's texts: numbers, days (their names end in ``_on``), codes of indicators (``code``,
    ``base``), an ``activity``, a ``unit``, a ``status``, an ``agency``.
    """

    rule: str
    place_id: int | None
    code: str | None = None
    claims: tuple[Observation, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    programme: str | None = None

    @property
    def group(self) -> str:
        """Group of the rule."""
        return RULES[self.rule][0]

    @property
    def weight(self) -> int:
        """Weight of the rule: the heaviest is read first."""
        return RULES[self.rule][1]


@dataclass(frozen=True)
class Held:
    """A value as it is held: whose round it is of, and the ``source`` that its row came from."""

    observation: Observation
    programme: str
    source: str


def import_of(source: str) -> str | None:
    """Name of the import that a row came from; None for what was typed in a chat."""
    return source.split(".", 1)[0] if source.startswith("f") else None
