"""What ``waypost check`` looks at: each finding is fine, a warning or wrong, with a sentence that says what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from telegram.error import InvalidToken, TelegramError

from bot.app import telegram
from bot.desk import OpenDesk
from bot.identity import KEY_FILE
from bot.transport import AiohttpRequest
from coordination import people, places, registration
from coordination.scope import Scope
from models import addresses, inbox, outbox

PRIVATE_MODE = 0o600
State = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: State
    text: str


def local(desk: OpenDesk) -> list[Finding]:
    """Findings that need no network."""
    say = desk.words.say
    catalogue = desk.desk.catalogue
    size = {"indicators": len(catalogue.indicators), "activities": len(catalogue.activities)}
    return [
        Finding("store", "ok", say("cli.check.store")),
        _key(desk),
        Finding("catalogue", "ok", say("cli.check.catalogue", **size)),
        *desk.read(lambda scope: list(_places(scope, desk))),
        *desk.read(lambda scope: list(_people(scope, desk))),
        *desk.read(lambda scope: list(_queues(scope, desk))),
    ]


def _key(desk: OpenDesk) -> Finding:
    """The key reads what is stored, and its file is nobody else's."""
    _ = desk.identity
    if desk.settings.key is not None:
        return Finding("key", "ok", desk.words.say("cli.check.key"))
    path: Path = desk.settings.data_dir / KEY_FILE
    if path.stat().st_mode & 0o777 != PRIVATE_MODE:
        return Finding("key", "wrong", desk.words.say("cli.check.key_mode", path=path))
    return Finding("key", "ok", desk.words.say("cli.check.key"))


def _places(scope: Scope, desk: OpenDesk) -> Iterator[Finding]:
    say = desk.words.say
    if not places.any_known(scope):
        yield Finding("places", "wrong", say("cli.check.no_places"))
        return
    yield Finding("places", "ok", say("cli.check.places", listed=len(places.listed(scope))))
    if not scope.desk.area:
        yield Finding("area", "warning", say("cli.check.no_area"))
        return
    area = places.area(scope)
    yield Finding("area", "ok", say("cli.check.area", townships=len(area.townships)))
    for name in area.unknown:
        yield Finding("area", "wrong", say("cli.check.area_unknown", name=name))


def _people(scope: Scope, desk: OpenDesk) -> Iterator[Finding]:
    waiting = sum(entry.status == people.WAITING for entry in registration.listing(scope))
    if waiting:
        yield Finding("people", "warning", desk.words.say("cli.check.waiting", number=waiting))
    if not desk.settings.admins:
        yield Finding("admins", "warning", desk.words.say("cli.check.no_admins"))


def _queues(scope: Scope, desk: OpenDesk) -> Iterator[Finding]:
    """What was given up, and what waits."""
    counts = {
        "aside": inbox.count(scope.db, inbox.ASIDE),
        "dead": outbox.count(scope.db, outbox.DEAD),
        "unreachable": addresses.count_unreachable(scope.db),
        "pending": inbox.count(scope.db, inbox.PENDING) + outbox.count(scope.db, outbox.PENDING),
    }
    yield Finding("queues", "warning" if counts["aside"] else "ok", desk.words.say("cli.check.queues", **counts))


async def remote(desk: OpenDesk) -> list[Finding]:
    """Findings about the bot's account, by getMe; a warning when there is no token or no network."""
    say = desk.words.say
    if desk.settings.bot_token is None:
        return [Finding("token", "warning", say("cli.check.no_token"))]
    request = AiohttpRequest()
    await request.initialize()
    try:
        account = await telegram(desk.settings, request).call("getMe")
    except InvalidToken:
        return [Finding("token", "wrong", say("cli.check.token_refused"))]
    except TelegramError as error:
        return [Finding("token", "warning", say("cli.check.no_network", reason=type(error).__name__))]
    finally:
        await request.shutdown()
    return [Finding("token", "ok", say("cli.check.token", name=account.get("username", ""))), *_account(account, desk)]


def _account(account: dict[str, Any], desk: OpenDesk) -> Iterator[Finding]:
    if account.get("supports_inline_queries"):
        yield Finding("inline", "warning", desk.words.say("cli.check.inline_on"))
    if account.get("can_read_all_group_messages"):
        yield Finding("privacy", "warning", desk.words.say("cli.check.privacy_off"))
    if account.get("can_join_groups"):
        yield Finding("groups", "warning", desk.words.say("cli.check.groups_open"))
