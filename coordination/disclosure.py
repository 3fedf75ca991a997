"""The door for answers: what a viewer may see, decided here and nowhere else (domain section 6).

`admit` takes away values before the arithmetic, `publish` turns a result into what may leave after it. Deny by default:
a fact or indicator without a class is confidential.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from functools import cache
from operator import is_
from typing import Any, NamedTuple, TypeVar, get_args, get_type_hints

from coordination.catalogue import Catalogue
from coordination.evidence import Observation
from coordination.figures import Count, Share
from coordination.viewer import Chat, Klass, Role, Viewer

T = TypeVar("T")
DENOMINATORS = frozenset({"PRF-03", "PRF-04", "PRF-06"})
"""People present stay for the arithmetic of everybody; they are published to few."""

UNRATED_IN_PUBLIC = frozenset({"Protection", "Mine Action"})
"""Sectors whose public values alone would understate them."""

QUIET = frozenset({"GBV", "Child protection", "Protection", "Mine Action"})
"""Sectors that are never named as an information gap outside the coordinators (rule 29), nor as helped by somebody."""


def clearance(viewer: Viewer, township_id: int | None) -> Klass | None:
    """The highest class that ``viewer`` may see about a place in that township; None: nothing at all.

    Groups see what is public whoever types; admins look after people and settings and see no data.
    """
    if viewer.kind == "group":
        return Klass.PUBLIC
    if viewer.kind not in {"person", "operator"} or viewer.role in {None, Role.ADMIN}:
        return None
    if viewer.chat is not Chat.PRIVATE:
        return Klass.PUBLIC
    if viewer.role in {Role.PROTECTION, Role.COORDINATOR}:
        return Klass.CONFIDENTIAL
    if viewer.role is Role.FOCAL and township_id not in viewer.townships:
        return Klass.PUBLIC
    return Klass.RESTRICTED


def klass_of(catalogue: Catalogue, observation: Observation) -> Klass:
    """Class of one value: that of its indicator, and at least restricted without consent to share (rule 19)."""
    indicator = catalogue.indicators.get(observation.indicator)
    klass = indicator.klass if indicator else Klass.CONFIDENTIAL
    return klass if observation.consent else max(klass, Klass.RESTRICTED)


def admit(catalogue: Catalogue, observations: Iterable[Observation], level: Klass | None) -> list[Observation]:
    """The values that the arithmetic for a viewer with ``level`` may use; people present stay as denominators."""
    if level is None:
        return []
    return [
        observation
        for observation in observations
        if observation.indicator in DENOMINATORS or klass_of(catalogue, observation) <= level
    ]


def may_see_monitoring(viewer: Viewer) -> bool:
    """Whether values of protection monitoring may be shown at all, each by the class of its indicator.

    Only to protection staff and coordinators in private: never in groups, digests or files. No rule says so; the
    monitoring is "sensitive by nature" (domain section 1), so less is shown.
    """
    return clearance(viewer, None) is Klass.CONFIDENTIAL


def for_file(catalogue: Catalogue, observations: Iterable[Observation]) -> list[Observation]:
    """The values that may leave in a file, whoever asks: none that is confidential (rule 20), denominators included."""
    return [one for one in observations if klass_of(catalogue, one) <= Klass.RESTRICTED]


def publish(result: T, level: Klass | None) -> T:
    """``result`` as it may leave: counts and shares exact or published, facts above ``level`` emptied."""
    published: T = _published(result, -1 if level is None else level)
    return published


def exact(level: Klass | None) -> bool:
    """Whether numbers leave as they are; below that only bands and rough shares do (rule 5)."""
    return level is not None and level >= Klass.RESTRICTED


def may_hide(catalogue: Catalogue, sector: str, level: Klass | None) -> bool:
    """Whether "nothing of that sector" may mean "nothing for this viewer": both then read the same (rule 25).

    What is public may be hidden from who sees only that, too: it is restricted where consent to share is missing.
    """
    if level is None or level is Klass.PUBLIC:
        return True
    return any(indicator.klass > level for indicator in catalogue.of_sector(sector))


def tells_cover(sector: str, level: Klass | None) -> bool:
    """Whether it may be told that a sector has some cover, without who gives it: not of `QUIET` ones in groups."""
    return exact(level) or sector not in QUIET


def may_rate(sector: str, level: Klass | None) -> bool:
    """Whether a severity of the whole sector may be told.

    Where the worst of protection and mine action is left out, a low number would read as "safe" (rules 10 and 27).
    """
    return exact(level) or sector not in UNRATED_IN_PUBLIC


def _published(value: Any, level: int) -> Any:
    if isinstance(value, tuple):
        kept = [_published(item, level) for item in value if _own_klass(item) <= level]
        return value if len(kept) == len(value) and all(map(is_, kept, value)) else tuple(kept)
    kind: Any = type(value)
    emptied, looked_at, turned = _plan(kind, level)
    if turned is not None:
        return turned(value)
    changed = {name: default for name, default in emptied if getattr(value, name) is not default}
    for name, default in looked_at:
        held = getattr(value, name)
        shown = default if _own_klass(held) > level else _published(held, level)
        if shown is not held:
            changed[name] = shown
    return replace(value, **changed) if changed else value


class _Plan(NamedTuple):
    """What publishing does to a kind of value: fields emptied, fields looked into, or all of it ``turned``."""

    emptied: tuple[tuple[str, Any], ...] = ()
    looked_at: tuple[tuple[str, Any], ...] = ()
    turned: Callable[[Any], Any] | None = None


@cache
def _plan(kind: Any, level: int) -> _Plan:
    """Fields above ``level`` are emptied; of the others those are looked into whose values may not stay as they are."""
    if level < Klass.RESTRICTED and issubclass(kind, Count | Share):
        return _Plan(turned=kind.banded if issubclass(kind, Count) else kind.rounded)
    classes: Mapping[str, Klass | None] = classes_of(kind) if hasattr(kind, "__dataclass_fields__") else {}
    if all(klass is None for klass in classes.values()):
        return _Plan()
    hints = get_type_hints(kind)
    declared = {name: Klass.CONFIDENTIAL if klass is None else klass for name, klass in classes.items()}
    here = [(item, declared[item.name] > level) for item in fields(kind)]
    return _Plan(
        emptied=tuple((item.name, item.default) for item, above in here if above),
        looked_at=tuple(
            (item.name, item.default) for item, above in here if not above and not _stays(hints[item.name], level)
        ),
    )


_PLAIN = frozenset({str, int, float, bool, date, Fraction, Klass, type(None), ...})


def _stays(hint: Any, level: int) -> bool:
    """Whether publishing changes nothing of what can stand in a field of this type: plain values, or made of such."""
    if hint in _PLAIN:
        return True
    if parts := get_args(hint):
        return all(_stays(part, level) for part in parts)
    kept = getattr(hint, "__dataclass_fields__", None)
    return kept is not None and "klass" not in kept and _plan(hint, level) == _Plan()


def _own_klass(value: Any) -> Klass:
    """A value that carries its own class (an indicator's, an agency's) is judged by it."""
    klass = getattr(value, "klass", Klass.PUBLIC)
    return klass if isinstance(klass, Klass) else Klass.PUBLIC


@cache
def classes_of(result: Any) -> Mapping[str, Klass | None]:
    """Declared class of each field of a result; None where nothing is declared, which is confidential."""
    hints = get_type_hints(result, include_extras=True)
    return {item.name: _declared(hints[item.name]) for item in fields(result)}


def _declared(hint: Any) -> Klass | None:
    return next((mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Klass)), None)
