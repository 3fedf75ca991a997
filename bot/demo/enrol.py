"""The demo's people and groups join as real ones do: invitation, code, confirmation, consent."""

from dataclasses import replace

from bot.demo import cast
from bot.demo.cast import Circle, Persona
from bot.desk import OpenDesk
from coordination import people
from coordination.execute import execute
from coordination.groups import CreateGroupInvitation, JoinGroup
from coordination.invitations import CreateInvitation, Join, new_code
from coordination.registration import AgreeToPurpose, ConfirmPerson
from coordination.scope import Scope
from coordination.viewer import STRANGER, UNREGISTERED, Chat, Role


def everybody(opened: OpenDesk) -> None:
    """Let every invited persona and every registered group join, each in one transaction."""
    for persona in cast.people():
        if persona.role is not None:
            _person(opened, persona, persona.role)
    for circle in cast.groups():
        if circle.registered:
            _group(opened, circle)


def _person(opened: OpenDesk, persona: Persona, role: Role) -> None:
    ref = opened.identity.person_ref(persona.user.id)
    code = opened.identity.code_hash(new_code())

    def work(scope: Scope) -> None:
        execute(scope, CreateInvitation(code, role, persona.agency, (cast.TOWNSHIP,), persona.leads))
        joined = execute(replace(scope, viewer=STRANGER), Join(code, ref))
        if joined.waiting:
            execute(scope, ConfirmPerson(joined.label))
        viewer = people.viewer(scope.db, ref, ref, Chat.PRIVATE, scope.now)
        if persona.consented:
            execute(replace(scope, viewer=viewer), AgreeToPurpose())

    opened.write(work)


def _group(opened: OpenDesk, circle: Circle) -> None:
    ref = opened.identity.chat_ref(circle.group.id)
    code = opened.identity.code_hash(new_code())

    def work(scope: Scope) -> None:
        execute(scope, CreateGroupInvitation(code, circle.group.title))
        execute(replace(scope, viewer=UNREGISTERED), JoinGroup(ref, code))

    opened.write(work)
