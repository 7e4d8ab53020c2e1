"""Templates that this process has compiled: the other language, and the next site, need not do it again."""

from typing import TYPE_CHECKING

import jinja2

if TYPE_CHECKING:
    from types import CodeType

    from jinja2.bccache import Bucket


class _Compiled(jinja2.BytecodeCache):
    """The code of each template by its place, as long as its words stay the same."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: "Bucket") -> None:
        checksum, code = self._known.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: "Bucket") -> None:
        if bucket.code is not None:
            self._known[bucket.key] = bucket.checksum, bucket.code


COMPILED = _Compiled()
