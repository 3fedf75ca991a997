"""Changing what was sent: edits, deletions, pins."""

from sandbox.errors import bad_request
from sandbox.keyboards import checked
from sandbox.messages import Chat, Content, Message
from sandbox.methods.drafts import caption_content, text_content
from sandbox.methods.media import media_content
from sandbox.parameters import Params
from sandbox.people import Json
from sandbox.world import Draft, World

SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
DELETABLE_SECONDS = 48 * 3600


def edit_message_text(world: World, params: Params) -> Json:
    message = _editable(world, params)
    content = text_content(params)
    if message.content.file:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, message, content, params)


def edit_message_caption(world: World, params: Params) -> Json:
    message = _editable(world, params)
    if message.content.file is None:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, message, caption_content(params, message.content.file), params)


def edit_message_media(world: World, params: Params) -> Json:
    message = _editable(world, params)
    item = params.data("media")
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    return _edit(world, message, media_content(world, params, item), params)


def edit_message_reply_markup(world: World, params: Params) -> Json:
    message = _editable(world, params)
    return _edit(world, message, message.content, params)


def delete_message(world: World, params: Params) -> bool:
    chat = world.open_chat(params.values.get("chat_id"))
    message = world.message(chat, params.number("message_id"), "message to delete not found")
    foreign = not message.from_bot and not chat.private and chat.bot != "administrator"
    if foreign or world.now() - message.date > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    _delete(world, message)
    return True


def delete_messages(world: World, params: Params) -> bool:
    chat = world.open_chat(params.values.get("chat_id"))
    for number in params.data("message_ids") or []:
        message = chat.messages.get(int(number))
        if message and not message.deleted and (message.from_bot or chat.private):
            _delete(world, message)
    return True


def pin_chat_message(world: World, params: Params) -> bool:
    chat = _pinning(world, params)
    message = world.message(chat, params.number("message_id"), "message to pin not found")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        notice = {"pinned_message": message.json(nested=True)}
        world.post(chat, world.bot.json(), Draft(Content(), service=notice))
    return True


def unpin_chat_message(world: World, params: Params) -> bool:
    chat = _pinning(world, params)
    number = params.number("message_id") or (chat.pinned[-1] if chat.pinned else None)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    return True


def unpin_all_chat_messages(world: World, params: Params) -> bool:
    _pinning(world, params).pinned.clear()
    return True


def _pinning(world: World, params: Params) -> Chat:
    chat = world.open_chat(params.values.get("chat_id"))
    if chat.kind == "supergroup" and chat.bot != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def _delete(world: World, message: Message) -> None:
    message.deleted = True
    world.show(message)


def _editable(world: World, params: Params) -> Message:
    chat = world.open_chat(params.values.get("chat_id"))
    message = world.message(chat, params.number("message_id"), "message to edit not found")
    if not message.from_bot or message.service:
        raise bad_request("message can't be edited")
    return message


def _edit(world: World, message: Message, content: Content, params: Params) -> Json:
    markup = checked(params.data("reply_markup"))
    if (content, markup or {}) == (message.content, message.markup or {}):
        raise bad_request(SAME)
    world.change(message, content, markup)
    return message.json()


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
}
