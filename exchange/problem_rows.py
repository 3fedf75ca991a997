"""The rows of a file that did not go in, as a file: row, column, value and what is expected."""

import csv
from collections.abc import Iterable
from io import StringIO

from exchange import cells
from exchange.report import Problem
from words import Words

COLUMNS = ("row", "column", "value", "expected")
MOST = 5000
"""Lines of one such file; who has more bad rows mends these first."""


def written(words: Words, problems: Iterable[Problem]) -> bytes:
    """CSV in UTF-8 with the mark that spreadsheet programs look for; no cell of it is a formula."""
    text = StringIO(newline="")
    out = csv.writer(text)
    out.writerow(COLUMNS)
    for number, problem in enumerate(problems):
        if number == MOST:
            break
        shown = problem.to_json(words)
        out.writerow([cells.guarded(str(shown[name])) for name in COLUMNS])
    return text.getvalue().encode("utf-8-sig")
