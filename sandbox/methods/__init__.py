"""The methods of the Bot API that the sandbox answers, by lower-case name."""

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.methods import chats, commands, edits, media, queries, sending, updates
from sandbox.parameters import Params
from sandbox.world import World

Method = Callable[[World, Params], Any | Awaitable[Any]]

METHODS: dict[str, Method] = {
    name.lower(): method
    for module in (updates, sending, media, edits, queries, commands, chats)
    for name, method in module.METHODS.items()
}
