"""One source in four formats, made by LibreOffice from one Word document, gives the same records: texts that allow it.

A text allows it where each of its lines is a paragraph: what is wrapped, cut out of one long line, quoted or drawn with
bars is another document once a program has set it anew.
"""

import json
import subprocess
from pathlib import Path

import docx
import pytest
from inspectlib_documents import read_report, read_response, recognises_report, recognises_response
from inspectlib_documents.lines import lines_of_text
from inspectlib_documents.tables import is_number_head

from inspectlib.exchange import Source

OWN = Path(__file__).parent / "texts"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "corpus"
FORMS = {"txt": "txt:Text (encoded):UTF8", "html": "html", "pdf": "pdf"}


def allows(path):
    text = path.read_text(encoding="utf-8")
    lines = lines_of_text(text)
    drawn = any(mark in line.text for line in lines for mark in ("|", "  ", "\t")) or any(
        is_number_head(line.text) for line in lines
    )
    broken = any(line.text.isdigit() or {"flat", "quoted"} & line.looks for line in lines)
    wrapped = any(line.text[0].islower() for line in lines)
    return not (drawn or broken or wrapped) and all(each.isprintable() or each == "\n" for each in text)


#: every other one: LibreOffice takes seconds for each
TEXTS = [each for folder in (OWN, SHARED) for each in sorted(folder.glob("*.txt")) if allows(each)][::2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("formats")
    for path in TEXTS:
        document = docx.Document()
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                document.add_paragraph(line)
        document.save(made / f"{path.stem}.docx")
    sources = [str(made / f"{path.stem}.docx") for path in TEXTS]
    for form in FORMS.values():
        profile = f"-env:UserInstallation=file://{made}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(made), *sources]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
    return made


def read(path):
    source = Source.from_path(path)
    is_response = recognises_response(source) > recognises_report(source)
    reading = dict((read_response if is_response else read_report)(source).reading)
    reading.pop("problems")
    return json.loads(json.dumps(reading), object_hook=_plain)


def _plain(held):
    return {name: " ".join(given.split()) if isinstance(given, str) else given for name, given in held.items()}


@pytest.mark.needs("libreoffice")
@pytest.mark.parametrize("form", FORMS)
def test_a_text_that_allows_it_gives_the_same_records_in_every_format(folder, form):
    differ = [path.stem for path in TEXTS if read(folder / f"{path.stem}.{form}") != read(folder / f"{path.stem}.docx")]
    assert differ == []


def test_nearly_every_layout_is_among_them():
    layouts = {json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["layout"] for path in TEXTS}
    assert len(TEXTS) > 30
    assert len(layouts) > 25
