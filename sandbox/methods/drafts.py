"""From a call's parameters to a message that Telegram would send: texts, captions, replies, threads."""

from typing import Any

from sandbox.entities import parse, units
from sandbox.errors import bad_request
from sandbox.files import StoredFile
from sandbox.keyboards import checked
from sandbox.messages import Chat, Content, Message
from sandbox.parameters import Params
from sandbox.world import Draft, World

MAX_TEXT = 4096
MAX_CAPTION = 1024


def text_content(params: Params) -> Content:
    """The text of sendMessage and editMessageText: 1 to 4096 UTF-16 units after parsing."""
    text, entities = parse(params.text("text") or "", params.text("parse_mode"), params.data("entities") or ())
    if not text:
        raise bad_request("message text is empty")
    if units(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return Content(text, entities)


def caption_content(params: Params, file: StoredFile) -> Content:
    """A file with its caption: at most 1024 UTF-16 units after parsing."""
    given: Any = params.data("caption_entities") or ()
    text, entities = parse(params.text("caption") or "", params.text("parse_mode"), given)
    if units(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return Content(text, entities, file)


def deliver(world: World, params: Params, contents: list[Content], album: str | None = None) -> list[Message]:
    """Check everything around the contents, then post them; the keyboard hangs on the last."""
    chat = world.open_chat(params.values.get("chat_id"))
    markup = checked(params.data("reply_markup"))
    thread = _thread(chat, params)
    reply_to = _reply_to(world, chat, params)
    protected = params.flag("protect_content")
    drafts = [Draft(content, markup, reply_to, thread, protected, album) for content in contents]
    return [world.post(chat, world.bot.json(), draft) for draft in drafts]


def _thread(chat: Chat, params: Params) -> int | None:
    thread = params.number("message_thread_id")
    if thread and thread not in chat.topics:
        raise bad_request("message thread not found")
    return thread


def _reply_to(world: World, chat: Chat, params: Params) -> Message | None:
    wanted = params.data("reply_parameters") or {}
    number = wanted.get("message_id") or params.number("reply_to_message_id")
    if not number:
        return None
    found = chat.messages.get(int(number))
    if found and not found.deleted:
        return found
    if wanted.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return None
    return world.message(chat, int(number), "message to be replied not found")
