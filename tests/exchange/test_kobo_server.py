"""Pulling from a server that behaves as KoboToolbox's API does: paging, queries, faults, tokens, redirects."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from exchange.kobo_server import Server, ServerError, moment
from tests import kobo

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


@pytest.fixture
def api() -> Iterator[Api]:
    """A server on loopback."""
    held = Api()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(held))
    held.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield held
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def waits() -> list[float]:
    """Seconds that were waited, without waiting."""
    return []


@pytest.fixture
def server(api: Api, waits: list[float]) -> Server:
    return Server(api.url, TOKEN, waits.append)


def ids(submissions: list[dict[str, Any]]) -> list[int]:
    return [one["_id"] for one in submissions]


def test_every_page_is_read(api: Api, server: Server) -> None:
    api.submissions = [kobo.submission(number) for number in range(1, 6)]
    assert ids(server.submissions(FORM, None)) == [4001, 4002, 4003, 4004, 4005]
    assert [one.get("start") for one in api.asked] == [None, "2", "4"]
    assert set(api.tokens) == {f"Token {TOKEN}"}


def test_since_a_moment_new_edited_and_judged_ones_are_read(api: Api, server: Server) -> None:
    old = {"_submission_time": "2026-03-01T00:00:00"}
    judged = {"uid": "validation_status_not_approved", "timestamp": 1791800000}
    api.submissions = [
        kobo.submission(1, **old),
        kobo.submission(2),
        kobo.edited(kobo.submission(3, **old), 33),
        kobo.submission(4, **old, _validation_status=judged),
        kobo.submission(5, **old, _validation_status={"uid": "validation_status_approved", "timestamp": 1000}),
    ]
    assert ids(server.submissions(FORM, datetime(2026, 10, 12, tzinfo=UTC))) == [4002, 4003, 4004]


def test_a_day_before_the_moment_is_read_again(api: Api, server: Server) -> None:
    server.submissions(FORM, datetime(2026, 10, 12, 6, tzinfo=UTC))
    assert json.loads(api.asked[0]["query"]) == {"_submission_time": {"$gte": "2026-10-11T06:00:00"}}


def test_a_server_that_cannot_tell_edits_is_read_whole(api: Api, server: Server) -> None:
    api.no_queries = True
    api.submissions = [kobo.submission(1, _submission_time="2026-03-01T00:00:00"), kobo.submission(2)]
    assert ids(server.submissions(FORM, datetime(2026, 10, 12, tzinfo=UTC))) == [4001, 4002]


def test_faults_are_waited_out(api: Api, server: Server, waits: list[float]) -> None:
    api.submissions = [kobo.submission(1)]
    api.faults = [(502, {}), (429, {"Retry-After": "7"}), (503, {})]
    assert len(server.submissions(FORM, None)) == 1
    assert waits == [2, 7, 8]


def test_patience_ends(api: Api, server: Server, waits: list[float]) -> None:
    api.faults = [(503, {})] * 9
    with pytest.raises(ServerError) as caught:
        server.submissions(FORM, None)
    assert (caught.value.key, caught.value.params["status"], len(waits)) == ("pull.status", 503, 4)


def test_a_moment_to_come_back_at_is_kept_within_bounds(api: Api, server: Server, waits: list[float]) -> None:
    api.submissions = [kobo.submission(1)]
    at = {"Date": "Sun, 22 Nov 2026 09:00:00 GMT", "Retry-After": "Sun, 22 Nov 2026 19:00:00 GMT"}
    api.faults = [(429, {"Retry-After": "99999"}), (429, {"Retry-After": "soon"}), (429, at)]
    server.submissions(FORM, None)
    assert waits[:2] == [300, 4]


@pytest.mark.parametrize(
    ("status", "key"),
    [(401, "pull.token"), (403, "pull.forbidden"), (404, "pull.form"), (400, "pull.status"), (418, "pull.status")],
)
def test_refusals_are_told_at_once(api: Api, server: Server, waits: list[float], status: int, key: str) -> None:
    api.faults = [(status, {})]
    with pytest.raises(ServerError) as caught:
        server.submissions(FORM, None)
    assert (caught.value.key, waits) == (key, [])
    assert TOKEN not in str(caught.value.params)


def test_a_wrong_token_and_a_wrong_form(api: Api, waits: list[float]) -> None:
    with pytest.raises(ServerError) as caught:
        Server(api.url, "wrong", waits.append).submissions(FORM, None)
    assert caught.value.key == "pull.token"
    with pytest.raises(ServerError) as caught:
        Server(api.url, TOKEN, waits.append).submissions("aOther", None)
    assert caught.value.key == "pull.form"


def test_a_redirect_is_not_followed_with_the_token(api: Api, server: Server) -> None:
    api.faults = [(302, {"Location": "http://127.0.0.2:9/api/v2/"})]
    with pytest.raises(ServerError) as caught:
        server.submissions(FORM, None)
    assert (caught.value.key, caught.value.params["other"]) == ("pull.elsewhere", "127.0.0.2:9")
    assert len(api.tokens) == 1


def test_a_next_page_elsewhere_is_not_followed(api: Api, server: Server) -> None:
    api.submissions = [kobo.submission(number) for number in range(1, 4)]
    api.elsewhere = "http://127.0.0.2:9"
    with pytest.raises(ServerError) as caught:
        server.submissions(FORM, None)
    assert caught.value.key == "pull.elsewhere"


def test_a_server_that_is_not_there(waits: list[float]) -> None:
    with pytest.raises(ServerError) as caught:
        Server("http://127.0.0.1:1", TOKEN, waits.append).submissions(FORM, None)
    assert (caught.value.key, caught.value.params["reason"]) == ("pull.unreachable", "ConnectionRefusedError")


@pytest.mark.parametrize(
    ("text", "expected"), [("2026-10-12T02:01:11", 2), ("2026-10-12T02:01:11+02:00", 0), ("?", None)]
)
def test_the_moment_of_a_submission(text: str, expected: int | None) -> None:
    found = moment({"_submission_time": text})
    assert (found and found.hour) == expected
