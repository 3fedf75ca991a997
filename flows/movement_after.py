"""After a movement was saved: whether it is a second report, and at most two questions; each answer counts at once."""

from collections.abc import Callable
from typing import Any

from coordination import movement_list, movements
from coordination import movement_rules as rules
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.movement_changes import ANSWERED, ChangeMovement
from coordination.movement_matches import ANOTHER, MOST, PART, SAME, UNSURE, SayMatch
from coordination.people import Recipient
from coordination.viewer import Klass
from flows.facts import Facts
from flows.flow import Answers, Choice, Done, Flow, Read, Step
from flows.movement_news import township_of
from words import movements as texts
from words.message import Reply

MOVED = "moved"
ABOUT = "about"
YES, NO, DONT_KNOW = "yes", "no", "unsure"
PRESSED = (NO, "pressure", "offer", DONT_KNOW)


def _matches(known: Answers) -> list[list[int]]:
    return list(known[ABOUT]["matches"])


def _nothing(_facts: Facts, _known: Answers, _text: str) -> Read:
    """Only what a button says is an answer; typed words that are the button's label count as it."""
    return None


def _choices(of: str, values: tuple[str, ...]) -> Callable[[Facts, Answers], tuple[Choice, ...]]:
    return lambda _facts, _known: tuple(Choice(one, f"movement.{of}.{one}") for one in values)


def _match(at: int) -> Step:
    """Is it the same group as that other report?"""

    def applies(_facts: Facts, known: Answers) -> bool:
        settled = {known.get(f"m{one}") for one in range(at)} & {SAME, PART}
        return len(_matches(known)) > at and not settled

    def params(facts: Facts, known: Answers) -> dict[str, object]:
        return {"what": texts.short(facts.tell, movement_list.card(facts.scope, _matches(known)[at][1]))}

    choices = _choices("match", (SAME, PART, ANOTHER, UNSURE))
    return Step(f"m{at}", _nothing, choices, applies=applies, params=params, text="match", klass=Klass.RESTRICTED)


def _same_elsewhere(facts: Facts, known: Answers) -> bool:
    """It is the same group as one that another agency reported."""
    same = next((one for at, one in enumerate(_matches(known)) if known.get(f"m{at}") == SAME), None)
    return same is not None and movements.of_another(facts.scope, same[1])


def _code_of_same(_facts: Facts, known: Answers) -> dict[str, object]:
    same = next(one for at, one in enumerate(_matches(known)) if known.get(f"m{at}") == SAME)
    return {"code": texts.code(same[1])}


def _ahead(_facts: Facts, known: Answers) -> bool:
    return known[ABOUT]["stage"] in {rules.INTENTION, rules.PLANNED} and not known[ABOUT]["visited"]


def _unpressed(_facts: Facts, known: Answers) -> bool:
    return known[ABOUT]["stage"] != rules.DISPLACEMENT and not known[ABOUT]["push"]


def finish(facts: Facts, fresh: Answers) -> Done:
    """Take over what was just answered; raises nothing for what has changed meanwhile: it is only kept less of."""
    about, told = fresh[ABOUT], tuple[Recipient, ...]()
    for key, said in fresh.items():
        if said is None or key == ABOUT:
            continue
        told = (*told, *_take(facts, about, key, said))
    first = about["ids"][0]
    thanks = texts.thanks(facts.tell, _planned_now(facts, about))
    return Done(Reply(thanks, also=texts.alerts(facts.tell.words, tuple(dict.fromkeys(told)), first)))


def _planned_now(facts: Facts, about: Any) -> list[int]:
    """What was an intention when it was saved, and has become a plan since."""
    ids = about["ids"] if about["stage"] == rules.INTENTION else []
    seen = [one for one in ids if movement_list.may_see(facts.scope, one)]
    return [one for one in seen if movements.seen(facts.scope, one).stage == rules.PLANNED]


def _take(facts: Facts, about: Any, key: str, said: str) -> tuple[Recipient, ...]:
    if key == "independent":
        for link, _ in about["matches"]:
            execute(facts.scope, SayMatch(link, independent=said == YES)) if said != DONT_KNOW else None
        return ()
    if key.startswith("m"):
        execute(facts.scope, SayMatch(about["matches"][int(key[1:])][0], said))
        return ()
    return tuple(to for number in about["ids"] for to in _changed(facts, number, key, said))


def _changed(facts: Facts, number: int, key: str, said: str) -> tuple[Recipient, ...]:
    """What a follow-up answer changes in the record."""
    try:
        now = movements.seen(facts.scope, number)
    except Refusal:  # taken back meanwhile
        return ()
    values: dict[str, Any] = {}
    if key == "visited" and said == YES:
        values = {"preparation": sorted({*now.preparation, "go_and_see"})}
        if now.stage == rules.INTENTION and movements.is_whole(now) and now.confidence > rules.HEARSAY:
            values["stage"] = rules.PLANNED
    elif key == "visited" and said == NO:
        values = {"flags": sorted({*now.flags, "I1"})}
    elif key == "pressed" and said in {"pressure", "offer"}:
        values = {"push": sorted({*now.push, said})}
    if not values:
        return ()
    told: tuple[Recipient, ...] = execute(facts.scope, ChangeMovement(number, values, ANSWERED)).tell
    return told


STEPS = (
    *(_match(at) for at in range(MOST)),
    Step("independent", _nothing, _choices("answer", (YES, NO, DONT_KNOW)), applies=_same_elsewhere,
         params=_code_of_same),
    Step("visited", _nothing, _choices("answer", (YES, NO, DONT_KNOW)), applies=_ahead),
    Step("pressed", _nothing, _choices("pressed", PRESSED), applies=_unpressed),
)  # fmt: skip


def _township(facts: Facts, known: Answers) -> int | None:
    """That of the other report which is asked about."""
    asked = next((one for at, (_, one) in enumerate(_matches(known)) if f"m{at}" not in known), None)
    try:
        return township_of(facts, asked) if asked is not None else None
    except Refusal:  # taken back meanwhile
        return None


AFTER = Flow(
    MOVED,
    STEPS,
    movements.may_report,
    finish,
    at_once=True,
    notes=(ABOUT,),
    klass=Klass.RESTRICTED,
    township=_township,
)
