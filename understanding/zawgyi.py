"""Burmese typed in Zawgyi, the encoding of old phones, written in Unicode."""

import re
from functools import cache

from myanmartools import ZawgyiDetector

_IS_ZAWGYI = 0.9
"""Certainty from which a text is taken for Zawgyi."""
_BURMESE = re.compile("[\u1000-\u109f]")
_CODES = """
    1033 102f; 1034 1030; 1039 103a; 103a 103b; 103b 103c
    103c 103d; 103d 103e; 105a 102b 103a; 1060 1039 1000; 1061 1039 1001
    1062 1039 1002; 1063 1039 1003; 1064 1004 103a 1039; 1065 1039 1005; 1066 1039 1006
    1067 1039 1006; 1068 1039 1007; 1069 1039 1008; 106a 1009; 106b 100a
    106c 1039 100b; 106d 1039 100c; 106e 100d 1039 100d; 106f 100d 1039 100e; 1070 1039 100f
    1071 1039 1010; 1072 1039 1010; 1073 1039 1011; 1074 1039 1011; 1075 1039 1012
    1076 1039 1013; 1077 1039 1014; 1078 1039 1015; 1079 1039 1016; 107a 1039 1017
    107b 1039 1018; 107c 1039 1019; 107d 103b; 107e 103c; 107f 103c
    1080 103c; 1081 103c; 1082 103c; 1083 103c; 1084 103c
    1085 1039 101c; 1086 103f; 1087 103e; 1088 103e 102f; 1089 103e 1030
    108a 103d 103e; 108b 1004 103a 1039 102d; 108c 1004 103a 1039 102e; 108d 1004 103a 1039 1036; 108e 102d 1036
    108f 1014; 1090 101b; 1091 100f 1039 100d; 1092 100b 1039 100c; 1093 1039 1018
    1094 1037; 1095 1037; 1096 1039 1010 103d; 1097 100b 1039 100b
"""
"""Zawgyi's own signs and the letters that they stand for."""
_SIGNS = {
    int(sign, 16): "".join(chr(int(letter, 16)) for letter in letters)
    for sign, *letters in (entry.split() for entry in re.split(r"[;\n]", _CODES) if entry.strip())
}
_CONSONANT = "[\u1000-\u1021\u1025\u1027\u1029\u103f\u104e]"
_KINZI = "\u1004\u103a\u1039"
_KINZI_AFTER = re.compile(f"({_CONSONANT}[\u103b-\u103e\u1031]*){_KINZI}")
_SYLLABLE = re.compile(
    f"(?P<e>\u1031?)(?P<r>\u103c?)(?P<k>(?:{_KINZI})?)(?P<c>{_CONSONANT})(?P<s>(?:\u1039[\u1000-\u1021])?)"
    "(?P<rest>[\u102b-\u1030\u1032\u1036-\u1038\u103a\u103b\u103d\u103e]*)"
)
_ORDER = "\u103b\u103c\u103d\u103e\u1031\u102d\u102e\u1032\u102f\u1030\u102b\u102c\u1036\u103a\u1037\u1038"
"""Unicode's order of the signs after a consonant."""
_KILLED_AA = re.compile("([\u102b\u102c])(\u1036?)(\u103a)")


def in_unicode(text: str) -> str:
    """``text`` with Burmese in Unicode, whatever it was typed in; other text as it is."""
    if not _BURMESE.search(text) or _detector().get_zawgyi_probability(text) < _IS_ZAWGYI:
        return text
    return from_zawgyi(text)


def readings(text: str) -> tuple[str, ...]:
    """Burmese in ``text`` as it most likely is meant, then as it would be in the other encoding where that differs."""
    if not _BURMESE.search(text):
        return (text,)
    return tuple(dict.fromkeys((in_unicode(text), text, from_zawgyi(text))))


def from_zawgyi(text: str) -> str:
    """Zawgyi in Unicode: signs that are drawn before a consonant, or in its own forms, in the order of speech."""
    letters = text.translate(_SIGNS).replace("\u1025\u103a", "\u1009\u103a").replace("\u1025\u102e", "\u1026")
    letters = _KINZI_AFTER.sub(lambda match: _KINZI + match[1], letters)
    return _SYLLABLE.sub(_in_order, letters)


def _in_order(match: re.Match[str]) -> str:
    signs = match["r"] + match["rest"] + match["e"]
    ordered = "".join(sorted(dict.fromkeys(signs), key=_ORDER.index))
    return match["k"] + match["c"] + match["s"] + _KILLED_AA.sub(r"\1\3\2", ordered)


@cache
def _detector() -> ZawgyiDetector:
    return ZawgyiDetector()
