"""Chats and their members."""

from sandbox.errors import bad_request
from sandbox.messages import Chat
from sandbox.parameters import Params
from sandbox.people import Json
from sandbox.world import World

ADMIN_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_chat(world: World, params: Params) -> Json:
    chat = world.chat(params.values.get("chat_id"))
    full: Json = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(GIFTS, False)}
    standing = [chat.messages[number] for number in chat.pinned if not chat.messages[number].deleted]
    pinned = {"pinned_message": standing[-1].json(nested=True)} if standing else {}
    return chat.json() | full | pinned


def get_chat_member(world: World, params: Params) -> Json:
    chat = _group(world, params)
    user = params.number("user_id")
    if user == world.bot.id:
        return member(world.bot.json(), chat.bot)
    if user not in world.people:
        raise bad_request("user not found")
    return member(world.people[user].json(), chat.members.get(user, "left"))


def get_chat_member_count(world: World, params: Params) -> int:
    chat = _group(world, params)
    return sum(status not in ("left", "kicked") for status in [*chat.members.values(), chat.bot])


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    chat = _group(world, params)
    people = [(world.people[user].json(), status) for user, status in chat.members.items()]
    return [
        member(user, status)
        for user, status in [*people, (world.bot.json(), chat.bot)]
        if status in ("administrator", "creator")
    ]


def leave_chat(world: World, params: Params) -> bool:
    _group(world, params).bot = "left"
    world.feed.publish("chats", {})
    return True


def member(user: Json, status: str) -> Json:
    """Telegram's ChatMember with the fields that its status brings."""
    base = {"user": user, "status": status}
    if status == "administrator":
        return base | dict.fromkeys(ADMIN_RIGHTS, False)
    if status == "creator":
        return base | {"is_anonymous": False}
    return base | {"until_date": 0} if status == "kicked" else base


def _group(world: World, params: Params) -> Chat:
    return world.open_chat(params.values.get("chat_id"))


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": get_chat_member_count,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
}
