"""What a command works on."""

from bot.desk import OpenDesk, open_desk

__all__ = ["OpenDesk", "open_desk"]
