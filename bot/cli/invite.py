"""``waypost invite``: a one-time code for one person."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.context import open_desk
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.invitations import INVITED_ROLES, CreateInvitation, new_code
from coordination.viewer import Role
from words import registration


def invite(
    role: Annotated[str, typer.Option(help="agency, focal, protection or coordinator.")],
    agency: Annotated[str, typer.Option(help="Acronym or name of the person's agency.")],
    townships: Annotated[str, typer.Option(help="Townships, with commas between them.")] = "",
    leads: Annotated[str | None, typer.Option(help="Sector that an agency person leads.")] = None,
    bot: Annotated[str | None, typer.Option(help="Username of the bot, for a link instead of a code.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Invite one person: prints a code that works once, for 72 hours."""
    code = new_code()
    areas = tuple(part.strip() for part in townships.split(",") if part.strip())
    with open_desk() as desk:
        command = CreateInvitation(desk.identity.code_hash(code), _role(role), agency, areas, leads)
        made = desk.write(lambda scope: execute(scope, command))
        if as_json:
            link = registration.link(desk.words, code, bot) if bot else None
            typer.echo(json.dumps(asdict(made) | {"code": code, "link": link}, default=str, ensure_ascii=False))
        else:
            typer.echo(registration.invitation(desk.words, made, code, bot))


def _role(text: str) -> Role:
    if text.lower() not in {str(role) for role in INVITED_ROLES}:
        raise Refusal("invite.role_unknown", role=text)
    return Role(text.lower())
