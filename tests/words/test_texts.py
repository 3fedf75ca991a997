"""Every text that the code asks for is there, every text that is there is asked for."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import polib
import pytest

from bot.resources import resource

ROOT = resource("locales").parent
PACKAGES = ("bot", "coordination", "exchange", "handlers", "words")
SPEAKERS = {"say", "html", "Refusal", "NotAllowedError", "FileError"}
KEY = re.compile(r"[a-z_]+(\.[A-Za-z0-9_-]+)+")
BEGINNING = re.compile(r"[a-z_]+\.")
SENTENCE = re.compile(r"[A-Z][a-z]+ [a-z]+ .*[.!?:]$")
ENGLISH = {entry.msgid: entry for entry in polib.pofile(str(resource("locales") / "en.po"))}


def modules(*packages: str) -> Iterator[tuple[Path, ast.Module]]:
    """Every source file of the packages, parsed."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def keys_said(tree: ast.Module) -> Iterator[str]:
    """Keys that stand in a call that says or refuses."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _name(node.func) in SPEAKERS:
            composed = {
                id(part) for one in ast.walk(node.args[0]) if isinstance(one, ast.JoinedStr) for part in one.values
            }
            for part in ast.walk(node.args[0]):
                if id(part) in composed:
                    continue
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and KEY.fullmatch(part.value):
                    yield part.value


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def mentioned() -> tuple[set[str], set[str]]:
    """Strings that may be keys, and beginnings of keys that are put together."""
    whole, beginnings = set(), set()
    for _, tree in modules(*PACKAGES):
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
    return whole, {one for one in beginnings if BEGINNING.match(one)}


def fields(text: str) -> set[str]:
    """Placeholders of a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def texts(entry: polib.POEntry) -> list[str]:
    """The text of an entry, or its forms."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_key_that_is_said_has_a_text(package: str) -> None:
    missing = {(path.name, key) for path, tree in modules(package) for key in keys_said(tree) if key not in ENGLISH}
    assert missing == set()


def test_every_text_is_said_somewhere() -> None:
    whole, beginnings = mentioned()
    unused = [key for key in ENGLISH if key not in whole and not key.startswith(tuple(beginnings))]
    assert unused == []


def test_english_is_complete() -> None:
    assert [key for key, entry in ENGLISH.items() if not all(texts(entry))] == []


def test_no_text_stands_twice() -> None:
    keys = [entry.msgid for entry in polib.pofile(str(resource("locales") / "en.po"))]
    assert len(keys) == len(set(keys))


def test_forms_of_a_number_have_the_same_placeholders() -> None:
    for entry in ENGLISH.values():
        assert len({frozenset(fields(text)) for text in texts(entry)}) == 1, entry.msgid


def test_tags_are_telegrams_and_closed() -> None:
    for entry in ENGLISH.values():
        for text in texts(entry):
            tags = re.findall(r"<(/?)(\w+)", text)
            assert {name for _, name in tags} <= {"b", "i", "u", "s", "code", "pre", "a"}
            assert [name for slash, name in tags if not slash] == [name for slash, name in tags if slash], entry.msgid


def test_the_word_for_free_of_danger_stands_only_in_what_people_said() -> None:
    """Domain section 6 rule 27: the bare word never answers a question."""
    allowed = {"value.PRO-01.safe", "value.PRO-01.mostly_safe", "value.PRO-01.mixed"}
    not_answers = ("cli.", "invite.")
    found = {
        key
        for key, entry in ENGLISH.items()
        for text in texts(entry)
        if not key.startswith(not_answers) and re.search(r"\bsafe(ly|ty)?\b", text, re.I)
    }
    assert found <= allowed


@pytest.mark.parametrize("package", ["handlers", "coordination"])
def test_no_sentence_for_a_person_stands_in_code(package: str) -> None:
    """Docstrings apart; texts of exceptions that only operators read are sentences of their own."""
    for path, tree in modules(package):
        documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                assert not SENTENCE.match(node.value), f"{path.name}: {node.value}"
