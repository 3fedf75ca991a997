"""How long things are kept (domain section 6 rule 15): one operation, run daily, that says what it removed."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from coordination import (
    digest_runs,
    files,
    information_gaps,
    looks,
    misunderstood,
    picks,
    review,
    review_decisions,
    topics,
)
from coordination.execute import OPERATIONS, Operation
from coordination.scope import Scope
from coordination.viewer import Klass
from models import digests as digest_rows
from models import files as file_rows
from models import retention as rows
from models import review as review_rows

HANDLED = timedelta(days=7)
AFTER_LEAVING = timedelta(days=30)
INVITATIONS = timedelta(days=30)
CONFIDENTIAL = timedelta(days=183)
AUDIT = timedelta(days=731)


@dataclass(frozen=True)
class PurgeOldData:
    """Remove what has been kept for its time."""


@dataclass(frozen=True)
class Purged:
    """How many rows of each kind went."""

    updates: int
    messages: int
    leavers: int
    strangers: int
    invitations: int
    confidential_values: int
    audit_entries: int
    asked_names: int
    picks: int
    alias_candidates: int
    refused_spellings: int
    imports: int
    offered_files: int
    review_payloads: int
    review_items: int
    misunderstood: int
    topics: int
    looks: int
    information_gaps: int
    digests: int


def _purge(scope: Scope, _command: PurgeOldData) -> Purged:
    db, now = scope.db, scope.now
    indicators = scope.desk.catalogue.indicators.values()
    confidential = [indicator.code for indicator in indicators if indicator.klass is Klass.CONFIDENTIAL]
    return Purged(
        updates=rows.handled_updates(db, now - HANDLED),
        messages=rows.finished_messages(db, now - HANDLED),
        leavers=rows.leavers(db, now - AFTER_LEAVING),
        strangers=rows.strangers(db, now - HANDLED),
        invitations=rows.invitations(db, now - INVITATIONS),
        confidential_values=rows.values(db, confidential, now - CONFIDENTIAL),
        audit_entries=rows.audit(db, now - AUDIT),
        asked_names=rows.asked_names(db, now - picks.ASKED),
        picks=rows.picks(db, now - picks.PICKED),
        alias_candidates=rows.alias_candidates(db),
        refused_spellings=rows.refused_spellings(db, now - picks.PICKED),
        imports=rows.imports(db, now - HANDLED),
        offered_files=file_rows.expire(db, now - files.KEPT),
        review_payloads=review_rows.empty_decided(db, now - review.UNDO),
        review_items=review_rows.drop_decided(db, now - review_decisions.KEPT_FOR),
        misunderstood=rows.misunderstood(db, (now - misunderstood.KEPT).date()),
        topics=rows.topics(db, now - topics.LASTS),
        looks=rows.looks(db, now - looks.KEPT),
        information_gaps=rows.information_gaps(db, now - information_gaps.NAMES_KEPT, now - information_gaps.KEPT),
        digests=digest_rows.drop_old(db, now - digest_runs.KEPT),
    )


def _may_purge(scope: Scope, _command: Any) -> bool:
    return scope.viewer.kind in {"tick", "operator"}


OPERATIONS[PurgeOldData] = Operation("retention.purge", _may_purge, _purge, asdict)
