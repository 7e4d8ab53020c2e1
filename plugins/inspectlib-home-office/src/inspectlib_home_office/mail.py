"""The mail with the documents: a draft that the mail program opens as unsent."""

import hashlib
from collections.abc import Iterable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

_TYPES = {
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".odt": ("application", "vnd.oasis.opendocument.text"),
    ".pdf": ("application", "pdf"),
}


def draft(to: Iterable[Address], subject: str, words: str, files: Iterable[Path]) -> bytes:
    """Return a mail with attachments that opens as a draft (X-Unsent); the same each time, with no day and no id."""
    message = EmailMessage(policy=SMTP)
    addresses = tuple(to)
    if addresses:
        message["To"] = addresses
    message["Subject"] = " ".join(subject.split())
    message["X-Unsent"] = "1"
    message.set_content(words, cte="quoted-printable")
    held = hashlib.sha256(words.encode("utf-8", "replace"))
    for path in files:
        data = path.read_bytes()
        held.update(data)
        kind, sub = _TYPES[path.suffix]
        message.add_attachment(data, maintype=kind, subtype=sub, filename=path.name)
    if message.is_multipart():
        message.set_boundary(f"inspectlib-{held.hexdigest()[:40]}")
    return message.as_bytes()
