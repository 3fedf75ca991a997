"""The Starlette application: Bot API, control interface and page on one port."""

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.control import Control
from sandbox.page import Page
from sandbox.shield import Shield

if TYPE_CHECKING:
    from sandbox.sandbox import Sandbox

STATIC = Path(__file__).parent / "static"


def application(sandbox: "Sandbox") -> Starlette:
    """Everything that the sandbox serves."""
    page = Page(sandbox)
    routes: list[Route | Mount] = [
        *sandbox.api.routes(),
        *Control(sandbox).routes(),
        *page.routes(),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Shield)])
