"""The sandbox as its callers see it: put people in, let them talk, look at what the bot said."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from sandbox import acts
from sandbox.api import BotApi
from sandbox.application import application
from sandbox.calls import Call
from sandbox.faults import Fault, Faults
from sandbox.files import Upload
from sandbox.messages import Chat, Message
from sandbox.people import BotUser, Json, SandboxGroup, SandboxUser
from sandbox.world import Draft, World

TOKEN = "7000000001:sandbox-only-on-loopback-no-secret"  # noqa: S105 - known to everyone, good for nothing else
WAIT_SECONDS = 30.0
HEARTBEAT_SECONDS = 15.0

Person = SandboxUser | int | str
Place = Chat | SandboxUser | SandboxGroup | int | str


class Sandbox:
    """A Telegram of its own: ``app`` is the Starlette application, `serving.serve` puts it on a port.

    People, groups and chats are named by the object, the id, or the name. ``title`` is the
    bot's name. Everything here is for the event loop that serves it.
    """

    def __init__(
        self,
        people: Sequence[SandboxUser] = (),
        groups: Sequence[SandboxGroup] = (),
        token: str = TOKEN,
        bot_username: str = "waypost_bot",
        title: str = "Waypost",
    ) -> None:
        self.token = token
        self.world = World(people, groups, BotUser(int(token.partition(":")[0]), title, bot_username))
        self.faults = Faults()
        self.api = BotApi(self.world, token, self.faults)
        self.app = application(self)
        self.stop: Callable[[], Awaitable[None]] | None = None

    def person(self, who: Person) -> SandboxUser:
        """A person by object, id or name; `LookupError` if nobody is."""
        if isinstance(who, SandboxUser):
            return who
        for person in self.world.people.values():
            if who in (person.id, person.name):
                return person
        raise LookupError(f"nobody called {who!r} in the sandbox")

    def chat(self, place: Place) -> Chat:
        """A chat by object, id, name or title; a person means the private chat."""
        if isinstance(place, Chat):
            return place
        wanted = place.id if isinstance(place, SandboxUser | SandboxGroup) else place
        for chat in self.world.chats.values():
            if wanted in (chat.id, chat.title):
                return chat
        raise LookupError(f"no chat {wanted!r} in the sandbox")

    def add(self, *newcomers: SandboxUser | SandboxGroup) -> None:
        """More people and groups while it runs."""
        self.world.add(*newcomers)

    def say(
        self, who: Person, text: str, chat: Place | None = None, *, reply_to: Message | None = None, thread: int = 0
    ) -> int | None:
        """A person writes, in private unless ``chat`` is given; the update's id, ``None`` if the bot is not told."""
        person = self.person(who)
        draft = Draft(acts.words(text), reply_to=reply_to, thread=thread or None)
        return acts.say(self.world, person, self.chat(chat or person), draft)[1]

    def upload(self, who: Person, file: Upload, caption: str = "", chat: Place | None = None) -> int | None:
        """A person sends a picture or a document."""
        person = self.person(who)
        draft = Draft(acts.picture_or_document(self.world, file, caption))
        return acts.say(self.world, person, self.chat(chat or person), draft)[1]

    def press(self, who: Person, message: Message, button: str, *, raw: bool = False) -> int | None:
        """A person presses a button, by label or data; ``raw`` sends ``button`` as data that no button has."""
        data = button if raw else str(message.button(button)["callback_data"])
        return acts.press(self.world, self.person(who), message, data)

    def rewrite(self, message: Message, text: str) -> int | None:
        """A person edits an own message."""
        return acts.rewrite(self.world, message, text)

    def block(self, who: Person) -> int | None:
        """A person blocks the bot."""
        person = self.person(who)
        return acts.set_bot(self.world, self.chat(person), person, "kicked")

    def bot_status(self, chat: Place, by: Person, status: str) -> int | None:
        """Somebody puts the bot into a group (member, administrator) or out of it (left, kicked)."""
        return acts.set_bot(self.world, self.chat(chat), self.person(by), status)

    def join(self, who: Person, chat: Place) -> int | None:
        """A person comes into a group."""
        return acts.join(self.world, self.person(who), self.chat(chat))

    def leave(self, who: Person, chat: Place) -> int | None:
        """A person leaves a group."""
        return acts.leave(self.world, self.person(who), self.chat(chat))

    def migrate(self, chat: Place, by: Person, to: int) -> Chat:
        """A group becomes the supergroup ``to``."""
        return acts.migrate(self.world, self.chat(chat), self.person(by), to)

    def inject_raw(self, update: Json) -> int:
        """Queue an update as it is, such as one that cannot be parsed; its id."""
        return self.world.updates.add_raw(update)

    def repeat(self, update_id: int) -> None:
        """Hand the same update out again."""
        self.world.updates.repeat(update_id)

    def fail(self, fault: Fault) -> Fault:
        """Let something go wrong; see `Fault`."""
        return self.faults.add(fault)

    @property
    def calls(self) -> list[Call]:
        """Every call of the bot, polling apart."""
        return self.api.calls

    def sent(self, place: Place) -> list[Message]:
        """What stands of the bot in a chat, oldest first, edits applied, deleted ones left out."""
        return [m for m in self.chat(place).messages.values() if m.from_bot and not m.deleted and not m.service]

    def notices(self, who: Person) -> list[str]:
        """The texts that popped up for a person after presses."""
        person = self.person(who)
        answers = [query.answer for query in self.world.queries.values() if query.user == person.id and query.answer]
        return [text for text, _alert in answers if text]

    async def wait_for(self, condition: Callable[[], object], seconds: float = WAIT_SECONDS) -> None:
        """Return when ``condition()`` is true, looked at after every change; `TimeoutError` tells the last calls."""
        try:
            await self.world.bell.until(condition, seconds)
        except TimeoutError:
            last = [f"{call.method} {call.params} {call.error or 'ok'}" for call in self.calls[-5:]]
            raise TimeoutError(f"nothing of the kind within {seconds} s; last calls: {last}") from None

    async def wait_quietly(self, condition: Callable[[], object], seconds: float = HEARTBEAT_SECONDS) -> None:
        """Return when ``condition()`` is true, or after ``seconds`` all the same."""
        with suppress(TimeoutError):
            await self.world.bell.until(condition, seconds)

    async def settle(self, seconds: float = WAIT_SECONDS) -> None:
        """Return when the bot has taken every update there is."""
        await self.wait_for(lambda: not self.world.updates.waiting(1), seconds)

    async def ask(self, who: Person, text: str, chat: Place | None = None) -> Message:
        """Say something and return the bot's next message in that chat."""
        place = self.chat(chat or self.person(who))
        before = {message.id for message in self.sent(place)}
        self.say(who, text, place)
        await self.wait_for(lambda: any(message.id not in before for message in self.sent(place)))
        return next(message for message in self.sent(place) if message.id not in before)

    async def tap(self, who: Person, message: Message, button: str, *, raw: bool = False) -> None:
        """Press a button and return when the bot has answered the press."""
        self.press(who, message, button, raw=raw)
        query = list(self.world.queries.values())[-1]
        await self.wait_for(lambda: query.answer is not None)

    async def close(self) -> None:
        """Stop webhook, open polls and the server."""
        await self.world.webhook.set(None)
        self.world.bell.close()
        if self.stop:
            await self.stop()
