"""What the templates ask for: columns with labels, drop-downs and notes, from the catalogue and the texts."""

from collections.abc import Iterable

from coordination.assessments import PROGRAMMES
from coordination.catalogue import STATES, Catalogue, Indicator
from coordination.commitments import MODALITIES, POPULATIONS, STATUSES
from exchange import answers, assessments, commitments
from exchange.templates import Column, Template
from words import Words

COUNTS = frozenset({"informants", "target", "reached", "months"})
DAYS = frozenset({"date", "start", "end", "reached on", "reported on"})
WIDE = frozenset({"place", "township", "activity", "partner", "donor", "conditions"})
KINDS = {"int": "count", "table": "count", "pct": "share"}


def of_assessments(catalogue: Catalogue, words: Words, agencies: Iterable[str]) -> Template:
    """The template of assessments; ``agencies`` are acronyms for the drop-down."""
    choices = {
        "tool": assessments.TOOLS,
        "agency": tuple(agencies),
        "consent": ("yes", "no"),
        "programme": PROGRAMMES,
        **dict.fromkeys(("informants agreed", "matched observation", "authority list"), assessments.CREDIBILITY),
    }
    about = [
        _column("assessments", header, words, choices.get(header, ()), needed=(header,) in assessments.NEEDED)
        for header in assessments.ABOUT
    ]
    asked = [
        _asked(indicator, header, words)
        for indicator in answers.collected(catalogue)
        for header in answers.columns(indicator)
    ]
    return _template("assessments", (*about, *asked), words)


def of_commitments(catalogue: Catalogue, words: Words, agencies: Iterable[str]) -> Template:
    """The template of commitments; ``agencies`` are acronyms for the drop-down."""
    choices = {
        "agency": tuple(agencies),
        "activity": tuple(f"{one.code}" for one in catalogue.activities.values()),
        "unit": commitments.UNITS,
        "population": POPULATIONS,
        "modality": MODALITIES,
        "status": STATUSES,
    }
    columns = tuple(
        _column("commitments", header, words, choices.get(header, ()), needed=(header,) in commitments.NEEDED)
        for header in commitments.HEADERS
    )
    activities = tuple(f"{one.code}  {one.sector}: {one.name} ({one.unit})" for one in catalogue.activities.values())
    return _template("commitments", columns, words, activities)


def _template(name: str, columns: tuple[Column, ...], words: Words, more: tuple[str, ...] = ()) -> Template:
    guide = tuple(words.say(f"template.{name}.guide").split("\n")) + more
    return Template(name, columns, words.say("template.guide_name"), guide, words.say("template.wrong"))


def _column(name: str, header: str, words: Words, choices: tuple[str, ...], *, needed: bool) -> Column:
    note = words.say(f"template.{name}.note.{header.replace(' ', '_')}")
    return Column(
        header,
        note,
        needed=needed,
        choices=choices,
        strict=header not in {"agency", "activity", "unit"},
        kind="count" if header in COUNTS else "day" if header in DAYS else "text",
        width=24 if header in WIDE else 12,
    )


def _asked(indicator: Indicator, header: str, words: Words) -> Column:
    one_of_few = indicator.data_type in {"enum", "bool"}
    return Column(
        header,
        "\n".join(_about(indicator, words)),
        label=indicator.label,
        choices=(*indicator.allowed, *STATES) if one_of_few else (),
        kind=KINDS.get(indicator.data_type, "text"),
        words=STATES,
        width=20,
    )


def _about(indicator: Indicator, words: Words) -> Iterable[str]:
    """The note of an indicator: label, unit, answers, tools."""
    yield indicator.label
    if indicator.unit:
        yield words.say("template.unit", unit=indicator.unit)
    if indicator.allowed:
        yield words.say(f"template.answers_{indicator.data_type}", answers=", ".join(indicator.allowed))
    yield words.say("template.answers_none", answers=", ".join(STATES))
    yield words.say("template.tools", tools=", ".join((*indicator.tools, answers.ANY_TOOL)))
