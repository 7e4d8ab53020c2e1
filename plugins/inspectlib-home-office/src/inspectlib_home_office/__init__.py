"""Writes what goes to the Home Office and the inspectors."""

from inspectlib.exchange import Exporter
from inspectlib.fields import Audience
from inspectlib.hookspecs import hookimpl
from inspectlib_home_office.form import export


@hookimpl
def inspectlib_exporters() -> list[Exporter]:
    """Offer the form."""
    return [
        Exporter(
            name="home-office-form",
            title="Home Office form",
            audience=Audience.SUBMISSION,
            suffix=".docx",
            export=export,
            per_inspection=True,
        )
    ]
