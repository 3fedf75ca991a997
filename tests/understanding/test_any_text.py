"""Whatever is typed is read: no text of any script breaks anything, and every span is where it says."""

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.understanding.conftest import Read
from understanding.cues import INTENTS

PIECES = st.sampled_from(
    ["Lawa Bum", "12", "HH", "7-8", "->", "from", "to", "march", "@", "$", "#", "P", "S", "&", "~", "%", "ရေ", "၁၂",
     "\n", "not", "but", "of", "w/", "food", "?", "between", "31/02/2026", "9" * 40, "1,200", "Seng Lwai camp", "…",
     "🙂", "\x00"]
)  # fmt: skip


@examples(max_examples=150)
@given(text=st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map(" ".join)))
def test_any_text_is_read(read: Read, text: str) -> None:
    request = read(text)
    assert request.text == text
    assert request.intent in INTENTS
    assert 0 <= request.confidence <= 1
    assert all(0 <= one.start <= one.end for one in request.why)


def test_the_longest_message_is_read(read: Read) -> None:
    for text in ("က" * 4096, "Lawa Bum, " * 409, "12 " * 1365, "<>@#$%~&" * 512, "not 5 but " * 400):
        assert read(text).intent in INTENTS


def test_the_words_that_said_so_stand_in_the_text(read: Read) -> None:
    text = "12 fams frm Htoi Yang camp go home 2 N'Sen Bum in march"
    request = read(text)
    assert all(text[one.start : one.end] == one.text for one in request.why)
    assert {(one.text, one.used, one.value) for one in request.why} >= {
        ("12 fams", "households", "12"),
        ("Htoi Yang", "place", "Htoi Yang"),
        ("N'Sen Bum", "place", "N'Sen Bum"),
        ("march", "when", "2027-03-01/2027-03-31"),
    }


def test_several_requests_are_read_one_after_another(read: Read) -> None:
    request = read("what's going on in Lawa Bum? and who covers food in Sut Nau?")
    assert (request.intent, request.villages) == ("ask_village", ("Lawa Bum",))
    (more,) = request.more
    assert (more.intent, more.villages, more.sectors) == ("ask_sector_gaps", ("Sut Nau",), ("Food Security",))


def test_a_report_in_two_sentences_is_one(read: Read) -> None:
    request = read("12 HH left Htoi Yang. They arrived in Lawa Bum yesterday.")
    assert (request.villages, request.origins, request.households, request.more) == (
        ("Lawa Bum",),
        ("Htoi Yang",),
        12,
        (),
    )
