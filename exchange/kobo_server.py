"""Submissions from a KoboToolbox server, over its API (v2): page by page, with patience, the token for its host only.

The API sorts and filters by submission time, which an edit leaves as it is; it tells no time of change. So what is new
is asked for by submission time, what was edited by its ``meta/deprecatedID`` (only edited submissions have one), and
what was approved or refused since by the time of that. Deleted submissions are just no longer there.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from coordination.errors import Refusal

PAGE = 1000
"""Submissions asked for at once: the most that the API gives."""
OVERLAP = timedelta(days=1)
"""Read again each time: the server may be late in showing what it has received."""
MOST = 200_000
"""Submissions of one form."""
_TRIES = 5
_LONGEST_WAIT = 300.0
_TIMEOUT = 60.0
_ANSWER_LIMIT = 200 * 1024 * 1024
_NOT_FOUND, _TOO_MANY, _BAD = 404, 429, 400


class ServerError(Refusal):
    """The server cannot be read; the text says what to do."""


class _AnswerError(ServerError):
    """The server did not answer, or with a status that no patience helped against."""

    @property
    def status(self) -> int:
        """The HTTP status, 0 where there was no answer."""
        return int(self.params.get("status", 0))


class _NoRedirect(HTTPRedirectHandler):
    """The token never goes where an answer points."""

    def redirect_request(self, *_args: Any) -> None:
        """Follow nothing."""


@dataclass(frozen=True)
class Server:
    """``url`` is the server's address, ``wait`` sleeps some seconds."""

    url: str
    token: str
    wait: Callable[[float], Any]

    def submissions(self, form: str, since: datetime | None) -> list[dict[str, Any]]:
        """Submissions of ``form``: all, or what is new or changed ``since`` then; each once, in the server's order.

        Raises `ServerError`.
        """
        if since is None:
            return list(self._pages(form, None))
        found: dict[Any, dict[str, Any]] = {}
        try:
            for query in _changed(since):
                found |= {_id(one): one for one in self._pages(form, query)}
        except _AnswerError as error:
            if error.status != _BAD and error.status < 500:
                raise
            return list(self._pages(form, None))
        return [found[number] for number in sorted(found, key=str)]

    def form(self, form: str) -> bytes | None:
        """The form itself as the server describes it; None where it does not."""
        try:
            return json.dumps(self._get(f"/api/v2/assets/{quote(form, safe='')}/?format=json", form, tries=1)).encode()
        except ServerError:
            return None

    def _pages(self, form: str, query: Mapping[str, Any] | None) -> Iterator[dict[str, Any]]:
        asked: dict[str, Any] = {"format": "json", "limit": PAGE, "sort": json.dumps({"_id": 1})}
        if query:
            asked["query"] = json.dumps(query)
        path: str | None = f"/api/v2/assets/{quote(form, safe='')}/data/?{urlencode(asked)}"
        seen: set[str] = set()
        given = 0
        while path is not None:
            if path in seen or given > MOST:
                raise ServerError("pull.answer", host=self._host)
            seen.add(path)
            page = self._get(path, form)
            results = page.get("results")
            if not isinstance(results, list) or not all(isinstance(one, dict) for one in results):
                raise ServerError("pull.answer", host=self._host)
            given += len(results)
            yield from results
            path = self._next(page.get("next"))

    def _next(self, link: Any) -> str | None:
        """Path of the next page; a link to another host is not followed."""
        if not link:
            return None
        target = urlsplit(urljoin(self.url, str(link)))
        if target.netloc.casefold() != self._host.casefold():
            raise ServerError("pull.elsewhere", host=self._host, other=target.hostname or "")
        return f"{target.path}?{target.query}"

    @property
    def _host(self) -> str:
        return urlsplit(self.url).netloc

    def _get(self, path: str, form: str, *, tries: int = _TRIES) -> dict[str, Any]:
        """The JSON under ``path``, tried again after what may pass."""
        for attempt in range(1, tries + 1):
            try:
                answer = self._once(path)
            except HTTPError as error:
                status = error.code
                if status < 500 and status != _TOO_MANY:
                    raise self._refused(error, form) from None
                pause = _retry_after(error) or 2.0**attempt
                problem = _AnswerError("pull.status", host=self._host, status=status)
            except (HTTPException, OSError) as error:
                reason = error.reason if isinstance(error, URLError) else error
                name = type(reason).__name__ if isinstance(reason, BaseException) else type(error).__name__
                pause = 2.0**attempt
                problem = _AnswerError("pull.unreachable", host=self._host, reason=name)
            else:
                return self._parsed(answer)
            if attempt < tries:
                self.wait(min(pause, _LONGEST_WAIT))
        raise problem

    def _once(self, path: str) -> bytes:
        base = urlsplit(self.url)
        address = f"{base.scheme}://{base.netloc}{path}"
        headers = {"Authorization": f"Token {self.token}", "Accept": "application/json", "User-Agent": "waypost"}
        # The settings admit http and https only.
        request = Request(address, headers=headers)  # noqa: S310
        with build_opener(_NoRedirect).open(request, timeout=_TIMEOUT) as response:
            data: bytes = response.read(_ANSWER_LIMIT + 1)
        if len(data) > _ANSWER_LIMIT:
            raise ServerError("pull.answer", host=self._host)
        return data

    def _parsed(self, answer: bytes) -> dict[str, Any]:
        try:
            parsed = json.loads(answer)
        except (RecursionError, ValueError):
            parsed = None
        if not isinstance(parsed, dict):
            raise ServerError("pull.answer", host=self._host)
        return parsed

    def _refused(self, error: HTTPError, form: str) -> _AnswerError:
        status = error.code
        key = {401: "pull.token", 403: "pull.forbidden", _NOT_FOUND: "pull.form"}.get(status, "pull.status")
        if 300 <= status < 400:
            other = urlsplit(error.headers.get("Location") or "").netloc
            return _AnswerError("pull.elsewhere", host=self._host, other=other, status=status)
        return _AnswerError(key, host=self._host, form=form, status=status)


def moment(submission: Mapping[str, Any]) -> datetime | None:
    """When the server received a submission: ``_submission_time``, which is UTC without saying so."""
    try:
        found = datetime.fromisoformat(str(submission.get("_submission_time")))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _changed(since: datetime) -> Iterator[dict[str, Any]]:
    """What to ask for, one after the other: new, edited, approved or refused since."""
    start = since - OVERLAP
    yield {"_submission_time": {"$gte": start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")}}
    yield {"meta/deprecatedID": {"$exists": True}}
    yield {"_validation_status.timestamp": {"$gte": int(start.timestamp())}}


def _id(submission: Mapping[str, Any]) -> Any:
    number = submission.get("_id")
    return number if isinstance(number, int) else str(submission.get("_uuid"))


def _retry_after(error: HTTPError) -> float | None:
    """Seconds that the server asks for, as a number or until a moment."""
    said = error.headers.get("Retry-After") if error.headers else None
    if not said:
        return None
    if said.strip().isdecimal():
        return float(said)
    answered = error.headers.get("Date")
    try:
        pause = parsedate_to_datetime(said) - parsedate_to_datetime(answered or "")
    except (TypeError, ValueError):
        return None
    return max(pause.total_seconds(), 0.0)
