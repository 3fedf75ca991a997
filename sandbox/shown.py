"""How the page sees a message: plain values only, never markup."""

from sandbox.files import StoredFile, picture_type
from sandbox.messages import Message
from sandbox.people import Json

EXCERPT = 80


def shown(message: Message) -> Json:
    """One message for the page; ``entities`` count in UTF-16 units, as JavaScript strings do."""
    return {
        "id": message.id,
        "chat": message.chat.id,
        "date": message.date,
        "edited": message.edited,
        "bot": message.from_bot,
        "sender": {"id": message.sender["id"], "name": message.sender["first_name"]},
        "text": message.text,
        "entities": list(message.content.entities),
        "file": _file(message.content.file),
        "keyboard": message.keyboard,
        "protected": message.protected,
        "deleted": message.deleted,
        "unseen": message.unseen,
        "album": message.album,
        "thread": message.thread,
        "reply": _reply(message.reply_to),
        "service": _service(message),
    }


def _file(stored: StoredFile | None) -> Json | None:
    if stored is None:
        return None
    width, height = stored.size or (None, None)
    return {
        "url": f"/sandbox/file/{stored.id}",
        "name": stored.upload.name,
        "bytes": len(stored.upload.content),
        "picture": stored.size is not None and picture_type(stored.upload.content) is not None,
        "width": width,
        "height": height,
    }


def _reply(message: Message | None) -> Json | None:
    if message is None:
        return None
    text = message.text or (message.content.file.upload.name if message.content.file else "")
    return {"id": message.id, "name": message.sender["first_name"], "text": text[:EXCERPT]}


def _service(message: Message) -> str | None:
    """One line for what happened in a group."""
    who = message.sender["first_name"]
    for member in message.service.get("new_chat_members", ()):
        return f"{member['first_name']} joined"
    if left := message.service.get("left_chat_member"):
        return f"{left['first_name']} left"
    if "pinned_message" in message.service:
        return f"{who} pinned a message"
    if message.service:
        return "This group is a supergroup now"
    return None
