"""Answers that never come: HTTP cannot say them, so they are ASGI responses of their own."""

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

ABORT = "sandbox.abort"
"""Where `serving` puts the way to end the connection of a request."""


async def gone(receive: Receive) -> None:
    """Wait until the other side has hung up or the server closes."""
    message: Message = {}
    while message.get("type") != "http.disconnect":
        message = await receive()


class Silence(Response):
    """Keeps the connection open and says nothing."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Never answers."""
        await gone(receive)


class HangUp(Response):
    """Ends the connection without a byte."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Aborts the transport; in-process clients without one get the exception."""
        if ABORT not in scope:
            raise ConnectionResetError("the sandbox lost this answer on demand")
        scope[ABORT]()
        await gone(receive)
