"""What differs between two registers: found, said in English, applied, turned round, and merged."""

from inspectlib.changes.applying import apply
from inspectlib.changes.change import Change, inverse
from inspectlib.changes.differing import diff
from inspectlib.changes.merging import Conflict, Merge, merge_changes, resolved, three_way, without_base
from inspectlib.changes.places import ORDER, value_at
from inspectlib.changes.telling import paragraph, public_sentences, sentences

__all__ = [
    "ORDER",
    "Change",
    "Conflict",
    "Merge",
    "apply",
    "diff",
    "inverse",
    "merge_changes",
    "paragraph",
    "public_sentences",
    "resolved",
    "sentences",
    "three_way",
    "value_at",
    "without_base",
]
