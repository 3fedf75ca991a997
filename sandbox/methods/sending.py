"""sendMessage and sendChatAction."""

from sandbox.errors import bad_request
from sandbox.methods.drafts import deliver, text_content
from sandbox.parameters import Params
from sandbox.people import Json
from sandbox.world import World

ACTIONS = {"typing", "upload_photo", "upload_document", "find_location", "choose_sticker", "record_voice"}


def send_message(world: World, params: Params) -> Json:
    world.open_chat(params.values.get("chat_id"))
    return deliver(world, params, [text_content(params)])[0].json()


def send_chat_action(world: World, params: Params) -> bool:
    chat = world.open_chat(params.values.get("chat_id"))
    if params.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.feed.publish("typing", {"chat": chat.id})
    return True


METHODS = {"sendMessage": send_message, "sendChatAction": send_chat_action}
