"""The purpose notice, which comes before any other answer, and the welcome."""

from coordination.viewer import Chat, Role
from words.language import Words
from words.message import Button, Message, Reply

AGREE = "1|ok|"
"""Data of the button under the purpose notice."""


def consent_notice(words: Words, chat: Chat = Chat.PRIVATE) -> Reply:
    """The purpose notice (domain section 6 rule 18); a group is only sent to the private chat for it."""
    if chat is Chat.GROUP:
        return Reply((Message(words.html("consent.in_private")),), edit=False)
    agree = Button(words.say("consent.agree"), AGREE)
    return Reply((Message(words.html("consent.notice"), ((agree,),)),), edit=False)


def welcome(words: Words, role: Role | None) -> Message:
    """What to type, with one example; admins see no data and read what they can do instead."""
    return Message(words.html("people.welcome_admin" if role is Role.ADMIN else "people.welcome"))
