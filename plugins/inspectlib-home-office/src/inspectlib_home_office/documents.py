"""Which documents there are, and the forms in which each is written: one description, several writers."""

from collections.abc import Callable, Mapping
from pathlib import Path

from inspectlib_documents.describing import Document
from inspectlib_documents.odt import write_odt
from inspectlib_documents.templates import fill_template
from inspectlib_documents.writing import write_docx

from inspectlib.exchange import Exporter, Job
from inspectlib.fields import Audience
from inspectlib_home_office.form import FORM, Told, form, sections, told

#: what a suffix is written with; .docx is first, since it is what the exporter of the plain name writes
WRITERS: Mapping[str, Callable[[Document, Path], None]] = {".docx": write_docx, ".odt": write_odt}


def write_form(job: Job, about: Told, path: Path) -> None:
    """Write the form, a .docx on the house template where the profile names one.

    Raises BadCall where the template does not fit.
    """
    template = job.profile.templates.get(FORM) if job.profile else None
    if template is not None and path.suffix == ".docx":
        fill_template(template, sections(about), form(about), path)
    else:
        WRITERS[path.suffix](form(about), path)


def write_all(job: Job, about: Told, folder: Path, name: str) -> list[Path]:
    """Write every document of a submission and return the files, in the order in which they are attached."""
    made = [folder / f"{name}{suffix}" for suffix in WRITERS]
    for path in made:
        write_form(job, about, path)
    return made


def _export_form(job: Job) -> None:
    write_form(job, told(job.view, job.inspections[0], job.body, job.on), job.destination)


def exporters() -> list[Exporter]:
    """Return an exporter for each document and form: `home-office-form`, `home-office-form-odt`."""
    found = []
    for suffix in WRITERS:
        found.append(
            Exporter(
                name=FORM + ("" if suffix == ".docx" else suffix.replace(".", "-")),
                title=f"Home Office form ({suffix})",
                audience=Audience.SUBMISSION,
                suffix=suffix,
                export=_export_form,
                per_inspection=True,
            )
        )
    return found
