"""The state of one sandbox: people, chats, messages, files, updates. No HTTP here."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sandbox.bell import Bell
from sandbox.errors import ApiError, bad_request, forbidden
from sandbox.feed import Feed
from sandbox.files import Files
from sandbox.menus import Menus
from sandbox.messages import Chat, Content, Message, group_chat, private_chat
from sandbox.people import BotUser, Json, SandboxGroup, SandboxUser
from sandbox.shown import shown
from sandbox.updates import Updates
from sandbox.webhook import Webhook

MESSAGE_EPOCH = 1_700_000_000
"""Message ids count from the clock too: a deletion planned in an earlier run never meets a message of this one."""


@dataclass
class Query:
    """A pressed button; ``answer`` is what answerCallbackQuery said (text, alert), ``None`` while it waits."""

    id: str
    user: int
    message: Message
    data: str
    answer: tuple[str, bool] | None = None


@dataclass(frozen=True)
class Draft:
    """A message about to be sent, before it has an id."""

    content: Content
    markup: Json | None = None
    reply_to: Message | None = None
    thread: int | None = None
    protected: bool = False
    album: str | None = None
    service: Json | None = None


class World:
    """Everything that Telegram would remember."""

    def __init__(self, people: Sequence[SandboxUser], groups: Sequence[SandboxGroup], bot: BotUser) -> None:
        self.bot = bot
        self.bell = Bell()
        self.feed = Feed(self.bell)
        self.files = Files()
        self.menus = Menus()
        self.updates = Updates(self.bell, first=self.now())
        self.webhook = Webhook(self.updates, self.bell)
        self.people: dict[int, SandboxUser] = {}
        self.groups: dict[int, SandboxGroup] = {}
        self.chats: dict[int, Chat] = {}
        self.add(*people, *groups)
        self.queries: dict[str, Query] = {}
        self._message_id = self.now() - MESSAGE_EPOCH

    def now(self) -> int:
        """Unix time in whole seconds, as Telegram dates messages."""
        return int(time.time())

    def add(self, *newcomers: SandboxUser | SandboxGroup) -> None:
        """People and groups, at the start or later."""
        for newcomer in newcomers:
            if isinstance(newcomer, SandboxUser):
                self.people[newcomer.id] = newcomer
                self.chats[newcomer.id] = private_chat(newcomer)
            else:
                self.groups[newcomer.id] = newcomer
                self.chats[newcomer.id] = group_chat(newcomer)
        self.feed.publish("chats", {})

    def chat(self, reference: object) -> Chat:
        """A chat by id; `ApiError` in Telegram's words when it is missing, unknown or upgraded."""
        if reference in (None, ""):
            raise bad_request("chat_id is empty")
        try:
            found = self.chats[int(str(reference))]
        except (KeyError, ValueError):
            raise bad_request("chat not found") from None
        if found.migrated_to:
            reason = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, reason, migrate_to_chat_id=found.migrated_to)
        return found

    def open_chat(self, reference: object) -> Chat:
        """A chat that the bot may write to."""
        chat = self.chat(reference)
        if chat.bot in ("member", "administrator"):
            return chat
        if chat.private:
            blocked = chat.bot == "kicked"
            raise forbidden("bot was blocked by the user" if blocked else "bot can't initiate conversation with a user")
        how = "bot was kicked from" if chat.bot == "kicked" else "bot is not a member of"
        raise forbidden(f"{how} the {'group' if chat.kind == 'group' else 'supergroup'} chat")

    def message(self, chat: Chat, number: int | None, refusal: str) -> Message:
        """A message that still stands; ``refusal`` is the reason of the 400 otherwise."""
        if number is None:
            raise bad_request("message identifier is not specified")
        found = chat.messages.get(number)
        if found is None or found.deleted:
            raise bad_request(refusal)
        return found

    def post(self, chat: Chat, sender: Json, draft: Draft) -> Message:
        """Put a message into a chat and show it."""
        self._message_id += 1
        fields = {name: getattr(draft, name) for name in ("markup", "reply_to", "thread", "protected", "album")}
        message = Message(self._message_id, chat, sender, self.now(), draft.content, **fields)
        message.service = draft.service or {}
        chat.messages[message.id] = message
        self.show(message)
        return message

    def change(self, message: Message, content: Content, markup: Json | None) -> None:
        """Edit a message in place, its former content kept beside it."""
        if content != message.content:
            message.versions.append(message.content)
        message.content, message.markup = content, markup
        message.edited = self.now()
        self.show(message)

    def show(self, message: Message) -> None:
        """Tell the page what a message looks like now."""
        self.feed.publish("message", shown(message))

    def migrate(self, chat: Chat, to: int) -> Chat:
        """Turn a group into a supergroup with a new id, its members and the bot in it."""
        moved = replace(chat, id=to, kind="supergroup", messages={}, pinned=[])
        chat.migrated_to = to
        self.chats[to] = moved
        if chat.id in self.groups:
            self.groups[to] = replace(self.groups.pop(chat.id), id=to, kind="supergroup")
        self.feed.publish("chats", {})
        return moved
