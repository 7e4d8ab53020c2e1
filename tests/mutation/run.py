"""Change one thing at a time in what counts time, judges and closes, and see whether a test notices.

python tests/mutation/run.py            the modules that changed since their last measure, at most a sample of each
python tests/mutation/run.py --all      every module whole; writes measured.toml
python tests/mutation/run.py MODULE ... these whole; writes measured.toml

The mutations are cosmic-ray's. Each runs in a process forked from one in which the test tools are loaded already,
which takes a third of the time of a process of its own. Exit status 1 where fewer than 9 of 10 are found.
"""

import argparse
import ast
import hashlib
import importlib.abc
import importlib.util
import multiprocessing
import os
import re
import signal
import sys
import tomllib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import click.testing  # noqa: F401 - loaded before the fork
import hypothesis.strategies  # noqa: F401 - likewise
import pytest
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
FLOOR = 0.9
SAMPLE = 12  # mutations a changed module, evenly spread: what a run of a few minutes can ask; `--all` asks every one
SECONDS = 300  # after which a mutation that never ends counts as found
RULES = ("rule_cases", "section55", "removals", "rule_book", "deadlines", "seed_findings", "sarif")
TESTS = {
    "rules": RULES,
    "periods": ("periods", "deadlines", "rule_cases"),
    "closure": ("closure", "rule_cases", "deadlines"),
    "responses": ("releasing", *RULES),
    "flows": ("flow",),
    "status": ("status", "flow", "rule_cases", "deadlines"),
}
#: mutations that say nothing of a test: types are not run (|), identity is not order, and arithmetic with dates breaks
EXCLUDED = re.compile(
    r"core/(Variable.*|ReplaceBinaryOperator_BitOr_.*|ReplaceComparisonOperator_Is(Not)?_(Lt|LtE|Gt|GtE|Eq|NotEq)"
    r"|ReplaceComparisonOperator_.*_(Is|IsNot)|RemoveDecorator"
    r"|ReplaceBinaryOperator_.*_(RShift|LShift|Pow|Mod|FloorDiv|BitXor|BitOr|BitAnd|Div))"
)


class Mutant(NamedTuple):
    """One change: of which module, by which operator, at which of its places."""

    module: str
    operator: str
    occurrence: int


def modules() -> list[str]:
    """Return the modules by their paths below src/inspectlib, without ".py"."""
    rules = sorted(f"rules/{each.stem}" for each in (ROOT / "src/inspectlib/rules").glob("*.py"))
    return [each for each in rules if each != "rules/__init__"] + [each for each in TESTS if each != "rules"]


def path_of(module: str) -> Path:
    """Return where a module stands."""
    return ROOT / "src" / "inspectlib" / f"{module}.py"


def fingerprint(module: str) -> str:
    """Return a hash of what a module does: comments and layout do not count."""
    return hashlib.sha256(ast.dump(ast.parse(path_of(module).read_text())).encode()).hexdigest()[:16]


def _means(code: str) -> str | None:
    try:
        return ast.dump(ast.parse(code))
    except SyntaxError:  # such as a bare * among parameters taken for an operator
        return None


def mutants_of(module: str) -> list[Mutant]:
    """Return every mutation of a module that changes what it does."""
    code = path_of(module).read_text()
    original, found = _means(code), []
    for name in sorted(each for each in operator_names() if not EXCLUDED.fullmatch(each)):
        operator, occurrence = get_operator(name)(), 0
        while (changed := mutate_code(code, operator, occurrence)) is not None:
            if _means(changed) not in (None, original):
                found.append(Mutant(module, name, occurrence))
            occurrence += 1
    return found


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Gives one module's changed code to whoever imports it."""

    def __init__(self, name: str, path: str, code: str) -> None:
        self.name, self.path, self.code = name, path, code

    def find_spec(self, fullname, _path=None, _target=None):
        return (
            importlib.util.spec_from_file_location(fullname, self.path, loader=self) if fullname == self.name else None
        )

    def get_filename(self, fullname: str) -> str:  # noqa: ARG002 - likewise
        return self.path

    def get_data(self, path: str) -> bytes:
        return self.code.encode() if path == self.path else Path(path).read_bytes()

    def path_stats(self, _path: str):
        raise OSError  # no cached bytecode: it would be that of the original


def survives(mutant: Mutant) -> str | None:
    """Run the tests of a mutated module; return the changed line where all still pass, else None."""
    code = path_of(mutant.module).read_text()
    changed = mutate_code(code, get_operator(mutant.operator)(), mutant.occurrence)
    if not passes(mutant.module, changed):
        return None
    pairs = zip(code.splitlines(), changed.splitlines(), strict=False)
    at, before, after = next((n, a, b) for n, (a, b) in enumerate(pairs, 1) if a != b)
    return f"{mutant.module}.py:{at} `{before.strip()}` -> `{after.strip()}`"


def passes(module: str, code: str) -> bool:
    """Say whether the tests of a module pass with other code in its place."""
    pid = os.fork()
    if pid == 0:
        _run(module, str(path_of(module)), code)
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(pid, signal.SIGKILL))
    signal.alarm(SECONDS)
    _, status = os.waitpid(pid, 0)
    signal.alarm(0)
    return status == 0


def _run(module: str, path: str, changed: str) -> None:
    os.setpgid(0, 0)
    quiet = os.open(os.devnull, os.O_RDWR)
    for each in (0, 1, 2):
        os.dup2(quiet, each)
    sys.meta_path.insert(0, _Mutated(f"inspectlib.{module.replace('/', '.')}", path, changed))
    tests = [f"tests/test_{each}.py" for each in TESTS[module.split("/", maxsplit=1)[0]]]
    try:
        options = ["-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        status = pytest.main([*options, *tests])
    except BaseException:
        status = 1
    os._exit(int(status != 0))


def measured() -> dict:
    """Return what the last whole measure of each module found."""
    path = HERE / "measured.toml"
    return tomllib.loads(path.read_text()) if path.exists() else {}


def main() -> int:
    """Run what was asked and say what was not found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("modules", nargs="*", help="these alone, whole")
    asked = parser.parse_args()
    os.chdir(ROOT)
    known = measured()
    chosen = asked.modules or [
        each for each in modules() if asked.all or known.get(each, {}).get("fingerprint") != fingerprint(each)
    ]
    if not chosen:
        print("no module changed since its last measure")
        return 0
    whole = asked.all or bool(asked.modules)
    work = {each: mutants_of(each) for each in chosen}
    if not whole:
        work = {name: every[:: max(1, len(every) // SAMPLE)] for name, every in work.items()}
    print(f"{sum(map(len, work.values()))} mutations of {', '.join(chosen)}", flush=True)
    context = multiprocessing.get_context("fork")
    every: list[str | None] = []
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool:
        broken = [each for each in chosen if not passes(each, path_of(each).read_text())]
        if broken:
            print(f"the tests do not pass on the code as it stands: {', '.join(broken)}")
            return 1
        for name, mutants in work.items():
            results = list(pool.map(survives, mutants))
            alive = [each for each in results if each]
            every += results
            print(f"{name}: {len(results) - len(alive)} of {len(results)} found", flush=True)
            for each in alive:
                print(f"   not found: {each}", flush=True)
            if whole:  # module by module: what a stopped run has measured stays
                known[name] = {"fingerprint": fingerprint(name), "mutations": len(results), "survivors": sorted(alive)}
                write({each: one for each, one in known.items() if each in modules()})
    rate = 1 - sum(map(bool, every)) / len(every)
    print(f"found {rate:.1%} of {len(every)}")
    return int(rate < FLOOR)


def write(known: dict) -> None:
    """Write the measures, a table a module."""
    lines = ["# Written by run.py: what the last whole measure of each module found.\n"]
    for name, one in sorted(known.items()):
        lines += [f'\n["{name}"]', f'fingerprint = "{one["fingerprint"]}"', f"mutations = {one['mutations']}"]
        lines += ["survivors = ["] + [f"  '''{each}'''," for each in one["survivors"]] + ["]"]
    (HERE / "measured.toml").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
