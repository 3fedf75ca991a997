"""Putting a sandbox on a port, inside the caller's event loop."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.hangups import ABORT
from sandbox.sandbox import Sandbox

GRACE_SECONDS = 1


class _Server(uvicorn.Server):
    """Leaves the signals to the caller: the sandbox is a guest in its process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Captures nothing."""
        yield


async def serve(sandbox: Sandbox, host: str = "127.0.0.1", port: int = 0) -> str:
    """Serve on ``host``; port 0 takes a free one. The base URL; `OSError` if the port is taken.

    `Sandbox.close` stops it. Connections are taken from the moment this returns.
    """
    listener = socket.create_server((host, port), backlog=1024)
    config = uvicorn.Config(
        _abortable(sandbox),
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))

    async def stop() -> None:
        server.should_exit = True
        await task

    sandbox.stop = stop
    return f"http://{host}:{listener.getsockname()[1]}"


def _abortable(sandbox: Sandbox) -> ASGIApp:
    """The application, with the way to end the connection in each request's scope."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        # uvicorn has no extension to hang up; its `send` is bound to the cycle that knows the transport.
        transport = getattr(getattr(send, "__self__", None), "transport", None)
        if transport is not None:
            scope[ABORT] = transport.abort
        await sandbox.app(scope, receive, send)

    return app
