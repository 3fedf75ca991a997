"""Whoever changes what the purpose notice says asks everybody anew."""

from hashlib import sha256

from bot.resources import resource
from coordination.people import NOTICE
from words import Words
from words.language import read_locales

SAID = {3: "5b496719c87e"}
"""Digest of the English notice by its version."""


def test_the_version_goes_with_the_text() -> None:
    notice = Words(read_locales(resource("locales"))).say("consent.notice")
    digest = sha256(notice.encode()).hexdigest()[:12]
    assert SAID.get(NOTICE) == digest, "raise coordination.people.NOTICE and write the new digest down here"
