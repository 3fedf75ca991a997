"""What a process may keep of the store between answers: facts, as long as the store's data version says they hold.

Never what was disclosed to somebody or rendered: `disclosure` runs for every viewer. A version is a token that every
operation changes in its own transaction, whichever process does it (`execute`), and that never comes again; a
transaction reads it before the facts. So nothing that was taken back, or is older than the version, is ever used.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar
from uuid import uuid4
from weakref import WeakKeyDictionary

from coordination.scope import Scope
from models import data_version

T = TypeVar("T")
MOST = 2000
"""Facts that are kept of one store; those that were used last."""
_CHANGING = "waypost_changing"

_kept: WeakKeyDictionary[Any, "_Kept"] = WeakKeyDictionary()
_own: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
_making = Lock()


class _Kept:
    """Facts of one store under one version."""

    def __init__(self) -> None:
        self.version = ""
        self.facts: OrderedDict[Hashable, Any] = OrderedDict()
        self.lock = Lock()


def kept(scope: Scope, key: Hashable, make: Callable[[], T]) -> T:
    """``make()``, or what it gave for the same ``key`` and catalogue while nothing of the store has changed since.

    The key names everything else that the result depends on. Whatever is kept is never changed.
    """
    version, store = settled(scope), _of(scope)
    if version is None:
        return make()
    whole = (key, id(scope.desk.catalogue))
    with store.lock:
        if store.version == version and whole in store.facts:
            store.facts.move_to_end(whole)
            found: T = store.facts[whole][0]
            return found
    made = make()
    with store.lock:
        if store.version != version:
            store.version = version
            store.facts.clear()
        store.facts[whole] = (made, scope.desk.catalogue)  # which lives as long, so that no other one has its id
        if len(store.facts) > MOST:
            store.facts.popitem(last=False)
    return made


def settled(scope: Scope) -> str | None:
    """The version of this transaction; "" before the first change, None in the midst of one."""
    return None if scope.db.info.get(_CHANGING) else data_version.token(scope.db)


@contextmanager
def changing(scope: Scope) -> Iterator[None]:
    """Facts change in here: nothing is kept meanwhile, and afterwards the version is another one.

    What fails in here is taken back; until the transaction is over nothing more is kept in it.
    """
    scope.db.connection()
    _own.setdefault(scope.db.get_transaction(), uuid4().hex)
    before = scope.db.info.get(_CHANGING, False)
    scope.db.info[_CHANGING] = True
    yield
    data_version.change(scope.db, uuid4().hex)
    scope.db.info[_CHANGING] = before


def own(scope: Scope) -> str | None:
    """What no other transaction has, once facts changed in this one: it may be taken back; None before."""
    begun = scope.db.get_transaction()
    return None if begun is None else _own.get(begun)


def _of(scope: Scope) -> _Kept:
    engine = scope.db.get_bind().engine
    with _making:
        return _kept.setdefault(engine, _Kept())
