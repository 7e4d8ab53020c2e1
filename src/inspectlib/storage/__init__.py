"""The register file and its history; the history line is the commit, the file its snapshot."""

from inspectlib.storage.copies import Copy, knows, merge_copy, read_copy
from inspectlib.storage.file_form import VERSION, dumps, loads
from inspectlib.storage.history import history_path, read_history, verify
from inspectlib.storage.redacting import Redaction, redact
from inspectlib.storage.repairing import repair
from inspectlib.storage.revisions import as_of_revision, undo
from inspectlib.storage.saving import load, load_part, put, save

__all__ = [
    "VERSION",
    "Copy",
    "Redaction",
    "as_of_revision",
    "dumps",
    "history_path",
    "knows",
    "load",
    "load_part",
    "loads",
    "merge_copy",
    "put",
    "read_copy",
    "read_history",
    "redact",
    "repair",
    "save",
    "undo",
    "verify",
]
