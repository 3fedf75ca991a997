"""The queue of updates for the bot, as Telegram keeps it: numbered, handed out again until confirmed."""

from collections import OrderedDict
from collections.abc import Iterable

from sandbox.bell import Bell
from sandbox.errors import ApiError
from sandbox.people import Json

NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
REMEMBERED = 10_000
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class Updates:
    """Updates in order; ``polling`` counts the polls that wait.

    ``first`` is the first id: taken from the clock, so that a second start is no replay.
    """

    def __init__(self, bell: Bell, first: int) -> None:
        self._bell = bell
        self._next = first
        self._allowed: frozenset[str] = frozenset()
        self._pending: OrderedDict[int, Json] = OrderedDict()
        self._again: list[Json] = []
        self._history: OrderedDict[int, Json] = OrderedDict()
        self._poll = 0
        self.polling = 0

    def add(self, kind: str, payload: Json) -> int | None:
        """Queue an update of a kind; ``None`` if the bot has not asked for that kind."""
        wanted = kind in self._allowed if self._allowed else kind not in NOT_BY_DEFAULT
        return self.add_raw({kind: payload}) if wanted else None

    def add_raw(self, update: Json) -> int:
        """Queue an update as it is, whatever is in it; it gets an id unless it brings one."""
        number = int(update.get("update_id", self._next))
        self._next = max(self._next, number + 1)
        self._pending[number] = self._history[number] = {"update_id": number} | update
        if len(self._history) > REMEMBERED:
            self._history.popitem(last=False)
        self._bell.ring()
        return number

    def repeat(self, number: int) -> None:
        """Hand an update out once more, confirmed or not, as Telegram does after a trouble of its own."""
        self._again.append(self._history[number])
        self._bell.ring()

    def allow(self, kinds: Iterable[str] | None) -> None:
        """What the bot wants from now on; ``None`` changes nothing, an empty list means the default."""
        if kinds is not None:
            self._allowed = frozenset(kinds)

    def confirm(self, offset: int) -> None:
        """Forget all ids below ``offset``; a negative one keeps only the last ``-offset`` updates."""
        if offset < 0:
            offset = (list(self._pending)[offset:] or [self._next])[0]
        for number in [number for number in self._pending if number < offset]:
            del self._pending[number]
        self._bell.ring()

    def waiting(self, limit: int = 100) -> list[Json]:
        """The oldest updates that are not confirmed, repeated ones before them."""
        return (self._again + list(self._pending.values())[:limit])[:limit]

    @property
    def count(self) -> int:
        """How many are not confirmed."""
        return len(self._pending)

    def drop(self) -> None:
        """Forget everything that waits."""
        self._pending.clear()
        self._again.clear()

    def taken(self, update: Json) -> None:
        """One update was delivered by webhook."""
        if update in self._again:
            self._again.remove(update)
        else:
            self._pending.pop(update["update_id"], None)
        self._bell.ring()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """What getUpdates answers: at once if something waits, else when it comes or after ``seconds``."""
        self._poll += 1
        mine = self._poll
        self.confirm(offset)
        self.polling += 1
        self._bell.ring()
        try:
            await self._bell.until(lambda: self.waiting(1) or self._poll != mine, seconds)
        except TimeoutError:
            return []
        finally:
            self.polling -= 1
        if self._poll != mine:
            raise ApiError(409, CONFLICT)
        batch = self.waiting(limit)
        self._again = [update for update in self._again if update not in batch]
        return batch
