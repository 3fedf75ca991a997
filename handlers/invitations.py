"""/invite: coordinators invite in their private chat."""

import re
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from coordination.errors import Refusal
from coordination.execute import execute
from coordination.invitations import INVITED_ROLES, CreateInvitation, new_code
from coordination.scope import Scope
from coordination.viewer import Role
from handlers.edge import Context, Incoming, front, in_private
from words import Words, registration
from words.message import Reply

ARGS = re.compile(
    r"(?P<role>\S+)\s+(?:\"(?P<quoted>[^\"]+)\"|(?P<agency>\S+))\s*(?P<areas>.*?)(?:\s*\bleads\s+(?P<leads>.+))?",
    re.IGNORECASE | re.DOTALL,
)


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [CommandHandler("invite", invite)]


async def invite(update: Update, context: Context) -> None:
    """Make an invitation from ``/invite role agency townships``."""
    desk = front(context)
    await desk.transact(update, partial(_invite, desk.code_hash))


def _invite(code_hash: Any, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    code = new_code()
    made = execute(scope, _command(code_hash(code), incoming.args))
    return Reply((registration.invited(words, made, code, incoming.bot_username),))


def _command(code_hash: str, args: str) -> CreateInvitation:
    parts = ARGS.fullmatch(args.strip())
    if parts is None:
        raise Refusal("invite.usage")
    role = parts["role"].lower()
    if role not in {str(known) for known in INVITED_ROLES}:
        raise Refusal("invite.role_unknown", role=parts["role"])
    areas = tuple(area.strip() for area in parts["areas"].split(",") if area.strip())
    return CreateInvitation(code_hash, Role(role), parts["quoted"] or parts["agency"], areas, parts["leads"])
