"""The purpose notice, which comes before any other answer, and the welcome."""

from coordination.examples import Examples
from coordination.people import NOTICE
from coordination.viewer import Chat, Role
from words import help as helping
from words import tour, typed
from words.language import Words
from words.message import Button, Message, Reply

AGREE = "1|ok|"
"""How data of [I agree] begins; the version of the notice that stands above it follows."""
LATER, READ = "1|nn|", "1|nr|"
"""[Not now], and the notice again."""


def consent_notice(words: Words, chat: Chat = Chat.PRIVATE, username: str | None = None) -> Reply:
    """The purpose notice (domain section 6 rule 18); a group is only sent to the private chat for it.

    It quotes what was asked, so that Telegram brings the question back with the press of [I agree]: nothing is kept.
    """
    if chat is Chat.GROUP:
        open_ = Button(words.say("button.private"), url=f"https://t.me/{username}?start=begin")
        return Reply((Message(words.html("consent.in_private"), ((open_,),) if username else ()),), edit=False)
    return Reply((notice(words),), edit=False, quoting=True)


def notice(words: Words) -> Message:
    """The notice with its two buttons."""
    agree = Button(words.say("consent.agree"), f"{AGREE}{NOTICE}")
    return Message(words.html("consent.notice"), ((agree, Button(words.say("consent.later"), LATER)),))


def notice_to_read(words: Words) -> Message:
    """The notice for somebody who agreed to it."""
    return Message(words.html("consent.notice"))


def not_now(words: Words) -> Message:
    """Nothing happens until somebody agrees."""
    return Message(words.html("consent.not_now"), ((Button(words.say("consent.read"), READ),),))


def agreed(words: Words, *, answered: bool) -> Message:
    """Thanks; ``answered`` where the question that came first is answered next."""
    said = words.html("consent.answered" if answered else "consent.thanks")
    return Message(said, tour.begin(words) if answered else ())


def welcome(words: Words, role: Role | None, examples: Examples) -> Message:
    """What to type, with one example; admins see no data and read what they can do instead."""
    if role is Role.ADMIN:
        return Message(words.html("people.welcome_admin"))
    example = helping.filled(words, "help.example.village", examples)
    tried = typed.row(example) if examples.village else ()
    return Message(words.html("people.welcome", example=example), (*tried, *tour.begin(words)))
