"""Which documents go out together, and in which forms."""

from pathlib import Path

from inspectlib.exchange import Job
from inspectlib_home_office.form import Told, write_form


def write_all(job: Job, about: Told, folder: Path, name: str) -> list[Path]:
    """Write every document of a submission and return the files, in the order in which they are attached."""
    made = [folder / f"{name}.docx"]
    write_form(job, about, made[0])
    return made
