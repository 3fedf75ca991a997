"""``python -m bench.bots.peers NAME URL TOKEN``: one echo bot, written as its own documentation writes it."""

import asyncio
import logging
import sys
from collections.abc import Callable

PEERS: dict[str, Callable[[str, str], None]] = {}


def ptb(url: str, token: str, concurrent: int = 0) -> None:
    """https://docs.python-telegram-bot.org/en/v22.8/examples.echobot.html."""
    from telegram import Update
    from telegram.ext import Application, ContextTypes, MessageHandler, filters

    async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        await update.message.reply_text(update.message.text)

    builder = Application.builder().token(token).base_url(f"{url}/bot")
    if concurrent:
        builder = builder.concurrent_updates(concurrent)
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    application.run_polling(allowed_updates=Update.ALL_TYPES)


def ptb_64(url: str, token: str) -> None:
    """The same, 64 updates at once: in any order, also within a chat."""
    ptb(url, token, 64)


def aiogram(url: str, token: str) -> None:
    """https://docs.aiogram.dev/en/v3.30.0/ (echo bot), which answers all updates at once, in any order."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Message

    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.send_copy(chat_id=message.chat.id)

    async def main() -> None:
        session = AiohttpSession(api=TelegramAPIServer.from_base(url))
        await dispatcher.start_polling(Bot(token=token, session=session))

    asyncio.run(main())


def bare(url: str, token: str) -> None:
    """aiohttp and nothing else, 64 answers at once: the limit."""
    import aiohttp

    async def main() -> None:
        offset = 0
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64)) as http:

            async def call(method: str, **asked: object) -> object:
                async with http.post(f"{url}/bot{token}/{method}", json=asked) as answer:
                    return (await answer.json())["result"]

            while True:
                updates = await call("getUpdates", offset=offset, timeout=10)
                for update in updates:
                    offset = update["update_id"] + 1
                said = [update["message"] for update in updates]
                await asyncio.gather(
                    *(call("sendMessage", chat_id=one["chat"]["id"], text=one["text"]) for one in said)
                )

    asyncio.run(main())


PEERS.update({"ptb": ptb, "ptb64": ptb_64, "aiogram": aiogram, "bare": bare})


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    PEERS[sys.argv[1]](sys.argv[2], sys.argv[3])
