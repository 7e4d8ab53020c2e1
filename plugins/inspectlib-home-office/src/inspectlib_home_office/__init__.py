"""Writes what goes to the Home Office and the inspectors."""

from inspectlib.exchange import Exporter
from inspectlib.fields import Audience
from inspectlib.hookspecs import hookimpl
from inspectlib_home_office import form, pack


@hookimpl
def inspectlib_exporters() -> list[Exporter]:
    """Offer the form and the pack."""
    return [
        Exporter(
            name=form.FORM,
            title="Home Office form",
            audience=Audience.SUBMISSION,
            suffix=".docx",
            export=form.export,
            per_inspection=True,
        ),
        Exporter(
            name=pack.PACK,
            title="Pack for the Home Office and the inspectors",
            audience=Audience.SUBMISSION,
            suffix="",
            export=pack.export,
            per_inspection=True,
            options={"reason": "why to go on where the submission would be wrong; recorded in the manifest"},
        ),
    ]
