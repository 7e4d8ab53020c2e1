"""The real validators that written files must pass, and how to install them."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from lxml import etree

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
NPM = "run npm install in tests/support"
HOW_TO_INSTALL = {
    "ooxml-validator": NPM,
    "nu-html-checker": f"{NPM}, and install a Java runtime",
    "axe": f"{NPM}, and install chromium",
    "libreoffice": "install libreoffice-writer-nogui and libreoffice-calc-nogui",
    "pdftoppm": "install poppler-utils",
    "pyright": NPM,
}


def has(tool: str) -> bool:
    """Say whether a tool is there."""
    return {
        "ooxml-validator": (MODULES / ".bin" / "ooxml-validator").exists(),
        "nu-html-checker": (MODULES / "vnu-jar").exists() and shutil.which("java") is not None,
        "axe": (MODULES / "axe-core").exists() and shutil.which("chromium") is not None,
        "libreoffice": shutil.which("soffice") is not None,
        "pdftoppm": shutil.which("pdftoppm") is not None,
        "pyright": (MODULES / "pyright" / "index.js").exists() and shutil.which("node") is not None,
    }[tool]


def _run(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=180)


def ooxml_problems(path: Path) -> list[str]:
    """Return what the Open XML SDK finds wrong; its `ok` counts, not its exit status."""
    run = _run(MODULES / ".bin" / "ooxml-validator", path)
    answer = json.loads(run.stdout or "{}")
    answers = answer if isinstance(answer, list) else [answer]
    if all(each.get("ok") for each in answers):
        return []
    return [run.stdout[:3000] or run.stderr[:3000]]


def nu_problems(paths: list[Path]) -> list[str]:
    """Return the errors of the Nu HTML checker."""
    run = _run("java", "-jar", MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar", "--format", "json", *paths)
    messages = json.loads(run.stderr or run.stdout)["messages"]
    return [f"{each.get('url')}: {each['message']}" for each in messages if each["type"] == "error"]


def axe_violations(path: Path, width: int = 1024) -> list[str]:
    """Return what axe-core finds in headless Chromium."""
    run = _run("node", HERE / "axe.mjs", path, width)
    if run.returncode:
        raise RuntimeError(run.stderr[-2000:])
    return list(json.loads(run.stdout))


def pages_problems(
    urls: list[str],
    *,
    widths: tuple[int, ...] = (320, 1920),
    schemes: tuple[str, ...] = ("light", "dark"),
    text: tuple[int, ...] = (100,),
    pictures: Path | None = None,
) -> list[str]:
    """Return what axe-core finds on pages at each width, colour scheme and text size, and what is wider than them."""
    job = {"urls": urls, "widths": widths, "schemes": schemes, "text": text, "pictures": pictures and str(pictures)}
    run = subprocess.run(
        ["node", str(HERE / "pages.mjs")],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if run.returncode:
        raise RuntimeError(run.stderr[-2000:])
    return list(json.loads(run.stdout))


def search_walk(url: str, word: str, *others: str) -> dict[str, Any]:
    """Return what a walk through a site's search with the keyboard saw, with and without scripts; and what other words find."""
    run = _run("node", HERE / "search.mjs", url, word, *others)
    if run.returncode:
        raise RuntimeError(run.stderr[-2000:])
    return dict(json.loads(run.stdout))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine and give its address."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing of each request."""


def to_pdf(path: Path, folder: Path) -> Path:
    """Open a file in LibreOffice and print it."""
    return converted(path, "pdf", folder)


def converted(path: Path, kind: str, folder: Path) -> Path:
    """Open a file in LibreOffice and save it as another kind."""
    profile = (folder / "profile").resolve().as_uri()
    run = _run(
        "soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", folder, path
    )
    made = folder / f"{path.stem}.{kind}"
    if not made.exists():
        raise RuntimeError(run.stdout + run.stderr)
    return made


def pdf_ua_problems(path: Path) -> list[str]:
    """Return what two checkers of PDF/UA-1 find wrong; warnings are for a person to judge."""
    import page

    try:
        found = [str(each) for each in page.validate_pdf(str(path)).failures]
    except page.ProfileError as error:
        return [str(error)]
    run = _run(Path(sys.executable).parent / "outloud", path, "--layer", "conformance", "--json", "-")
    plain = json.loads(run.stdout)
    return found + [str(each) for each in _errors(plain)]


def _errors(plain: object) -> list[object]:
    """Return every finding of severity error, wherever the report holds it."""
    if isinstance(plain, dict):
        own = [plain] if str(plain.get("severity", "")).lower() == "error" else []
        return own + [each for one in plain.values() for each in _errors(one)]
    return [each for one in plain for each in _errors(one)] if isinstance(plain, list) else []


def pyright_errors(paths: list[Path], *, project: Path) -> list[str]:
    """Return what pyright, in its strict mode, finds wrong with files that use what is installed here."""
    settings = project / "pyrightconfig.json"
    root = HERE.parents[1]
    below = [root / "src", *root.glob("plugins/*/src")]
    plain = {"strict": ["."], "include": [str(each) for each in paths], "extraPaths": [str(each) for each in below]}
    settings.write_text(json.dumps(plain), encoding="utf-8")
    run = _run("node", MODULES / "pyright" / "index.js", "--outputjson", "--pythonpath", sys.executable, "-p", settings)
    found = json.loads(run.stdout)["generalDiagnostics"]
    return [f"{Path(each['file']).name}:{each['range']['start']['line'] + 1}: {each['message']}" for each in found]


def odf_problems(path: Path) -> list[str]:
    """Return what the schema of OpenDocument 1.3 refuses."""
    run = _run(
        Path(sys.executable).parent / "openxml-audit", "-f", "odf1.3", "--odf-level", "schema-core", "-o", "json", path
    )
    return [str(error) for each in json.loads(run.stdout) for error in each["errors"]]


def atom_problems(path: Path) -> list[str]:
    """Return what the grammar of RFC 4287 refuses."""
    grammar = etree.RelaxNG(etree.parse(HERE / "atom.rng"))
    if grammar.validate(etree.parse(path)):
        return []
    return [str(each) for each in grammar.error_log]


def json_feed_problems(path: Path) -> list[str]:
    """Return what our schema of JSON Feed 1.1 refuses."""
    from jsonschema import Draft202012Validator

    schema = json.loads((HERE / "jsonfeed-1.1.schema.json").read_text(encoding="utf-8"))
    found = Draft202012Validator(schema).iter_errors(json.loads(path.read_text(encoding="utf-8")))
    return [f"{each.json_path}: {each.message}" for each in found]
