"""A server on loopback that behaves as KoboToolbox's API does: paging, queries, faults, tokens, redirects."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

TOKEN = "tok-5f1d-secret"
FORM = "aDemoFormOfTheTests000"


@dataclass
class Api:
    """What the server holds, the faults that it answers with first, and the requests that it got."""

    submissions: list[dict[str, Any]] = field(default_factory=list)
    faults: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)
    page: int = 2
    elsewhere: str = ""
    no_queries: bool = False
    url: str = ""


def matching(submission: dict[str, Any], query: dict[str, Any]) -> bool:
    """The few operators of MongoDB that the API lets through."""
    for name, wanted in query.items():
        said: Any = submission
        for part in name.split("."):
            said = said.get(part) if isinstance(said, dict) else None
        if "$exists" in wanted and (said is not None) != wanted["$exists"]:
            return False
        if "$gte" in wanted and not (said is not None and said >= wanted["$gte"]):
            return False
    return True


def page(api: Api, path: str, params: dict[str, str], query: dict[str, Any]) -> dict[str, Any]:
    """One page, with the link to the next as the API writes it."""
    found = sorted((one for one in api.submissions if matching(one, query)), key=lambda one: one["_id"])
    start, limit = int(params.get("start", 0)), min(int(params["limit"]), api.page)
    more = urlencode({**params, "start": start + limit})
    link = f"{api.elsewhere or api.url}{path}?{more}" if start + limit < len(found) else None
    return {"count": len(found), "next": link, "previous": None, "results": found[start : start + limit]}


def handler(api: Api) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

        def answer(self, status: int, body: Any = None, **headers: str) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            params = {name: values[0] for name, values in parse_qs(address.query).items()}
            api.tokens.append(self.headers.get("Authorization"))
            if not address.path.endswith("/data/"):
                return self.answer(404, {"detail": "Not found."})
            api.asked.append(params)
            if api.faults:
                status, headers = api.faults.pop(0)
                return self.answer(status, {"detail": "x"}, **headers)
            if self.headers.get("Authorization") != f"Token {TOKEN}":
                return self.answer(401, {"detail": "Invalid token."})
            if address.path != f"/api/v2/assets/{FORM}/data/":
                return self.answer(404, {"detail": "Not found."})
            query = json.loads(params.get("query", "{}"))
            if api.no_queries and "meta/deprecatedID" in query:
                return self.answer(400, {"detail": "bad query"})
            return self.answer(200, page(api, address.path, params, query))

    return Handler


@contextmanager
def serving() -> Iterator[Api]:
    """The server while it runs."""
    held = Api()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(held))
    held.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield held
    server.shutdown()
    thread.join()
    server.server_close()
