"""Messages and chats as the sandbox keeps them, and as Telegram's JSON shows them."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.files import StoredFile
from sandbox.people import Json, SandboxGroup, SandboxUser


@dataclass(frozen=True)
class Content:
    """What a message says: ``text`` is the caption where a file hangs on it. Two equal contents are "not modified"."""

    text: str = ""
    entities: tuple[Json, ...] = ()
    file: StoredFile | None = None

    def json(self) -> Json:
        """The fields of Telegram's Message that carry it."""
        text, entities = ("caption", "caption_entities") if self.file else ("text", "entities")
        fields: Json = self.file.json() if self.file else {}
        if self.text:
            fields[text] = self.text
        if self.entities:
            fields[entities] = list(self.entities)
        return fields


@dataclass
class Chat:
    """A private chat (its id is the person's) or a group; ``members`` maps a user id to Telegram's status.

    ``bot`` is the bot's own status; in a private chat ``left`` means never started and ``kicked`` blocked.
    """

    id: int
    kind: str
    title: str
    members: dict[int, str] = field(default_factory=dict)
    bot: str = "member"
    topics: tuple[int, ...] = ()
    migrated_to: int | None = None
    pinned: list[int] = field(default_factory=list)
    messages: dict[int, "Message"] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        """Whether it is a chat with one person."""
        return self.kind == "private"

    def json(self) -> Json:
        """Telegram's Chat."""
        named = {"first_name": self.title} if self.private else {"title": self.title}
        forum = {"is_forum": True} if self.topics else {}
        return {"id": self.id, "type": self.kind} | named | forum


def private_chat(person: SandboxUser) -> Chat:
    """The chat with a person who has not started the bot yet."""
    return Chat(person.id, "private", person.name, {person.id: "member"}, bot="left")


def group_chat(group: SandboxGroup) -> Chat:
    """A group that the bot is a member of."""
    members = {member: "administrator" if member in group.admins else "member" for member in group.members}
    return Chat(group.id, group.kind, group.title, members, topics=group.topics)


@dataclass
class Message:
    """One message. ``versions`` holds what it said before edits; ``unseen`` marks what the bot is not told of."""

    id: int
    chat: Chat
    sender: Json
    date: int
    content: Content
    markup: Json | None = None
    reply_to: "Message | None" = None
    thread: int | None = None
    protected: bool = False
    album: str | None = None
    service: Json = field(default_factory=dict)
    edited: int | None = None
    deleted: bool = False
    unseen: bool = False
    versions: list[Content] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text or caption, entities taken out."""
        return self.content.text

    @property
    def from_bot(self) -> bool:
        """Whether the bot sent it."""
        return bool(self.sender["is_bot"])

    @property
    def keyboard(self) -> list[list[Json]]:
        """Rows of its inline buttons."""
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def labels(self) -> list[str]:
        """What its inline buttons say, row by row."""
        return [button["text"] for row in self.keyboard for button in row]

    def button(self, wanted: str) -> Json:
        """The button with this label or callback data; `LookupError` names those there are."""
        for row in self.keyboard:
            for button in row:
                if wanted in (button["text"], button.get("callback_data")):
                    return button
        raise LookupError(f"no button {wanted!r} among {self.labels}")

    def json(self, *, nested: bool = False) -> Json:
        """Telegram's Message; a ``nested`` one leaves out what it replies to."""
        fields: dict[str, Any] = {
            "message_thread_id": self.thread,
            "is_topic_message": True if self.thread else None,
            "edit_date": self.edited,
            "has_protected_content": self.protected or None,
            "media_group_id": self.album,
            "reply_markup": {"inline_keyboard": self.keyboard} if self.keyboard else None,
            "reply_to_message": self.reply_to.json(nested=True) if self.reply_to and not nested else None,
        }
        head = {"message_id": self.id, "date": self.date, "chat": self.chat.json(), "from": self.sender}
        return head | self.content.json() | self.service | {k: v for k, v in fields.items() if v is not None}
