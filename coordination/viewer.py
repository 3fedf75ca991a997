"""Who looks and from where: the one input of every disclosure decision (domain rules: classes, roles, chat type)."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Klass(IntEnum):
    """Sensitivity class of a fact; what has no class is confidential."""

    PUBLIC = 0
    RESTRICTED = 1
    CONFIDENTIAL = 2

    @classmethod
    def of(cls, name: str | None) -> "Klass":
        """Class by its name in the catalogue; unknown or missing means confidential."""
        return {"public": cls.PUBLIC, "restricted": cls.RESTRICTED}.get(name or "", cls.CONFIDENTIAL)


class Role(StrEnum):
    """Role of a registered person."""

    AGENCY = "agency"
    FOCAL = "focal"
    PROTECTION = "protection"
    COORDINATOR = "coordinator"
    ADMIN = "admin"


class Chat(StrEnum):
    """Kind of chat in which an answer would stand; exports and the command line count as private or group by role."""

    PRIVATE = "private"
    GROUP = "group"


@dataclass(frozen=True)
class Viewer:
    """A registered person in a private chat, a registered group, the operator, or a stranger (``kind``).

    An unregistered group has the kind ``unregistered``, the clock ``tick``.

    ``townships`` are place ids; they bound what a focal point may see. ``ref`` is the keyed reference of the person
    (of the group when ``kind`` is group); ``label`` the pseudonym for the audit trail.
    """

    kind: str
    chat: Chat = Chat.PRIVATE
    role: Role | None = None
    ref: str | None = None
    label: str = ""
    agency_id: int | None = None
    agency: str | None = None
    sector: str | None = None
    townships: frozenset[int] = field(default_factory=frozenset)
    consented: bool = True
    language: str | None = None

    @property
    def known(self) -> bool:
        """Whether anything but the stranger's sentence may be said."""
        return self.kind in {"person", "group", "operator"}

    @property
    def coordinates(self) -> bool:
        """Whether this is a coordinator in private, or the operator at the command line."""
        return self._in_private_as(Role.COORDINATOR)

    @property
    def manages(self) -> bool:
        """Whether who uses the desk may be seen and changed: by coordinators and admins, in private."""
        return self.coordinates or self._in_private_as(Role.ADMIN)

    def _in_private_as(self, role: Role) -> bool:
        return self.kind in {"person", "operator"} and self.chat is Chat.PRIVATE and self.role is role


STRANGER = Viewer(kind="stranger")
UNREGISTERED = Viewer(kind="unregistered", chat=Chat.GROUP)
GROUP = Viewer(kind="group", chat=Chat.GROUP, label="group")
OPERATOR = Viewer(kind="operator", role=Role.COORDINATOR, label="operator")
TICK = Viewer(kind="tick", label="tick")
