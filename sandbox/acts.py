"""What people do: they write, press, send files, block and join; the bot gets Telegram's updates of it."""

from typing import Any

from sandbox.entities import complete
from sandbox.files import Upload, picture_size
from sandbox.messages import Chat, Content, Message
from sandbox.methods.chats import member
from sandbox.people import Json, SandboxUser
from sandbox.world import Draft, Query, World


def say(world: World, person: SandboxUser, chat: Chat, draft: Draft) -> tuple[Message, int | None]:
    """A person's message and the update's id; no update where the bot does not see it."""
    if chat.private:
        _start(world, person, chat)
    message = world.post(chat, person.json(), draft)
    if chat.bot not in ("member", "administrator") or not _for_bot(world, message):
        message.unseen = True
        world.show(message)
        return message, None
    return message, world.updates.add("message", message.json())


def words(text: str) -> Content:
    """What a person types, with its commands, mentions and links found."""
    return Content(*complete(text, []))


def picture_or_document(world: World, upload: Upload, caption: str) -> Content:
    """A file with what a person wrote under it."""
    stored = world.files.keep(upload, picture=picture_size(upload.content) is not None)
    text, entities = complete(caption, [])
    return Content(text, entities, stored)


def rewrite(world: World, message: Message, text: str) -> int | None:
    """A person edits an own message."""
    world.change(message, words(text), message.markup)
    return None if message.unseen else world.updates.add("edited_message", message.json())


def press(world: World, person: SandboxUser, message: Message, data: str) -> int | None:
    """A person presses a button with this callback data."""
    query = Query(f"{person.id}{len(world.queries) + 1:06d}", person.id, message, data)
    world.queries[query.id] = query
    payload: Json = {
        "id": query.id,
        "from": person.json(),
        "message": message.json(),
        "chat_instance": str(message.chat.id),
        "data": data,
    }
    return world.updates.add("callback_query", payload)


def set_bot(world: World, chat: Chat, actor: SandboxUser, status: str) -> int | None:
    """Block or unblock the bot, put it into a group or out of it."""
    before, chat.bot = chat.bot, status
    world.feed.publish("chats", {})
    changed = {
        "chat": chat.json(),
        "from": actor.json(),
        "date": world.now(),
        "old_chat_member": member(world.bot.json(), before),
        "new_chat_member": member(world.bot.json(), status),
    }
    return world.updates.add("my_chat_member", changed)


def join(world: World, person: SandboxUser, chat: Chat) -> int | None:
    """A person comes into a group."""
    chat.members[person.id] = "member"
    return _notice(world, person, chat, {"new_chat_members": [person.json()]})


def leave(world: World, person: SandboxUser, chat: Chat) -> int | None:
    """A person leaves a group."""
    chat.members[person.id] = "left"
    return _notice(world, person, chat, {"left_chat_member": person.json()})


def migrate(world: World, chat: Chat, actor: SandboxUser, to: int) -> Chat:
    """A group becomes a supergroup; both chats say so, as Telegram does."""
    old = world.post(chat, actor.json(), Draft(Content(), service={"migrate_to_chat_id": to}))
    world.updates.add("message", old.json())
    moved = world.migrate(chat, to)
    new = world.post(moved, actor.json(), Draft(Content(), service={"migrate_from_chat_id": chat.id}))
    world.updates.add("message", new.json())
    return moved


def _notice(world: World, person: SandboxUser, chat: Chat, service: dict[str, Any]) -> int | None:
    world.feed.publish("chats", {})
    message = world.post(chat, person.json(), Draft(Content(), service=service))
    return world.updates.add("message", message.json())


def _start(world: World, person: SandboxUser, chat: Chat) -> None:
    """The first message opens a private chat, a later one unblocks the bot."""
    if chat.bot == "kicked":
        set_bot(world, chat, person, "member")
    chat.bot = "member"


def _for_bot(world: World, message: Message) -> bool:
    """Whether a message reaches the bot under Telegram's privacy mode: commands, mentions, replies to the bot."""
    if message.chat.private or not world.bot.privacy or message.chat.bot == "administrator":
        return True
    if message.reply_to and message.reply_to.from_bot:
        return True
    name = f"@{world.bot.username}".lower()
    return any(_meant(_cut(message.text, entity), entity["type"], name) for entity in message.content.entities)


def _meant(word: str, kind: str, name: str) -> bool:
    if kind == "mention":
        return word.lower() == name
    return kind == "bot_command" and ("@" not in word or word.lower().endswith(name))


def _cut(text: str, entity: Json) -> str:
    start = 2 * entity["offset"]
    return text.encode("utf-16-le")[start : start + 2 * entity["length"]].decode("utf-16-le")
