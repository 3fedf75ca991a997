"""A Telegram Bot API server on loopback with a chat page; `waypost demo` and the tests start it."""

from sandbox.faults import Fault
from sandbox.files import Upload
from sandbox.messages import Chat, Message
from sandbox.people import SandboxGroup, SandboxUser
from sandbox.sandbox import Sandbox
from sandbox.serving import serve

__all__ = ["Chat", "Fault", "Message", "Sandbox", "SandboxGroup", "SandboxUser", "Upload", "serve"]
