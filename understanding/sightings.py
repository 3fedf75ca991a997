"""What somebody who was there says of a village in one sentence: "school in VILLAGE open again". Pure.

Only a statement counts. A question, a plan, hearsay, people on the move, armed forces, mines' exact positions and
violence against people are told apart first, each for its own answer.
"""

import re
from dataclasses import dataclass

SIGHTING, UNSURE, MOVEMENT, MILITARY, POSITION, INCIDENT, SEVERAL = (
    "sighting", "unsure", "movement", "military", "position", "incident", "several",
)  # fmt: skip
"""Kinds of statements; all but the first are answered with a sentence, and nothing of them is kept."""


@dataclass(frozen=True)
class Heard:
    """A statement of one ``kind``. A sighting has its indicator and what the words leave open.

    ``choices``: the answers that may be meant, one where the words say which. ``number``: a count that was said.
    """

    kind: str
    indicator: str = ""
    choices: tuple[str, ...] = ()
    number: int | None = None


def _words(*parts: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


_ASKED = re.compile(
    r"\?|\b(?:who|whom|whose|what|whats|where|wheres|when|which|how|why|any|anyone|anybody|anything|tell|info|know"
    r"|information|compare|versus|vs|show|list|give|status|overview|situation|update|whether|or|if|gaps?|unmet"
    r"|uncovered|there any)\b"
    r"|^\W*(?:hi\W+|hello\W+)?(?:is|are|was|were|am|does|do|did|has|have|had|will|would|shall|should|can|could|may)\b",
    re.IGNORECASE,
)
_UNSURE = _words(
    "maybe", "perhaps", "might", "thinks?", "guess", "heard", "hear", "rumou?rs?", "tbc", "unconfirmed", "unsure",
    "not (?:sure|confirmed|certain)", "allegedly", "apparently", "probably", "likely", "seems?", "say", "says", "said",
    "told", "reportedly", "according", "will", "would", "going to", "plan(?:s|ned|ning)?", "soon", "next", "tomorrow",
    "tmr", "should", "hopes?", "hoped", "expected", "was", "were", "used to", "last (?:week|month|year)", "until",
    "previously", "suspect(?:ed|s)?",
)  # fmt: skip
_MOVEMENT = re.compile(
    r"\b(?:\d+|some|many|several|few|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|new|more|all)\s+"
    r"(?:more\s+)?(?:hhs?|households?|fam(?:s|ily|ilies)?|people|ppl|pax|persons?|individuals?|returnees|idps?)\b"
    r".*\b(?:arrived?|arriving|came|come|returned?|returning|left|leave|leaving|moved?|moving|went|fled|back|departed)\b",
    re.IGNORECASE,
)
_MILITARY = re.compile(
    r"\b(?:troops?|soldiers?|army|battalions?|brigades?|regiments?|tatmadaw|militar(?:y|ies)|militias?|fighters?|bgf"
    r"|armed (?:men|groups?|actors?)|artillery|drones?|jets?|columns?|outposts?)\b"
    r".*(?:\d|\b(?:is|are|came|come|entered|arrived|camped|camping|stay(?:s|ed|ing)?|stationed|based|moved|moving"
    r"|patrol(?:s|led|ling)?|seen|saw|left|withdrew|attack(?:s|ed)?|shelled|fired|built|occup(?:y|ied|ying))\b)"
    r"|\b(?:\d+|saw|seen|many|more)\s+(?:\w+\s+)?(?:troops|soldiers|fighters|armed men)\b",
    re.IGNORECASE,
)
_INCIDENT = _words(
    "rape", "raped", "raping", "abused", "abusing", "assaulted", "molested", "harassed", "beaten", "tortured", "killed",
    "murdered", "died", "injured", "wounded", "kidnapped", "abducted", "arrested", "detained", "disappeared",
    "trafficked", "recruited", "(?:is|are|went|gone) missing", "missing since", "stepped on",
    "lost (?:a|his|her|their) (?:leg|foot|arm|hand|life)", "committed suicide",
)  # fmt: skip
"""What happened to somebody. Names of a subject ("mine accidents") ask for it and are none."""
_MINE = r"(?:land ?)?mines?|uxos?|erw|unexploded|explosives?|duds?|grenades?"
_NO_WEAPON = re.compile(r"\b(?:jade|gold|amber|coal|ruby|tin|rare earth)\s+mines?\b", re.IGNORECASE)
_SEEN = r"(?:found|seen|saw|exploded|explosion|planted|laid|lies|is|are|there|left|marked)"
_WHERE = (
    r"(?:\d+ ?(?:m|km|meters?|metres?|miles?|min(?:ute)?s?|steps?|yards?|feet|ft)|behind|beside|next to|in front of"
    r"|under|between|along|across|opposite|north|south|east|west|corner|bridge|path|road|track|trail|river|stream"
    r"|fields?|farm|school|church|clinic|well|houses?|hill|tree|gate|cemetery|monastery)"
)
_POSITION = re.compile(
    rf"^(?=.*\b(?:{_MINE})\b)(?=.*\b{_SEEN}\b)(?=.*\b{_WHERE}\b)|\b(?:{_MINE})\b.*\d+ ?(?:m|km|met(?:er|re)s?)\b",
    re.IGNORECASE | re.DOTALL,
)

_OPEN = r"(?:re-?open(?:ed|s|ing)?|open(?:ed|s|ing)?|working|works|running|runs|functioning|started|operating)"
_SHUT = (
    r"(?:closed?|closing|shut|(?:not|no longer|isn['’]?t) (?:yet |fully )?(?:open|working|running|functioning)|stopped"
    r"|gone|abandoned)"
)
_BROKEN = r"(?:broken?|broke|down|dry|dried|collapsed|damaged|destroyed|not working|out of order|finished|empty)"
_FIXED = r"(?:repaired|fixed|working|works?|running|restored|back|ok|dug|drilled|built|installed)"
_SCHOOL_LEVELS = {
    "post_primary": r"post[ -]?primary", "primary": r"primary", "middle": r"middle", "high": r"high",
}  # fmt: skip
_WELL = r"(?:(?:the|a|one|our|village|new|old|main|dug|ring|deep|shallow|no|working|\d+)\s+well|wells|\Awell)"
"""Not the word of "works well" and "as well"."""
_WATER_POINT = rf"(?:water ?points?|hand ?pumps?|pumps?|{_WELL}|bore ?holes?|tube ?wells?|taps?|tap ?stands?)"


@dataclass(frozen=True)
class _Phrase:
    """Words in this order mean one of these answers of an indicator."""

    pattern: re.Pattern[str]
    indicator: str
    choices: tuple[str, ...] = ()


def _phrase(indicator: str, subject: str, said: str, *choices: str) -> _Phrase:
    """The subject and what is said of it, in either order where something is said."""
    words = rf"\b{subject}\b.*\b{said}\b|\b{said}\b.*\b{subject}\b" if said else rf"\b{subject}\b"
    return _Phrase(re.compile(words, re.IGNORECASE), indicator, choices)


_PHRASES = (
    _phrase("EDU-05", r"school", r"(?:destroyed|burnt|burned|ruined|unusable)", "unusable"),
    _phrase("EDU-05", r"school", r"(?:damaged|needs? (?:repairs?|a roof|furniture)|no roof|no furniture)",
            "needs_repair"),
    _phrase("EDU-05", r"school(?: building)?", r"(?:repaired|rebuilt|renovated)", "good"),
    _phrase("EDU-01", r"no (?:primary |middle |high )?schools?", "", "none"),
    _phrase("EDU-01", r"schools?", _SHUT, "none"),
    _phrase("EDU-01", r"schools?", _OPEN, "primary", "post_primary", "middle", "high"),
    _phrase("ECD-01", r"no (?:child ?care|nursery|kindergarten|ecd)\b.*", "", "no"),
    _phrase("ECD-01", r"(?:child ?care|nursery|kindergarten|ecd)(?: centre| center)?", _SHUT, "no"),
    _phrase("ECD-01", r"(?:child ?care|nursery|kindergarten|ecd)(?: centre| center)?", _OPEN, "yes"),
    _phrase("HLT-02", r"no (?:health ?(?:workers?|staff|care)|medics?)", "", "none"),
    _phrase("HLT-02", r"(?:no|without a?) ?(?:midwife|midwives|nurse|clinic|doctor)", "",
            "midwife", "volunteer_only", "none"),
    _phrase("HLT-02", r"(?:midwife|midwives|nurse|doctor|health worker)", r"(?:left|gone|absent|away)",
            "midwife", "volunteer_only", "none"),
    _phrase("HLT-02", r"(?:midwife|midwives)", r"(?:arrived|came|present|back|here|again|working|works)", "midwife"),
    _phrase("HLT-02", r"(?:clinic|health (?:post|centre|center)|rhc|sub-?centre)", _SHUT,
            "midwife", "volunteer_only", "none"),
    _phrase("HLT-02", r"(?:clinic|health (?:post|centre|center)|rhc|sub-?centre)", _OPEN, "clinic_staff"),
    _phrase("HLT-03", r"no (?:basic )?(?:medicines?|drugs|medication)", "", "no"),
    _phrase("HLT-03", r"(?:medicines?|drugs|medication)", r"(?:ran out|run out|finished|out of stock|used up|gone)",
            "no"),
    _phrase("HLT-03", r"(?:not enough|few|little|short of|lack of|some) (?:basic )?(?:medicines?|drugs)", "", "partly"),
    _phrase("HLT-03", r"(?:medicines?|drugs|medication)", r"(?:arrived|available|in stock|delivered|enough)", "yes"),
    _phrase("INF-01", r"(?:on foot|by foot|by boat|foot or boat)", r"(?:road|only)", "foot_or_boat"),
    _phrase("INF-01", r"(?:road|bridge)", r"(?:closed|blocked|cut|washed (?:away|out)|impassable|flooded|collapsed)",
            "motorbike", "foot_or_boat"),
    _phrase("INF-01", r"road", r"motor ?(?:bikes?|cycles?)", "motorbike"),
    _phrase("INF-01", r"road", r"(?:re-?open(?:ed)?|open(?:ed)?|passable|repaired|clear)",
            "all_year_car", "dry_season_car"),
    _phrase("INF-01", r"cars?", r"(?:can|could)? ?(?:reach|pass|come|drive)", "all_year_car", "dry_season_car"),
    _phrase("INF-02", r"(?:no (?:electricity|power|electric)|(?:electricity|power) (?:cut|off|out|down))", "", "none"),
    _phrase("INF-02", r"(?:electricity|power|grid)", r"(?:restored|back|connected|again|working|works)",
            "grid", "mini_grid", "solar_home"),
    _phrase("INF-03", r"no (?:mobile |phone |cell )?(?:network|signal|coverage|phone)", "", "none"),
    _phrase("INF-03", r"(?:network|signal|coverage)", r"(?:cut|down|off|lost|gone|not working)", "none"),
    _phrase("INF-03", r"(?:network|signal|internet|coverage)", r"(?:restored|back|again|working|works)",
            "data", "voice_only", "hilltop_only"),
    _phrase("INF-03", r"phones?", r"(?:working|works?)", "data", "voice_only", "hilltop_only"),
    _phrase("WSH-04", _WATER_POINT, _BROKEN),
    _phrase("WSH-04", _WATER_POINT, _FIXED),
    _phrase("WSH-04", rf"no (?:working )?{_WATER_POINT}", ""),
    _phrase("WSH-01", r"(?:drink|drinking|fetch|fetching) (?:water )?from (?:the |a )?(?:river|stream|pond|lake)",
            "", "surface"),
    _phrase("MIN-01", r"no (?:land ?)?mines", "", "none_known_no_survey"),
    _phrase("MIN-01", r"(?:signs?|marks?|warnings?) of (?:land ?)?mines", "", "indirect"),
    _phrase("MIN-01", rf"(?:{_MINE})", r"(?:found|seen|exploded|removed|explosion|there|planted|laid)", "direct"),
    _phrase("PRF-01", r"(?:permission|ta|travel authori[sz]ation) (?:is )?(?:needed|required)",
            "", "permission_needed"),
    _phrase("PRF-01", r"(?:no access|access (?:denied|closed|refused)|not accessible|cannot (?:enter|access))", "",
            "remote_only", "no_access"),
    _phrase("PRF-01", r"access (?:is )?(?:open|granted)|accessible(?: again)?", "", "open"),
)  # fmt: skip
"""What people say, the more particular first: of each indicator the first phrase that fits counts."""
_NEGATED = _words("not", "isn['’]?t", "doesn['’]?t", "no longer", "never")
_COUNT = re.compile(rf"\b(\d{{1,3}})\s+(?:\w+\s+)?{_WATER_POINT}\b", re.IGNORECASE)
_CARS = re.compile(
    r"\b(?:all year|every season|whole year|rainy season|dry season|motor ?bikes?|motor ?cycles?)\b", re.I
)
_SEASONS = {"dry season": ("dry_season_car",), "motor": ("motorbike",)}


def hear(text: str) -> Heard | None:
    """The statement in ``text``; None where it asks, or says nothing of this kind.

    Names of places should be cut out before: a village may be called after a school or a well.
    """
    if _ASKED.search(text):
        return None
    warned = _told_apart(text)
    if warned is not None:
        return warned
    found: dict[str, _Phrase] = {}
    for phrase in _PHRASES:
        if phrase.pattern.search(text):
            found.setdefault(phrase.indicator, phrase)
    if "EDU-05" in found:
        found.pop("EDU-01", None)
    if not found:
        return None
    if _UNSURE.search(text):
        return Heard(UNSURE)
    if len(found) > 1:
        return Heard(SEVERAL)
    (phrase,) = found.values()
    if _NEGATED.search(text) and "not" not in phrase.pattern.pattern:
        return Heard(UNSURE)
    return Heard(SIGHTING, phrase.indicator, _narrowed(phrase, text), _count(phrase, text))


def _told_apart(text: str) -> Heard | None:
    if _INCIDENT.search(text):
        return Heard(INCIDENT)
    if _POSITION.search(text) and not _NO_WEAPON.search(text):
        return Heard(POSITION)
    if _MILITARY.search(text):
        return Heard(MILITARY)
    return Heard(MOVEMENT) if _MOVEMENT.search(text) else None


def _narrowed(phrase: _Phrase, text: str) -> tuple[str, ...]:
    """The answers that the rest of the words leaves possible."""
    if phrase.indicator == "EDU-01":
        return _levels(phrase.choices, text)
    if phrase.indicator == "INF-01" and (said := _CARS.search(text)):
        word = said[0].lower()
        return next((choices for start, choices in _SEASONS.items() if word.startswith(start)), ("all_year_car",))
    if phrase.indicator == "INF-03" and phrase.choices != ("none",):
        return ("hilltop_only",) if re.search(r"\bhill", text, re.I) else phrase.choices
    return phrase.choices


def _levels(choices: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The level that was named works; where it was closed, any other may."""
    named = next((level for level, word in _SCHOOL_LEVELS.items() if re.search(rf"\b{word}\b", text, re.I)), None)
    if named is None:
        return choices
    if choices == ("none",):
        return ("none", *(level for level in ("primary", "post_primary", "middle", "high") if level != named))
    return (named,)


def _count(phrase: _Phrase, text: str) -> int | None:
    """How many work, where that was said of what works; of what is broken nobody knows how many are left."""
    if phrase.indicator != "WSH-04" or re.search(rf"\b{_BROKEN}\b", text, re.I):
        return None
    said = _COUNT.search(text)
    if said is None:
        return 0 if re.search(rf"\bno (?:working )?{_WATER_POINT}", text, re.I) else None
    return int(said[1])
