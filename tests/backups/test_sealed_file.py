"""A sealed file comes back whole, or is refused."""

import io

import pytest

from bot.sealed_file import KEY, MAGIC, PASSPHRASE, PIECE, TAG, SealedReader, SealedWriter, new_lock, read_beginning
from coordination.errors import Refusal

MASTER = bytes(range(32))
START = len(MAGIC) + 1 + 48
SEALED = PIECE + TAG


def seal(content: bytes) -> bytes:
    file = io.BytesIO()
    writer = SealedWriter(file, new_lock(KEY, MASTER))
    for place in range(0, len(content), 1000):
        writer.write(content[place : place + 1000])
    writer.end()
    return file.getvalue()


def unseal(sealed: bytes) -> bytes:
    file = io.BytesIO(sealed)
    beginning = read_beginning(file)
    lock = beginning.unlock(MASTER) if beginning else None
    if lock is None:
        raise Refusal("locked")
    reader = SealedReader(file, lock, lambda: Refusal("damaged"))
    return b"".join(iter(lambda: reader.read(777), b""))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_any_length_comes_back(size: int) -> None:
    content = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    assert unseal(seal(content)) == content


@pytest.mark.parametrize("place", [0, len(MAGIC), len(MAGIC) + 1, START - 1, START, START + SEALED, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    sealed = bytearray(seal(bytes(2 * PIECE + 5)))
    sealed[place] ^= 1
    with pytest.raises(Refusal):
        unseal(bytes(sealed))


@pytest.mark.parametrize("length", [0, 5, START - 1, START, START + 7, START + SEALED, START + 2 * SEALED])
def test_a_file_that_was_cut_off_is_noticed(length: int) -> None:
    with pytest.raises(Refusal):
        unseal(seal(bytes(2 * PIECE + 5))[:length])


def test_pieces_cannot_be_exchanged_repeated_or_added() -> None:
    sealed = seal(b"a" * PIECE + b"b" * PIECE + b"c")
    start, first, second, last = (
        sealed[:START], sealed[START : START + SEALED], sealed[START + SEALED : START + 2 * SEALED],
        sealed[START + 2 * SEALED :],
    )  # fmt: skip
    for other in (second + first + last, first + first + last, first + second + last + last, first + last):
        with pytest.raises(Refusal):
            unseal(start + other)


def test_a_piece_of_another_file_does_not_fit() -> None:
    one, other = seal(b"a" * (PIECE + 1)), seal(b"a" * (PIECE + 1))
    with pytest.raises(Refusal):
        unseal(one[: START + SEALED] + other[START + SEALED :])


def test_a_passphrase_is_the_same_however_its_letters_are_put_together() -> None:
    lock = new_lock(PASSPHRASE, "café au lait 12".encode())
    beginning = read_beginning(io.BytesIO(lock.beginning))
    assert beginning is not None
    assert beginning.unlock("cafe\u0301 au lait 12".encode()) == lock
    assert beginning.unlock(b"cafe au lait 12") is None
