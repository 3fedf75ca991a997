"""Pulling from a server that behaves as KoboToolbox's API does."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from exchange.kobo_server import Server, ServerError, moment
from tests import kobo
from tests.kobo_api import FORM, TOKEN, Api, serving


@pytest.fixture
def api() -> Iterator[Api]:
    """A server on loopback."""
    with serving() as running:
        yield running


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
