"""What the desk never answers or keeps: names of people, positions, secrets, orders to drop the rules, disclosures. Pure.

The rules are those of domain section 6: 7 (people), 8 (disclosures), 11 (armed actors), 4 and 25 (what is confidential).
"""

import re

DISCLOSURE, PEOPLE, MILITARY, POSITION, RULES, SECRET = (
    "disclosure", "people", "military", "position", "rules", "confidential",
)  # fmt: skip
"""Why a message is answered with a fixed sentence and nothing of it is kept, the most urgent first."""

_ARMED = (
    r"(?:troops?|soldiers?|army|armies|battalions?|brigades?|regiments?|tatmadaw|militar(?:y|ies)|militias?|fighters?|"
    r"bgf|kia|pdf|armed (?:men|groups?|forces?|actors?)|artillery|gunmen|rebels?|outposts?|military (?:camp|base|post)s?)"
)
_PEOPLE = (
    r"(?:people|persons?|famil(?:y|ies)|households?|returnees|idps|survivors?|victims?|beneficiar(?:y|ies)|informants?|"
    r"leaders?|women|men|children|girls?|boys?|teachers?|villagers?|members?|them|those|reporter|whoever|staff|user|users)"
)
_PATTERNS = {
    DISCLOSURE: (
        r"\b(?:raped?|raping|molest\w*|sexual(?:ly)? (?:abus\w*|assault\w*|violence|exploit\w*|harass\w*)|trafficked|"
        r"gang ?rape|incest|suicide|self.harm)\b(?!.*\b(?:services?|referral|prevention|training|awareness|programmes?)\b)",
        r"\b(?:a|an|one|my|the|two|three|this|that|some|old|young|his|her|our|\d+)?\s?\b(?:girl|boy|woman|man|child|wife|"
        r"daughter|son|kid|teenager|mother|sister|brother|father|person|villager|student|baby|neighbou?r|minor|youth|women|"
        r"girls|boys|men|children|colleague|relative|friend|leader|neighbour)s?\b[^.?!]*\b(?:beaten|beat|beats|beating|hit|hits|abused|abuses|assaulted|attacked|"
        r"killed|murdered|tortured|kidnapped|abducted|arrested|detained|recruited|taken by|missing|stabbed|shot|"
        r"disappeared|forced to|harassed|trafficked|sold|pregnant by|touched|stepped on|injured by|wounded|threatened|"
        r"raped|exploited)\b",
        r"\b(?:beaten|beat|hit|abused|assaulted|attacked|killed|murdered|tortured|kidnapped|abducted|arrested|recruited|"
        r"detained|raped|shot|stabbed) (?:by|a|an|her|his|my|the|two|three|\d+)\b",
        r"\bstepped on a\b|\blost (?:a|his|her|their) (?:leg|foot|arm|hand|life)\b|\bhusband (?:beats|hits|hurts)\b",
        r"\b(?:officer|staff|worker|soldier|leader|teacher)s? (?:asked|asks|wants|wanted|demanded|forced) (?:for )?sex\b",
    ),
    RULES: (
        r"\b(?:ignore|forget|disregard|bypass|override|break|skip) (?:all |any |your |the |these |previous |about )*"
        r"(?:rules?|instructions?|restrictions?|polic(?:y|ies)|limits?|filters?|permissions?|guidelines?|privacy)\b",
        r"\byou are now\b|\bpretend (?:to be|you|i am|that)\b|\bact as\b|\bjailbreak\b|\bdeveloper mode\b|\bsystem prompt\b",
        r"\b(?:make|give) me (?:an? )?(?:admin|coordinator|root|access)\b|\bi am (?:the |an? )?(?:admin|root|developer)\b",
        r"\b(?:dump|print|export|show|give|send|list) (?:me |us )?(?:all|everything|the whole|your|the entire) (?:the |your )?"
        r"(?:data|database|tables?|users?|chats?|messages|store|logs?|audit|keys?|token)\b|\bselect \* from\b|\bdrop table\b",
    ),
    PEOPLE: (
        r"\b(?:names?|phones?|phone numbers?|numbers? of the (?:leader|head)|contacts?|address(?:es)?|ids? of|id numbers?|"
        r"identit(?:y|ies)|photos?|pictures?|addresses|telephone|mobile numbers?|personal (?:data|details))\b[^.?!]*?"
        rf"\b(?:of|for|from|who|whose|in|at)\b[^.?!]*?\b{_PEOPLE}\b",
        rf"\b{_PEOPLE}\b[^.?!]*?\b(?:with|and|by|their|s') (?:full )?(?:names?|phones?|phone numbers?|contacts?|addresses|ids?\b"
        r"(?! cards?)|photos?)\b",
        rf"\b(?:which|what) {_PEOPLE} (?:\w+ )?(?:reported|suffered|experienced|complained|said|told|fled because)\b",
        r"\bwho is (?:the )?(?:new )?(?:camp |village |church |committee )*(?:leader|head|chief|chairman|chair|pastor|headman)\b",
        r"\bwho (?:reported|told|said|informed|complained|gave (?:you )?(?:this|that)|is the (?:informant|source))\b",
        r"\bwhat is (?:the |his |her |their )?(?:name|phone|number)s? of\b|\bname(?:s)? (?:the|of) (?:the )?(?:families|people|"
        r"persons|households|survivors?|leader|head)\b|\b(?:name|phone) list\b|\blist of (?:names|persons|people|survivors)\b",
        r"\bwho (?:are|is) (?:the )?(?:informants?|survivors?|victims?|families|people|persons) (?:who|that|in|behind)\b",
    ),
    MILITARY: (
        rf"\b(?:where|which|what|how many|how much|any|are there|is there|who|when|position|positions|location|locations|"
        rf"number of|movements? of|size|strength|seen|saw)\b[^.?!]*?\b{_ARMED}\b(?! (?:actors|incidents))",
        rf"\b{_ARMED}\b[^.?!]*?(?:\d|\b(?:positions?|camped|camps?|based|stationed|moving|moved|entered|arrived|withdrew|left|"
        r"checkpoints?|patrol\w*|near|in|inside|location|strength|passed|coming|came|seen|attack\w*|shell\w*|came|are|is)\b)",
        r"\bwho (?:controls?|holds?|occupies|commands?)\b|\bfront ?line\b|\bunder (?:whose|which) control\b|\bair ?strikes?\b",
    ),
    POSITION: (
        r"\b(?:exact|precise|gps|coordinates?|where exactly|grid|position|positions|location|locations|map)\b[^.?!]*"
        r"\b(?:land)?(?:mines?|uxos?|erw|explosives?|bombs?)\b",
        r"\b(?:land)?(?:mines?|uxos?|erw|bombs?)\b[^.?!]*\b(?:exact(?:ly)?|coordinates?|gps|position|\d+ ?(?:m|meters?|metres?|"
        r"km|steps|yards) (?:from|north|south|east|west|of|behind|before))\b",
        r"\b(?:land)?(?:mines?|uxos?|erw|bombs?|grenades?)\b[^.?!]*\b(?:found|seen|saw|exploded|laid|planted)\b[^.?!]*\b(?:near|behind|"
        r"beside|next to|under|along|at the|on the|in front|between)\b",
        r"\bwhere (?:are|is|do|did|exactly)\b[^.?!]*\b(?:land)?(?:mines?|uxos?|bombs?)\b(?! action| risk)",
    ),
    SECRET: (
        r"\bconfidential\b|\bsecret(?:s|ly)?\b|\bclassified\b|\brestricted (?:data|information|figures)\b|\boff the record\b",
        r"\b(?:incident|case) (?:details|files?|reports?|list)\b|\bcase management data\b|\bwho asked\b",
    ),
}  # fmt: skip
_COMPILED = {reason: tuple(re.compile(pattern) for pattern in patterns) for reason, patterns in _PATTERNS.items()}
_NO_WEAPON = re.compile(r"\b(?:jade|gold|amber|coal|ruby|tin|rare earth)\s+mines?\b")


def refusal(text: str) -> str | None:
    """Why ``text`` (lower case, shorthand written out) must be refused; None where it need not be."""
    plain = _NO_WEAPON.sub(" ", text)
    return next((why for why, patterns in _COMPILED.items() if any(one.search(plain) for one in patterns)), None)
