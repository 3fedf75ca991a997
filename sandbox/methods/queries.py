"""answerCallbackQuery and answerInlineQuery."""

from sandbox.errors import bad_request
from sandbox.parameters import Params
from sandbox.world import World

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
MAX_NOTICE = 200


def answer_callback_query(world: World, params: Params) -> bool:
    query = world.queries.get(params.text("callback_query_id") or "")
    if query is None or query.answer is not None:
        raise bad_request(TOO_OLD)
    text, alert = params.text("text") or "", params.flag("show_alert")
    if len(text) > MAX_NOTICE:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = (text, alert)
    about = {"user": query.user, "chat": query.message.chat.id, "message": query.message.id, "data": query.data}
    world.feed.publish("answered", about | {"text": text, "alert": alert})
    return True


def answer_inline_query(_world: World, params: Params) -> bool:
    if not params.text("inline_query_id"):
        raise bad_request(TOO_OLD)
    if not isinstance(params.data("results") or [], list):
        raise bad_request("can't parse inline query results")
    return True


METHODS = {"answerCallbackQuery": answer_callback_query, "answerInlineQuery": answer_inline_query}
