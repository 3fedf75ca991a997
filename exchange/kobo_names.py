"""Which field a question of a form is: by its XML name, with its groups or without, or by its label."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from exchange import cells
from exchange.kobo_words import tool_of_group, words
from exchange.sheets import Layout

TAKE_PART = "consent to interview"
"""Not stored: whoever refuses this gave no answers."""
SECTION_FIELD = "informants"
"""Field of a repeat that has a row for each informant."""

_PHRASES: Mapping[str, tuple[str, ...]] = {
    "place code": (
        "place code", "place pcode", "place p code", "village pcode", "village p code", "village code",
        "vill pcode", "camp pcode", "camp p code", "camp code", "site pcode", "site p code", "site code",
        "location pcode", "location code", "pcode", "p code", "admin4 pcode", "adm4 pcode", "mimu pcode",
        "village mimu pcode", "community pcode", "settlement pcode", "vt village pcode",
    ),
    "place": (
        "place", "place name", "village", "village name", "village camp", "village camp name", "assessed village",
        "village assessed", "assessed place", "place assessed", "village visited", "name place", "camp",
        "camp name", "site", "site name", "name site", "assessment site", "community", "community name",
        "settlement", "settlement name", "location name", "admin4", "adm4", "admin4 name", "adm4 name", "location",
        "village site", "village town", "village en", "village name en", "assessment location", "village ward",
    ),
    "township": (
        "township", "township name", "tsp", "tsp name", "twp", "admin3", "adm3", "admin3 name", "adm3 name",
        "township village", "township en", "township name en",
    ),
    "date": (
        "date", "visit date", "assessment date", "date assessed", "survey date", "interview date",
        "collection date", "data collection date", "collected on", "date collected", "observation date",
        "visited on", "date data collection", "day visit", "day interview", "today date", "date today",
    ),
    "tool": (
        "tool", "tool used", "method", "method used", "data collection method", "collection method",
        "assessment tool", "collection tool", "tool type", "type tool", "data collection tool", "interview type",
        "type interview", "assessment method", "assessment method used", "source type", "survey tool",
        "methodology", "type data collection", "type assessment", "assessment type",
    ),
    "agency": (
        "agency", "agency name", "organisation", "organization", "organisation name", "organization name", "org",
        "org name", "ngo", "ngo name", "partner", "partner name", "enumerator agency", "enumerator organisation",
        "enumerator organization", "enumerator org", "enumerators agency", "enumerator s agency", "enum agency",
        "enum org", "assessing agency", "assessing organisation", "assessing organization", "assessing org",
        "assessed by agency", "collecting agency", "reporting agency", "reporting organisation",
        "reporting organization", "reporting org", "lead agency", "interviewer agency", "interviewer organisation",
        "agency org", "agency organisation", "enumerator s organisation", "enumerator s organization",
        "agency assessment", "data collection agency",
    ),
    "informants": (
        "informants", "informant count", "informants count", "number informants", "n informants", "nb informants",
        "num informants", "no informants", "informants number", "ki count", "kis count", "number ki", "number kis",
        "num kis", "nb ki", "n ki", "number key informants", "key informants", "key informants count",
        "key informant count", "participants", "number participants", "num participants", "n participants",
        "participants count", "participants number", "fgd participants", "number fgd participants", "respondents",
        "number respondents", "num respondents", "households interviewed", "number households interviewed",
        "hh interviewed", "households surveyed", "hh surveyed", "number households surveyed", "people interviewed",
        "number people interviewed", "how many informants", "how many key informants", "how many participants",
        "how many people took part", "how many people interviewed", "how many informants interviewed",
    ),
    "informants agreed": (
        "informants agreed", "informants agree", "informants agreement", "kis agreed", "ki agreed", "kis agree",
        "ki agree", "ki agreement", "did informants agree", "did informants agree with each other",
        "informants agree with each other", "did key informants agree", "did kis agree",
        "did key informants agree with each other", "key informants agreed", "key informants agree",
    ),
    "matched observation": (
        "matched observation", "matches observation", "match observation", "observation match",
        "observation matched", "observation matches", "matched direct observation", "did it match observation",
        "match direct observation", "did it match what seen", "did it match what seen on site",
        "did answers match observation",
    ),
    "authority list": (
        "authority list", "authorities list", "list by authority", "authority has list", "authority holds list",
        "authority hold list", "does authority hold list", "does authority have list", "authority list households",
        "local authority list", "does authority hold list households",
    ),
    "consent": (
        "consent share", "consent sharing", "consent to share", "share consent", "consent data sharing",
        "sharing consent", "consent to sharing", "data sharing consent", "agree share", "agree to share",
        "permission to share", "consent", "informed consent", "consent given", "informed consent given",
        "consent obtained", "informed consent obtained", "consent yn", "community consent", "consent note",
        "has consent been given", "was informed consent given", "was consent given", "consent received",
    ),
    TAKE_PART: (
        "consent interview", "consent to interview", "interview consent", "consent to participate",
        "consent participate", "consent participation", "participation consent", "agree to participate",
        "agree participate", "agree to take part", "agree to interview", "willing to participate", "take part",
        "participate", "do you agree to participate", "do you agree to take part",
        "do you agree to be interviewed", "agree to be interviewed", "consent to be interviewed",
        "do you consent to be interviewed", "do you consent to participate",
        "do you agree to take part in interview", "do you agree to participate in interview",
        "do you agree to participate in survey", "continue interview",
    ),
}  # fmt: skip
_META_DATES = ("today", "start", "end", "_submission_time")
_FILLING = frozenset([
    "the", "of", "a", "an", "please", "select", "choose", "enter", "specify", "what", "is", "was", "were", "be",
    "being", "which", "your", "this", "that", "for", "at", "in", "are", "on", "write", "record", "fill", "give",
    "tell", "me", "us", "we", "you",
])  # fmt: skip
_ELSEWHERE = frozenset([
    "origin", "previous", "former", "respondent", "respondents", "interviewee", "enumerator", "interviewer",
    "nearest", "next", "destination", "displaced", "home", "birth", "market", "school", "clinic", "hospital",
    "water", "neighbouring", "neighboring", "phone", "contact", "gps", "movement",
])  # fmt: skip
"""Words of groups whose questions are about another place or a person: "village of origin"."""
_ASIDE = frozenset([
    "comment", "comments", "remark", "remarks", "note", "notes", "specify", "explain", "describe", "reason", "reasons",
    "why", "photo", "picture", "if", "other", "others", "text", "unit", "details",
])  # fmt: skip
"""Words that ask for text beside an indicator: "WSH-01 Please specify", "wsh_01_other_text"."""
_CORE: Mapping[str, tuple[str, str]] = {
    "place code": ("pcode", "village camp site mimu place location community name p code vill"),
    "township": ("township tsp", "name village assessed assessment visited location en english"),
    "place": (
        "village camp",
        "name site assessed assessment visited visit location en english town ward or list place",
    ),
    "date": (
        "date",
        "visit assessment interview survey data collection observation discussion fgd kii today day form filled field "
        "conducted household hh focus group key informant",
    ),
    "agency": (
        "agency organisation organization org ngo",
        "name conducting conducted assessment data collection collecting enumerator enumerators reporting assessing "
        "responsible lead doing by who team s partner from interviewer interviewers surveyor",
    ),
    "tool": (
        "tool method methodology",
        "assessment data collection used type kind survey interview information primary main collect to",
    ),
    "informants": (
        "informants informant kis participants respondents interviewees",
        "number num nb n count total many how key interviewed fgd discussion group focus people took part consulted "
        "met",
    ),
    "consent": (
        "consent",
        "informed given obtained received has been community verbal oral did do to assessment data collection use "
        "sharing share provided by from",
    ),
}
"""A header with a word of the first kind and otherwise words of the second only is the field, too."""
_CODE = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{3})[-_ .]?(\d{2})(?![A-Za-z0-9])")
_CODE_ALONE = re.compile(r"([A-Za-z]{3})[-_ ]?(\d{2})")
_CODE_FIRST = re.compile(r"_*([A-Za-z]{3})[-_]?(\d{2})_+(?=[A-Za-z])(\S+)")
"""A name that a form builder made of a label: ``WSH_02_Households_without_enough_water``."""
_NUMBERS = frozenset(["number", "num", "nb", "n", "count", "total", "many"])
_IGNORED = re.compile(
    r"_id|_uuid|_submission_time|_validation_status|_notes|_status|_submitted_by|__version__|_version_|_tags|_index"
    r"|_parent_index|_parent_table_name|_submission_.*|_attachments|_geolocation|_xform_id_string|_userform_id"
    r"|_bamboo_dataset_id|_supplementalDetails.*|_deleted_at|_edited|_duration|_date_modified|_media_all_received"
    r"|_total_media|_media_count|_version|meta/.*|formhub/uuid|instanceID|rootUuid|deprecatedID|start|end|today",
    re.IGNORECASE,
)


def is_meta(header: str) -> bool:
    """Whether the server itself wrote this column: not listed, and read only where the desk needs it."""
    return _IGNORED.fullmatch(header) is not None


def coded(field: str) -> bool:
    """Whether a field is an indicator (or a cell of one)."""
    return _CODE_ALONE.match(field) is not None and field[:3].isupper()


def key(text: str) -> tuple[str, ...]:
    """What headers are compared by: their words in any order, without numbering and without filling words."""
    said = [word for word in words(text) if word not in _FILLING]
    while said and (said[0].isdecimal() or re.fullmatch(r"[a-z]?\d{1,3}[a-z]?", said[0])) and len(said) > 1:
        said = said[1:]
    return tuple(sorted(said))


@dataclass(frozen=True)
class Column:
    """What a question is read as.

    ``rank`` orders several questions of one field, the best first. ``tool`` is that of a group named after one.
    ``fixed``: the person said so with --map.
    """

    field: str
    rank: int = 0
    tool: str = ""
    fixed: bool = False


@dataclass(frozen=True)
class Names:
    """Looks up headers; ``layout`` has the fields, ``mapping`` what the person says of questions, by folded name."""

    layout: Layout
    mapping: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _about(self) -> dict[tuple[str, ...], tuple[str, int]]:
        found: dict[tuple[str, ...], tuple[str, int]] = {}
        for name, phrases in _PHRASES.items():
            for rank, phrase in enumerate(phrases):
                found.setdefault(key(phrase), (name, rank))
        return found

    def column(self, header: str) -> Column | None:
        """What the question under ``header`` is; None where it is no field of ours, or the person left it out."""
        *groups, last = parts(header)
        mapped = self.mapped(header)
        if mapped is not None:
            return None if mapped == LEFT_OUT else Column(mapped, -1, _tool(groups), fixed=True)
        if header in _META_DATES:
            return Column("date", 100 + _META_DATES.index(header))
        if is_meta(header):
            return None
        return self._of_code(header, groups, last) or self._of_words(header, groups, last)

    def mapped(self, header: str) -> str | None:
        """The field that --map says, by the whole header or its last part."""
        spellings = (header, parts(header)[-1])
        return next((self.mapping[cells.fold(one)] for one in spellings if cells.fold(one) in self.mapping), None)

    def _of_code(self, header: str, groups: list[str], last: str) -> Column | None:
        spelled = [last, f"{last}+", f"{groups[-1]} {last}" if groups else last]
        spelled += [f"{groups[-1]} {last}+"] if groups else []
        for spelling in spelled:
            found = self.layout.fields.get(cells.fold(spelling))
            if found and coded(found):
                return Column(found, 0, _tool(groups))
        alone, made = _CODE_ALONE.fullmatch(last), _CODE_FIRST.fullmatch(last)
        matches, rank = ([alone], 0) if alone else ([made], MADE) if made else ([*_CODE.finditer(header)], 1)
        if rank and _beside(matches, made[3] if made else header):
            return None
        fields = (self.layout.fields.get(cells.fold(f"{one[1]}-{one[2]}")) for one in matches if one)
        name = next((field for field in fields if field), None)
        return Column(name, rank, _tool(groups)) if name else None

    def _of_words(self, header: str, groups: list[str], last: str) -> Column | None:
        if _ELSEWHERE & {word for group in groups for word in words(group)}:
            return None
        for spelling in dict.fromkeys((header, last)):
            if found := self._about.get(key(spelling)):
                return Column(found[0], found[1])
        return next((Column(name, 50) for name in _CORE if _means(name, last)), None)


MADE = 2
"""Rank of a question whose name only begins with a code: it yields to any other of the indicator."""


def _beside(matches: Sequence[re.Match[str] | None], text: str) -> bool:
    """Whether a question with a code in it asks for something beside the indicator, or has no code at all."""
    said = words(text)
    if matches and matches[0] and matches[0].re is not _CODE_FIRST:
        told = _ASIDE - {"if", "other", "others", "text", "unit", "details", "reason", "reasons", "why"}
        rest = words(_CODE.sub(" ", text))
        return bool(told & set(said)) or rest[:1] in {("other",), ("others",)} or rest[:2] == ("if", "other")
    return not matches or len(said) < 2 or bool(_ASIDE & set(said))


def _means(name: str, text: str) -> bool:
    """Whether the words of a header are those of a field, and none that make another thing of it."""
    core, more = (set(part.split()) for part in _CORE[name])
    said = set(key(text))
    if name == "informants" and not said & _NUMBERS:
        return False
    return bool(said & core) and not said - core - more


LEFT_OUT = "-"
"""What --map says of a question that is not to be read."""


def parts(header: str) -> list[str]:
    """Groups of a question and its name; a label with a slash in it falls apart, too."""
    separators = r"\s*/\s*" if " " in header or "/" in header else r"[/:.]"
    return [part for part in re.split(separators, header.strip()) if part] or [header]


def _tool(groups: list[str]) -> str:
    return next((found for group in reversed(groups) if (found := tool_of_group(group))), "")
