"""/invite: coordinators invite in their private chat, in one line or by buttons."""

import re
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from coordination import agencies, places
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import execute
from coordination.invitations import INVITED_ROLES, CreateInvitation, new_code
from coordination.scope import Scope
from coordination.viewer import Role
from handlers.edge import Context, Incoming, front, in_private
from handlers.entitlements import IDS, chosen, offered
from words import Words, registration
from words import entitlements as texts
from words.message import Message, Reply

ARGS = re.compile(
    r"(?P<role>\S+)\s+(?:\"(?P<quoted>[^\"]+)\"|(?P<agency>\S+))\s*(?P<areas>.*?)(?:\s*\bleads\s+(?P<leads>.+))?",
    re.IGNORECASE | re.DOTALL,
)
ROLES = "|".join(INVITED_ROLES)


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [
        CommandHandler("invite", invite),
        CallbackQueryHandler(step, pattern=rf"^1\|pi(\|({ROLES})(\|p\|\d{{1,3}}|\|\d{{1,18}}(\|{IDS})?)?)?$"),
        CallbackQueryHandler(made, pattern=rf"^1\|py\|({ROLES})\|\d{{1,18}}(\|{IDS})?$"),
    ]


async def invite(update: Update, context: Context) -> None:
    """Make an invitation from ``/invite role agency townships``."""
    desk = front(context)
    await desk.transact(update, partial(_invite, desk.code_hash))


async def step(update: Update, context: Context) -> None:
    """[Invite]: role, then agency, then townships, by buttons."""
    await front(context).transact(update, _step)


async def made(update: Update, context: Context) -> None:
    """The last button: make the invitation."""
    desk = front(context)
    await desk.transact(update, partial(_made, desk.code_hash))


def _invite(code_hash: Any, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    if not incoming.args.strip() and scope.viewer.coordinates:
        return Reply((_roles(words),), guarded=True)
    code = new_code()
    return _code(execute(scope, _command(code_hash(code), incoming.args)), code, incoming, words)


def _command(code_hash: str, args: str) -> CreateInvitation:
    parts = ARGS.fullmatch(args.strip())
    if parts is None:
        raise Refusal("invite.usage")
    role = parts["role"].lower()
    if role not in {str(known) for known in INVITED_ROLES}:
        raise Refusal("invite.role_unknown", role=parts["role"])
    areas = tuple(area.strip() for area in parts["areas"].split(",") if area.strip())
    return CreateInvitation(code_hash, Role(role), parts["quoted"] or parts["agency"], areas, parts["leads"])


def _step(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    if not scope.viewer.coordinates:
        raise NotAllowedError
    _, _, role, agency, more, *_ = [*(incoming.data or "").split("|"), "", "", ""]
    return Reply((_choices(scope, words, role, (agency, more)),), guarded=True)


def _choices(scope: Scope, words: Words, role: str, after: tuple[str, str]) -> Message:
    agency, more = after
    if not role:
        return _roles(words)
    whom = words.say(f"people.role.{role}")
    if not agency or agency == "p":
        begin = f"1|pi|{role}" if role == Role.FOCAL else f"1|py|{role}"
        return texts.agencies(words, whom, agencies.everyone(scope), int(more or 0), (begin, f"1|pi|{role}|p", "1|pi"))
    found = agencies.by_id(scope, int(agency))
    if found is None:
        raise Refusal("ask.button_old")
    held = chosen(more)
    data = (f"1|pi|{role}|{agency}", f"1|py|{role}|{agency}", f"1|pi|{role}")
    return texts.townships(words, f"{whom}, {found.acronym}", offered(scope, held), held, data)


def _roles(words: Words) -> Message:
    return texts.roles(words, words.say("invite.new"), "1|pi", "1|pl|all|0")


def _made(code_hash: Any, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, _, role, agency, ids = [*(incoming.data or "").split("|"), ""][:5]
    found = agencies.by_id(scope, int(agency))
    if found is None:
        raise Refusal("ask.button_old")
    named = tuple(one.pcode or one.source_id for one in places.get_many(scope, sorted(chosen(ids))))
    code = new_code()
    return _code(
        execute(scope, CreateInvitation(code_hash(code), Role(role), found.acronym, named)), code, incoming, words
    )


def _code(made: Any, code: str, incoming: Incoming, words: Words) -> Reply:
    """The code goes out protected and is deleted by timer; a message with it is never edited away by a second one."""
    return Reply((registration.invited(words, made, code, incoming.bot_username),), edit=False, guarded=True)
