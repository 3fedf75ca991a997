"""Headers of 5W sheets (who does what, where, when, for whom) as clusters, MIMU and OCHA write them.

A column is known by its header, else by its HXL tag. The first column of a field counts; totals count, their parts by
sex and age do not. Comments, contacts, project codes and all else are known to nobody here and never read.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from exchange import cells

_ORGANISATION = r"(?:organi[sz]ations?|agency|agencies|org|ngo|partner)"
_PART = re.compile(
    r"\b(?:f?e?males?|m|f|men|women|man|woman|boys?|girls?|child(?:ren)?|adults?|elder\w*|disabilit\w*|disabled|pwds?|new"
    r"|unique|u5|under 5|age[sd]?|years?|yrs|value|cost|budget|usd|mmk|percent\w*|per|share|cumulative|in need|pin"
    r"|plw|pregnant|type|group|category|feedback|phone|contact|email)\b|\d+ \d+|%"
)
"""In a header of counts: a part of the whole, money, or no count at all."""
_HOUSEHOLDS = r"(?:hhs?|house ?holds?|famil(?:y|ies)|fams)"
_PEOPLE = r"(?:people|persons?|individuals?|inds?|pax|benef\w*|ppl|populations?)"
_AIM = r"(?:target\w*|plan\w*|intended)"
_DONE = r"(?:reach\w*|assist\w*|actual\w*|achiev\w*|serv\w*|deliver\w*|covered|supported)"

_RULES: tuple[tuple[str, str], ...] = (
    ("reason", r"reason"),
    ("waypost row", r"waypost row"),
    ("agency type", rf"(?:reporting |lead )?{_ORGANISATION} type|type of {_ORGANISATION}"),
    (
        "partner",
        rf"implementing {_ORGANISATION}(?: name| acronym)?|implementers?|ip|partners?(?: name| organi[sz]ation)?",
    ),
    ("donor", rf"donors?(?: name)?|fund(?:ing|ed|ers?)(?: (?:source|by|{_ORGANISATION}))?(?: name)?"),
    ("agency", rf"(?:(?:name of |reporting |lead |responsible |programming )?{_ORGANISATION}(?: name| acronym)?|who)"),
    ("month", r"(?:reporting |implementation )?month(?: of .*)?(?: of implementation)?|reporting period"),
    ("year", r"(?:reporting )?year"),
    ("start", r"(?:activity |project |planned |actual |implementation )?start(?:ing)?(?: date)?(?: of .*)?|date start"),
    ("end", r"(?:activity |project |planned |actual |implementation )?end(?:ing)?(?: date)?(?: of .*)?|date end"),
    ("reported on", r"(?:report(?:ing)?|update|updated|last updated?) (?:date|on)|date (?:of report|reported|updated)"),
    ("date", r"(?:activity |distribution |implementation )?date(?: of .*)?"),
    ("township code", r"(?:township|tsp|ts|adm(?:in)? ?3|ocha)(?: name)? ?(?:p ?)?codes?"),
    ("tract code", r"(?:village tracts?(?: town)?|vt|adm(?:in)? ?4) ?(?:p ?)?codes?"),
    ("town code", r"towns? ?(?:p ?)?codes?"),
    ("ward code", r"wards? ?(?:p ?)?codes?"),
    ("settlement code", r"(?:villages?(?: ward)?|ward village|location|adm(?:in)? ?5|place) ?(?:p ?)?codes?|p ?codes?"),
    ("site code", r"(?:(?:idp )?camps?(?: site)?|sites?|cccm)(?: id)? ?(?:p ?)?codes?"),
    ("state", r"state(?: region)?(?: name)?(?: eng)?|region|sr name(?: eng)?|adm(?:in)? ?1(?: name| en)?"),
    ("township", r"townships?(?: name)?(?: eng?)?|tsp(?: name)?(?: eng)?|adm(?:in)? ?3(?: name| en)?|ocha tsp name"),
    (
        "tract",
        r"village tracts?(?: (?:or )?(?:town|ward))?(?: name)?(?: eng?)?|vt(?: name)?|towns? village tract(?: name)?"
        r"|adm(?:in)? ?4(?: name| en)?",
    ),
    ("town", r"towns?(?: name)?(?: eng?)?"),
    ("ward", r"wards?(?: name)?(?: eng?)?"),
    (
        "settlement",
        r"villages?(?: (?:or )?ward)?(?: name)?(?: eng?)?|wards? (?:or )?village(?: name)?|locations?(?: name)?"
        r"|adm(?:in)? ?5(?: name| en)?|village(?: ward)? (?:or )?camp(?: name)?|places?(?: name)?",
    ),
    ("site", r"(?:idp |displacement )?(?:camps?|sites?)(?: (?:or )?(?:sites?|camps?))?(?: names?)?"),
    ("other", r"specif(?:y|ic) location.*|(?:other|exact) location.*|location (?:other|specify).*"),
    ("place kind", r"(?:location|site|place|settlement) type|type of (?:location|site|settlement)"),
    ("activity", r"(?:[a-z]+ )?(?:main |standard |cluster |sector )?activit(?:y|ies)(?: type| name)?|what"),
    ("sub activity", r"sub ?activit(?:y|ies)(?: name)?|type of activity"),
    ("sector", r"(?:main )?(?:sector|cluster)s?(?: cluster| sector)?(?: name)?"),
    ("sub sector", r"sub ?(?:sector|cluster)s?(?: name)?"),
    ("description", r"(?:activity |project )?description(?: of .*)?|(?:activity )?details?|details of .*"),
    ("item", r"type of (?:in kind )?(?:assistance|kits?|items?)|(?:assistance|kit) type|items?|commodity"),
    ("modality", r"(?:delivery |assistance |transfer |response )?modalit(?:y|ies)(?: of .*)?|cash in kind"),
    ("mechanism", r"(?:cash )?delivery mechanism"),
    ("frequency", r"frequency(?: of .*)?"),
    ("conditions", r"conditionality"),
    (
        "population",
        r"(?:benef\w*|population|target(?:ed)?(?: population| benef\w*)?) (?:types?|groups?|category|categories|focus)"
        r"|type of (?:benef\w*|population)|focus (?:population|group)|target(?:ed)? population|for whom|whom",
    ),
    ("status", r"(?:[a-z]+ )?(?:status|state) of (?:activity|project)|(?:activity |project |implementation )?status"),
    ("unit", r"unit(?: of (?:measure\w*|benef\w*))?|benef\w* unit"),
)
_FIELDS = tuple((field, re.compile(pattern)) for field, pattern in _RULES)
_POPULATION = dict(_FIELDS)["population"]
_COUNTED = {"households": re.compile(rf"\b{_HOUSEHOLDS}\b"), "people": re.compile(rf"\b{_PEOPLE}\b")}
_ENDS = {"target": re.compile(rf"\b{_AIM}\b"), "reached": re.compile(rf"\b{_DONE}\b")}
_FREE = re.compile(r"\b(?:comments?|remarks?|notes?|contacts?|phone|e ?mail|focal|persons? in charge|project code)\b")

_TAGS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("partner", "#org", frozenset(["impl"])),
    ("donor", "#org", frozenset(["funder"])),
    ("donor", "#org", frozenset(["donor"])),
    ("agency type", "#org", frozenset(["type"])),
    ("agency", "#org", frozenset()),
    ("sub sector", "#subsector", frozenset()),
    ("sector", "#sector", frozenset()),
    ("description", "#activity", frozenset(["description"])),
    ("description", "#description", frozenset()),
    ("activity", "#activity", frozenset()),
    ("status", "#status", frozenset()),
    ("modality", "#modality", frozenset()),
    ("start", "#date", frozenset(["start"])),
    ("end", "#date", frozenset(["end"])),
    ("reported on", "#date", frozenset(["reported"])),
    ("date", "#date", frozenset()),
    ("state code", "#adm1", frozenset(["code"])),
    ("state", "#adm1", frozenset()),
    ("township code", "#adm3", frozenset(["code"])),
    ("township", "#adm3", frozenset()),
    ("tract code", "#adm4", frozenset(["code"])),
    ("tract", "#adm4", frozenset()),
    ("settlement code", "#adm5", frozenset(["code"])),
    ("settlement", "#adm5", frozenset()),
    ("site code", "#loc", frozenset(["camp", "code"])),
    ("site", "#loc", frozenset(["camp"])),
    ("place kind", "#loc", frozenset(["type"])),
    ("settlement code", "#loc", frozenset(["code"])),
    ("settlement", "#loc", frozenset()),
    ("target households", "#targeted", frozenset(["hh"])),
    ("target households", "#targeted", frozenset(["households"])),
    ("target people", "#targeted", frozenset()),
    ("reached households", "#reached", frozenset(["hh"])),
    ("reached households", "#reached", frozenset(["households"])),
    ("reached people", "#reached", frozenset()),
    ("population", "#beneficiary", frozenset()),
)
_TAG = re.compile(r"\s*(#[a-z]\w*)((?:\s*\+\s*[a-z]\w*)*)\s*", re.IGNORECASE)
_PARTS = frozenset(["f", "m", "i", "children", "adults", "elderly", "infants", "male", "female"])
NAMES = frozenset(
    [field for field, _ in _RULES]
    + [f"{end} {counted}".strip() for end in _ENDS for counted in (*_COUNTED, "")]
    + [*_COUNTED]
)
"""Every field, as --map names it."""


def field_of(header: str) -> str | None:
    """The field of a header, None where it is none that is read."""
    plain = _plain(header)
    if _FREE.search(plain):
        return None
    if plain in NAMES:
        return plain
    field = _named(plain) if _POPULATION.fullmatch(plain) else _count(plain) or _named(plain)
    return field or _named(_plain(re.sub(r"\([^()]*\)", " ", header)))


def _plain(header: str) -> str:
    """The words of a header, in lower case and with one space between them."""
    return " ".join(re.sub(r"[^\w%]+|_", " ", cells.fold(header)).split())


def _named(plain: str) -> str | None:
    return next((field for field, pattern in _FIELDS if pattern.fullmatch(plain)), None)


def _count(plain: str) -> str | None:
    """The field of a header of counts, such as "number of reached households"."""
    counted = next((name for name, pattern in _COUNTED.items() if pattern.search(plain)), "")
    end = next((name for name, pattern in _ENDS.items() if pattern.search(plain)), "")
    if _PART.search(plain):
        return None
    if counted:
        return f"{end} {counted}".strip()
    bare = re.sub(r"\b(?:number|no|total|of|the|figure|count|beneficiar\w*)\b", " ", plain).split()
    return end if end and len(bare) == 1 else None


def tag_field(tag: str) -> str | None:
    """The field of an HXL tag such as ``#adm3+code``; columns of a sex or an age are none."""
    found = _TAG.fullmatch(tag)
    if found is None:
        return None
    name, attributes = found[1].lower(), {part.strip().lower() for part in found[2].split("+") if part.strip()}
    if attributes & _PARTS:
        return None
    return next((field for field, tagged, needed in _TAGS if tagged == name and needed <= attributes), None)


def is_tags(row: Sequence[Any]) -> bool:
    """Whether a row is one of HXL tags: at least two, and nothing else."""
    filled = [shown for cell in row if (shown := cells.text(cell))]
    return len(filled) >= 2 and all(_TAG.fullmatch(shown) for shown in filled)


def fields_of(headers: Sequence[str], tags: Sequence[str], mapping: Mapping[str, str]) -> list[str | None]:
    """The field of each column, each field once; ``mapping`` renames folded headers first."""
    found: list[str | None] = []
    for at, header in enumerate(headers):
        field = field_of(mapping.get(cells.fold(header), header)) if header else None
        field = field or (tag_field(tags[at]) if at < len(tags) else None)
        found.append(None if field in found else field)
    return found


def fits(fields: Iterable[str | None]) -> bool:
    """Whether these are columns of a 5W: what is done, in a township at least, and who, when or for how many."""
    there = {field for field in fields if field}
    what = there & {"activity", "sub activity", "sub sector"}
    where = there & {"township", "township code", "tract code", "settlement code", "site code"}
    counts = {name for name in there if name.split()[-1] in {"households", "people", "target", "reached"}}
    more = there & {"agency", "partner", "month", "date", "start", "status", "sector", "modality", "population"}
    return bool(what and where and len(more | counts) >= 2)
