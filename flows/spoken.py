"""What people type instead of pressing one of the fixed buttons."""

from enum import Enum


class Control(Enum):
    """The fixed buttons of every conversation; the values stand in their data."""

    BACK = "b"
    SKIP = "s"
    CANCEL = "x"
    SAVE = "ok"
    CHANGE = "c"


_SPOKEN = {
    Control.BACK: "back|go back|previous|နောက်သို့|နောက်ပြန်|ပြန်",
    Control.SKIP: "skip|next|don't know|dont know|do not know|not known|no idea|ကျော်|ကျော်ရန်|ကျော်မယ်|မသိဘူး|မသိပါ",
    Control.CANCEL: "cancel|stop|quit|forget it|never mind|nevermind|မလုပ်တော့ပါ|ပယ်ဖျက်|ရပ်|မလုပ်တော့ဘူး",
    Control.SAVE: "save|yes|yes save|ok|okay|correct|right|yes correct|သိမ်း|သိမ်းပါ|ဟုတ်|ဟုတ်ကဲ့|မှန်တယ်|မှန်ပါတယ်",
    Control.CHANGE: "change|change…|edit|wrong|no|not right|ပြင်|ပြင်မယ်|မှားတယ်|မဟုတ်ဘူး",
}
_BY_WORD = {word: meant for meant, words in _SPOKEN.items() for word in words.split("|")}


def control(text: str) -> Control | None:
    """The fixed button that a text stands for; None for anything that says more."""
    return _BY_WORD.get(" ".join(text.casefold().replace("’", "'").strip(" .!,/။၊").split()))
