"""HXL tags of assessments, commitments and agencies: which field of ours a tag with its attributes is.

After the dictionary of the standard (hxlstandard.org, 1.1). A tag that could mean two things is left to the reader of
the file, who maps it; a count of persons is never one of households.
"""

import re
from collections.abc import Collection

from exchange.hxl_tags import TagField

_CODE = re.compile(r"([a-z]{3})_(\d\d)")
_PLACE = {"#loc": "place", "#adm3": "township"}
_HOUSEHOLDS = frozenset(["hh", "hhs", "household", "households", "families"])
_ABOUT = {
    "tool": "tool", "method": "tool", "informants": "informants", "consent": "consent", "agreed": "informants agreed",
    "observation": "matched observation", "list": "authority list",
}  # fmt: skip
_OWN_DATES = frozenset(["start", "end", "reported", "reached", "updated"])
_MODIFIERS = frozenset(["planned", "target", "targeted", "inneed", "pct"])


def assessments(headers: Collection[str]) -> TagField:
    """The fields of a sheet of assessments with these ``headers``; indicators by attribute, such as +wsh_02."""

    def field(tag: str, attributes: frozenset[str]) -> str | None:
        header = _indicator(tag, attributes)
        if header is not None:
            return header if header in headers else None
        if tag == "#date":
            return None if attributes & {"start", "end", "reported", "updated"} else "date"
        if tag == "#org":
            return None if attributes & {"funder", "donor", "type", "code"} else "agency"
        if tag in {"#meta", "#method"}:
            named = (_ABOUT[each] for each in sorted(attributes) if each in _ABOUT)
            return next(named, "tool" if tag == "#method" else None)
        return _place(tag, attributes)

    return field


def _indicator(tag: str, attributes: frozenset[str]) -> str | None:
    """Header of an indicator: by its own code, else households present and returned."""
    code = next((found for each in sorted(attributes) if (found := _CODE.fullmatch(each))), None)
    if code is not None:
        return f"{code[1].upper()}-{code[2]}" + _of_people(attributes)
    if not attributes & _HOUSEHOLDS or attributes & _MODIFIERS:
        return None
    if tag == "#population" and attributes <= _HOUSEHOLDS | {"total"}:
        return "PRF-03"
    returned = attributes & {"returnees", "returned"} and attributes <= _HOUSEHOLDS | {"returnees", "returned", "total"}
    return "PRF-04" if tag in {"#affected", "#population"} and returned else None


def _of_people(attributes: frozenset[str]) -> str:
    """ " F 0-4" of +f+age_0_4, as the columns of a table of people are called."""
    sex = next((each.upper() for each in ("f", "m") if each in attributes), "")
    band = next((each.removeprefix("age_") for each in sorted(attributes) if each.startswith("age_")), "")
    shown = band.replace("_plus", "+").replace("_", "-") if not band.isdigit() else f"{band}+"
    return f" {sex} {shown}" if sex and band else ""


def commitments(tag: str, attributes: frozenset[str]) -> str | None:
    """The fields of a sheet of commitments."""
    if tag == "#org":
        partner, donor = attributes & {"impl", "partner"}, attributes & {"funder", "donor"}
        return None if attributes & {"type", "code"} else "partner" if partner else "donor" if donor else "agency"
    if tag == "#date":
        named = {
            "start": "start",
            "end": "end",
            "reported": "reported on",
            "updated": "reported on",
            "reached": "reached on",
        }
        return next((named[each] for each in sorted(attributes & _OWN_DATES)), None)
    if tag == "#meta":
        own = {
            "number": "number",
            "unit": "unit",
            "months": "months",
            "components": "components",
            "conditions": "conditions",
        }
        return next((own[each] for each in sorted(attributes) if each in own), None)
    if tag in {"#targeted", "#reached"}:
        part = attributes & {"f", "m", "pct"} or any(each.startswith("age") for each in attributes)
        return None if part else "target" if tag == "#targeted" else "reached"
    if tag == "#beneficiary":
        return "population" if "type" in attributes or not attributes else None
    whole = {"#activity": "activity", "#status": "status", "#modality": "modality"}
    return whole.get(tag) or _place(tag, attributes)


def agencies(tag: str, attributes: frozenset[str]) -> str | None:
    """The fields of a list of agencies."""
    if tag != "#org":
        return None
    if attributes & {"acronym", "acro", "code"}:
        return "acronym"
    if attributes & {"alt", "alias"}:
        return "aliases"
    return "kind" if "type" in attributes else "name"


def _place(tag: str, attributes: frozenset[str]) -> str | None:
    if tag == "#loc" and "code" in attributes:
        return "place code"
    return None if attributes & {"code", "type", "alt", "origin"} else _PLACE.get(tag)
