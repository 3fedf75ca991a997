"""The command menu."""

from sandbox.errors import bad_request
from sandbox.parameters import Params
from sandbox.people import Json
from sandbox.world import World


def set_my_commands(world: World, params: Params) -> bool:
    commands = params.data("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    _set(world, params, commands)
    return True


def delete_my_commands(world: World, params: Params) -> bool:
    _set(world, params, [])
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    return world.menus.get(params.data("scope"), params.text("language_code"))


def _set(world: World, params: Params, commands: list[Json]) -> None:
    world.menus.set(params.data("scope"), params.text("language_code"), commands)
    world.feed.publish("commands", {})


METHODS = {
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
}
