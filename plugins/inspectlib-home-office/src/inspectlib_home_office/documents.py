"""Which documents there are, and the forms in which each is written: one description, several writers."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from inspectlib_documents.describing import Document, Part
from inspectlib_documents.odt import write_odt
from inspectlib_documents.plain_text import write_text
from inspectlib_documents.tagged_pdf import available, write_pdf
from inspectlib_documents.templates import fill_template
from inspectlib_documents.writing import write_docx

from inspectlib.errors import BadCall
from inspectlib.exchange import Exporter, Job
from inspectlib.fields import Audience
from inspectlib_home_office.form import FORM, Told, form, sections, told
from inspectlib_home_office.letter import LETTER, letter, letter_sections
from inspectlib_home_office.paper import PAPER, paper

#: what a suffix is written with; .docx is first, since it is what the exporter of the plain name writes
WRITERS: Mapping[str, Callable[[Document, Path], None]] = {
    ".docx": write_docx,
    ".odt": write_odt,
    ".pdf": write_pdf,
    ".txt": write_text,
}
#: what a submission is sent in; a text is for programs, and for reading back
SENT = (".docx", ".odt", ".pdf")


def write_form(job: Job, about: Told, path: Path) -> None:
    """Write the form, a .docx on the house template where the profile names one.

    Raises BadCall where the template does not fit.
    """
    _write(job, FORM, about, form, sections, path)


def write_letter(job: Job, about: Told, path: Path) -> None:
    """Write the letter, likewise."""
    _write(job, LETTER, about, letter, letter_sections, path)


def _write(
    job: Job,
    name: str,
    about: Told,
    whole: Callable[[Told], Document],
    parts: Callable[[Told], Mapping[str, tuple[Part, ...]]],
    path: Path,
) -> None:
    template = job.profile.templates.get(name) if job.profile else None
    if template is not None and path.suffix == ".docx":
        fill_template(template, parts(about), whole(about), path)
    else:
        WRITERS[path.suffix](whole(about), path)


def write_all(job: Job, about: Told, folder: Path, name: str) -> list[Path]:
    """Write every document of a submission and return the files, in the order in which they are attached."""
    missing = available()
    if missing:
        job.say(missing)
    made = []
    for kind, write in (("form", write_form), ("letter", write_letter)):
        for suffix in SENT:
            if suffix != ".pdf" or not missing:
                made.append(folder / f"{name}-{kind}{suffix}")
                write(job, about, made[-1])
    return made


def _about(job: Job) -> Told:
    return told(job.view, job.inspections[0], job.body, job.on)


def _place(job: Job, suffix: str) -> Path:
    if job.destination.suffix != suffix:
        message = f"{job.destination.name!r} would hold a {suffix} document; name it so"
        raise BadCall(message)
    return job.destination


def _export_form(job: Job, suffix: str) -> None:
    write_form(job, _about(job), _place(job, suffix))


def _export_letter(job: Job, suffix: str) -> None:
    write_letter(job, _about(job), _place(job, suffix))


def _export_paper(job: Job, suffix: str) -> None:
    WRITERS[suffix](paper(job), _place(job, suffix))


def exporters() -> list[Exporter]:
    """Return an exporter for each document and form: `home-office-form`, `home-office-form-odt`, and so on."""
    return [
        Exporter(
            name=name + ("" if suffix == ".docx" else suffix.replace(".", "-")),
            title=f"{title} ({suffix})",
            audience=Audience.WORKING if name == PAPER else Audience.SUBMISSION,
            suffix=suffix,
            export=partial(export, suffix=suffix),
            per_inspection=name != PAPER,
        )
        for name, title, export in (
            (FORM, "Home Office form", _export_form),
            (LETTER, "Letter to the Home Secretary", _export_letter),
            (PAPER, "Committee paper", _export_paper),
        )
        for suffix in WRITERS
    ]
