"""A long run of atheris over the readers: python fuzz_reader.py -max_total_time=600. CI runs Hypothesis on the same claim.

The only error that a reader may raise is CannotRead, whatever the bytes are.
"""

import sys
from contextlib import suppress

import atheris

with atheris.instrument_imports(include=["inspectlib_documents", "inspectlib"]):
    from inspectlib_documents import read_report, read_response, recognises_report, recognises_response
    from inspectlib_documents.formats import SUFFIXES

from inspectlib.errors import CannotRead
from inspectlib.exchange import Source


def one_input(data):
    """Read bytes as what they claim to be, as a report and as a response."""
    if not data:
        return
    source = Source(name=f"a{SUFFIXES[data[0] % len(SUFFIXES)]}", data=data[1:] or b" ")
    with suppress(CannotRead):
        recognises_report(source)
        recognises_response(source)
        read_report(source)
        read_response(source)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
