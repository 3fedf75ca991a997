"""Telegram's command menus: setMyCommands by scope and language, and which one a person sees where."""

from sandbox.errors import bad_request
from sandbox.messages import Chat
from sandbox.people import Json

Key = tuple[str, int | None, int | None, str]
SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}
MAX_COMMANDS = 100


class Menus:
    """All command lists that the bot has set."""

    def __init__(self) -> None:
        self._lists: dict[Key, list[Json]] = {}

    def set(self, scope: Json | None, language: str | None, commands: list[Json]) -> None:
        """Replace a list; an empty one takes it away."""
        key = _key(scope, language)
        if len(commands) > MAX_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        self._lists.pop(key, None)
        if commands:
            self._lists[key] = [_checked(command) for command in commands]

    def get(self, scope: Json | None, language: str | None) -> list[Json]:
        """Exactly the list of a scope and language."""
        return self._lists.get(_key(scope, language), [])

    def seen_by(self, chat: Chat, user: int, language: str) -> list[Json]:
        """What a person's menu shows in a chat: the narrowest scope, the own language first."""
        for scope in _narrowing(chat, user):
            for tongue in (language, ""):
                if found := self._lists.get((*scope, tongue)):
                    return found
        return []


def _narrowing(chat: Chat, user: int) -> list[tuple[str, int | None, int | None]]:
    """Scopes from the narrowest to the widest, in the order of Telegram's documentation."""
    if chat.private:
        return [("chat", chat.id, None), ("all_private_chats", None, None), ("default", None, None)]
    admin = chat.members.get(user) in ("administrator", "creator")
    scopes: list[tuple[str, int | None, int | None]] = [("chat_member", chat.id, user)]
    if admin:
        scopes.append(("chat_administrators", chat.id, None))
    scopes.append(("chat", chat.id, None))
    if admin:
        scopes.append(("all_chat_administrators", None, None))
    return [*scopes, ("all_group_chats", None, None), ("default", None, None)]


def _key(scope: Json | None, language: str | None) -> Key:
    kind = (scope or {}).get("type", "default")
    if kind not in SCOPES | CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported BotCommandScope type specified")
    chat = int((scope or {})["chat_id"]) if kind in CHAT_SCOPES else None
    user = int((scope or {})["user_id"]) if kind == "chat_member" else None
    return kind, chat, user, language or ""


def _checked(command: Json) -> Json:
    name, description = str(command.get("command", "")), str(command.get("description", ""))
    name = name.removeprefix("/")
    if not (1 <= len(name) <= 32 and name.isascii() and name.replace("_", "").isalnum() and name == name.lower()):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
