"""The third door: what a person reads, in a language, from the locale files."""

from words.language import Words

__all__ = ["Words"]
