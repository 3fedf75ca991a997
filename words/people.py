"""What people read about their registration: purpose notice, welcome, their own entry, invitations, confirmations."""

from coordination.viewer import Chat
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
