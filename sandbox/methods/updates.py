"""getMe, getUpdates and the webhook."""

from collections.abc import Awaitable
from urllib.parse import urlsplit

from sandbox.errors import ApiError, bad_request
from sandbox.parameters import Params
from sandbox.people import Json
from sandbox.webhook import Target
from sandbox.world import World

ACTIVE = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
MAX_POLL_SECONDS = 50


def get_me(world: World, _params: Params) -> Json:
    return world.bot.me()


def get_updates(world: World, params: Params) -> Awaitable[list[Json]]:
    if world.webhook.target:
        raise ApiError(409, ACTIVE)
    world.updates.allow(params.data("allowed_updates"))
    limit = min(max(params.number("limit") or 100, 1), 100)
    seconds = min(max(params.number("timeout") or 0, 0), MAX_POLL_SECONDS)
    return world.updates.poll(params.number("offset") or 0, limit, seconds)


async def set_webhook(world: World, params: Params) -> bool:
    url = params.text("url") or ""
    if not url:
        return await delete_webhook(world, params)
    if urlsplit(url).scheme not in ("http", "https"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    world.updates.allow(params.data("allowed_updates"))
    if params.flag("drop_pending_updates"):
        world.updates.drop()
    await world.webhook.set(Target(url, params.text("secret_token"), params.number("max_connections") or 40))
    return True


async def delete_webhook(world: World, params: Params) -> bool:
    if params.flag("drop_pending_updates"):
        world.updates.drop()
    await world.webhook.set(None)
    return True


def get_webhook_info(world: World, _params: Params) -> Json:
    return world.webhook.info()


METHODS = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
