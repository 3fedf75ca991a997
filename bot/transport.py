"""Telegram over aiohttp: PTB's request interface, and plain calls by method name.

httpx stays out of the path: at 64 calls at once its pool costs six times the processor time. Errors carry the name of
what went wrong and never an address, because the address holds the token; for the same reason no redirection is
followed.
"""

import json
from functools import cache
from typing import Any
from urllib.parse import quote
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram import InputFile
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter
from yarl import URL

TELEGRAM = "https://api.telegram.org"
READ_TIMEOUT = 20.0
CONNECT_TIMEOUT = 10.0
DOWNLOAD_TIMEOUT = 120.0
"""Seconds in all for a file, however slowly it drips."""
CHUNK = 64 * 1024
MAX_CONNECTIONS = 128
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class TooLargeError(Exception):
    """There is more behind an address than may be read."""


class AwayError(NetworkError):
    """No connection could be made: nothing was sent."""


class AiohttpRequest(BaseRequest):
    """One pool of connections; proxies come from the environment's usual variables."""

    __slots__ = ("_session",)

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer unless a call says otherwise."""
        return READ_TIMEOUT

    async def initialize(self) -> None:
        """Open the pool; a second call changes nothing."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=MAX_CONNECTIONS), headers={"User-Agent": self.USER_AGENT}
            )

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body; raises `TimedOut` or `NetworkError`, `AwayError` where nothing was sent."""
        if self._session is None:
            raise NetworkError("not initialised")
        timeout = _timeout(_seconds(connect_timeout, CONNECT_TIMEOUT), _seconds(read_timeout, READ_TIMEOUT))
        body, headers = _body(request_data)
        more: dict[str, Any] = {"data": body, "headers": headers, "timeout": timeout, "proxy": _proxy_for(url)}
        try:
            async with self._session.request(method, url, allow_redirects=False, **more) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise AwayError(type(error).__name__) from None
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    async def download(self, url: str, limit: int) -> bytes:
        """What stands behind ``url``, read while it comes and no further than ``limit`` bytes.

        Raises `TooLargeError`, `TimedOut` or `NetworkError`, which a status other than 200 is, too.
        """
        if self._session is None:
            raise NetworkError("not initialised")
        timeout = aiohttp.ClientTimeout(total=DOWNLOAD_TIMEOUT, connect=CONNECT_TIMEOUT, sock_read=READ_TIMEOUT)
        try:
            more: dict[str, Any] = {"timeout": timeout, "proxy": _proxy_for(url)}
            async with self._session.get(url, allow_redirects=False, **more) as response:
                if response.status != 200:
                    raise NetworkError(f"status {response.status}")
                return await _read(response.content, limit)
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As PTB's, which logs the payload when it is no JSON; ours never does."""
        try:
            parsed: dict[str, Any] = json.loads(payload.decode(errors="replace"))
        except ValueError:
            raise TelegramError("no JSON in the answer") from None
        return parsed


class Telegram:
    """Calls by method name with plain parameters and raw results: nothing is parsed that could fail to parse."""

    def __init__(self, request: AiohttpRequest, token: str, url: str = TELEGRAM) -> None:
        self.base_url = f"{url.rstrip('/')}/bot"
        self._files = f"{url.rstrip('/')}/file/bot"
        self._request = request
        self._token = token

    async def call(self, method: str, *, wait: float = 0.0, **params: Any) -> Any:
        """Result of a Bot API method; ``wait`` seconds are added to the time-out. Raises `TelegramError`."""
        data = RequestData([_parameter(name, value) for name, value in params.items()])
        url = f"{self.base_url}{self._token}/{method}"
        try:
            return await self._request.post(url, data, read_timeout=READ_TIMEOUT + wait)
        except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError):
            raise TelegramError("the answer is none of the Bot API's") from None

    async def file(self, file_id: str, limit: int) -> bytes:
        """Content of a file that Telegram has; raises `TooLargeError` above ``limit`` bytes, or `TelegramError`."""
        found = await self.call("getFile", file_id=file_id)
        path = found.get("file_path") if isinstance(found, dict) else None
        if not isinstance(path, str):
            raise TelegramError("the answer is none of the Bot API's")
        return await self._request.download(f"{self._files}{self._token}/{quote(path)}", limit)


def _parameter(name: str, value: Any) -> RequestParameter:
    return (
        RequestParameter(name, None, [value]) if isinstance(value, InputFile) else RequestParameter(name, value, None)
    )


async def _read(content: aiohttp.StreamReader, limit: int) -> bytes:
    data = bytearray()
    async for part in content.iter_chunked(CHUNK):
        data += part
        if len(data) > limit:
            raise TooLargeError
    return bytes(data)


def _seconds(value: Any, default: float) -> float | None:
    return default if value is BaseRequest.DEFAULT_NONE else value


@cache
def _timeout(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read)


def _proxy_for(url: str) -> str | None:
    scheme, _, rest = url.partition("://")
    return _proxy(scheme, rest.partition("/")[0])


@cache
def _proxy(scheme: str, host: str) -> str | None:
    """The proxy of the environment; looked up once, where aiohttp would read files for each request."""
    return None if proxy_bypass(host) else getproxies().get(scheme)


def _body(data: RequestData | None) -> tuple[aiohttp.FormData | bytes | None, dict[str, str]]:
    """A form: other Bot API servers may know nothing else. yarl writes it a tenth as long as `aiohttp.FormData`."""
    if data is None:
        return None, {}
    if not data.contains_files:
        return URL.build(query=data.json_parameters).raw_query_string.encode(), FORM
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mimetype) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mimetype)
    return form, {}
