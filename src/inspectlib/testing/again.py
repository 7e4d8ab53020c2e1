"""What a distribution says in a Python process of its own: two of them, which order their sets differently, must agree.

`python -m inspectlib.testing.again NAME FOLDER` prints, as JSON, a digest of each answer of what NAME offers. FOLDER
holds the documents of each importer in a folder of its name; outputs go into FOLDER too.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from inspectlib.checking import judge
from inspectlib.converting import to_plain
from inspectlib.errors import InspectlibError
from inspectlib.exchange import Source
from inspectlib.plugins import Plugins, load_plugins
from inspectlib.running import export
from inspectlib.testing import a_complete_register
from inspectlib.testing.canary import OPTIONS, files_of, texts_in

_ON = date(2023, 6, 1)


def faults_between_processes(name: str, folder: Path, documents: Mapping[str, Iterable[Source]]) -> tuple[str, ...]:
    """Return what a distribution answers differently in another process; `folder` is a fresh one."""
    said = []
    for seed in ("1", "2"):
        place = folder / seed
        for importer, sources in documents.items():
            for each in sources:
                kept = place / importer / each.name
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_bytes(each.data)
        place.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(  # noqa: S603 - this Python, this module
            [sys.executable, "-m", "inspectlib.testing.again", name, str(place)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            last = [each for each in done.stderr.splitlines() if each.strip()][-1:]
            return (f"{name} breaks in a process of its own: {' '.join(last) or f'exit {done.returncode}'}",)
        said.append(json.loads(done.stdout.splitlines()[-1]))
    one, two = said
    return tuple(
        f"{what}: says another thing in another process, so it goes by the order of a set"
        for what in one
        if one[what] != two.get(what)
    )


def _answers(name: str, folder: Path, plugins: Plugins) -> dict[str, str]:
    register = a_complete_register()
    offered = {one for each in plugins.loaded if each.distribution.split()[0] == name for one in each.offers}
    said: dict[str, object] = {}
    for rule in plugins.rules:
        if rule.id in offered:
            outcome = judge(register, [rule], on=_ON)
            said[f"rule {rule.id}"] = [to_plain(each) for each in (*outcome.findings, *outcome.gaps)]
    for exporter in plugins.exporters:
        if exporter.name in offered:
            target = folder / "written" / f"{exporter.name}{'' if exporter.per_inspection else exporter.suffix}"
            chosen = {option: words for option, words in OPTIONS.items() if option in exporter.options}
            try:
                export(register, exporter.name, target, on=_ON, options=chosen, plugins=plugins)
            except InspectlibError as error:
                said[f"exporter {exporter.name}"] = str(error).replace(str(folder), "")
                continue
            texts = [text for path in files_of(target) for text in texts_in(path.name, path.read_bytes())]
            said[f"exporter {exporter.name}"] = texts
    for importer in plugins.importers:
        if importer.name in offered:
            for path in files_of(folder / importer.name) if (folder / importer.name).exists() else ():
                result = importer.read(Source.from_path(path))
                said[f"importer {importer.name}"] = [to_plain(result.register), *map(to_plain, result.problems)]
    return {what: hashlib.sha256(repr(each).encode()).hexdigest() for what, each in said.items()}


if __name__ == "__main__":
    asked, place = sys.argv[1:]
    found = _answers(asked, Path(place), load_plugins(on_failure="continue"))
    sys.stdout.write(f"\n{json.dumps(found)}\n")
